/**
 * How a bot's tables lie in SQLite. All of them share one physical table: a row is a JSON array of its values in the
 * order of the columns. So a name that a script or a person made up is only ever a bound parameter and never a part of
 * a statement, any Unicode name with blanks is a name, a new column costs no DDL, SQLite's limit of 100 columns does
 * not bind, and a value keeps its type: SQLite itself knows neither booleans nor lists.
 */
import type { Sql } from "./sql.ts";

export const DATA_LIMITS = {
  tables: 1_000,
  columns: 1_000,
  nameLength: 200,
  /** UTF-16 units of one text or of the JSON of one object: three bytes each at worst, and a row of SQLite ends at 2 MB. */
  valueLength: 512 * 1024,
  rowLength: 600 * 1024,
  depth: 100,
  rowsPerSave: 10_000,
  savedLength: 16 * 1024 * 1024,
  /** Rows and JSON length of one answer of FIND: what crosses to the session must fit in one call. */
  foundRows: 50_000,
  foundLength: 16 * 1024 * 1024,
} as const;

export function createDataSchema(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS columns (
      table_id INTEGER NOT NULL, position INTEGER NOT NULL, folded TEXT NOT NULL, name TEXT NOT NULL,
      generated INTEGER NOT NULL, PRIMARY KEY (table_id, position), UNIQUE (table_id, folded)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS rows (
      seq INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, id_key TEXT NOT NULL, body TEXT NOT NULL,
      UNIQUE (table_id, id_key));
    CREATE TABLE IF NOT EXISTS declarations (table_id INTEGER PRIMARY KEY, release TEXT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS rows_in_order ON rows (table_id, seq);
    CREATE TABLE IF NOT EXISTS placement (one INTEGER PRIMARY KEY CHECK (one = 1), store TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS indexes (
      id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, positions TEXT NOT NULL, built INTEGER NOT NULL,
      whole INTEGER NOT NULL, cut INTEGER NOT NULL, wanted INTEGER NOT NULL, UNIQUE (table_id, positions));
    CREATE TABLE IF NOT EXISTS index_entries (
      index_id INTEGER NOT NULL, entry TEXT NOT NULL, seq INTEGER NOT NULL,
      PRIMARY KEY (index_id, entry, seq)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS watched (
      folded TEXT NOT NULL, change TEXT NOT NULL, PRIMARY KEY (folded, change)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outbox (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, effect TEXT NOT NULL, table_name TEXT NOT NULL, change TEXT NOT NULL,
      before TEXT, after TEXT);
  `);
}
