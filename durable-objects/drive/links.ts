/** Links that open one file for whoever has them; the signed address is made by the worker (platform/file-token.ts). */
import { DRIVE_LIMITS, type DriveActor, type DriveLink } from "../../contracts/drive.ts";
import { foldedPath } from "../../contracts/drive-path.ts";
import type { Sql } from "../data/sql.ts";
import { DriveFault } from "./fault.ts";
import { actorOf, filePath, findRow } from "./index-rows.ts";
import type { FileRow } from "./schema.ts";

const YEAR_MS = 366 * 86_400_000;

interface LinkRow extends Record<string, string | number | null> {
  id: string;
  path: string;
  expires: number;
  by_kind: FileRow["by_kind"];
  by_id: string;
}

const linkOf = (row: LinkRow): DriveLink => ({ id: row.id, path: row.path, expires: row.expires, by: actorOf(row) });

/**
 * A path that the drive does not know may be a file of the release: whoever asks has looked, and whoever opens looks again.
 * Throws `drive.not-found` for a file that was removed, `request.invalid` for a time that is over or further than a year off.
 */
export function addLink(sql: Sql, now: number, id: string, path: string, expires: number, by: DriveActor): DriveLink {
  const there = findRow(sql, filePath(path));
  if (there !== null && there.state !== "file")
    throw new DriveFault("drive.not-found", `The drive has no file "${path.slice(0, 200)}".`);
  const shown = there?.path ?? filePath(path);
  if (!Number.isFinite(expires) || expires <= now || expires > now + YEAR_MS)
    throw new DriveFault("request.invalid", "A link is open until a time within the next year.");
  sql.exec("DELETE FROM links WHERE expires <= ?", now);
  if (sql.exec<{ n: number }>("SELECT count(*) AS n FROM links").one().n >= DRIVE_LIMITS.links)
    throw new DriveFault("drive.quota", `A bot has at most ${DRIVE_LIMITS.links} open links: revoke some.`);
  sql.exec("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", id, foldedPath(shown), shown, expires, by.kind, by.id);
  return { id, path: shown, expires, by };
}

/** Throws `drive.link-over` when it was revoked or is over. */
export function openLink(sql: Sql, now: number, id: string): DriveLink {
  const row = sql.exec<LinkRow>("SELECT * FROM links WHERE id = ? AND expires > ?", id, now).toArray()[0];
  if (row) return linkOf(row);
  throw new DriveFault("drive.link-over", "This link is over. Ask whoever sent it for a new one.");
}

export function listLinks(sql: Sql, now: number, path: string | null): DriveLink[] {
  const rows =
    path === null
      ? sql.exec<LinkRow>("SELECT * FROM links WHERE expires > ? ORDER BY expires", now)
      : sql.exec<LinkRow>(
          "SELECT * FROM links WHERE expires > ? AND folded = ? ORDER BY expires",
          now,
          foldedPath(filePath(path)),
        );
  return rows.toArray().map(linkOf);
}

export function dropLink(sql: Sql, id: string): void {
  sql.exec("DELETE FROM links WHERE id = ?", id);
}
