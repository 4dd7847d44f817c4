/** Listings, a page at a time: folders first, then files, each in the order of their paths without regard to case. */
import { DRIVE_LIMITS, type DriveChange, type DriveListing } from "../../contracts/drive.ts";
import { foldedPath, nameOf } from "../../contracts/drive-path.ts";
import type { Sql } from "../data/sql.ts";
import { DriveFault } from "./fault.ts";
import { below, fileOf, folderPath } from "./index-rows.ts";
import type { FileRow } from "./schema.ts";

/** Whiteouts that a listing names: more than a release has files. */
const HIDDEN = 50_000;
/** `d` or `f` for what comes next, and after which path. */
const CURSOR = /^([df])(.*)$/su;

export function listFolder(
  sql: Sql,
  text: string,
  options: { recursive: boolean; limit: number; cursor: string | null },
): DriveListing {
  const folder = foldedPath(folderPath(text));
  const limit = Math.min(Math.max(Math.trunc(options.limit), 1), DRIVE_LIMITS.listed);
  const [kind, after] = cursorOf(options.cursor);
  const folders =
    options.recursive || kind === "f"
      ? []
      : sql
          .exec<{ path: string; folded: string }>(
            "SELECT path, folded FROM folders WHERE parent = ? AND folded > ? ORDER BY folded LIMIT ?",
            folder,
            after,
            limit + 1,
          )
          .toArray();
  const [from, to] = below(folder);
  const start = kind === "f" && after > from ? after : from;
  const room = limit + 1 - folders.length;
  const files =
    room <= 0
      ? []
      : options.recursive
        ? sql
            .exec<FileRow>(
              `SELECT * FROM files WHERE folded > ? AND folded < ? AND state = 'file' ORDER BY folded LIMIT ?`,
              start,
              to,
              room,
            )
            .toArray()
        : sql
            .exec<FileRow>(
              `SELECT * FROM files WHERE folder = ? AND folded > ? AND state = 'file' ORDER BY folded LIMIT ?`,
              folder,
              start,
              room,
            )
            .toArray();
  const isMore = folders.length + files.length > limit;
  if (isMore) (files.length > 0 ? files : folders).pop();
  const last = files.at(-1);
  const lastFolder = folders.at(-1);
  return {
    files: files.map(fileOf),
    folders: folders.map(({ path }) => nameOf(path)),
    removed: hiddenBelow(sql, from, to),
    nextCursor: !isMore ? null : last ? `f${last.folded}` : lastFolder ? `d${lastFolder.folded}` : null,
  };
}

function cursorOf(cursor: string | null): [string, string] {
  if (cursor === null) return ["d", ""];
  const [, kind, after] = CURSOR.exec(cursor) ?? [];
  if (kind === undefined || after === undefined)
    throw new DriveFault("request.invalid", "cursor is the nextCursor of the page before.");
  return [kind, after];
}

function hiddenBelow(sql: Sql, from: string, to: string): string[] {
  return sql
    .exec<{ path: string }>(
      "SELECT path FROM files WHERE state = 'hidden' AND folded > ? AND folded < ? ORDER BY folded LIMIT ?",
      from,
      to,
      HIDDEN,
    )
    .toArray()
    .map(({ path }) => path);
}

export function listChanges(sql: Sql, after: number, limit: number): { items: DriveChange[]; last: number } {
  const rows = sql
    .exec<{ seq: number; at: number; change: string }>(
      "SELECT seq, at, change FROM changes WHERE seq > ? ORDER BY seq LIMIT ?",
      after,
      Math.min(Math.max(Math.trunc(limit), 1), DRIVE_LIMITS.page),
    )
    .toArray();
  const items = rows.map(({ seq, at, change }): DriveChange => ({ ...JSON.parse(change), seq, at }));
  const last = sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM changes").one().seq ?? after;
  return { items, last };
}
