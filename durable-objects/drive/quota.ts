/** How much a drive may hold: the bot's quota, and that of each person below `users/`. */
import { nameOf } from "../../contracts/drive-path.ts";
import type { Sql } from "../data/sql.ts";
import { DriveFault } from "./fault.ts";
import { folderCount, markFree } from "./index-rows.ts";

/** Bytes and counts; 0 = unlimited. */
export interface DriveQuota {
  bytes: number;
  personBytes: number;
  personFiles: number;
  personFileBytes: number;
}

export function storedBytes(sql: Sql): number {
  return sql.exec<{ bytes: number }>("SELECT bytes FROM stored").one().bytes;
}

/** `files` and `bytes`: what a write adds to the current versions. Throws `drive.quota`. */
export function checkPerson(sql: Sql, quota: DriveQuota, path: string, size: number, files: number, bytes: number) {
  const person = /^users\/[^/]+(?=\/)/i.exec(path)?.[0];
  if (person === undefined) return;
  const refuse = (what: string) => new DriveFault("drive.quota", `"${nameOf(path)}" does not fit: a person ${what}.`);
  const has = folderCount(sql, person);
  if (quota.personFileBytes > 0 && size > quota.personFileBytes)
    throw refuse(`may keep files of at most ${quota.personFileBytes} bytes (user-file-limit)`);
  if (quota.personFiles > 0 && files > 0 && has.files + files > quota.personFiles)
    throw refuse(`may keep at most ${quota.personFiles} files (user-file-count)`);
  if (quota.personBytes > 0 && bytes > 0 && has.bytes + bytes > quota.personBytes)
    throw refuse(`may keep at most ${quota.personBytes} bytes (user-storage-quota)`);
}

/** Old versions that go at once to make room. */
const ROOM_STEP = 20;
const ROOM_STEPS = 500;

/**
 * After a write, in its transaction: versions that are no more current make room, the oldest first. Throws `drive.quota` where
 * that is not enough; the write then has not been.
 */
export function makeRoom(sql: Sql, quota: DriveQuota, now: number): void {
  for (let step = 0; quota.bytes > 0 && storedBytes(sql) > quota.bytes; step++) {
    const old = sql
      .exec<{ file: number; version: number }>(
        `SELECT v.file, v.version FROM versions v JOIN files f ON f.id = v.file
         WHERE v.version < f.version ORDER BY v.modified, v.file, v.version LIMIT ?`,
        ROOM_STEP,
      )
      .toArray();
    if (old.length === 0 || step >= ROOM_STEPS) {
      throw new DriveFault(
        "drive.quota",
        `The drive may hold ${quota.bytes} bytes (drive-quota-gb) and has no room for this: delete files, or raise the quota.`,
      );
    }
    for (const { file, version } of old) {
      if (storedBytes(sql) <= quota.bytes) break;
      sql.exec("DELETE FROM versions WHERE file = ? AND version = ?", file, version);
    }
    markFree(sql, now);
  }
}
