/** The documented operations of files: the drive, uploads, links, attachments. */
import * as z from "zod";
import type { FaultCode } from "../../contracts/faults.ts";
import type { BotUsage } from "../../contracts/usage.ts";
import { fileAction } from "../files/actions.ts";
import type { Operation } from "./operations.ts";

const FILES = "/api/v1/bots/{bot}/files";
const DRIVE = "/api/v1/bots/{bot}/drive";
const TUS = "/api/v1/bots/{bot}/uploads-tus";
const ATTACHMENTS = "/api/v1/bots/{bot}/conversations/{id}/attachments";
const READ: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown", "request.invalid"];
const FILE: FaultCode[] = [...READ, "drive.path-invalid", "drive.not-found"];
const WRITE: FaultCode[] = [...FILE, "drive.conflict", "drive.exists", "drive.quota", "request.too-large"];
const UPLOAD: FaultCode[] = [...READ, "upload.version", "upload.unknown"];
const PERSON: FaultCode[] = [
  "auth.required",
  "auth.invalid",
  "auth.forbidden",
  "bot.unknown",
  "conversation.unknown",
  "conversation.erased",
];
const SENDING: FaultCode[] = [
  ...PERSON,
  "conversation.ended",
  "request.invalid",
  "request.too-large",
  "request.unsupported-type",
  "drive.quota",
];
const CONDITIONS = {
  "If-Match": "Only where the file has one of these entity tags.",
  "If-None-Match": "`*`: only where there is none.",
};
const ONCE = { "Idempotency-Key": "1 to 255 characters: the same request again changes nothing." };
const page = { limit: z.int().min(1).max(1_000) };
const TEXT = z.string();

export const driveOperations: Operation[] = [
  {
    method: "get",
    path: FILES,
    id: "listFiles",
    summary: "Folders and files of a folder: those of the drive above those of the current release.",
    security: "api",
    query: { folder: TEXT, recursive: z.boolean(), ...page, cursor: TEXT },
    answers: { 200: "FilePage" },
    faults: [...READ, "drive.path-invalid"],
  },
  {
    method: "post",
    path: FILES,
    id: "uploadFiles",
    summary: "Files of a form into a folder, 32 MiB at most; larger ones are put or sent by tus.",
    security: "api",
    body: "multipart/form-data",
    query: { folder: TEXT },
    headers: ONCE,
    answers: { 201: "FilePage" },
    faults: [...WRITE, "request.unsupported-type"],
  },
  {
    method: "get",
    path: `${FILES}/{path}`,
    id: "readFile",
    summary:
      "A file, with ranges and conditions; `version=N` an older one, `versions` the list of them, `download` to save it, `preview` its first lines.",
    security: "api",
    query: { version: z.int().min(1), versions: TEXT, download: TEXT, preview: TEXT },
    headers: { Range: "One range of bytes; of several none is given.", ...CONDITIONS },
    answers: { 200: "*/*", 206: "*/*", 304: "" },
    faults: [...FILE, "drive.range", "drive.no-preview", "service.unavailable"],
  },
  {
    method: "put",
    path: `${FILES}/{path}`,
    id: "writeFile",
    summary: "Writes a file; another content is a new version.",
    security: "api",
    body: "*/*",
    headers: { ...CONDITIONS, ...ONCE },
    answers: { 200: "File", 201: "File" },
    faults: WRITE,
  },
  {
    method: "post",
    path: `${FILES}/{path}`,
    id: "changeFile",
    summary: "Copies or moves a file, brings an older version back, or makes a link to it.",
    security: "api",
    body: fileAction,
    headers: ONCE,
    answers: { 200: "File", 201: "FileOrLink" },
    faults: [...WRITE, "request.unsupported-type"],
  },
  {
    method: "delete",
    path: `${FILES}/{path}`,
    id: "deleteFile",
    summary: "Deletes a file; it can be restored for 30 days. One of the release is hidden.",
    security: "api",
    headers: { ...CONDITIONS, ...ONCE },
    answers: { 204: "" },
    faults: [...FILE, "drive.conflict"],
  },
  {
    method: "get",
    path: DRIVE,
    id: "readDrive",
    summary: "How much the drive holds, and may hold.",
    security: "api",
    answers: { 200: "DriveUsage" },
    faults: READ,
  },
  {
    method: "get",
    path: "/api/v1/bots/{bot}/usage",
    id: "readUsage",
    summary:
      "How much a bot holds: files and versions against the quota, knowledge, tables, releases, backups. Needs bots:read.",
    security: "api",
    answers: { 200: "BotUsage" },
    faults: READ,
  },
  {
    method: "get",
    path: `${DRIVE}/changes`,
    id: "listFileChanges",
    summary: "What changed after a number, oldest first; kept for 30 days.",
    security: "api",
    query: { after: z.int().min(0), ...page },
    answers: { 200: "FileChanges" },
    faults: READ,
  },
  {
    method: "get",
    path: `${DRIVE}/links`,
    id: "listFileLinks",
    summary: "Links that are open, all or those of a path.",
    security: "api",
    query: { path: TEXT },
    answers: { 200: "FileLinkPage" },
    faults: READ,
  },
  {
    method: "delete",
    path: `${DRIVE}/links/{link}`,
    id: "revokeFileLink",
    summary: "The link opens nothing any more.",
    security: "api",
    answers: { 204: "" },
    faults: READ,
  },
  {
    method: "get",
    path: `${DRIVE}/archive`,
    id: "downloadFolder",
    summary: "A folder as a zip archive: 5,000 files and 2 GiB at most.",
    security: "api",
    query: { folder: TEXT },
    answers: { 200: "application/zip" },
    faults: [...FILE, "request.too-large"],
  },
  {
    method: "post",
    path: TUS,
    id: "beginUpload",
    summary: "Begins a resumable upload (tus 1.0): Upload-Length, and in Upload-Metadata path, or filename and folder.",
    security: "api",
    answers: { 201: "" },
    faults: [...READ, "upload.version", "drive.path-invalid", "request.too-large"],
  },
  {
    method: "get",
    path: `${TUS}/{upload}`,
    id: "readUpload",
    summary: "Where a resumable upload stands; clients ask with HEAD.",
    security: "api",
    answers: { 200: "" },
    faults: UPLOAD,
  },
  {
    method: "patch",
    path: `${TUS}/{upload}`,
    id: "continueUpload",
    summary: "Bytes from Upload-Offset on, with Upload-Checksum where one is wanted. The last ones make the file.",
    security: "api",
    body: "application/offset+octet-stream",
    answers: { 204: "" },
    faults: [
      ...UPLOAD,
      "upload.conflict",
      "upload.checksum",
      "request.unsupported-type",
      "request.too-large",
      "drive.quota",
    ],
  },
  {
    method: "delete",
    path: `${TUS}/{upload}`,
    id: "abandonUpload",
    summary: "Nothing of the upload stays.",
    security: "api",
    answers: { 204: "" },
    faults: UPLOAD,
  },
  {
    method: "get",
    path: "/shared/{token}",
    id: "openLink",
    summary: "One file for whoever has the link, with ranges.",
    security: "none",
    answers: { 200: "*/*", 206: "*/*", 304: "" },
    faults: ["drive.not-found", "drive.link-over", "drive.range"],
  },
  {
    method: "post",
    path: ATTACHMENTS,
    id: "sendAttachment",
    summary: "A file of the conversation: a form, or raw with x-file-name. `parts=N` begins one that is sent in parts.",
    security: "conversation",
    body: "*/*",
    query: { parts: z.int().min(1).max(1_000) },
    headers: { "x-file-name": "Its name, percent-encoded in UTF-8." },
    answers: { 201: "Attachment" },
    faults: SENDING,
  },
  {
    method: "put",
    path: `${ATTACHMENTS}/{attachment}/parts/{part}`,
    id: "sendAttachmentPart",
    summary: "A part, from 1 on, in any order.",
    security: "conversation",
    body: "*/*",
    answers: { 204: "" },
    faults: [...SENDING, "attachment.unknown"],
  },
  {
    method: "post",
    path: `${ATTACHMENTS}/{attachment}/complete`,
    id: "completeAttachment",
    summary: "All parts are there.",
    security: "conversation",
    answers: { 201: "Attachment" },
    faults: [...SENDING, "attachment.unknown"],
  },
  {
    method: "get",
    path: `${ATTACHMENTS}/{attachment}`,
    id: "readAttachment",
    summary: "The file, with ranges.",
    security: "reader",
    query: { download: TEXT },
    answers: { 200: "*/*", 206: "*/*", 304: "" },
    faults: [...PERSON, "attachment.unknown", "drive.range"],
  },
  {
    method: "post",
    path: `${ATTACHMENTS}/{attachment}/link`,
    id: "linkAttachment",
    summary: "An address without the token that opens this file for an hour.",
    security: "reader",
    answers: { 201: "AttachmentLink" },
    faults: [...PERSON, "attachment.unknown"],
  },
];

