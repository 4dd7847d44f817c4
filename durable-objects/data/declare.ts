/**
 * Makes a bot's tables what a release declares (reference 3.9): missing tables, columns and indexes come to be, values take
 * on the declared types where they can. Nothing is dropped and no value is lost; plan.ts says beforehand what would happen.
 */
import type { TableDeclaration } from "../../basic/tables/declaration.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { TableIndex } from "../../contracts/objects.ts";
import type { PlanStep, TableWarning } from "../../contracts/tables.ts";
import { buildIndexes, dropUnwanted, ensureIndex } from "./indexes.ts";
import { checkedDeclaration, planSteps, retypedValue } from "./plan.ts";
import { rowContext, rowFilter } from "./row-filter.ts";
import { rowWriter } from "./row-writer.ts";
import { eachRow } from "./rows.ts";
import { keysOf, referredColumn } from "./rules.ts";
import { run, type Steps } from "./sql.ts";
import { createTable, DataError, ensureColumn, findTable, foldName, type Table } from "./tables.ts";

const MAX_TABLES = 500;
const MAX_INDEXES = 200;
/** Rows that are indexed at once; the rest follows in the background. */
const INDEXED_AT_ONCE = 20_000;

export interface Declaration {
  release: string;
  tables: readonly JsonValue[];
  indexes: readonly TableIndex[];
  /** ms; for conversions of dates. */
  now: number;
}

export type Declared = {
  warnings: TableWarning[];
  /** What was done. */
  plan: PlanStep[];
  /** Some index is still being built. */
  building: boolean;
};

/** To be called inside a transaction. The declarations come from a verified program of the release. */
export function* declareTables({ release, tables, indexes, now }: Declaration): Steps<Declared> {
  if (tables.length > MAX_TABLES) throw new DataError(`A package declares at most ${MAX_TABLES} tables.`);
  if (indexes.length > MAX_INDEXES) throw new DataError(`A package declares at most ${MAX_INDEXES} indexes.`);
  const world = { now, timeZone: "UTC" };
  const plan = yield* planSteps(tables, indexes, world);
  const warnings = plan.filter(({ problems }) => problems > 0).map(({ table, message }) => ({ table, message }));
  yield* run("UPDATE indexes SET wanted = 0");
  const made: { table: Table; declaration: TableDeclaration }[] = [];
  for (const declaration of tables.map(checkedDeclaration)) {
    if (declaration.connection !== null) continue;
    const table = (yield* findTable(declaration.name)) ?? (yield* createTable(declaration.name));
    const steps = plan.filter((step) => foldName(step.table) === foldName(declaration.name));
    for (const column of declaration.columns) yield* ensureColumn(table, column.name);
    yield* run("DELETE FROM declarations WHERE table_id = ?", table.id);
    yield* run(
      "INSERT INTO declarations (table_id, release, body) VALUES (?, ?, ?)",
      table.id,
      release,
      JSON.stringify(declaration),
    );
    yield* retype(table, declaration, steps, world);
    made.push({ table, declaration });
  }
  // What this release does not declare any more is a table like one that SAVE made.
  yield* run("DELETE FROM declarations WHERE release <> ?", release);
  for (const { table, declaration } of made) {
    for (const names of indexedColumns(declaration)) yield* indexColumns(table.name, names, warnings);
    for (const { references } of declaration.columns) {
      const target = references ? yield* findTable(references.table) : null;
      const position = target === null ? -1 : referredColumn(target, references?.column ?? null);
      if (target !== null && position >= 0) yield* ensureIndex(target, [position]);
    }
  }
  for (const index of indexes) {
    const known = yield* indexColumns(index.table, index.columns, warnings);
    if (!known) {
      const message = `CREATE INDEX ${index.name}: there is no such column in ${index.table}.`;
      warnings.push({ table: index.table, message });
    }
  }
  yield* dropUnwanted();
  return { warnings: distinct(warnings), plan, building: !(yield* buildAll(INDEXED_AT_ONCE)) };
}

const distinct = (warnings: readonly TableWarning[]): TableWarning[] => [
  ...new Map(warnings.map((warning) => [warning.message, warning])).values(),
];

/** Columns of keys, `name*`, and of references, which a DELETE of the other table looks for. */
function indexedColumns(declaration: TableDeclaration): string[][] {
  const single = declaration.columns.filter(({ important, references }) => important || references !== null);
  return [...keysOf(declaration), ...single.map(({ name }) => [name])];
}

/** An index over several columns finds whole tuples; beside it the first column has one of its own, which narrows and sorts. */
function* indexColumns(name: string, columns: readonly string[], warnings: TableWarning[]): Steps<boolean> {
  const table = yield* findTable(name);
  const positions = columns.map(
    (column) => table?.columns.findIndex(({ folded }) => folded === foldName(column)) ?? -1,
  );
  const [first] = positions;
  if (!table || first === undefined || positions.includes(-1)) return false;
  if (table.indexes.length >= 32) {
    const message = `"${name}" has 32 indexes already; the one over ${columns.join(", ")} was not made.`;
    warnings.push({ table: name, message });
    return true;
  }
  yield* ensureIndex(table, [first]);
  if (positions.length > 1) yield* ensureIndex(table, positions);
  return true;
}

/** True when every index is whole. At most about so many rows are read. */
export function* buildAll(rows: number): Steps<boolean> {
  const open = yield* run<{ name: string }>(
    "SELECT DISTINCT tables.name AS name FROM indexes JOIN tables ON tables.id = table_id WHERE whole = 0",
  );
  for (const { name } of open) {
    const table = yield* findTable(name);
    if (table !== null && !(yield* buildIndexes(table, rows))) return false;
  }
  return true;
}

/** Values that can be what their column declares now become it, and NOT NULL columns get their DEFAULT; the rest stays as it is. */
function* retype(
  table: Table,
  declaration: TableDeclaration,
  steps: readonly PlanStep[],
  world: { now: number; timeZone: string },
): Steps<void> {
  const changed = new Set(
    steps.flatMap(({ change, column, rows }) =>
      column !== null && rows > 0 && ["type", "column", "required"].includes(change) ? [foldName(column)] : [],
    ),
  );
  const columns = declaration.columns.filter(({ name, generated }) => changed.has(foldName(name)) && !generated);
  if (columns.length === 0) return;
  const context = rowContext(world, table);
  const writer = rowWriter(table, { ...world, effect: "" }, () => "");
  const changes: { seq: number; values: Map<number, JsonValue> }[] = [];
  yield* eachRow(table, rowFilter(null, world, table), ({ seq, row }) => {
    const values = new Map<number, JsonValue>();
    for (const column of columns) {
      const known = table.columns.find(({ folded }) => folded === foldName(column.name));
      if (!known) continue;
      const value = retypedValue(table, column, row[known.name] ?? null, context);
      if (value !== undefined && value !== (row[known.name] ?? null)) values.set(known.position, value);
    }
    if (values.size > 0) changes.push({ seq, values });
    return true;
  });
  for (const { seq, values } of changes) yield* writer.replace(seq, values);
}
