/** The documented operations of uploads, settings and secrets. */
import * as z from "zod";
import type { Page } from "../../contracts/admin.ts";
import {
  type ConfigEntry,
  overrideRequest,
  type SecretEntry,
  type SettingChange,
  secretRequest,
} from "../../contracts/bot-settings.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import { type UploadStatus, uploadRequest } from "../../contracts/package-upload.ts";
import { publishPlan, publishReport, releaseDifference } from "../../contracts/publish-schemas.ts";
import type { Operation } from "./operations.ts";

const BOT = "/api/v1/bots/{bot}";
const BLOB = `${BOT}/uploads/{upload}/blobs/{hash}`;
const ADMIN: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown"];
const BYTES: FaultCode[] = [
  ...ADMIN,
  "upload.unknown",
  "upload.not-asked",
  "upload.mismatch",
  "request.invalid",
  "request.too-large",
  "service.unavailable",
];
const SETTING: FaultCode[] = [...ADMIN, "request.invalid", "request.too-large", "request.unsupported-type"];

export const packageOperations: Operation[] = [
  {
    method: "post",
    path: `${BOT}/uploads`,
    id: "beginUpload",
    summary:
      "Takes the list of a package's files and answers which contents are missing. The same list is the same upload.",
    security: "api",
    body: uploadRequest,
    answers: { 201: "UploadStatus" },
    faults: [...SETTING, "release.invalid"],
  },
  {
    method: "get",
    path: `${BOT}/uploads/{upload}`,
    id: "readUpload",
    summary: "What is still missing of an upload, and how much of each file is there.",
    security: "api",
    answers: { 200: "UploadStatus" },
    faults: [...ADMIN, "upload.unknown"],
  },
  {
    method: "put",
    path: BLOB,
    id: "sendFile",
    summary: "Sends a file of the list, up to 8 MiB, whole. Again, it changes nothing.",
    security: "api",
    body: "application/octet-stream",
    answers: { 204: "" },
    faults: BYTES,
  },
  {
    method: "get",
    path: BLOB,
    id: "readOffset",
    summary: "Upload-Offset says how many bytes of a file are there; HEAD does the same.",
    security: "api",
    answers: { 204: "" },
    faults: [...ADMIN, "upload.unknown", "upload.not-asked"],
  },
  {
    method: "patch",
    path: BLOB,
    id: "sendPiece",
    summary: "Sends a piece of a file, 256 KiB to 32 MiB, from the byte where the one before ended.",
    security: "api",
    body: "application/octet-stream",
    headers: { "Upload-Offset": "The byte at which the piece begins." },
    answers: { 204: "" },
    faults: [...BYTES, "upload.offset"],
  },
  {
    method: "post",
    path: `${BOT}/uploads/{upload}/complete`,
    id: "completeUpload",
    summary: "Publishes what was uploaded. Again, it answers the same report and publishes nothing.",
    security: "api",
    query: { candidate: z.boolean(), development: z.boolean() },
    answers: { 200: "PublishReport", 201: "PublishReport" },
    faults: [...ADMIN, "upload.unknown", "upload.incomplete", "release.invalid", "request.invalid"],
  },
  {
    method: "post",
    path: `${BOT}/uploads/{upload}/plan`,
    id: "planUpload",
    summary: "What publishing an upload would change, the bot's tables included. Nothing is stored or switched.",
    security: "api",
    answers: { 200: "PublishPlan" },
    faults: [...ADMIN, "upload.unknown", "upload.incomplete", "release.invalid"],
  },
  {
    method: "get",
    path: `${BOT}/releases/{release}/plan`,
    id: "planRelease",
    summary: "The same of switching to a stored release.",
    security: "api",
    answers: { 200: "PublishPlan" },
    faults: [...ADMIN, "release.unknown", "release.invalid"],
  },
  {
    method: "get",
    path: `${BOT}/releases/{release}/diff/{other}`,
    id: "compareReleases",
    summary: "Files and keys of the configuration that differ between two stored releases. Credentials are hidden.",
    security: "api",
    answers: { 200: "ReleaseDifference" },
    faults: [...ADMIN, "release.unknown"],
  },
  {
    method: "get",
    path: `${BOT}/config`,
    id: "listConfig",
    summary: "Values of the configuration that are set beside the package.",
    security: "api",
    answers: { 200: "ConfigPage" },
    faults: ADMIN,
  },
  {
    method: "get",
    path: `${BOT}/config-changes`,
    id: "listConfigChanges",
    summary: "Who set and removed which value or secret, the newest first; never the value.",
    security: "api",
    query: { limit: z.int().min(1).max(100), cursor: z.string() },
    answers: { 200: "SettingChangePage" },
    faults: [...ADMIN, "request.invalid"],
  },
  {
    method: "get",
    path: `${BOT}/config/{key}`,
    id: "readConfig",
    summary: "A key as it is in effect, and where its value comes from. Credentials are hidden.",
    security: "api",
    answers: { 200: "ConfigEntry" },
    faults: [...ADMIN, "config.unknown"],
  },
  {
    method: "put",
    path: `${BOT}/config/{key}`,
    id: "setConfig",
    summary: "Sets a value that goes before config.csv and the environment, for new conversations.",
    security: "api",
    body: overrideRequest,
    answers: { 200: "ConfigEntry" },
    faults: [...SETTING, "config.invalid", "config.unknown"],
  },
  {
    method: "delete",
    path: `${BOT}/config/{key}`,
    id: "removeConfig",
    summary: "Takes such a value away.",
    security: "api",
    answers: { 204: "" },
    faults: [...ADMIN, "config.unknown"],
  },
  {
    method: "get",
    path: `${BOT}/secrets`,
    id: "listSecrets",
    summary: "Names of the bot's secrets.",
    security: "api",
    answers: { 200: "SecretPage" },
    faults: ADMIN,
  },
  {
    method: "put",
    path: `${BOT}/secrets/{name}`,
    id: "setSecret",
    summary: "Keeps a secret, encrypted; the configuration names it as vault:NAME. It is never read back.",
    security: "api",
    body: secretRequest,
    answers: { 204: "" },
    faults: [...SETTING, "config.invalid"],
  },
  {
    method: "delete",
    path: `${BOT}/secrets/{name}`,
    id: "removeSecret",
    summary: "Forgets a secret.",
    security: "api",
    answers: { 204: "" },
    faults: [...ADMIN, "request.invalid", "secret.unknown"],
  },
];

