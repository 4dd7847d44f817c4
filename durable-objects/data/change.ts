/** Changes of rows: SAVE, INSERT, UPDATE, DELETE, MERGE. To be called inside a transaction: a DataError leaves nothing behind. */
import { operandValue } from "../../basic/filter/apply.ts";
import type { Operand } from "../../basic/filter/tree.ts";
import { isObject } from "../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../basic/operations/json.ts";
import { newObject } from "../../basic/values.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { DataChange, DataChanged, DataWorld, RowSelection, SaveRow } from "../../contracts/objects.ts";
import { allRows } from "./find.ts";
import { parseOperand, parseTree } from "./query.ts";
import { inWords, rowContext, rowFilter } from "./row-filter.ts";
import { type RowWriter, rowWriter } from "./row-writer.ts";
import { DATA_LIMITS } from "./schema.ts";
import type { Sql } from "./sql.ts";
import { brief, createTable, DataError, ensureColumn, findTable, foldName, type Table } from "./tables.ts";

const NOTHING: DataChanged = {
  ids: [],
  affected: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  warnings: [],
  isMissing: false,
};

export function applyChange(sql: Sql, change: DataChange, world: DataWorld, newId: () => string): DataChanged {
  const known = findTable(sql, change.table);
  if (known === null && world.hasFile === true && !world.seed) return { ...NOTHING, isMissing: true };
  if (known === null && !world.seed && (change.kind === "update" || change.kind === "delete")) {
    return { ...NOTHING, warnings: [`There is no table "${brief(change.table)}" yet; SAVE makes it.`] };
  }
  const table = known ?? createTable(sql, change.table);
  const writer = rowWriter(sql, table, world, newId);
  if (known === null && world.seed) plant(sql, table, writer, world.seed);
  switch (change.kind) {
    case "save":
    case "insert":
      return saveAll(change.rows, writer, change.kind === "insert");
    case "update":
      return update(sql, table, change, world, writer);
    case "delete":
      return remove(sql, table, change.where, world, writer);
    case "merge":
      return merge(sql, table, change, world, writer);
  }
}

/** The rows of a package's file, which its table begins with. */
function plant(sql: Sql, table: Table, writer: RowWriter, seed: NonNullable<DataWorld["seed"]>): void {
  for (const name of seed.columns) ensureColumn(sql, table, name);
  for (const row of seed.rows) {
    const fields = Object.entries(row).map(([name, value]) => ({ name, value }));
    writer.insert({ id: null, fields });
  }
}

function saveAll(rows: readonly SaveRow[], writer: RowWriter, isInsert: boolean): DataChanged {
  checkCount(rows.length);
  const changed: DataChanged = { ...NOTHING, ids: [], affected: rows.length, warnings: [] };
  for (const row of rows) {
    const saved = isInsert ? writer.insert(row) : writer.save(row);
    changed.ids.push(saved.id);
    if (saved.isNew) changed.inserted++;
    else changed.updated++;
  }
  return { ...changed, warnings: writer.warnings() };
}

function checkCount(count: number): void {
  if (count > DATA_LIMITS.rowsPerSave) {
    throw new DataError(`${DATA_LIMITS.rowsPerSave} rows can be written at once, and these are ${count}.`);
  }
}

interface Selected {
  seq: number;
  row: Record<string, JsonValue>;
}

function selected(sql: Sql, table: Table, where: RowSelection, world: DataWorld): Selected[] {
  if ("id" in where) return byId(sql, table, where.id, world);
  const tree = where.filter === null ? null : parseTree({ filter: where.filter });
  const found: Selected[] = [];
  for (const { seq, row } of allRows(sql, table, rowFilter(tree, world, table))) {
    if (tree?.limit !== null && tree !== null && found.length >= (tree.limit ?? 0)) break;
    found.push({ seq, row });
    checkCount(found.length);
  }
  return found;
}

/** `id` in any case, else the KEY of the TABLE, else the first column (reference 3.9). */
function byId(sql: Sql, table: Table, id: JsonValue, world: DataWorld): Selected[] {
  const column =
    table.columns.find(({ folded }) => folded === "id") ??
    table.columns.find(({ folded }) => folded === foldName(table.declared?.key[0] ?? "")) ??
    table.columns[0];
  if (!column) return [];
  const wanted = String(id);
  const found: Selected[] = [];
  for (const { seq, row } of allRows(sql, table, rowFilter(null, world, table))) {
    if (String(row[column.name] ?? "") === wanted) found.push({ seq, row });
  }
  return found;
}

