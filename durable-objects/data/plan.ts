/** What a release would change in a bot's tables, and which rows do not meet what it declares. Changes nothing. */
import type { FilterContext } from "../../basic/filter/apply.ts";
import type { ColumnDeclaration, TableDeclaration } from "../../basic/tables/declaration.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { TableIndex } from "../../contracts/objects.ts";
import type { PlanStep } from "../../contracts/tables.ts";
import { type RowWorld, rowContext, rowFilter } from "./row-filter.ts";
import { eachRow } from "./rows.ts";
import { converted, keysOf } from "./rules.ts";
import type { Steps } from "./sql.ts";
import { run } from "./sql.ts";
import { brief, DataError, findTable, foldName, type Table } from "./tables.ts";

/** Values shown of those that do not fit. */
const EXAMPLES = 5;

export function* planSteps(
  tables: readonly JsonValue[],
  indexes: readonly TableIndex[],
  world: RowWorld,
): Steps<PlanStep[]> {
  const plan: PlanStep[] = [];
  const declared = tables.map(checkedDeclaration);
  for (const declaration of declared) {
    if (declaration.connection !== null) {
      const message = `TABLE ${declaration.name} ON ${declaration.connection} needs the connected data service, which this version does not have.`;
      plan.push({ ...NO_ROWS, table: declaration.name, change: "connection", message, problems: 1 });
      continue;
    }
    const table = yield* findTable(declaration.name);
    if (table === null) {
      const message = `${declaration.name} is made, with ${declaration.columns.length} column${declaration.columns.length === 1 ? "" : "s"}.`;
      plan.push({ ...NO_ROWS, table: declaration.name, change: "create", message });
    } else plan.push(...(yield* planTable(table, declaration, world)));
  }
  const names = new Set(declared.map(({ name }) => foldName(name)));
  const gone = yield* run<{ folded: string; name: string }>(
    "SELECT folded, name FROM tables JOIN declarations ON table_id = id ORDER BY folded",
  );
  for (const { folded, name } of gone) {
    if (names.has(folded)) continue;
    const message = `${name} is not declared any more: its rows stay, and it takes any value.`;
    plan.push({ ...NO_ROWS, table: name, change: "removed", message });
  }
  for (const { name, table: on, columns } of indexes) {
    const table = yield* findTable(on);
    const positions = columns.map(
      (column) => table?.columns.find(({ folded }) => folded === foldName(column))?.position,
    );
    if (table?.indexes.some((index) => index.positions.join() === positions.join())) continue;
    plan.push({ ...NO_ROWS, table: on, change: "index", message: `${name} over ${columns.join(", ")} is built.` });
  }
  return plan;
}

const NO_ROWS = { column: null, rows: 0, problems: 0, examples: [] as string[] };

function* planTable(table: Table, declaration: TableDeclaration, world: RowWorld): Steps<PlanStep[]> {
  const { declared } = table;
  if (declared !== null && JSON.stringify(declared) === JSON.stringify(declaration)) return [];
  const before = new Map(declared?.columns.map((column) => [foldName(column.name), column]));
  const context = rowContext(world, table);
  const checks: Check[] = [];
  const plan: PlanStep[] = [];
  for (const column of declaration.columns) {
    const old = before.get(foldName(column.name));
    const known = table.columns.find(({ folded }) => folded === foldName(column.name));
    if (!known) checks.push(newColumn(column));
    if (known && typeOf(old) !== typeOf(column) && !column.generated)
      checks.push(newType(table, column, known.name, context));
    if (known && column.notNull && old?.notNull !== true && !column.generated)
      checks.push(newRequired(column, known.name));
  }
  const oldKeys = new Set(declared ? keysOf(declared).map((names) => names.map(foldName).join()) : []);
  for (const names of keysOf(declaration))
    if (!oldKeys.has(names.map(foldName).join())) checks.push(newKey(table, names));
  for (const { name } of declared?.columns ?? []) {
    if (declaration.columns.some((column) => foldName(column.name) === foldName(name))) continue;
    const message = `${table.name}.${name} is not declared any more: its values stay.`;
    plan.push({ ...NO_ROWS, table: table.name, change: "removed", column: name, message });
  }
  if (checks.length > 0) {
    yield* eachRow(table, rowFilter(null, world, table), ({ row }) => {
      for (const check of checks) check.look(row);
      return true;
    });
  }
  return [...checks.map((check) => ({ table: table.name, ...check.result() })), ...plan];
}

