/**
 * How a collection, or one shard of it, lies in SQLite: documents, their chunks, a full-text index over the chunks and, where
 * an embedding model is configured, a vector for each. The index is contentless: it holds only terms, so that what is
 * indexed (words set apart in scripts without blanks, stems) may differ from what is shown, and no text is stored twice.
 * `context` is what a passage inherits: the title of its document and the headings above its own.
 *
 * The tables come with the first document: a collection that is only asked for leaves nothing behind.
 */
const SCHEMA_VERSION = 2;

export function hasKnowledgeSchema(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'documents'").toArray().length > 0;
}

export function createKnowledgeSchema(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS documents (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, title TEXT NOT NULL,
      chunks INTEGER NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS chunks (
      id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, page INTEGER,
      heading TEXT, content TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS chunks_of_document ON chunks (document_id, ordinal);
    CREATE TABLE IF NOT EXISTS knowledge_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `);
  if (Number(readNote(sql, "schema") ?? 1) < SCHEMA_VERSION) toSecondVersion(sql);
}

/** Collections of version 1 keep answering: what they hold goes into the new index at once, until it is read again. */
function toSecondVersion(sql: SqlStorage): void {
  const columns = new Set(
    ["documents", "chunks"].flatMap((table) =>
      sql
        .exec<{ name: string }>("SELECT name FROM pragma_table_info(?)", table)
        .toArray()
        .map(({ name }) => `${table}.${name}`),
    ),
  );
  const add = (table: string, column: string, type: string): void => {
    if (!columns.has(`${table}.${column}`)) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  };
  add("documents", "added_at", "INTEGER NOT NULL DEFAULT 0");
  add("documents", "indexed_as", "TEXT NOT NULL DEFAULT ''");
  add("documents", "named", "INTEGER NOT NULL DEFAULT 0");
  add("documents", "language", "TEXT NOT NULL DEFAULT ''");
  add("documents", "dated_at", "INTEGER");
  add("documents", "metadata", "TEXT NOT NULL DEFAULT '{}'");
  add("documents", "hidden", "INTEGER NOT NULL DEFAULT 0");
  add("chunks", "start", "INTEGER NOT NULL DEFAULT 0");
  add("chunks", "end", "INTEGER NOT NULL DEFAULT 0");
  add("chunks", "context", "TEXT NOT NULL DEFAULT ''");
  add("chunks", "stems", "TEXT NOT NULL DEFAULT ''");
  sql.exec(`
    CREATE INDEX IF NOT EXISTS documents_hash ON documents (hash);
    DROP TABLE IF EXISTS chunk_index;
    CREATE VIRTUAL TABLE chunk_index USING fts5 (
      context, heading, body, stems, content = '', contentless_delete = 1, prefix = '4 5 6',
      tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO chunk_index (rowid, context, heading, body, stems)
      SELECT chunks.id, documents.title, coalesce(chunks.heading, ''), chunks.content, ''
      FROM chunks JOIN documents ON documents.id = chunks.document_id;
    CREATE TABLE IF NOT EXISTS vectors (
      chunk_id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, signature TEXT NOT NULL, vector BLOB);
    CREATE INDEX IF NOT EXISTS vectors_signature ON vectors (signature);
    CREATE INDEX IF NOT EXISTS vectors_document ON vectors (document_id);
    CREATE TABLE IF NOT EXISTS removed_points (chunk_id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS shards (
      number INTEGER PRIMARY KEY, bytes INTEGER NOT NULL DEFAULT 0, chunks INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS placements (path TEXT PRIMARY KEY, shard INTEGER NOT NULL) WITHOUT ROWID;
  `);
  writeNote(sql, "schema", String(SCHEMA_VERSION));
}

export function readNote(sql: SqlStorage, key: string): string | null {
  return sql.exec<{ value: string }>("SELECT value FROM knowledge_meta WHERE key = ?", key).toArray()[0]?.value ?? null;
}

export function writeNote(sql: SqlStorage, key: string, value: string): void {
  sql.exec(
    "INSERT INTO knowledge_meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    key,
    value,
  );
}