const time = z.iso.datetime();
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const entry = z.object({
  key: z.string(),
  value: z.string(),
  source: z.enum(["override", "environment", "package", "default"]),
  override: z.string().nullable(),
});
const typed = <T>(schema: z.ZodType<T>): z.ZodType<T> => schema;

export const packageAnswers: Record<string, z.ZodType> = {
  UploadStatus: typed<UploadStatus>(
    z.object({
      id: z.string(),
      state: z.enum(["open", "done"]),
      expiresAt: time,
      files: z.int(),
      bytes: z.int(),
      missing: z.array(z.object({ sha256: z.string(), size: z.int(), offset: z.int() })),
    }),
  ),
  PublishReport: publishReport,
  PublishPlan: publishPlan,
  ReleaseDifference: releaseDifference,
  ConfigEntry: typed<ConfigEntry>(entry),
  ConfigPage: typed<Page<ConfigEntry>>(page(entry)),
  SecretPage: typed<Page<SecretEntry>>(page(z.object({ name: z.string(), changedAt: time, readable: z.boolean() }))),
  SettingChangePage: typed<Page<SettingChange>>(
    page(
      z.object({
        number: z.int(),
        at: time,
        by: z.string(),
        subject: z.enum(["config", "secret"]),
        name: z.string(),
        action: z.enum(["set", "removed"]),
      }),
    ),
  ),
};
