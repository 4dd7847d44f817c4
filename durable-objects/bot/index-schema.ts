/** What the bot object keeps of its knowledge: a row for each document, and one for each collection that needs vectors. */
export function createIndexSchema(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS index_jobs (
      collection TEXT NOT NULL, path TEXT NOT NULL,
      wanted_hash TEXT, indexed_hash TEXT,
      state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
      attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, reason TEXT,
      PRIMARY KEY (collection, path)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS index_jobs_due ON index_jobs (state, due_at);
    CREATE TABLE IF NOT EXISTS embedding_jobs (
      collection TEXT PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
      attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, reason TEXT, waiting INTEGER NOT NULL) WITHOUT ROWID;
  `);
  const columns = new Set(
    sql
      .exec<{ name: string }>("SELECT name FROM pragma_table_info('index_jobs')")
      .toArray()
      .map(({ name }) => name),
  );
  const add = (column: string, type: string): void => {
    if (!columns.has(column)) sql.exec(`ALTER TABLE index_jobs ADD COLUMN ${column} ${type}`);
  };
  add("indexed_as", "TEXT");
  add("origin", "TEXT NOT NULL DEFAULT 'release'");
  add("hidden", "INTEGER NOT NULL DEFAULT 0");
  add("size", "INTEGER NOT NULL DEFAULT 0");
  add("type", "TEXT");
  add("title", "TEXT");
}
