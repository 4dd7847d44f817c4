/** How a bot lies in SQLite: who it is, its releases, the memory that its conversations share, its documents' indexing. */
export function createBotSchema(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS releases (
      hash TEXT PRIMARY KEY, manifest TEXT NOT NULL, files TEXT NOT NULL, published_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS cache (key TEXT PRIMARY KEY, value TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS index_jobs (
      collection TEXT NOT NULL, path TEXT NOT NULL,
      wanted_hash TEXT, indexed_hash TEXT,
      state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
      attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, reason TEXT,
      PRIMARY KEY (collection, path)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS index_jobs_due ON index_jobs (state, due_at);
  `);
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
