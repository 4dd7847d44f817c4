/** Changes of rows: SAVE, INSERT, UPDATE, DELETE, MERGE. To be called inside a transaction: a DataError leaves nothing behind. */
import { operandValue } from "../../basic/filter/apply.ts";
import type { Condition, Operand } from "../../basic/filter/tree.ts";
import { isObject } from "../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../basic/operations/json.ts";
import { newObject } from "../../basic/values.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { DataChange, DataChanged, DataWorld, RowSelection, SaveRow } from "../../contracts/objects.ts";
import { rowVersion } from "../tables/row-version.ts";
import { arrangedRows } from "./find.ts";
import { parseOperand, parseTree } from "./query.ts";
import { inWords, rowContext, rowFilter } from "./row-filter.ts";
import { type RowWriter, rowWriter } from "./row-writer.ts";
import { matchingRows, rowBuilder, type StoredRow } from "./rows.ts";
import { DATA_LIMITS } from "./schema.ts";
import { type RawRow, run, type Steps } from "./sql.ts";
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

/** `effect` names the change. */
export function* applyChange(
  change: DataChange,
  world: DataWorld,
  effect: string,
  newId: () => string,
): Steps<DataChanged> {
  const known = yield* findTable(change.table);
  if (known === null && world.hasFile === true && !world.seed) return { ...NOTHING, isMissing: true };
  if (known === null && !world.seed && (change.kind === "update" || change.kind === "delete")) {
    return { ...NOTHING, warnings: [`There is no table "${brief(change.table)}" yet; SAVE makes it.`] };
  }
  const table = known ?? (yield* createTable(change.table));
  const writer = rowWriter(table, { ...world, effect }, newId);
  if (known === null && world.seed) yield* plant(table, writer, world.seed);
  switch (change.kind) {
    case "save":
    case "insert":
      return yield* saveAll(change.rows, writer, change.kind === "insert");
    case "update":
      return yield* update(table, change, world, writer);
    case "delete":
      return yield* remove(table, change.where, world, writer);
    case "merge":
      return yield* merge(table, change, world, writer);
  }
}

/** The rows of a package's file, which its table begins with. */
function* plant(table: Table, writer: RowWriter, seed: NonNullable<DataWorld["seed"]>): Steps<void> {
  for (const name of seed.columns) yield* ensureColumn(table, name);
  for (const row of seed.rows) {
    const fields = Object.entries(row).map(([name, value]) => ({ name, value }));
    yield* writer.insert({ id: null, fields });
  }
}

function* saveAll(rows: readonly SaveRow[], writer: RowWriter, isInsert: boolean): Steps<DataChanged> {
  checkCount(rows.length);
  const changed: DataChanged = { ...NOTHING, ids: [], affected: rows.length, warnings: [] };
  for (const row of rows) {
    const saved = yield* isInsert ? writer.insert(row) : writer.save(row);
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

type Selected = StoredRow;

function* selected(table: Table, where: RowSelection, world: DataWorld): Steps<Selected[]> {
  if ("place" in where) return yield* atPlace(table, where.place, where.version);
  if ("id" in where) return yield* byId(table, where.id, world);
  const tree = where.filter === null ? null : parseTree({ filter: where.filter });
  const filter = rowFilter(tree, world, table);
  if (tree === null || (tree.limit === null && tree.offset === 0)) return yield* matchingRows(table, filter);
  // Which rows these are depends on their order.
  const limit = Math.min(tree.limit ?? Number.POSITIVE_INFINITY, DATA_LIMITS.rowsPerSave + 1);
  const { rows, places } = yield* arrangedRows(table, filter, { ...tree, limit });
  checkCount(rows.length);
  return rows.map((row, i) => ({ seq: places[i] ?? -1, row }));
}

/** The row at its place; refused where it is not the one that was looked at. */
function* atPlace(table: Table, place: number, version: string | null): Steps<Selected[]> {
  const found = yield* run<RawRow>("SELECT seq, body FROM rows WHERE table_id = ? AND seq = ?", table.id, place);
  if (found.length === 0) throw new DataError(`"${brief(table.name)}" has no such row.`, "table.row-unknown");
  const build = rowBuilder(table);
  const rows = found.map(({ seq, body }) => ({ seq, row: build(JSON.parse(body)) }));
  if (version !== null && rows.some(({ row }) => rowVersion(row) !== version))
    throw new DataError("The row was changed meanwhile: read it again.", "table.conflict");
  return rows;
}

/** `id` in any case, else the KEY of the TABLE, else the first column (reference 3.9). */
function* byId(table: Table, id: JsonValue, world: DataWorld): Steps<Selected[]> {
  const column =
    table.columns.find(({ folded }) => folded === "id") ??
    table.columns.find(({ folded }) => folded === foldName(table.declared?.key[0] ?? "")) ??
    table.columns[0];
  if (!column) return [];
  const wanted = String(id);
  const own = ({ row }: Selected): boolean => String(row[column.name] ?? "") === wanted;
  // Equal values have equal texts, and 7 is also "7": the row is among those that the filter finds for the text.
  const where: Condition | null =
    wanted === ""
      ? null
      : {
          kind: "compare",
          op: "=",
          left: { kind: "column", name: column.name },
          right: { kind: "literal", value: wanted },
        };
  return yield* matchingRows(table, rowFilter({ where, order: [], limit: null, offset: 0 }, world, table), own);
}

function* update(
  table: Table,
  change: DataChange & { kind: "update" },
  world: DataWorld,
  writer: RowWriter,
): Steps<DataChanged> {
  const rows = yield* selected(table, change.where, world);
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
    yield* writer.change(seq, fields);
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

function* remove(table: Table, where: RowSelection, world: DataWorld, writer: RowWriter): Steps<DataChanged> {
  const rows = yield* selected(table, where, world);
  for (const { seq } of rows) yield* writer.remove(seq);
  return { ...NOTHING, affected: rows.length, warnings: writer.warnings() };
}

/** Rows that agree with one of the table in the key's columns change it; the others are added. */
function* merge(
  table: Table,
  change: DataChange & { kind: "merge" },
  world: DataWorld,
  writer: RowWriter,
): Steps<DataChanged> {
  checkCount(change.rows.length);
  const key = change.key ?? (table.declared && table.declared.key.length > 0 ? table.declared.key : ["id"]);
  const existing = yield* placesByKey(table, key, world);
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
      if (yield* writer.change(seq, fields)) changed.updated++;
      else changed.unchanged++;
      continue;
    }
    const saved = yield* writer.insert({
      id: row.id,
      fields: fields.filter(({ name }) => foldName(name ?? "") !== "id"),
    });
    if (value !== null) existing.set(value, saved.seq);
    changed.ids.push(saved.id);
    changed.inserted++;
  }
  return { ...changed, affected: changed.inserted + changed.updated, warnings: writer.warnings() };
}

/** Where the rows of the table are, by the values of the key's columns; the first of equal ones. */
function* placesByKey(table: Table, key: readonly string[], world: DataWorld): Steps<Map<string, number>> {
  const places = new Map<string, number>();
  yield* matchingRows(table, rowFilter(null, world, table), ({ seq, row }) => {
    const fields = Object.entries(row).map(([name, value]) => ({ name, value }));
    const value = keyOf(key, fields);
    if (value !== null && !places.has(value)) places.set(value, seq);
    return false;
  });
  return places;
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
