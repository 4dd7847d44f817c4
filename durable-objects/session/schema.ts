/** The tables of one conversation (docs/storage-schema.md). They are made in the transaction that begins it. */

/** Generation of the tables. A later one adds a migration here; a column is never reused for something else. */
export const SCHEMA_VERSION = 1;

export const SCHEMA: readonly string[] = [
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
  `CREATE TABLE inbox (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    turn INTEGER,
    body TEXT NOT NULL,
    from_seq INTEGER,
    to_seq INTEGER,
    mode TEXT
  )`,
  "CREATE TABLE journal (position INTEGER PRIMARY KEY, turn INTEGER NOT NULL, step INTEGER NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL)",
  "CREATE TABLE frames (seq INTEGER PRIMARY KEY, turn INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL)",
  "CREATE TABLE snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), program TEXT NOT NULL, status TEXT NOT NULL, bytes BLOB, blob TEXT)",
];
