/**
 * A bot's tables in PostgreSQL on their way into a backup and out of one: by the object's own tables, which have the same
 * names and columns and are empty while the rows lie in PostgreSQL. Rows keep their numbers, by which conversations that
 * wait may know them.
 */
import type { Sql, SqlRow, Statement } from "../data/sql.ts";

/** One statement of a transaction of this bot (db/tables). */
export type Query = (text: string, bindings: Statement["bindings"]) => Promise<SqlRow[]>;

interface Shape {
  name: string;
  columns: readonly string[];
  /** Its first columns that name a row. */
  key: number;
  /** Its first column is a number that the database gives. */
  counts: boolean;
}
const shape = (name: string, key: number, counts: boolean, ...columns: string[]): Shape => ({
  ...{ name, key, counts, columns },
});
const TABLES: readonly Shape[] = [
  shape("tables", 1, true, "id", "folded", "name"),
  shape("columns", 2, false, "table_id", "position", "folded", "name", "generated"),
  shape("rows", 1, true, "seq", "table_id", "id_key", "body"),
  shape("declarations", 1, false, "table_id", "release", "body"),
  shape("indexes", 1, true, "id", "table_id", "positions", "built", "whole", "cut", "wanted"),
  shape("index_entries", 3, false, "index_id", "entry", "seq"),
  shape("watched", 2, false, "folded", "change"),
  shape("outbox", 1, true, "seq", "effect", "table_name", "change", "before", "after"),
  shape("applied_effects", 1, true, "seq", "name", "result"),
];

/** Rows at a time: more where they are short. One row has 600,000 characters at most. */
const FEWEST = 20;
const MOST = 2_000;
const LENGTH = 1_000_000;
const nextCount = (count: number, rows: readonly SqlRow[]): number =>
  JSON.stringify(rows).length < LENGTH ? Math.min(count * 2, MOST) : Math.max(Math.floor(count / 2), FEWEST);

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const places = (count: number): string => Array(count).fill("?").join(", ");

/** To be run in a transaction that reads one moment. What an earlier one left is dropped first. */
export async function copyFromPostgres(query: Query, sql: Sql): Promise<void> {
  emptyTables(sql);
  for (const { name, columns } of TABLES) {
    const insert = `INSERT INTO "${name}" (${list(columns)}) VALUES (${places(columns.length)})`;
    await query(`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT ${list(columns)} FROM "${name}"`, []);
    for (let count = FEWEST; ; ) {
      const rows = await query(`FETCH ${count} FROM backup_rows`, []);
      if (rows.length === 0) break;
      for (const row of rows) sql.exec(insert, ...columns.map((column) => bindable(row[column])));
      count = nextCount(count, rows);
    }
    await query("CLOSE backup_rows", []);
  }
}

/** To be run in a transaction that writes: the rows come in place of those that the bot has there. */
export async function copyToPostgres(query: Query, sql: Sql): Promise<void> {
  for (const { name, columns, key, counts } of TABLES) {
    await query(`DELETE FROM "${name}"`, []);
    const keys = columns.slice(0, key);
    let last: SqlRow | undefined;
    for (let count = FEWEST; ; ) {
      const behind = last === undefined ? "" : `WHERE (${list(keys)}) > (${places(key)})`;
      const rows: SqlRow[] = sql
        .exec<SqlRow>(
          `SELECT ${list(columns)} FROM "${name}" ${behind} ORDER BY ${list(keys)} LIMIT ${count}`,
          ...(last === undefined ? [] : keys.map((column) => bindable(last?.[column]))),
        )
        .toArray();
      if (rows.length === 0) break;
      await query(
        `INSERT INTO "${name}" (${list(columns)})
         SELECT ${list(columns)} FROM json_populate_recordset(NULL::bot_data."${name}", ?::json)`,
        [JSON.stringify(rows)],
      );
      last = rows.at(-1);
      count = nextCount(count, rows);
    }
    const [first = ""] = columns;
    if (counts && last !== undefined)
      await query("SELECT bot_data.reach(?, ?, ?)", [name, first, bindable(last[first])]);
  }
}

export function emptyTables(sql: Sql): void {
  for (const { name } of TABLES) sql.exec(`DELETE FROM "${name}"`);
}

const bindable = (value: SqlRow[string] | undefined): string | number | null =>
  typeof value === "string" || typeof value === "number" ? value : null;
