/**
 * The tables of an object as text and back, whatever they are. A page is JSON Lines: the first begins with the statements
 * that make the tables, rows follow. Small objects are read in one go; of larger ones the tables are copied inside the object
 * first, in one transaction, so that all pages show the same moment while the object goes on.
 */
/** Up to this an object is read in one go, bytes. */
const SMALL = 2 * 1024 * 1024;
/** UTF-16 units after which a page ends. One row has 2 MB at most, so a page stays below a part's size. */
const PAGE = 1024 * 1024;
const ROWS_AT_ONCE = 50;

/** The platform's own, and those that backups need themselves. */
const isOwn = (name: string): boolean => !/^(?:sqlite_|_cf_|backup)/.test(name);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const copyOf = (index: number): string => `backup_copy_${index}`;

interface Made extends Record<string, SqlStorageValue> {
  type: string;
  name: string;
  sql: string | null;
}
interface Shape {
  tables: { name: string; sql: string }[];
  /** Indexes and triggers: made when the rows are there. */
  later: string[];
  /** Of AUTOINCREMENT: the next numbers must not be those of rows that are gone. */
  sequences: [name: string, last: number][];
}
interface Cursor {
  names: string[];
  table: number;
  after: number;
}
type Value = string | number | null | { bytes: string };

export function dumpTables(
  storage: DurableObjectStorage,
  cursor: string | null,
): { text: string; next: string | null } {
  const { sql } = storage;
  if (cursor !== null) return pageOf(storage, JSON.parse(cursor), "");
  return storage.transactionSync(() => {
    dropCopies(sql);
    const shape = shapeOf(sql);
    const head = `${JSON.stringify(shape)}\n`;
    const names = shape.tables.map(({ name }) => name);
    if (sql.databaseSize <= SMALL) {
      const parts = [head];
      for (const name of names) {
        const rows = sql.exec(`SELECT * FROM ${quoted(name)}`);
        const columns = rows.columnNames;
        const values = [...rows.raw()].map((row) => row.map(written));
        if (values.length > 0) parts.push(`${JSON.stringify({ table: name, columns, values })}\n`);
      }
      return { text: parts.join(""), next: null };
    }
    for (const [index, name] of names.entries())
      sql.exec(`CREATE TABLE ${copyOf(index)} AS SELECT * FROM ${quoted(name)}`);
    return pageOf(storage, { names, table: 0, after: 0 }, head);
  });
}

function pageOf({ sql }: DurableObjectStorage, at: Cursor, head: string): { text: string; next: string | null } {
  let text = head;
  let { table, after } = at;
  while (table < at.names.length && text.length < PAGE) {
    const query = `SELECT rowid, * FROM ${copyOf(table)} WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS_AT_ONCE}`;
    const rows = sql.exec(query, after);
    const columns = rows.columnNames.slice(1);
    const values: Value[][] = [];
    let size = 0;
    for (const [place, ...row] of rows.raw()) {
      // Read to the end all the same: a cursor that is left open locks its table, and the copy could not be dropped.
      if (size > PAGE) continue;
      const value = row.map(written);
      values.push(value);
      after = Number(place);
      size += value.reduce<number>((sum, one) => sum + lengthOf(one), 0);
    }
    if (values.length > 0) text += `${JSON.stringify({ table: at.names[table], columns, values })}\n`;
    else [table, after] = [table + 1, 0];
  }
  if (table < at.names.length) return { text, next: JSON.stringify({ ...at, table, after }) };
  dropCopies(sql);
  return { text, next: null };
}

/** Idempotent, as long as the pages of a load come in order, beginning with the first. Throws for what is no page. */
export function loadTables(storage: DurableObjectStorage, text: string, isFirst: boolean): void {
  const { sql } = storage;
  const lines = text.split("\n").filter((line) => line !== "");
  storage.transactionSync(() => {
    if (isFirst) makeTables(sql, JSON.parse(lines.shift() ?? "{}"));
    for (const line of lines) {
      const { table, columns, values } = JSON.parse(line) as { table: string; columns: string[]; values: Value[][] };
      if (!isOwn(table)) throw new Error(`no table of a backup is called ${table}`);
      const places = columns.map(() => "?").join(", ");
      const insert = `INSERT OR REPLACE INTO ${quoted(table)} (${columns.map(quoted).join(", ")}) VALUES (${places})`;
      for (const row of values) sql.exec(insert, ...row.map(read));
    }
  });
}

/** Rows have come, and the tables are not whole yet. */
export const isLoading = (sql: SqlStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'backup_later'").toArray().length > 0;

/** Once all rows are there. */
export function finishTables(storage: DurableObjectStorage): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    const later = sql.exec<{ sql: string }>("SELECT sql FROM backup_later ORDER BY position").toArray();
    for (const statement of later) sql.exec(statement.sql);
    sql.exec("DROP TABLE backup_later");
  });
}

function makeTables(sql: SqlStorage, { tables, later, sequences }: Shape): void {
  for (const { name } of shapeOf(sql).tables) sql.exec(`DROP TABLE ${quoted(name)}`);
  for (const table of tables) {
    if (!isOwn(table.name)) throw new Error(`no table of a backup is called ${table.name}`);
    sql.exec(statement(table.sql, /^CREATE TABLE /i));
  }
  for (const [name, last] of sequences) {
    if (sql.exec("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", last, name).rowsWritten === 0)
      sql.exec("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", name, last);
  }
  sql.exec("DROP TABLE IF EXISTS backup_later");
  sql.exec("CREATE TABLE backup_later (position INTEGER PRIMARY KEY, sql TEXT NOT NULL)");
  for (const made of later)
    sql.exec("INSERT INTO backup_later (sql) VALUES (?)", statement(made, /^CREATE (?:UNIQUE )?(?:INDEX|TRIGGER) /i));
}

function statement(text: string, form: RegExp): string {
  if (!form.test(text)) throw new Error(`a backup makes tables, indexes and triggers, not: ${text.slice(0, 60)}`);
  return text;
}

function shapeOf(sql: SqlStorage): Shape {
  const made = sql.exec<Made>("SELECT type, name, tbl_name, sql FROM sqlite_master").toArray();
  const own = made.filter((row) => row.sql !== null && isOwn(String(row["tbl_name"])) && isOwn(row.name));
  const tables = own.filter(({ type }) => type === "table").map((row) => ({ name: row.name, sql: String(row.sql) }));
  const later = own.filter(({ type }) => type !== "table").map((row) => String(row.sql));
  const counts = made.some(({ name }) => name === "sqlite_sequence")
    ? sql.exec<{ name: string; seq: number }>("SELECT name, seq FROM sqlite_sequence").toArray()
    : [];
  const sequences = counts.filter(({ name }) => isOwn(name)).map(({ name, seq }): [string, number] => [name, seq]);
  return { tables, later, sequences };
}

function dropCopies(sql: SqlStorage): void {
  const copies = sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'backup_copy_*'")
    .toArray();
  for (const { name } of copies) sql.exec(`DROP TABLE ${quoted(name)}`);
}

const written = (value: SqlStorageValue): Value =>
  value instanceof ArrayBuffer ? { bytes: base64(new Uint8Array(value)) } : value;

function read(value: Value): SqlStorageValue {
  if (value === null || typeof value !== "object") return value;
  return Uint8Array.from(atob(value.bytes), (sign) => sign.charCodeAt(0)).buffer;
}

/** In pieces: a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

const lengthOf = (value: Value): number =>
  typeof value === "string" ? value.length : value !== null && typeof value === "object" ? value.bytes.length : 8;
