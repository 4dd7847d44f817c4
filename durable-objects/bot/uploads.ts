/**
 * Uploads of a package in single files. An upload holds on to every file that it names, whether the release before has it
 * or it was just sent, by rows in `stored_objects` under a name of its own; so nothing that it was told is there can be
 * collected under it. It ends by being complete, or by the object's alarm a day after its last call.
 */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import {
  UPLOAD_LIMITS,
  type UploadFile,
  type UploadStatus,
  type UploadTarget,
} from "../../contracts/package-upload.ts";
import { blobKey, releaseFileKey } from "../../contracts/release.ts";
import type { StoredAlready } from "../packages/build-release.ts";
import { sha256 } from "../packages/hash.ts";
import { layOut } from "../packages/layout.ts";
import { checkPath, checkPlaces, inMegabytes, PackageError, type PackageFile } from "../packages/package-file.ts";

const PARALLEL = 6;
/** Names in a message. */
const SHOWN = 5;

export interface UploadParts {
  storage: DurableObjectStorage;
  files: R2Bucket;
  tenant: string;
  bot: string;
  /** ms since the epoch. */
  now: number;
}

interface Upload extends Record<string, SqlStorageValue> {
  id: string;
  files: string;
  state: "open" | "done" | "collecting";
  report: string | null;
  opened_at: number;
  expires_at: number;
}
interface Blob extends Record<string, SqlStorageValue> {
  hash: string;
  size: number;
  document: number;
  stored: number;
}

/** The name under which an upload stands in `stored_objects`. */
export const holder = (id: string): string => `upload:${id}`;
type Whose = Pick<UploadParts, "tenant" | "bot">;
const pieceKey = ({ tenant, bot }: Whose, id: string, hash: string, at: number): string =>
  `t/${tenant}/uploads/${bot}/${id}/${hash}/${at}`;
const keyOf = ({ tenant, bot }: UploadParts, { hash, document }: Blob): string =>
  document === 1 ? blobKey(tenant, hash) : releaseFileKey(tenant, bot, hash);

/** Throws a PackageError for a list that is no package's. `known`: what a release that is kept has. */
export async function openUpload(
  parts: UploadParts,
  files: readonly UploadFile[],
  known: StoredAlready,
): Promise<UploadStatus> {
  const { storage, now } = parts;
  const listed = checkList(files);
  const json = JSON.stringify(listed);
  const id = (await sha256(new TextEncoder().encode(json))).slice(0, 32);
  const blobs = blobsOf(listed);
  const { sql } = storage;
  storage.transactionSync(() => {
    sql.exec(
      `INSERT INTO uploads (id, files, state, opened_at, expires_at) VALUES (?1, ?2, 'open', ?3, ?4)
       ON CONFLICT (id) DO UPDATE SET state = 'open', report = NULL, opened_at = ?3, expires_at = ?4`,
      ...[id, json, now, now + UPLOAD_LIMITS.idleMs],
    );
    for (const { hash, size, document } of blobs) {
      const isKnown = (document === 1 ? known.knowledge : known.files).has(hash) ? 1 : 0;
      sql.exec(
        `INSERT INTO upload_blobs (upload, hash, size, document, stored) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (upload, hash) DO UPDATE SET stored = ?5`,
        ...[id, hash, size, document, isKnown],
      );
      if (document === 0)
        sql.exec("INSERT OR IGNORE INTO stored_objects (kind, hash, release) VALUES ('file', ?, ?)", hash, holder(id));
    }
    // A folder that is saved again and again with a mistake in it leaves many behind.
    sql.exec(
      `UPDATE uploads SET expires_at = 0 WHERE state = 'open' AND id NOT IN (
         SELECT id FROM uploads WHERE state = 'open' ORDER BY opened_at DESC, id LIMIT ${UPLOAD_LIMITS.open})`,
    );
  });
  await lookFor(parts, id);
  return statusOf(parts, id);
}

