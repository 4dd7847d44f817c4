/** How a bot lies in SQLite: who it is, its releases and who needs them, the memory that its conversations share, its documents' indexing. */

import { createIndexSchema } from "./index-schema.ts";
import { createPublishSchema } from "./publish-schema.ts";

/** Generation of the tables; a later one adds a migration below. */
const SCHEMA_VERSION = 2;

export function createBotSchema(sql: SqlStorage): void {
  createPublishSchema(sql);
  createIndexSchema(sql);
  sql.exec(`
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS releases (
      hash TEXT PRIMARY KEY, manifest TEXT NOT NULL, files TEXT NOT NULL, published_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS cache (key TEXT PRIMARY KEY, value TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
  `);
  if (Number(readMeta(sql, "schema") ?? 1) < SCHEMA_VERSION) createLifecycle(sql);
}

/** Generation 2. What is asked often stands apart from the manifests, which can be large. */
function createLifecycle(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS lives (
      hash TEXT PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('storing', 'kept', 'collecting')),
      stored_at INTEGER NOT NULL, published_at INTEGER, candidate_at INTEGER,
      development INTEGER NOT NULL DEFAULT 0, replay_days INTEGER NOT NULL DEFAULT 30,
      open INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0,
      asked_to INTEGER NOT NULL DEFAULT 0, asked_id TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS lives_newest ON lives (stored_at, hash);
    CREATE TABLE IF NOT EXISTS stored_objects (
      kind TEXT NOT NULL, hash TEXT NOT NULL, release TEXT NOT NULL,
      PRIMARY KEY (kind, hash, release)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS stored_objects_release ON stored_objects (release);
    CREATE TABLE IF NOT EXISTS declarations (release TEXT PRIMARY KEY, declared TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS conversations (
      id TEXT PRIMARY KEY,
      release TEXT NOT NULL, next_release TEXT, next_turn INTEGER,
      state TEXT NOT NULL CHECK (state IN ('open', 'ended', 'erased')),
      turn INTEGER NOT NULL, channel TEXT NOT NULL,
      opened_at INTEGER NOT NULL, ended_at INTEGER, pinned_until INTEGER) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS conversations_state ON conversations (state, opened_at, id);
    CREATE INDEX IF NOT EXISTS conversations_release ON conversations (release, state, opened_at, id);
    CREATE INDEX IF NOT EXISTS conversations_pinned ON conversations (release, pinned_until)
      WHERE pinned_until IS NOT NULL;
    CREATE INDEX IF NOT EXISTS conversations_next ON conversations (next_release) WHERE next_release IS NOT NULL;
    CREATE TABLE IF NOT EXISTS moves (
      release TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (release, outcome)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS move_reasons (
      release TEXT NOT NULL, position INTEGER NOT NULL, conversation TEXT NOT NULL, from_release TEXT NOT NULL,
      outcome TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (release, position)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS move_reasons_conversation ON move_reasons (conversation);
    INSERT OR IGNORE INTO lives (hash, state, stored_at, published_at)
      SELECT hash, 'kept', published_at, published_at FROM releases;
  `);
  writeMeta(sql, "schema", String(SCHEMA_VERSION));
}

export function readMeta(sql: SqlStorage, key: string): string | null {
  return sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray()[0]?.value ?? null;
}

export function writeMeta(sql: SqlStorage, key: string, value: string): void {
  sql.exec(
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    key,
    value,
  );
}
