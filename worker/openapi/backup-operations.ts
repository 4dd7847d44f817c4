/** The documented operations of backups, and what they answer. */
import * as z from "zod";
import type { BackupStatus, RestoreStatus } from "../../contracts/backup.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import type { Operation } from "./operations.ts";

const BACKUPS = "/api/v1/bots/{bot}/backups";
const ONE = `${BACKUPS}/{id}`;
const PART = "/api/v1/bots/{bot}/backup-parts/{hash}";
const BYTES = "application/octet-stream";
const LINES = "application/jsonl";

function operation(
  method: Operation["method"],
  path: string,
  id: string,
  summary: string,
  answers: Operation["answers"],
  faults: FaultCode[],
  body?: string,
): Operation {
  const scope = method === "get" ? "backups:read" : "backups:write";
  const entry: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown"];
  const row: Operation = {
    ...{ method, path, id, answers },
    security: "api",
    summary: `${summary} Needs ${scope}.`,
    faults: [...entry, ...faults],
  };
  return body === undefined ? row : { ...row, body };
}

export const backupOperations: Operation[] = [
  operation("get", BACKUPS, "listBackups", "The bot's backups, the newest first.", { 200: "BackupPage" }, []),
  operation("post", BACKUPS, "startBackup", "Begins a backup, or answers the one that runs.", { 202: "Backup" }, [
    "bot.no-release",
    "backup.busy",
    "backup.full",
  ]),
  operation("get", ONE, "getBackup", "How far a backup is.", { 200: "Backup" }, ["backup.unknown"]),
  operation("delete", ONE, "deleteBackup", "Deletes a backup and the parts that no other has.", { 204: "" }, [
    "backup.unknown",
    "backup.busy",
  ]),
  operation("get", `${ONE}/manifest`, "getManifest", "What a backup is made of.", { 200: LINES }, ["backup.unknown"]),
  operation(
    "put",
    `${ONE}/manifest`,
    "putManifest",
    "Brings a backup back; parts that are missing are listed.",
    { 200: "Backup" },
    ["backup.damaged", "backup.incomplete", "request.too-large"],
    LINES,
  ),
  operation("get", PART, "getPart", "The bytes of a part.", { 200: BYTES }, ["backup.unknown", "request.invalid"]),
  operation(
    "put",
    PART,
    "putPart",
    "Brings a part back; its bytes are verified.",
    { 204: "" },
    ["backup.damaged", "request.invalid", "request.too-large"],
    BYTES,
  ),
  operation("post", `${ONE}/restore`, "restoreBackup", "Puts a backup in place of nothing.", { 202: "Restore" }, [
    "backup.unknown",
    "backup.busy",
    "backup.not-empty",
  ]),
  operation("get", "/api/v1/bots/{bot}/restore", "getRestore", "How far a restore is.", { 200: "Restore" }, [
    "backup.unknown",
  ]),
];

const count = z.int().min(0);
const text = z.string();
const common = { state: z.enum(["running", "done", "failed"]), startedAt: text, parts: count, reason: text.nullable() };
const backup = z.object({
  ...common,
  id: text,
  finishedAt: text.nullable(),
  by: text,
  conversations: count,
  bytes: count,
  leftOut: z.array(text),
}) satisfies z.ZodType<BackupStatus>;

export const backupAnswers = {
  Backup: backup,
  BackupPage: z.object({ items: z.array(backup), nextCursor: z.null() }),
  Restore: z.object({
    ...common,
    backup: text,
    done: count,
    missingSecrets: z.array(text),
  }) satisfies z.ZodType<RestoreStatus>,
};