function update(
  sql: Sql,
  table: Table,
  change: DataChange & { kind: "update" },
  world: DataWorld,
  writer: RowWriter,
): DataChanged {
  const rows = selected(sql, table, change.where, world);
  const columns = writer.columnsOf(
    change.set.map(({ column }) => column),
    change.list === true,
  );
  const operands = change.set.map(({ value }) => parseOperand(value));
  const context = rowContext(world, table);
  for (const { seq, row } of rows) {
    const before = newObject(Object.entries(row).map(([name, value]) => [name, fromPlain(value, context)] as const));
    const fields = operands.map((operand, i) => ({
      name: columns[i] ?? null,
      value: computed(operand, before, context),
    }));
    writer.change(seq, fields);
  }
  const warnings = writer.warnings();
  if (rows.length === 0 && "id" in change.where) {
    warnings.push(`"${brief(table.name)}" has no row ${brief(String(change.where.id))}; nothing was changed.`);
  }
  return { ...NOTHING, affected: rows.length, updated: rows.length, warnings };
}

function computed(
  operand: Operand,
  row: ReturnType<typeof newObject>,
  context: ReturnType<typeof rowContext>,
): JsonValue {
  // A literal may be a list or an object: it stays as it came.
  if (operand.kind === "literal") return operand.value;
  return JSON.parse(
    toJson(
      inWords(() => operandValue(operand, row, context)),
      context,
    ),
  );
}

function remove(sql: Sql, table: Table, where: RowSelection, world: DataWorld, writer: RowWriter): DataChanged {
  const rows = selected(sql, table, where, world);
  for (const { seq, row } of rows) writer.remove(seq, row);
  return { ...NOTHING, affected: rows.length, warnings: writer.warnings() };
}

/** Rows that agree with one of the table in the key's columns change it; the others are added. */
function merge(
  sql: Sql,
  table: Table,
  change: DataChange & { kind: "merge" },
  world: DataWorld,
  writer: RowWriter,
): DataChanged {
  checkCount(change.rows.length);
  const key = change.key ?? (table.declared && table.declared.key.length > 0 ? table.declared.key : ["id"]);
  const existing = new Map<string, number>();
  for (const { seq, row } of allRows(sql, table, rowFilter(null, world, table))) {
    const value = keyOf(
      key,
      Object.entries(row).map(([name, field]) => ({ name, value: field })),
    );
    if (value !== null && !existing.has(value)) existing.set(value, seq);
  }
  const changed: DataChanged = { ...NOTHING, ids: [], warnings: [] };
  for (const row of change.rows) {
    const own = row.id === null ? row.fields : [{ name: "id", value: row.id }, ...row.fields];
    const flat = (row.flat ?? []).filter(({ name }) => writer.has(name));
    const fields = [
      ...own.filter(({ value, name }) => flat.length === 0 || !isNested(value) || writer.has(name ?? "")),
      ...flat,
    ];
    const value = keyOf(key, fields);
    const seq = value === null ? undefined : existing.get(value);
    if (seq !== undefined) {
      if (writer.change(seq, fields)) changed.updated++;
      else changed.unchanged++;
      continue;
    }
    const saved = writer.insert({ id: row.id, fields: fields.filter(({ name }) => foldName(name ?? "") !== "id") });
    if (value !== null) existing.set(value, saved.seq);
    changed.ids.push(saved.id);
    changed.inserted++;
  }
  return { ...changed, affected: changed.inserted + changed.updated, warnings: writer.warnings() };
}

const isNested = (value: JsonValue): boolean =>
  isObject(value as never) || (typeof value === "object" && value !== null);

/** The values of the key's columns as one text; null where one is missing. */
function keyOf(key: readonly string[], fields: readonly { name: string | null; value: JsonValue }[]): string | null {
  const parts = key.map(
    (name) => fields.find((field) => field.name !== null && foldName(field.name) === foldName(name))?.value ?? null,
  );
  return parts.some((part) => part === null) ? null : parts.map(String).join("\u0000");
}