/** Paths as a package has them; throws a PackageError. */
function checkList(files: readonly UploadFile[]): UploadFile[] {
  const sizes = new Map<string, number>();
  let total = 0;
  const listed = files.map(({ path: given, size, sha256: hash }) => {
    const path = checkPath(given);
    if ((sizes.get(hash) ?? size) !== size)
      throw new PackageError(`The list gives the content of "${path}" two sizes.`);
    sizes.set(hash, size);
    total += size;
    return { path, size, sha256: hash };
  });
  checkPlaces(listed, "The list names");
  if (total > UPLOAD_LIMITS.bytes)
    throw new PackageError(
      `The files have ${inMegabytes(total)} together; ${inMegabytes(UPLOAD_LIMITS.bytes)} is the most.`,
    );
  return listed.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Contents that the release will need. What is left out of it does not have to travel. */
function blobsOf(files: readonly UploadFile[]): Blob[] {
  const nothing = (): never => {
    throw new Error("a file of an upload is not read before the upload is complete");
  };
  const { scripts, bot, knowledge, data, theme, pages, tables } = layOut(
    files.map(({ path, size, sha256: hash }): PackageFile => ({ path, size, hash, read: nothing })),
  );
  const blobs = new Map<string, Blob>();
  const note =
    (document: number) =>
    (item: { file: PackageFile }): void => {
      const { hash = "", size } = item.file;
      blobs.set(hash, { hash, size, document, stored: 0 });
    };
  knowledge.forEach(note(1));
  // What is both is kept as a file of the release; storing the release makes the document of it.
  [...scripts, ...bot, ...data, ...theme, ...pages, ...tables].forEach(note(0));
  return [...blobs.values()];
}

/** Asks storage for what no release is known to have. */
async function lookFor(parts: UploadParts, id: string): Promise<void> {
  const { sql } = parts.storage;
  const open = sql.exec<Blob>("SELECT * FROM upload_blobs WHERE upload = ? AND stored = 0", id).toArray();
  const queue = open[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (const blob of queue) {
        const found = await parts.files.head(keyOf(parts, blob));
        if (found?.size === blob.size) noteStored(sql, id, blob.hash);
      }
    }),
  );
}

const noteStored = (sql: SqlStorage, id: string, hash: string): unknown =>
  sql.exec("UPDATE upload_blobs SET stored = 1 WHERE upload = ? AND hash = ?", id, hash);

function find({ storage, now }: UploadParts, id: string): Result<Upload> {
  const row = storage.sql.exec<Upload>("SELECT * FROM uploads WHERE id = ?", id).toArray()[0];
  if (row === undefined || row.state === "collecting" || row.expires_at <= now)
    return fail("upload.unknown", "There is no such upload, or it is over: send the list of files again.");
  return ok(row);
}

export function uploadStatus(parts: UploadParts, id: string): Result<UploadStatus> {
  const found = find(parts, id);
  return found.ok ? ok(statusOf(parts, id)) : found;
}

function statusOf({ storage: { sql } }: UploadParts, id: string): UploadStatus {
  const row = sql.exec<Upload>("SELECT * FROM uploads WHERE id = ?", id).one();
  const [sums] = sql
    .exec<{ bytes: number }>("SELECT coalesce(sum(size), 0) AS bytes FROM upload_blobs WHERE upload = ?", id)
    .toArray();
  const files: UploadFile[] = JSON.parse(row.files);
  const missing = sql
    .exec<{ sha256: string; size: number; offset: number }>(
      `SELECT hash AS sha256, size,
         (SELECT coalesce(sum(p.size), 0) FROM upload_pieces p WHERE p.upload = b.upload AND p.hash = b.hash) AS offset
       FROM upload_blobs b WHERE upload = ? AND stored = 0 ORDER BY hash`,
      id,
    )
    .toArray();
  return {
    id,
    state: row.state === "done" ? "done" : "open",
    expiresAt: new Date(row.expires_at).toISOString(),
    files: files.length,
    bytes: sums?.bytes ?? 0,
    missing,
  };
}

/** Where the bytes of a file go. The upload stays for another day, which is longer than any sending. */
export function uploadTarget(parts: UploadParts, id: string, hash: string): Result<UploadTarget> {
  const { sql } = parts.storage;
  const found = find(parts, id);
  if (!found.ok) return found;
  const [blob] = sql.exec<Blob>("SELECT * FROM upload_blobs WHERE upload = ? AND hash = ?", id, hash).toArray();
  if (blob === undefined) return fail("upload.not-asked", "The list of this upload has no file with this content.");
  sql.exec("UPDATE uploads SET expires_at = ? WHERE id = ?", parts.now + UPLOAD_LIMITS.idleMs, id);
  const pieces = sql
    .exec<{ at: number; size: number }>(
      "SELECT at, size FROM upload_pieces WHERE upload = ? AND hash = ? ORDER BY at",
      id,
      hash,
    )
    .toArray();
  const last = pieces.at(-1);
  return ok({
    key: keyOf(parts, blob),
    size: blob.size,
    offset: last === undefined ? 0 : last.at + last.size,
    pieces: pieces.map(({ at }) => pieceKey(parts, id, hash, at)),
    isStored: blob.stored === 1,
  });
}

/** Where the piece from `at` on goes; only what continues what is there. */
export function pieceTarget(parts: UploadParts, id: string, hash: string, at: number): Result<{ key: string }> {
  const target = uploadTarget(parts, id, hash);
  if (!target.ok) return target;
  const { offset } = target.value;
  if (at !== offset)
    return fail("upload.offset", `The next piece begins at byte ${offset}, not ${at}: ask with HEAD and go on there.`);
  return ok({ key: pieceKey(parts, id, hash, at) });
}

