/** Rows of the index: finding one by its path, writing it, and what follows from each change of it. */
import type { DriveActor, DriveChange, DriveFile } from "../../contracts/drive.ts";
import { drivePath, foldedPath, folderOf } from "../../contracts/drive-path.ts";
import type { Sql } from "../data/sql.ts";
import { DriveFault } from "./fault.ts";
import type { FileRow } from "./schema.ts";

/** The path in its one form. Throws `drive.path-invalid`, also for the drive itself. */
export function filePath(text: string): string {
  const { path, problem } = drivePath(text);
  if (problem !== undefined) throw new DriveFault("drive.path-invalid", problem);
  if (path === "") throw new DriveFault("drive.path-invalid", "A file has a name.");
  return path;
}

/** As `filePath`; `""` is the drive. */
export function folderPath(text: string): string {
  const { path, problem } = drivePath(text);
  if (problem !== undefined) throw new DriveFault("drive.path-invalid", problem);
  return path;
}

export function findRow(sql: Sql, path: string): FileRow | null {
  return sql.exec<FileRow>("SELECT * FROM files WHERE folded = ?", foldedPath(path)).toArray()[0] ?? null;
}

/** The file at the path. Throws `drive.not-found`. */
export function findFile(sql: Sql, path: string): FileRow {
  const row = findRow(sql, path);
  if (row?.state === "file") return row;
  throw new DriveFault("drive.not-found", `The drive has no file "${path.slice(0, 200)}".`);
}

export const actorOf = (row: Pick<FileRow, "by_kind" | "by_id">): DriveActor => ({ kind: row.by_kind, id: row.by_id });

export function fileOf(row: FileRow): DriveFile {
  const { path, hash, size, type, version, modified } = row;
  return { path, hash, size, type, version, modified, by: actorOf(row) };
}

/** Everything strictly below a folder lies between these two, as paths are sorted: `0` follows `/`. */
export const below = (folder: string): [string, string] =>
  folder === "" ? ["", "\u{10ffff}"] : [`${folder}/`, `${folder}0`];

/** What the folders above a file hold more, or less, than before. */
export function countFolders(sql: Sql, path: string, files: number, bytes: number): void {
  if (files === 0 && bytes === 0) return;
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const folded = foldedPath(folder);
    // The drive itself has no parent: no folder's listing shows it.
    const parent = folder === "" ? "/" : foldedPath(folderOf(folder));
    sql.exec(
      `INSERT INTO folders VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (folded) DO UPDATE SET files = files + excluded.files, bytes = bytes + excluded.bytes`,
      folded,
      parent,
      folder,
      files,
      bytes,
    );
    if (files < 0) sql.exec("DELETE FROM folders WHERE folded = ? AND files = 0", folded);
    if (folder === "") return;
  }
}

export function folderCount(sql: Sql, folder: string): { files: number; bytes: number } {
  return (
    sql
      .exec<{ files: number; bytes: number }>("SELECT files, bytes FROM folders WHERE folded = ?", foldedPath(folder))
      .toArray()[0] ?? { files: 0, bytes: 0 }
  );
}

type Told = DriveChange extends infer C ? (C extends DriveChange ? Omit<C, "seq" | "at"> : never) : never;

export function tell(sql: Sql, now: number, change: Told): void {
  const path = change.kind === "delete" ? change.path : change.file.path;
  sql.exec("INSERT INTO changes (at, path, change) VALUES (?, ?, ?)", now, path, JSON.stringify(change));
}

/** Contents that no version needs any more can be collected from now on. */
export function markFree(sql: Sql, now: number): void {
  sql.exec("UPDATE objects SET free_at = ? WHERE refs = 0 AND free_at IS NULL", now);
}
