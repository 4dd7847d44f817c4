/** Tables of publishing beside the releases: uploads, and what an administrator sets beside a package. */

export function createPublishSchema(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS uploads (
      id TEXT PRIMARY KEY, files TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'done', 'collecting')),
      report TEXT, opened_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS uploads_expiry ON uploads (expires_at);
    CREATE TABLE IF NOT EXISTS upload_blobs (
      upload TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL,
      document INTEGER NOT NULL, stored INTEGER NOT NULL, PRIMARY KEY (upload, hash)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS upload_pieces (
      upload TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL,
      PRIMARY KEY (upload, hash, at)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS overrides (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS setting_changes (
      number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by TEXT NOT NULL,
      subject TEXT NOT NULL, name TEXT NOT NULL, action TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS secrets (
      name TEXT PRIMARY KEY, sealed TEXT NOT NULL, key_id TEXT NOT NULL, changed_at INTEGER NOT NULL) WITHOUT ROWID;
  `);
}