const actor = z.object({ kind: z.enum(["script", "api", "person", "channel", "system"]), id: z.string() });
const file = z.object({
  kind: z.literal("file"),
  layer: z.enum(["drive", "release"]),
  name: z.string(),
  path: z.string(),
  hash: z.string(),
  size: z.int(),
  type: z.string().exactOptional(),
  version: z.int().exactOptional(),
  modified: z.int().exactOptional(),
  by: actor.exactOptional(),
});
const link = z.object({ id: z.string(), path: z.string(), expires: z.int(), by: actor, url: z.string() });
const folder = z.object({ kind: z.literal("folder"), path: z.string(), name: z.string() });
const held = z.object({ count: z.int(), bytes: z.int() });
const driveUsage = z.object({
  files: z.int(),
  versions: z.int(),
  bytes: z.int(),
  storedBytes: z.int(),
  quotaBytes: z.int(),
});

export const driveAnswers = {
  File: file,
  FileOrLink: z.union([file, link]),
  FilePage: z.object({ items: z.array(z.union([folder, file])), nextCursor: z.string().nullable() }),
  FileLinkPage: z.object({ items: z.array(link), nextCursor: z.null() }),
  FileChanges: z.object({ items: z.array(z.json()), last: z.int() }),
  DriveUsage: driveUsage,
  BotUsage: z.object({
    files: driveUsage,
    tables: z.object({ tables: z.int(), rows: z.int(), bytes: z.int().nullable() }),
    knowledge: z.object({
      collections: z.int(),
      documents: z.int(),
      passages: z.int(),
      bytes: z.int(),
      indexBytes: z.int(),
    }),
    releases: held,
    backups: held,
    conversations: z.int(),
  }) satisfies z.ZodType<BotUsage>,
  Attachment: z.object({ id: z.string(), name: z.string(), size: z.int(), type: z.string(), url: z.string() }),
  AttachmentLink: z.object({ url: z.string(), expires: z.int() }),
};
