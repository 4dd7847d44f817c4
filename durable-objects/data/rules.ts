/** What a TABLE block demands of a row: types, defaults, computed columns, NOT NULL, CHECK, UNIQUE, REFERENCES. */
import { parseDate } from "../../basic/dates/parse.ts";
import { dateText } from "../../basic/dates/zone.ts";
import type { FilterContext } from "../../basic/filter/apply.ts";
import { fromPlain } from "../../basic/operations/json.ts";
import { truthy } from "../../basic/operations/truth.ts";
import { evaluateSql } from "../../basic/sql/evaluate.ts";
import type { SqlExpr } from "../../basic/sql/tree.ts";
import type { ColumnDeclaration, TableDeclaration } from "../../basic/tables/declaration.ts";
import { BasicDate, type Value } from "../../basic/values.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { entriesOf, tupleEntry } from "./index-entries.ts";
import { wholeIndex } from "./indexes.ts";
import { inWords } from "./row-filter.ts";
import { run, type Steps } from "./sql.ts";
import { brief, DataError, findTable, foldName, type Table } from "./tables.ts";

/** The values of a row by the position of their columns. */
export type RowValues = JsonValue[];

export interface RuleWorld {
  context: FilterContext;
  newId(): string;
}

/**
 * Makes the values what the columns declare, fills in what is missing, and checks the rules that concern this row alone.
 * Throws a DataError that names table, column and rule.
 */
export function applyRules(table: Table, values: RowValues, isNew: boolean, world: RuleWorld): void {
  const { declared } = table;
  if (!declared) return;
  const at = (name: string): number => table.columns.findIndex(({ folded }) => folded === foldName(name));
  for (const column of declared.columns) {
    const position = at(column.name);
    if (position < 0) continue;
    const given = values[position] ?? null;
    const value = given === null && isNew ? defaultValue(column, world) : given;
    values[position] = value === null ? null : converted(table, column, value, world.context);
  }
  const row = (name: string): Value => {
    const position = at(name);
    return position < 0 ? null : fromPlain(values[position] ?? null, world.context);
  };
  const compute = (expr: SqlExpr): Value =>
    inWords(() => evaluateSql(expr, { aggregate: null, query: null, column: (_, name) => row(name) }, world.context));
  for (const column of declared.columns) {
    const position = at(column.name);
    if (column.generated && position >= 0) values[position] = plain(compute(column.generated), world.context);
  }
  for (const column of declared.columns) {
    const value = values[at(column.name)] ?? null;
    if (value === null && column.notNull && !column.generated) {
      throw new DataError(`"${brief(table.name)}": ${brief(column.name)} may not be empty (NOT NULL).`);
    }
    // A rule that is NULL, because a value is missing, is kept: so it is in SQL.
    if (column.check && isBroken(compute(column.check))) {
      throw new DataError(`"${brief(table.name)}": the value of ${brief(column.name)} breaks its rule (CHECK).`);
    }
  }
  if (declared.checks.some((check) => isBroken(compute(check)))) {
    throw new DataError(`"${brief(table.name)}": the row breaks a rule of the table (CHECK).`);
  }
}

const isBroken = (value: Value): boolean => value !== null && !truthy(value);

function plain(value: Value, context: FilterContext): JsonValue {
  if (value instanceof BasicDate) return dateText(value, context.timeZone);
  return typeof value === "object" && value !== null ? JSON.parse(JSON.stringify(value)) : value;
}

function defaultValue(column: ColumnDeclaration, { context, newId }: RuleWorld): JsonValue {
  if (!column.default) return null;
  switch (column.default.kind) {
    case "value":
      return column.default.value;
    case "uuid":
      return newId();
    case "now":
      return dateText(new BasicDate(context.now(), column.type === "date"), context.timeZone);
  }
}

export function converted(
  table: Table,
  column: ColumnDeclaration,
  value: JsonValue,
  context: FilterContext,
): JsonValue {
  const refuse = (what: string): never => {
    const shown = JSON.stringify(value).slice(0, 60);
    throw new DataError(
      `"${brief(table.name)}": ${brief(column.name)} is ${brief(column.written)} and cannot hold ${shown}: ${what}.`,
    );
  };
  switch (column.type) {
    case "text": {
      const text = typeof value === "object" ? JSON.stringify(value) : String(value);
      if (column.size !== null && [...text].length > column.size) refuse(`it has more than ${column.size} characters`);
      return text;
    }
    case "integer":
    case "number": {
      if (value === "") return null;
      const number =
        typeof value === "boolean"
          ? Number(value)
          : typeof value === "string" && value.trim() !== ""
            ? Number(value)
            : value;
      if (typeof number !== "number" || !Number.isFinite(number)) return refuse("a number is due");
      if (column.type === "integer" && !Number.isInteger(number)) return refuse("a whole number is due");
      return column.scale === null ? number : Number(number.toFixed(Math.min(column.scale, 20)));
    }
    case "boolean":
      if (typeof value === "boolean") return value;
      if (/^(?:true|yes|1)$/i.test(String(value))) return true;
      if (/^(?:false|no|0|)$/i.test(String(value))) return false;
      return refuse("true or false is due");
    case "date":
    case "datetime": {
      if (value === "") return null;
      const date = typeof value === "string" ? parseDate(value, context) : undefined;
      if (!date) return refuse("a date is due");
      return dateText(column.type === "date" ? new BasicDate(date.ms, true) : date, context.timeZone);
    }
    case "list":
      return Array.isArray(value) ? value : [value];
    default:
      return value;
  }
}