/** A piece is in storage. The same piece again changes nothing. */
export function keepPiece(parts: UploadParts, id: string, hash: string, at: number, size: number): Result<number> {
  const target = uploadTarget(parts, id, hash);
  if (!target.ok) return target;
  if (at > target.value.offset) return fail("upload.offset", `The next piece begins at byte ${target.value.offset}.`);
  if (at === target.value.offset && size > 0)
    parts.storage.sql.exec(
      "INSERT INTO upload_pieces (upload, hash, at, size) VALUES (?, ?, ?, ?)",
      ...[id, hash, at, size],
    );
  return ok(Math.max(target.value.offset, at + size));
}

/** A whole file is in storage, or (`isRight` false) its pieces were another file's: they are to be sent again. */
export function settleBlob(parts: UploadParts, id: string, hash: string, isRight: boolean): Result<null> {
  const { storage } = parts;
  const found = find(parts, id);
  if (!found.ok) return found;
  storage.transactionSync(() => {
    if (isRight) noteStored(storage.sql, id, hash);
    storage.sql.exec("DELETE FROM upload_pieces WHERE upload = ? AND hash = ?", id, hash);
  });
  return ok(null);
}

/** The files of an upload that is whole; `done` where it was completed before: its report. */
export async function uploadedFiles(
  parts: UploadParts,
  id: string,
): Promise<Result<{ done: string } | { files: PackageFile[] }>> {
  const found = find(parts, id);
  if (!found.ok) return found;
  if (found.value.state === "done") return ok({ done: found.value.report ?? "null" });
  // The word that a file is there may have been lost with whoever brought it.
  await lookFor(parts, id);
  const blobs = new Map(
    parts.storage.sql
      .exec<Blob>("SELECT * FROM upload_blobs WHERE upload = ?", id)
      .toArray()
      .map((blob) => [blob.hash, blob]),
  );
  const listed: UploadFile[] = JSON.parse(found.value.files);
  const absent = listed.filter(({ sha256: hash }) => blobs.get(hash)?.stored === 0);
  if (absent.length > 0) {
    const names = absent.slice(0, SHOWN).map(({ path }) => path);
    const more = absent.length > SHOWN ? ` and ${absent.length - SHOWN} more` : "";
    return fail("upload.incomplete", `The bytes of ${names.join(", ")}${more} have not been sent yet.`);
  }
  return ok({
    files: listed.map(({ path, size, sha256: hash }) => ({
      path,
      size,
      hash,
      read: () => readBlob(parts, blobs.get(hash) ?? { hash, size, document: 0, stored: 0 }),
    })),
  });
}

async function readBlob(parts: UploadParts, blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const object = await parts.files.get(keyOf(parts, blob));
  if (object === null) throw new Error(`an uploaded file is not in storage: ${blob.hash}`);
  const bytes = new Uint8Array(await object.arrayBuffer());
  if (bytes.length !== blob.size)
    throw new PackageError(`A file of the upload has ${bytes.length} bytes, not the ${blob.size} of the list.`);
  return bytes;
}

/** The release has everything now. To be called inside a transaction. */
export function finishUpload(sql: SqlStorage, id: string, report: string): void {
  sql.exec("UPDATE uploads SET state = 'done', report = ? WHERE id = ?", report, id);
  sql.exec("DELETE FROM upload_blobs WHERE upload = ?", id);
  sql.exec("DELETE FROM stored_objects WHERE release = ?", holder(id));
}

/** When the first upload is over, in ms. */
export const nextUploadEnd = (sql: SqlStorage): number | null =>
  sql.exec<{ due: number | null }>("SELECT min(expires_at) AS due FROM uploads").one().due;

/** One that is over, marked as such. */
export function overdueUpload(sql: SqlStorage, now: number): string | null {
  const [row] = sql
    .exec<{ id: string }>("SELECT id FROM uploads WHERE expires_at <= ? ORDER BY expires_at LIMIT 1", now)
    .toArray();
  if (row === undefined) return null;
  sql.exec("UPDATE uploads SET state = 'collecting' WHERE id = ?", row.id);
  return row.id;
}

/** Pieces of an upload that is over; the first hundred, to be deleted before they are forgotten. */
export function forgottenPieces(
  parts: Whose & Pick<UploadParts, "storage">,
  id: string,
): { key: string; hash: string; at: number }[] {
  return parts.storage.sql
    .exec<{ hash: string; at: number }>("SELECT hash, at FROM upload_pieces WHERE upload = ? LIMIT 100", id)
    .toArray()
    .map(({ hash, at }) => ({ key: pieceKey(parts, id, hash, at), hash, at }));
}

/** To be called inside a transaction. */
export function forgetUpload(sql: SqlStorage, id: string): void {
  for (const table of ["upload_pieces", "upload_blobs"]) sql.exec(`DELETE FROM ${table} WHERE upload = ?`, id);
  sql.exec("DELETE FROM stored_objects WHERE release = ?", holder(id));
  sql.exec("DELETE FROM uploads WHERE id = ?", id);
}
