/**
 * How a collection lies in SQLite: documents, their chunks, and a full-text index over the chunks. The index is
 * contentless: it holds only terms, so that what is indexed (words set apart in scripts without blanks, the chain of
 * headings) may differ from what is shown, and no text is stored twice. `context` is what a passage inherits: the title
 * of its document and the headings above its own.
 */
export function createKnowledgeSchema(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS documents (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, title TEXT NOT NULL,
      chunks INTEGER NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS chunks (
      id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, page INTEGER,
      heading TEXT, content TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS chunks_of_document ON chunks (document_id, ordinal);
    CREATE VIRTUAL TABLE IF NOT EXISTS chunk_index USING fts5 (
      context, heading, body, content = '', contentless_delete = 1, prefix = '4 5 6',
      tokenize = 'unicode61 remove_diacritics 2');
  `);
  // Collections that an earlier version made.
  const columns = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('documents')").toArray();
  if (!columns.some(({ name }) => name === "added_at"))
    sql.exec("ALTER TABLE documents ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0");
}
