/** Writes single rows of a table: where each value goes, what the table's rules make of it, and the row itself. */
import type { TableDeclaration } from "../../basic/tables/declaration.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { SaveRow } from "../../contracts/objects.ts";
import { allRows } from "./find.ts";
import { type RowWorld, rowContext, rowFilter } from "./row-filter.ts";
import { applyRules, checkAgainstRows, type RowValues, referringTables } from "./rules.ts";
import { DATA_LIMITS } from "./schema.ts";
import type { Sql } from "./sql.ts";
import { brief, type Column, DataError, ensureColumn, findTable, foldName, isFileTable, type Table } from "./tables.ts";
import { checkValue, idKey } from "./values.ts";

export interface Written {
  id: JsonValue;
  seq: number;
  isNew: boolean;
}

export interface RowWriter {
  /** Inserts, or updates the row with the same id. */
  save(row: SaveRow): Written;
  /** Refuses an id that is there. */
  insert(row: SaveRow): Written;
  /** Sets fields of the row at this place; false where nothing is different afterwards. */
  change(seq: number, fields: SaveRow["fields"]): boolean;
  remove(seq: number, row: Record<string, JsonValue>): void;
  /** The names of the columns that these operands mean: by position where no name matches. */
  columnsOf(names: readonly (string | null)[], isList: boolean): string[];
  has(column: string): boolean;
  /** What the author should know, each once. */
  warnings(): string[];
}

/** How deep deleting follows ON DELETE CASCADE. */
const MAX_CASCADE = 10;

export function rowWriter(sql: Sql, table: Table, world: RowWorld, newId: () => string, depth = 0): RowWriter {
  const isFile = isFileTable(table.name);
  const context = rowContext(world, table);
  const warned = new Set<string>();
  let length = 0;

  const known = (name: string): Column | undefined => table.columns.find(({ folded }) => folded === foldName(name));

  /** The column of a name; null where a declared table has none, which is told once. */
  const columnFor = (name: string): Column | null => {
    const found = known(name);
    if (found || !table.declared) return found ?? ensureColumn(sql, table, name);
    warned.add(`"${brief(table.name)}" declares no column ${brief(name)}; its value was left out.`);
    return null;
  };

  const idColumn = (): Column | null => {
    const found = known("id");
    if (found || isFile || table.declared) return found ?? null;
    return ensureColumn(sql, table, "id", true);
  };

  const columnsOf = (names: readonly (string | null)[], isList: boolean): string[] => {
    const positional = table.columns.filter(
      ({ generated, folded }) => !generated && !isComputed(table.declared, folded),
    );
    const byPosition =
      isList &&
      positional.length > 0 &&
      positional.length === names.length &&
      !names.some((name) => name !== null && known(name) !== undefined);
    if (byPosition)
      warned.add(`No operand is named like a column of "${brief(table.name)}"; the values went in by position.`);
    return names.map((name, i) => ((byPosition || name === null) && positional[i]?.name) || (name ?? `col${i + 1}`));
  };

  /** The id column stands first where the row brings none and the table has no columns yet. */
  const place = (row: SaveRow): { column: Column; value: JsonValue }[] => {
    if (table.columns.length === 0 && row.fields.every(({ name }) => name === null || foldName(name) !== "id"))
      idColumn();
    if (row.id !== null && (isFile || table.declared) && !known("id") && !table.declared)
      ensureColumn(sql, table, "id");
    const names = columnsOf(
      row.fields.map(({ name }) => name),
      row.list === true,
    );
    return row.fields.flatMap(({ value }, i) => {
      const column = columnFor(names[i] ?? "");
      return column ? [{ column, value }] : [];
    });
  };

  const write = (seq: number | null, key: string, values: RowValues): number => {
    applyRules(table, values, seq === null, { context, newId });
    checkAgainstRows(sql, table, values, seq ?? -1);
    for (const column of table.columns) checkValue(values[column.position] ?? null, column);
    const body = JSON.stringify(Array.from(values, (value) => value ?? null));
    if (body.length > DATA_LIMITS.rowLength)
      throw new DataError(`A row of "${brief(table.name)}" would be longer than ${DATA_LIMITS.rowLength / 1024} KB.`);
    length += body.length;
    if (length > DATA_LIMITS.savedLength)
      throw new DataError(
        `${DATA_LIMITS.savedLength / 1024 / 1024} MB can be written at once: write the rows in parts.`,
      );
    if (seq === null) {
      return sql
        .exec<{ seq: number }>(
          "INSERT INTO rows (table_id, id_key, body) VALUES (?, ?, ?) RETURNING seq",
          table.id,
          key,
          body,
        )
        .one().seq;
    }
    sql.exec("UPDATE rows SET id_key = ?, body = ? WHERE seq = ?", key, body, seq);
    return seq;
  };

  const put = (row: SaveRow, isInsert: boolean): Written => {
    const fields = place(row);
    const id = idColumn() ?? keyColumn(table);
    const given = row.id ?? fields.findLast(({ column }) => column === id)?.value ?? null;
    const key = id === null || given === null || given === "" ? null : idKey(given);
    const existing = key === null ? undefined : rowWithKey(sql, table, key);
    if (existing && isInsert)
      throw new DataError(`"${brief(table.name)}" already has a row with the id ${brief(String(given))}.`);
    const values: RowValues = existing ? JSON.parse(existing.body) : [];
    const stored = id && existing ? (values[id.position] ?? null) : given;
    for (const { column, value } of fields) values[column.position] = value;
    // A row keeps the id that it was made with, also where the fields of an update spell it otherwise.
    let own = key === null ? null : stored;
    if (own === null && id && !isFile && !hasDefault(table, id)) own = takesText(table, id) ? newId() : null;
    if (id && own !== null) values[id.position] = own;
    const seq = write(existing?.seq ?? null, key ?? (own === null ? `\u0000${newId()}` : idKey(own)), values);
    const made = id ? (values[id.position] ?? null) : null;
    if (key === null && made !== null && made !== own) rekey(sql, table, seq, idKey(made));
    return { id: made, seq, isNew: !existing };
  };

  return {
    save: (row) => put(row, false),
    insert: (row) => put(row, true),
    change(seq, fields) {
      const { body, id_key } = sql
        .exec<{ body: string; id_key: string }>("SELECT body, id_key FROM rows WHERE seq = ?", seq)
        .one();
      const values: RowValues = JSON.parse(body);
      const id = known("id") ?? keyColumn(table);
      let key = id_key;
      for (const { name, value } of fields) {
        const column = name === null ? null : columnFor(name);
        if (!column) continue;
        values[column.position] = value;
        if (column === id && value !== null && value !== "") key = idKey(value);
      }
      if (JSON.stringify(Array.from(values, (value) => value ?? null)) === body) return false;
      if (key !== id_key && rowWithKey(sql, table, key))
        throw new DataError(`"${brief(table.name)}" already has a row with the id ${brief(key)}.`);
      write(seq, key, values);
      return true;
    },
    remove(seq, row) {
      removeReferring(sql, table, row, world, newId, depth);
      sql.exec("DELETE FROM rows WHERE seq = ?", seq);
    },
    columnsOf,
    has: (name) => known(name) !== undefined,
    warnings: () => [...warned],
  };
}

