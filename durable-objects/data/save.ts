/** SAVE: inserts rows, or updates those whose id exists; makes the table and its columns as they come. */
import type { JsonValue } from "../../contracts/json.ts";
import type { SaveRow } from "../../contracts/objects.ts";
import { DATA_LIMITS } from "./schema.ts";
import { brief, type Column, createTable, DataError, ensureColumn, findTable, foldName, type Table } from "./tables.ts";

/** A type, not an interface: only that counts as JSON for the compiler. */
export type SaveResult = { ids: JsonValue[]; affected: number; warning: string | null };

/**
 * To be called inside a transaction: a DataError leaves nothing behind. `newId` makes the id of a row that has none.
 */
export function saveRows(sql: SqlStorage, name: string, rows: readonly SaveRow[], newId: () => string): SaveResult {
  if (rows.length > DATA_LIMITS.rowsPerSave) {
    throw new DataError(`SAVE takes ${DATA_LIMITS.rowsPerSave} rows at once, and these are ${rows.length}.`);
  }
  const table = findTable(sql, name) ?? createTable(sql, name);
  const ids: JsonValue[] = [];
  let length = 0;
  let warning: string | null = null;
  for (const row of rows) {
    const { fields, byPosition } = placeFields(sql, table, row);
    if (byPosition)
      warning = `SAVE to "${brief(table.name)}" matched no column by name; the values went in by position.`;
    const saved = saveRow(sql, table, row.id, fields, newId);
    ids.push(saved.id);
    length += saved.length;
    if (length > DATA_LIMITS.savedLength) {
      throw new DataError(`SAVE takes ${DATA_LIMITS.savedLength / 1024 / 1024} MB at once: save the rows in parts.`);
    }
  }
  return { ids, affected: rows.length, warning };
}

interface Placed {
  column: Column;
  value: JsonValue;
}

/** Decides the column of each value; an id column comes first where the row brings none. */
function placeFields(sql: SqlStorage, table: Table, row: SaveRow): { fields: Placed[]; byPosition: boolean } {
  const named = new Set(row.fields.flatMap((field) => (field.name === null ? [] : [foldName(field.name)])));
  if (table.columns.length === 0 && !named.has("id")) ensureColumn(sql, table, "id", true);
  const positional = table.columns.filter((column) => !column.generated);
  const byPosition =
    row.list === true &&
    positional.length > 0 &&
    positional.length === row.fields.length &&
    !table.columns.some((column) => named.has(column.folded));
  const fields = row.fields.map((field, index) => {
    const atPosition = positional[index];
    if ((byPosition || field.name === null) && atPosition !== undefined) {
      return { column: atPosition, value: field.value };
    }
    return { column: ensureColumn(sql, table, field.name ?? `col${index + 1}`), value: field.value };
  });
  return { fields, byPosition };
}

function saveRow(
  sql: SqlStorage,
  table: Table,
  givenId: JsonValue,
  fields: Placed[],
  newId: () => string,
): { id: JsonValue; length: number } {
  const idColumn = table.columns.find((column) => column.folded === "id") ?? ensureColumn(sql, table, "id", true);
  const id = givenId ?? fields.findLast(({ column }) => column === idColumn)?.value ?? null;
  const key = id === null || id === "" ? null : idKey(id);
  const existing =
    key === null
      ? undefined
      : sql
          .exec<{ seq: number; body: string }>(
            "SELECT seq, body FROM rows WHERE table_id = ? AND id_key = ?",
            table.id,
            key,
          )
          .toArray()[0];
  const values: JsonValue[] = existing === undefined ? [] : JSON.parse(existing.body);
  // A row keeps the id that it was made with, also where the fields of an update spell it otherwise.
  const storedId = (existing === undefined ? id : values[idColumn.position]) ?? null;
  for (const { column, value } of fields) {
    checkValue(value, column);
    values[column.position] = value;
  }
  const rowId = key === null || storedId === null ? newId() : storedId;
  values[idColumn.position] = rowId;
  // Holes of an array are null in JSON, so a row that knows fewer columns than the table needs no care.
  const body = JSON.stringify(Array.from(values, (value) => value ?? null));
  if (body.length > DATA_LIMITS.rowLength) {
    throw new DataError(`A row of "${brief(table.name)}" would be longer than ${DATA_LIMITS.rowLength / 1024} KB.`);
  }
  if (existing === undefined) {
    sql.exec("INSERT INTO rows (table_id, id_key, body) VALUES (?, ?, ?)", table.id, key ?? idKey(rowId), body);
  } else sql.exec("UPDATE rows SET body = ? WHERE seq = ?", body, existing.seq);
  return { id: rowId, length: body.length };
}

/** Ids are equal when their texts are: 7 and "7" name the same row. */
export function idKey(id: JsonValue): string {
  if (typeof id === "string" && id.length <= DATA_LIMITS.nameLength) return id;
  if (typeof id === "number") return String(id);
  throw new DataError(`An id is a number or a text of at most ${DATA_LIMITS.nameLength} characters.`);
}

function checkValue(value: JsonValue, column: Column): void {
  const length =
    typeof value === "string"
      ? value.length
      : typeof value === "object" && value !== null
        ? checkDepth(value, column).length
        : 0;
  if (length > DATA_LIMITS.valueLength) {
    throw new DataError(
      `The value of "${brief(column.name)}" is longer than ${DATA_LIMITS.valueLength / 1024} KB: keep it in a file.`,
    );
  }
}

/** SQLite's JSON functions refuse a whole table for one row nested deeper than 1,000 levels. */
function checkDepth(value: JsonValue, column: Column): string {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DATA_LIMITS.depth) {
      throw new DataError(`The value of "${brief(column.name)}" is nested deeper than ${DATA_LIMITS.depth} levels.`);
    }
    level = level.flatMap((member) => (typeof member === "object" && member !== null ? Object.values(member) : []));
  }
  return JSON.stringify(value);
}
