/** Changing files: each function is one transaction's work, and throws DriveFault where nothing of it is to stay. */
import {
  DRIVE_LIMITS,
  type DriveActor,
  type DriveFile,
  type DriveVersion,
  type DriveWrite,
} from "../../contracts/drive.ts";
import { foldedPath, folderOf } from "../../contracts/drive-path.ts";
import type { Sql } from "../data/sql.ts";
import { DriveFault } from "./fault.ts";
import {
  actorOf,
  below,
  countFolders,
  fileOf,
  filePath,
  findFile,
  findRow,
  folderCount,
  folderPath,
  markFree,
  tell,
} from "./index-rows.ts";
import { checkPerson, type DriveQuota, makeRoom } from "./quota.ts";
import type { FileRow, VersionRow } from "./schema.ts";

/** ms, and what the drive may hold. */
export interface DriveWorld {
  now: number;
  quota: DriveQuota;
}

export function statFile(sql: Sql, path: string): DriveFile | "removed" | null {
  const row = findRow(sql, filePath(path));
  if (row === null || row.state === "deleted") return null;
  return row.state === "hidden" ? "removed" : fileOf(row);
}

/** The content that is there already makes no version. */
export function writeFile(sql: Sql, world: DriveWorld, write: DriveWrite): DriveFile {
  const path = filePath(write.path);
  const before = findRow(sql, path);
  const has = before?.state === "file" ? before : null;
  const { ifVersion } = write;
  if (ifVersion !== undefined && ifVersion !== (has?.version ?? 0)) {
    const there = has ? `it has version ${has.version}` : "there is none";
    throw new DriveFault("drive.conflict", `The file was to have version ${ifVersion}, and ${there}: read it again.`);
  }
  if (has && has.hash === write.hash && has.type === write.type) return fileOf(has);
  if (has === null) checkNew(sql, path);
  checkPerson(sql, world.quota, path, write.size, has ? 0 : 1, write.size - (has?.size ?? 0));
  const row = put(sql, path, before, {
    ...write,
    state: "file",
    by: write.by,
    modified: world.now,
  });
  countFolders(sql, path, has ? 0 : 1, write.size - (has?.size ?? 0));
  makeRoom(sql, world.quota, world.now);
  const file = fileOf(row);
  tell(sql, world.now, { kind: has ? "modify" : "create", file });
  return file;
}

export function removeFile(
  sql: Sql,
  world: DriveWorld,
  text: string,
  by: DriveActor,
  hides: boolean,
): { removed: boolean } {
  const path = filePath(text);
  const before = findRow(sql, path);
  if (before?.state !== "file" && (!hides || before?.state === "hidden")) return { removed: false };
  const gone = { hash: "", size: 0, type: "", by, modified: world.now };
  const row = put(sql, path, before, { ...gone, state: hides ? "hidden" : "deleted" });
  if (before?.state === "file") countFolders(sql, path, -1, -before.size);
  markFree(sql, world.now);
  tell(sql, world.now, { kind: "delete", path: row.path, by });
  return { removed: true };
}

export function copyFile(sql: Sql, world: DriveWorld, from: string, to: string, by: DriveActor): DriveFile {
  const { hash, size, type } = findFile(sql, filePath(from));
  return writeFile(sql, world, { path: to, hash, size, type, by });
}

/** Its versions stay at the old path, from where it can be restored. */
export function moveFile(
  sql: Sql,
  world: DriveWorld,
  from: string,
  to: string,
  by: DriveActor,
  hides: boolean,
): DriveFile {
  const source = findFile(sql, filePath(from));
  const target = filePath(to);
  if (foldedPath(target) === source.folded) {
    // Only the case of its letters changes.
    sql.exec("UPDATE files SET path = ? WHERE id = ?", target, source.id);
    return fileOf({ ...source, path: target });
  }
  // First removed: else a person's quota would count it twice.
  removeFile(sql, world, source.path, by, hides);
  const { hash, size, type } = source;
  return writeFile(sql, world, { path: target, hash, size, type, by });
}