/** The declared key of one column stands for the id. */
function keyColumn(table: Table): Column | null {
  const [name, ...others] = table.declared?.key ?? [];
  if (name === undefined || others.length > 0) return null;
  return table.columns.find(({ folded }) => folded === foldName(name)) ?? null;
}

const declaredColumn = (declared: TableDeclaration | null, folded: string) =>
  declared?.columns.find(({ name }) => foldName(name) === folded);

const isComputed = (declared: TableDeclaration | null, folded: string): boolean =>
  (declaredColumn(declared, folded)?.generated ?? null) !== null;

const hasDefault = (table: Table, column: Column): boolean =>
  (declaredColumn(table.declared, column.folded)?.default ?? null) !== null;

/** An id of ours is a text: a declared number must be given by the script. */
const takesText = (table: Table, column: Column): boolean => {
  const type = declaredColumn(table.declared, column.folded)?.type;
  return type === undefined || type === "text" || type === "any";
};

function rowWithKey(sql: Sql, table: Table, key: string): { seq: number; body: string } | undefined {
  return sql
    .exec<{ seq: number; body: string }>("SELECT seq, body FROM rows WHERE table_id = ? AND id_key = ?", table.id, key)
    .toArray()[0];
}

/** The key of a row whose id a DEFAULT made. */
function rekey(sql: Sql, table: Table, seq: number, key: string): void {
  const other = rowWithKey(sql, table, key);
  if (other && other.seq !== seq)
    throw new DataError(`"${brief(table.name)}" already has a row with the id ${brief(key)}.`);
  sql.exec("UPDATE rows SET id_key = ? WHERE seq = ?", key, seq);
}

/** Rows of other tables that refer to this one: they go too with ON DELETE CASCADE, else the row stays. */
function removeReferring(
  sql: Sql,
  table: Table,
  row: Record<string, JsonValue>,
  world: RowWorld,
  newId: () => string,
  depth: number,
): void {
  const declared = sql
    .exec<{ body: string }>("SELECT body FROM declarations")
    .toArray()
    .map(({ body }): TableDeclaration => JSON.parse(body));
  for (const { table: name, column, target, cascade } of referringTables(declared, table.name)) {
    const referring = findTable(sql, name);
    const wanted = target ?? table.declared?.key[0] ?? "id";
    const own = Object.entries(row).find(([field]) => foldName(field) === foldName(wanted))?.[1] ?? null;
    if (!referring || own === null) continue;
    for (const other of [...allRows(sql, referring, rowFilter(null, world, referring))]) {
      const value = Object.entries(other.row).find(([field]) => foldName(field) === foldName(column))?.[1] ?? null;
      if (value === null || String(value) !== String(own)) continue;
      if (!cascade || depth >= MAX_CASCADE) {
        throw new DataError(`A row of "${brief(name)}" refers to this row of "${brief(table.name)}" (REFERENCES).`);
      }
      rowWriter(sql, referring, world, newId, depth + 1).remove(other.seq, other.row);
    }
  }
}
