/**
 * How a bot's drive lies in SQLite. `files` has a row per path, also of one that is deleted (its versions can be restored) or
 * that hides a file of the release. `folders` counts what lies below each, so that a listing and a quota read one row.
 * `objects` counts the versions that need a content; triggers keep it and the total, so that no change can forget them.
 */
import type { DriveActor } from "../../contracts/drive.ts";
import type { Sql } from "../data/sql.ts";

export function createDriveSchema(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS files (
      id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE, folder TEXT NOT NULL, path TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('file', 'hidden', 'deleted')),
      version INTEGER NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL,
      modified INTEGER NOT NULL, by_kind TEXT NOT NULL, by_id TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS files_folder ON files (folder, folded) WHERE state = 'file';
    CREATE INDEX IF NOT EXISTS files_hidden ON files (folded) WHERE state = 'hidden';
    CREATE INDEX IF NOT EXISTS files_gone ON files (modified) WHERE state <> 'file';
    CREATE TABLE IF NOT EXISTS folders (
      folded TEXT PRIMARY KEY, parent TEXT NOT NULL, path TEXT NOT NULL,
      files INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS folders_parent ON folders (parent, folded);
    CREATE TABLE IF NOT EXISTS versions (
      file INTEGER NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL,
      modified INTEGER NOT NULL, by_kind TEXT NOT NULL, by_id TEXT NOT NULL, deleted INTEGER NOT NULL,
      PRIMARY KEY (file, version)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS versions_oldest ON versions (modified);
    CREATE TABLE IF NOT EXISTS objects (
      hash TEXT PRIMARY KEY, size INTEGER NOT NULL, refs INTEGER NOT NULL, free_at INTEGER) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS objects_free ON objects (free_at) WHERE refs = 0;
    CREATE TABLE IF NOT EXISTS stored (one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL);
    INSERT OR IGNORE INTO stored VALUES (1, 0);
    CREATE TABLE IF NOT EXISTS changes (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, path TEXT NOT NULL, change TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS changes_at ON changes (at);
    CREATE TABLE IF NOT EXISTS links (
      id TEXT PRIMARY KEY, folded TEXT NOT NULL, path TEXT NOT NULL, expires INTEGER NOT NULL,
      by_kind TEXT NOT NULL, by_id TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS links_path ON links (folded, expires);
    CREATE INDEX IF NOT EXISTS links_expires ON links (expires);
    CREATE TABLE IF NOT EXISTS purged (folded TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  `);
  // A statement each: a trigger's body has semicolons of its own.
  sql.exec(`CREATE TRIGGER IF NOT EXISTS version_comes AFTER INSERT ON versions WHEN new.hash <> '' BEGIN
    INSERT INTO objects VALUES (new.hash, new.size, 0, NULL) ON CONFLICT (hash) DO NOTHING;
    UPDATE stored SET bytes = bytes + new.size WHERE (SELECT refs FROM objects WHERE hash = new.hash) = 0;
    UPDATE objects SET refs = refs + 1, free_at = NULL WHERE hash = new.hash;
  END`);
  sql.exec(`CREATE TRIGGER IF NOT EXISTS version_goes AFTER DELETE ON versions WHEN old.hash <> '' BEGIN
    UPDATE objects SET refs = refs - 1 WHERE hash = old.hash;
    UPDATE stored SET bytes = bytes - old.size WHERE (SELECT refs FROM objects WHERE hash = old.hash) = 0;
  END`);
}

interface ContentRow extends Record<string, string | number | null> {
  version: number;
  hash: string;
  size: number;
  type: string;
  modified: number;
  by_kind: DriveActor["kind"];
  by_id: string;
}

export interface FileRow extends ContentRow {
  id: number;
  folded: string;
  folder: string;
  path: string;
  state: "file" | "hidden" | "deleted";
}

export interface VersionRow extends ContentRow {
  file: number;
  deleted: number;
}
