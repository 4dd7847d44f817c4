/** The tables of one conversation (docs/storage-schema.md). They are made in the transaction that begins it. */

/** Generation of the tables. A later one adds a migration here; a column is never reused for something else. */
export const SCHEMA_VERSION = 1;

export const META_TABLE = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";

export const SCHEMA: readonly string[] = [
  META_TABLE,
  `CREATE TABLE inbox (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    turn INTEGER,
    body TEXT NOT NULL,
    from_seq INTEGER
  )`,
  `CREATE TABLE log (
    position INTEGER PRIMARY KEY,
    turn INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    to_entry INTEGER NOT NULL,
    message TEXT UNIQUE,
    from_seq INTEGER,
    mode TEXT,
    body TEXT,
    frames TEXT NOT NULL,
    journal TEXT NOT NULL,
    state TEXT,
    program TEXT,
    status TEXT,
    bytes BLOB,
    blob TEXT
  )`,
  // Only the newest commit keeps state and machine. A trigger, so that the row and this are one statement.
  `CREATE TRIGGER newest AFTER INSERT ON log WHEN NEW.state IS NOT NULL BEGIN
    UPDATE log SET state = NULL, program = NULL, status = NULL, bytes = NULL, blob = NULL WHERE position = (
      SELECT position FROM log WHERE position < NEW.position AND state IS NOT NULL ORDER BY position DESC LIMIT 1
    );
  END`,
];