export function listVersions(sql: Sql, path: string): DriveVersion[] {
  const row = findRow(sql, filePath(path));
  if (row === null) throw new DriveFault("drive.not-found", `The drive has no file "${path.slice(0, 200)}".`);
  return sql
    .exec<VersionRow>("SELECT * FROM versions WHERE file = ? ORDER BY version DESC", row.id)
    .toArray()
    .map((one) => {
      const { hash, size, type, version, modified } = one;
      return { hash, size, type, version, modified, by: actorOf(one), deleted: one.deleted === 1 };
    });
}

export function restoreFile(sql: Sql, world: DriveWorld, path: string, version: number, by: DriveActor): DriveFile {
  const found = listVersions(sql, path).find((one) => one.version === version && !one.deleted);
  if (!found) throw new DriveFault("drive.not-found", `"${path.slice(0, 200)}" has no version ${version} with bytes.`);
  const { hash, size, type } = found;
  return writeFile(sql, world, { path, hash, size, type, by });
}

/** Everything below the folder, with its versions, links and changes. */
export function purgeFolder(sql: Sql, now: number, text: string): void {
  const folder = folderPath(text);
  if (folder === "") throw new DriveFault("drive.path-invalid", "Name the folder that is to go.");
  const [from, to] = below(foldedPath(folder));
  const rows = sql.exec<FileRow>("SELECT * FROM files WHERE folded >= ? AND folded < ?", from, to).toArray();
  for (const { id, path, state, size } of rows) {
    if (state === "file") countFolders(sql, path, -1, -size);
    sql.exec("DELETE FROM versions WHERE file = ?", id);
    sql.exec("DELETE FROM files WHERE id = ?", id);
    sql.exec("DELETE FROM changes WHERE path = ?", path);
  }
  sql.exec("DELETE FROM links WHERE folded >= ? AND folded < ?", from, to);
  sql.exec("INSERT OR REPLACE INTO purged VALUES (?, ?)", foldedPath(folder), now);
  // At once: nobody is to find these bytes tomorrow.
  markFree(sql, 0);
}

interface Put extends Pick<DriveWrite, "hash" | "size" | "type" | "by"> {
  state: FileRow["state"];
  modified: number;
}

/** The row as it is now, and its version. A path keeps the case that it had, until it is written anew. */
function put(sql: Sql, path: string, before: FileRow | null, to: Put): FileRow {
  const shown = before?.state === "file" ? before.path : path;
  const row = sql
    .exec<FileRow>(
      `INSERT INTO files (folded, folder, path, state, version, hash, size, type, modified, by_kind, by_id)
       VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10)
       ON CONFLICT (folded) DO UPDATE SET path = ?3, state = ?4, version = version + 1, hash = ?5, size = ?6, type = ?7,
         modified = ?8, by_kind = ?9, by_id = ?10 RETURNING *`,
      foldedPath(path),
      foldedPath(folderOf(path)),
      shown,
      to.state,
      to.hash,
      to.size,
      to.type,
      to.modified,
      to.by.kind,
      to.by.id,
    )
    .one();
  sql.exec(
    "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    row.id,
    row.version,
    to.hash,
    to.size,
    to.type,
    to.modified,
    to.by.kind,
    to.by.id,
    to.state === "file" ? 0 : 1,
  );
  sql.exec("DELETE FROM versions WHERE file = ? AND version <= ?", row.id, row.version - DRIVE_LIMITS.versions);
  markFree(sql, to.modified);
  return row;
}

/** Nothing else may stand in the way of a new path. */
function checkNew(sql: Sql, path: string): void {
  if (folderCount(sql, path).files > 0)
    throw new DriveFault("drive.exists", `"${path}" is a folder: give the file another name.`);
  if (folderCount(sql, "").files >= DRIVE_LIMITS.files)
    throw new DriveFault("drive.quota", `A drive has at most ${DRIVE_LIMITS.files} files.`);
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) {
    if (findRow(sql, folder)?.state === "file")
      throw new DriveFault("drive.exists", `"${folder}" is a file and cannot hold others.`);
    if (sql.exec("SELECT 1 FROM purged WHERE folded = ?", foldedPath(folder)).toArray().length > 0)
      throw new DriveFault("drive.not-found", `"${folder}" has been erased.`);
  }
}
