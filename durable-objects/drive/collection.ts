/**
 * Bytes that nobody needs go a day after the last version that needed them, and those of a write that never reached the index
 * as well: bytes are stored first, so whoever dies in between leaves bytes and no file. In small steps, by the object's alarm.
 */
import { DRIVE_LIMITS, driveKey } from "../../contracts/drive.ts";
import { driveFolder, uploadKey } from "../../contracts/drive-storage.ts";
import type { Sql } from "../data/sql.ts";
import { markFree } from "./index-rows.ts";

const DAY_MS = 86_400_000;
/** Between its storing and its entry in the index, and for whoever is reading a version that has just gone. */
export const GRACE_MS = DAY_MS;
const KEPT_MS = DRIVE_LIMITS.keptDays * DAY_MS;
const STEP = 200;
/** After a change, storage is looked through for bytes that no index names: late enough that they are past the grace. */
const SWEEP_MS = GRACE_MS + 3_600_000;
const SWEEP_PAGE = 1_000;
/** Longer than any upload may take (`upload-timeout`). */
const UPLOAD_MS = 8 * DAY_MS;

export interface DriveCollection {
  sql: Sql;
  files: Pick<R2Bucket, "delete" | "list">;
  tenant: string;
  bot: string;
  now: number;
  /** Contents that a write is about to name. */
  isArriving(hash: string): boolean;
}

/** When there is something to collect, ms; null = not before something else happens. */
export function nextDriveCollection(sql: Sql): number | null {
  const { at } = sql
    .exec<{ at: number | null }>(
      `SELECT min(at) AS at FROM (
         SELECT min(free_at) + ?1 AS at FROM objects WHERE refs = 0
         UNION ALL SELECT min(modified) + ?2 FROM files WHERE state <> 'file'
         UNION ALL SELECT min(at) + ?2 FROM changes
         UNION ALL SELECT min(at) + ?2 FROM purged
         UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'sweep')`,
      GRACE_MS,
      KEPT_MS,
    )
    .one();
  return at;
}

/** Each change asks for a sweep; one that is planned already serves it. */
export function planSweep(sql: Sql, now: number): void {
  sql.exec("INSERT OR IGNORE INTO meta VALUES ('sweep', ?)", String(now + SWEEP_MS));
}

/** Whether contents are left that an erasure has freed; they have no day of grace. */
export const hasPurged = (sql: Sql): boolean =>
  sql.exec("SELECT 1 FROM objects WHERE refs = 0 AND free_at = 0 LIMIT 1").toArray().length > 0;

/** One step; what it leaves, `nextDriveCollection` names. Throws where storage does; the step is then made again. */
export async function collectDrive(parts: DriveCollection): Promise<void> {
  const { sql, files, tenant, bot, now } = parts;
  forgetOld(sql, now);
  const free = sql
    .exec<{ hash: string }>(
      "SELECT hash FROM objects WHERE refs = 0 AND free_at <= ? ORDER BY free_at LIMIT ?",
      now - GRACE_MS,
      STEP,
    )
    .toArray()
    .map(({ hash }) => hash)
    .filter((hash) => !parts.isArriving(hash));
  if (free.length > 0) {
    await files.delete(free.map((hash) => driveKey(tenant, bot, hash)));
    for (const hash of free) sql.exec("DELETE FROM objects WHERE hash = ? AND refs = 0", hash);
  }
  await sweep(parts);
}

/** What was deleted long ago cannot be restored any more; a file of the release stays hidden without its old versions. */
function forgetOld(sql: Sql, now: number): void {
  const old = now - KEPT_MS;
  sql.exec(
    `DELETE FROM versions WHERE (file, version) IN (
       SELECT v.file, v.version FROM versions v JOIN files f ON f.id = v.file WHERE f.state <> 'file' AND f.modified <= ?)`,
    old,
  );
  sql.exec("DELETE FROM files WHERE state = 'deleted' AND modified <= ?", old);
  // Looked at again only when it changes.
  sql.exec("UPDATE files SET modified = 9007199254740991 WHERE state = 'hidden' AND modified <= ?", old);
  sql.exec("DELETE FROM changes WHERE at <= ?", old);
  sql.exec("DELETE FROM purged WHERE at <= ?", old);
  sql.exec("DELETE FROM links WHERE expires <= ?", now);
  markFree(sql, now);
}

/** A page of what storage holds. Bytes that the index does not know, and that are older than the grace, go. */
async function sweep({ sql, files, tenant, bot, now, isArriving }: DriveCollection): Promise<void> {
  const meta = (key: string) =>
    sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray()[0]?.value;
  if (Number(meta("sweep") ?? Number.POSITIVE_INFINITY) > now) return;
  const prefix = driveFolder(tenant, bot);
  const cursor = meta("sweep-cursor");
  const page = await files.list({ prefix, limit: SWEEP_PAGE, ...(cursor === undefined ? {} : { cursor }) });
  const orphans = page.objects.filter(({ key, uploaded }) => {
    const hash = key.slice(prefix.length);
    const isKnown = sql.exec("SELECT 1 FROM objects WHERE hash = ?", hash).toArray().length > 0;
    return !isKnown && uploaded.getTime() <= now - GRACE_MS && !isArriving(hash);
  });
  if (orphans.length > 0) await files.delete(orphans.map(({ key }) => key));
  if (page.truncated) {
    sql.exec("INSERT OR REPLACE INTO meta VALUES ('sweep-cursor', ?)", page.cursor);
    return;
  }
  sql.exec("DELETE FROM meta WHERE key IN ('sweep', 'sweep-cursor')");
  if (await sweepUploads(files, uploadKey(tenant, bot, ""), now)) planSweep(sql, now);
}

/** What was begun and never ended; whether there is more that may come to that. */
async function sweepUploads(files: DriveCollection["files"], prefix: string, now: number): Promise<boolean> {
  const { objects, truncated } = await files.list({ prefix, limit: SWEEP_PAGE });
  const old = objects.filter(({ uploaded }) => uploaded.getTime() <= now - UPLOAD_MS);
  if (old.length > 0) await files.delete(old.map(({ key }) => key));
  return truncated || old.length < objects.length;
}