/** UNIQUE, and the rows that REFERENCES names. `seq` is the row's own place, -1 for a new one. */
export function* checkAgainstRows(table: Table, values: RowValues, seq: number): Steps<void> {
  const { declared } = table;
  if (!declared) return;
  for (const names of keysOf(declared)) yield* checkUnique(table, names, values, seq);
  for (const column of declared.columns) {
    const position = table.columns.findIndex(({ folded }) => folded === foldName(column.name));
    const value = values[position] ?? null;
    if (!column.references || value === null) continue;
    const target =
      foldName(column.references.table) === foldName(table.name) ? table : yield* findTable(column.references.table);
    const referred = target === null ? -1 : referredColumn(target, column.references.column);
    if (target === null || referred < 0 || !(yield* hasRow(target, [referred], [value], -1))) {
      throw new DataError(
        `"${brief(table.name)}": ${brief(column.name)} refers to ${brief(column.references.table)}, which has no row ${JSON.stringify(value).slice(0, 60)} (REFERENCES).`,
      );
    }
  }
}

/** The columns that together are different in every row. A key that is the id alone is kept by the ids themselves. */
export function keysOf(declared: TableDeclaration): string[][] {
  const alone = declared.columns.filter((column) => column.unique).map((column) => [column.name]);
  const key = declared.key.length > 0 && !isId(declared.key) ? [declared.key] : [];
  return [...alone, ...declared.uniques, ...key];
}

const isId = (key: readonly string[]): boolean => key.length === 1 && foldName(key[0] ?? "") === "id";

function* checkUnique(table: Table, names: readonly string[], values: RowValues, seq: number): Steps<void> {
  const positions = names.map((name) => table.columns.findIndex(({ folded }) => folded === foldName(name)));
  const wanted = positions.map((position) => values[position] ?? null);
  if (positions.some((position) => position < 0) || wanted.some((value) => value === null)) return;
  if (yield* hasRow(table, positions, wanted, seq)) {
    throw new DataError(
      `"${brief(table.name)}": there is a row with the same ${names.map(brief).join(", ")} already (${isKey(table, names) ? "KEY" : "UNIQUE"}).`,
    );
  }
}

const isKey = (table: Table, names: readonly string[]): boolean => table.declared?.key === names;

export function referredColumn(target: Table, name: string | null): number {
  const wanted = name ?? target.declared?.key[0] ?? "id";
  return target.columns.findIndex(({ folded }) => folded === foldName(wanted));
}

/** Rows read at a time where no index leads to them. */
const SLICE = 1_000;

/** Whether another row than `except` has these values there: of the same type, where TRUE is 1. */
function* hasRow(
  table: Table,
  positions: readonly number[],
  wanted: readonly JsonValue[],
  except: number,
): Steps<boolean> {
  const key = tupleKey(wanted);
  const isSame = ({ seq, body }: { seq: number; body: string }): boolean => {
    const values: RowValues = JSON.parse(body);
    return seq !== except && tupleKey(positions.map((position) => values[position] ?? null)) === key;
  };
  const index = wholeIndex(table, positions);
  for (let after = -1; ; ) {
    const slice = yield* index
      ? run<{ seq: number; body: string }>(
          `SELECT rows.seq, rows.body FROM index_entries JOIN rows ON rows.seq = index_entries.seq
             WHERE index_id = ? AND entry = ? AND index_entries.seq > ? ORDER BY index_entries.seq LIMIT ${SLICE}`,
          index.id,
          positions.length > 1 ? tupleEntry(wanted) : (entriesOf(wanted[0] ?? null, false).entries[0] ?? ""),
          after,
        )
      : run<{ seq: number; body: string }>(
          `SELECT seq, body FROM rows WHERE table_id = ? AND seq > ? ORDER BY seq LIMIT ${SLICE}`,
          table.id,
          after,
        );
    if (slice.some(isSame)) return true;
    if (slice.length < SLICE) return false;
    after = slice.at(-1)?.seq ?? after;
  }
}

const tupleKey = (values: readonly JsonValue[]): string =>
  JSON.stringify(values.map((value) => (typeof value === "boolean" ? Number(value) : value)));

/** Tables that refer to this one: deleting a row there is refused, or goes on to them with ON DELETE CASCADE. */
export function referringTables(
  tables: readonly TableDeclaration[],
  name: string,
): { table: string; column: string; target: string | null; cascade: boolean }[] {
  return tables.flatMap((table) =>
    table.columns.flatMap(({ name: column, references }) =>
      references && foldName(references.table) === foldName(name)
        ? [{ table: table.name, column, target: references.column, cascade: references.cascade }]
        : [],
    ),
  );
}