const typeOf = (column: ColumnDeclaration | undefined): string =>
  column ? `${column.type} ${column.size} ${column.scale}` : "any";

/** Counts over all rows of a table. */
interface Check {
  look(row: Record<string, JsonValue>): void;
  result(): Omit<PlanStep, "table">;
}

function newColumn(column: ColumnDeclaration): Check {
  let rows = 0;
  return {
    look() {
      if (fillsEmpty(column)) rows += 1;
    },
    result: () => ({
      ...NO_ROWS,
      change: "column",
      column: column.name,
      rows,
      message: fillsEmpty(column)
        ? `${column.name} is added; empty values in ${rows} rows become its DEFAULT.`
        : `${column.name} is added.`,
    }),
  };
}

function newType(table: Table, column: ColumnDeclaration, name: string, context: FilterContext): Check {
  let rows = 0;
  let problems = 0;
  const examples: string[] = [];
  return {
    look(row) {
      const value = row[name] ?? null;
      const now = retypedValue(table, column, value, context);
      if (now === undefined) {
        problems += 1;
        if (examples.length < EXAMPLES) examples.push(JSON.stringify(value).slice(0, 60));
      } else if (JSON.stringify(now) !== JSON.stringify(value)) rows += 1;
    },
    result: () => ({
      change: "type",
      column: column.name,
      rows,
      problems,
      examples,
      message: `${brief(table.name)}.${column.name} becomes ${column.written || column.type}: ${rows} values are converted${problems === 0 ? "" : `, ${problems} cannot be and stay as they are (${examples.join(", ")})`}.`,
    }),
  };
}

function newRequired(column: ColumnDeclaration, name: string): Check {
  let rows = 0;
  let problems = 0;
  return {
    look(row) {
      if ((row[name] ?? null) !== null) return;
      if (fillsEmpty(column)) rows += 1;
      else problems += 1;
    },
    result: () => ({
      ...NO_ROWS,
      change: "required",
      column: column.name,
      rows,
      problems,
      message: `${column.name} may not be empty any more (NOT NULL)${problems === 0 ? "" : `; ${problems} rows without a value stay, and must get one when they are changed`}.`,
    }),
  };
}

function newKey(table: Table, names: readonly string[]): Check {
  const columns = names.map((name) => table.columns.find(({ folded }) => folded === foldName(name))?.name ?? name);
  const seen = new Set<string>();
  let problems = 0;
  const examples: string[] = [];
  return {
    look(row) {
      const values = columns.map((name) => row[name] ?? null);
      if (values.includes(null)) return;
      const key = JSON.stringify(values.map((value) => (typeof value === "boolean" ? Number(value) : value)));
      if (seen.has(key)) {
        problems += 1;
        if (examples.length < EXAMPLES) examples.push(key.slice(1, -1).slice(0, 60));
      } else seen.add(key);
    },
    result: () => ({
      ...NO_ROWS,
      change: "key",
      column: names.join(", "),
      problems,
      examples,
      message: `${brief(table.name)}: ${names.join(", ")} is to be different in every row${problems === 0 ? "" : `; ${problems} rows repeat another (${examples.join("; ")}) and stay`}.`,
    }),
  };
}

/** Rows that are there keep their empty values; only where NOT NULL forbids those do they become the DEFAULT. */
const fillsEmpty = (column: ColumnDeclaration): boolean =>
  column.notNull && column.default?.kind === "value" && column.default.value !== null;

/** The value as the column declares it; undefined where it cannot be. */
export function retypedValue(
  table: Table,
  column: ColumnDeclaration,
  value: JsonValue,
  context: FilterContext,
): JsonValue | undefined {
  if (value === null) return column.default?.kind === "value" && fillsEmpty(column) ? column.default.value : null;
  try {
    return converted(table, column, value, context);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

export function checkedDeclaration(declaration: JsonValue): TableDeclaration {
  const isTable =
    typeof declaration === "object" &&
    declaration !== null &&
    !Array.isArray(declaration) &&
    typeof declaration["name"] === "string" &&
    Array.isArray(declaration["columns"]);
  if (!isTable) throw new DataError("A declaration of a table is damaged: publish the package again.");
  return declaration as unknown as TableDeclaration;
}
