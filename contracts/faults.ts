/**
 * Every error that leaves the product, in one table: code, HTTP status, title, and whose mistake it is.
 * Clients get `application/problem+json` (RFC 9457) or a `fault` frame; `code` is stable, `detail` is for people and
 * never holds a secret, a body or an internal text.
 */

export interface FaultEntry {
  status: number;
  title: string;
}

export const FAULTS = {
  "request.invalid": { status: 400, title: "The request is not well-formed" },
  "request.too-large": { status: 413, title: "The body is too large" },
  "request.unsupported-type": { status: 415, title: "This content type is not accepted here" },
  "request.upgrade-required": { status: 426, title: "This address speaks another protocol" },
  "auth.required": { status: 401, title: "Authentication is required" },
  "auth.invalid": { status: 401, title: "The token is not valid here" },
  "auth.forbidden": { status: 403, title: "This principal may not do that" },
  "host.unknown": { status: 421, title: "No tenant is served on this host" },
  "route.unknown": { status: 404, title: "There is nothing at this address" },
  "method.not-allowed": { status: 405, title: "This address does not take that method" },
  "bot.unknown": { status: 404, title: "There is no such bot" },
  "bot.no-release": { status: 409, title: "The bot has no published release" },
  "conversation.unknown": { status: 404, title: "There is no such conversation" },
  "conversation.erased": { status: 410, title: "The conversation has been erased" },
  "conversation.ended": { status: 409, title: "The conversation has ended" },
  "conversation.busy": { status: 409, title: "The bot is still answering" },
  "conversation.not-handed-over": { status: 409, title: "The bot has the conversation" },
  "effect.not-asked": { status: 404, title: "Nobody is asked about such a call" },
  "effect.settled": { status: 409, title: "This call has been settled already" },
  "frame.invalid": { status: 400, title: "The frame is not well-formed" },
  "frame.unknown-type": { status: 400, title: "The frame's type is not known" },
  "replay.file-unknown": { status: 404, title: "The file has to be sent" },
  "release.invalid": { status: 422, title: "The package cannot be published" },
  "release.unknown": { status: 404, title: "There is no such release" },
  "upload.not-asked": { status: 404, title: "The upload does not need this file" },
  "upload.offset": { status: 409, title: "The piece does not continue what is there" },
  "upload.incomplete": { status: 409, title: "Files of the upload are missing" },
  "upload.mismatch": { status: 422, title: "The bytes are not those that were announced" },
  "config.invalid": { status: 422, title: "This cannot be set" },
  "config.unknown": { status: 404, title: "Nothing is set for this key" },
  "secret.unknown": { status: 404, title: "There is no such secret" },
  "identity.invalid": { status: 401, title: "The person's identity is not proven" },
  "memory.refused": { status: 422, title: "This cannot be remembered" },
  "table.unknown": { status: 404, title: "There is no such table" },
  "table.row-unknown": { status: 404, title: "There is no such row" },
  "table.conflict": { status: 412, title: "The row has changed meanwhile" },
  "table.refused": { status: 422, title: "The table does not take this" },
  "script.unknown": { status: 404, title: "There is no such script" },
  "knowledge.unknown": { status: 404, title: "There is no such collection" },
  "knowledge.document-unknown": { status: 404, title: "There is no such document" },
  "knowledge.full": { status: 409, title: "The bot has as many collections as it may have" },
  "channel.unknown": { status: 404, title: "There is no such channel" },
  "connection.unknown": { status: 404, title: "There is no such connection" },
  "connection.taken": { status: 409, title: "The connection belongs to another bot" },
  "delivery.unknown": { status: 404, title: "There is no such delivery" },
  "delivery.not-failed": { status: 409, title: "The delivery has not failed" },
  "hook.refused": { status: 401, title: "The request is not signed as this channel demands" },
  "drive.path-invalid": { status: 422, title: "This is not a path of the drive" },
  "drive.not-found": { status: 404, title: "There is no such file" },
  "drive.conflict": { status: 412, title: "The file has changed" },
  "drive.exists": { status: 409, title: "A file and a folder cannot have the same path" },
  "drive.bytes-missing": { status: 409, title: "The file's bytes are not in storage" },
  "drive.quota": { status: 507, title: "There is no room for this file" },
  "drive.no-preview": { status: 415, title: "There is no preview of this file" },
  "drive.range": { status: 416, title: "The file has no such range" },
  "drive.link-over": { status: 410, title: "The link is over" },
  "upload.unknown": { status: 404, title: "There is no such upload" },
  "upload.version": { status: 412, title: "This version of the upload protocol is not spoken here" },
  "upload.conflict": { status: 409, title: "The upload stands at another place" },
  "upload.checksum": { status: 460, title: "The bytes do not have this checksum" },
  "attachment.unknown": { status: 404, title: "There is no such attachment" },
  "token.unknown": { status: 404, title: "There is no such API token" },
  "webhook.unknown": { status: 404, title: "There is no such webhook" },
  "webhook.refused": { status: 401, title: "The request is not signed as this webhook demands" },
  "webhook.timeout": { status: 504, title: "The script did not answer in time" },
  "form.unknown": { status: 404, title: "There is no such form" },
  "event.unknown": { status: 404, title: "There is no such run" },
  "backup.unknown": { status: 404, title: "There is no such backup" },
  "backup.busy": { status: 409, title: "Another backup or restore is under way" },
  "backup.full": { status: 409, title: "The bot has as many backups as it may have" },
  "backup.incomplete": { status: 409, title: "Parts of the backup are missing" },
  "backup.not-empty": { status: 409, title: "The bot is not empty" },
  "backup.damaged": { status: 422, title: "The backup is damaged" },
  "link.used": { status: 410, title: "The link has been used or has expired" },
  "script.failed": { status: 500, title: "The bot ran into an error" },
  "service.unavailable": { status: 503, title: "A part that this needs is not available" },
  "rate.limited": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
} as const satisfies Record<string, FaultEntry>;

export type FaultCode = keyof typeof FAULTS;

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance: string;
  errors?: { path: string; message: string }[];
}

/** A failure that crosses an object boundary as data: classes do not survive RPC. */
export interface Failure {
  ok: false;
  code: FaultCode;
  detail: string;
  errors?: { path: string; message: string }[];
}
export type Result<T> = { ok: true; value: T } | Failure;

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (code: FaultCode, detail: string, errors?: { path: string; message: string }[]): Failure =>
  errors ? { ok: false, code, detail, errors } : { ok: false, code, detail };
