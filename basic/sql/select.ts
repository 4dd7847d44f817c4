/** Runs a SELECT over rows in memory. Its work is charged row by row, so that no join runs for ever. */
import { BasicError, ERR } from "../errors.ts";
import type { FilterContext } from "../filter/apply.ts";
import { compare } from "../operations/compare.ts";
import { checkListLength, SLOT_BYTES } from "../operations/context.ts";
import { findKey } from "../operations/fields.ts";
import { toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { truthy } from "../operations/truth.ts";
import { type BasicObject, newObject, RecordSet, type Value } from "../values.ts";
import { evaluateSql, type SqlRow } from "./evaluate.ts";
import { AGGREGATES, type SqlExpr, type SqlSelect } from "./tree.ts";

export interface SqlTable {
  rows: readonly BasicObject[];
  columns: readonly string[];
}

/** The tables by name as FROM and JOIN write them, and variables of the script, which a name means that is no column. */
export interface SqlWorld {
  table(name: string): SqlTable | null;
  variable(name: string): Value | undefined;
}

/** The names that FROM and JOIN read, each once, as they are written. */
export function sourcesOf(select: SqlSelect): string[] {
  const sources = [...(select.from ? [select.from] : []), ...select.joins.map((join) => join.source)];
  return [...new Set(sources.map((source) => source.name))];
}

/** All names of columns that the SELECT uses: those that no table has may be variables. */
export function namesOf(select: SqlSelect): string[] {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    else if (typeof node === "object" && node !== null) {
      if ("kind" in node && node.kind === "column" && "name" in node && "table" in node)
        names.add(String(node.table ?? node.name));
      for (const member of Object.values(node)) visit(member);
    }
  };
  visit(select);
  return [...names];
}

interface Part {
  alias: string;
  columns: readonly string[];
  /** NULL for the missing side of a LEFT JOIN. */
  row: BasicObject | null;
}

export function runSelect(select: SqlSelect, world: SqlWorld, context: FilterContext): RecordSet {
  const parts = joined(select, world, context);
  const kept = parts.filter(
    (row) => select.where === null || isTrue(select.where, lookup(row, world, context), context),
  );
  const grouped = select.groupBy.length > 0 || usesAggregates(select);
  const rows: SqlRow[] = grouped
    ? groups(select, kept, world, context)
    : kept.map((row) => lookup(row, world, context));
  const chosen = rows.filter((row) => select.having === null || isTrue(select.having, row, context));
  const heads = select.columns.flatMap((column) => headsOf(select, column, world, context));
  let made = chosen.map((row) => ({ row, values: heads.map((head) => head.value(row)) }));
  if (select.distinct) made = distinct(made, context);
  if (select.orderBy.length > 0) sort(made, select, heads, context);
  const offset = select.offset ? count(select.offset, world, context) : 0;
  const limit = select.limit ? count(select.limit, world, context) : made.length;
  made = made.slice(offset, offset + limit);
  context.allocate(2 * SLOT_BYTES * made.length * heads.length);
  const names = uniqueNames(heads.map((head) => head.name));
  const result = made.map(({ values }) => newObject(names.map((name, i) => [name, values[i] ?? null] as const)));
  return new RecordSet(result, names);
}

/** Every combination of rows that the joins let through. */
function joined(select: SqlSelect, world: SqlWorld, context: FilterContext): Part[][] {
  if (!select.from) return [[]];
  const first = tableOf(select.from.name, world);
  const { alias } = select.from;
  let rows: Part[][] = first.rows.map((row) => [{ alias, columns: first.columns, row }]);
  for (const { kind, source, on } of select.joins) {
    const table = tableOf(source.name, world);
    const part = (row: BasicObject | null): Part => ({ alias: source.alias, columns: table.columns, row });
    const next: Part[][] = [];
    for (const left of rows) {
      const before = next.length;
      for (const row of table.rows) {
        context.charge(1);
        const pair = [...left, part(row)];
        if (on === null || isTrue(on, lookup(pair, world, context), context)) next.push(pair);
        checkListLength(next.length);
      }
      if (kind === "left" && next.length === before) next.push([...left, part(null)]);
    }
    context.allocate(SLOT_BYTES * next.length);
    rows = next;
  }
  return rows;
}

function tableOf(name: string, world: SqlWorld): SqlTable {
  const table = world.table(name);
  if (!table) throw new BasicError(ERR.badFilter, `There are no rows of the name ${name}.`);
  return table;
}

/** A column by its table's alias or, without one, of the first table that has it; else a variable. Error 93 for neither. */
function lookup(parts: readonly Part[], world: SqlWorld, context: FilterContext): SqlRow {
  return {
    members: null,
    column(table, name) {
      for (const part of parts) {
        if (table !== null && part.alias.toLowerCase() !== table.toLowerCase()) continue;
        const key = part.row ? findKey(part.row, name) : undefined;
        if (key !== undefined) return part.row?.[key] ?? null;
        if (has(part.columns, name)) return null;
      }
      const value = world.variable(table ?? name);
      if (value === undefined) {
        // Rows without any column say nothing about the names of columns.
        if (parts.length === 0 || parts.every((part) => part.columns.length === 0)) return null;
        throw new BasicError(ERR.badFilter, `There is no column ${table === null ? "" : `${table}.`}${name}.`);
      }
      return table === null ? value : field(value, name, context);
    },
  };
}

const has = (columns: readonly string[], name: string): boolean =>
  columns.some((column) => column.toLowerCase() === name.toLowerCase());

function field(value: Value, name: string, context: FilterContext): Value {
  const row = value instanceof RecordSet ? (value.rows[0] ?? null) : value;
  if (typeof row !== "object" || row === null || Array.isArray(row)) return null;
  context.charge(1);
  const key = findKey(row as BasicObject, name);
  return key === undefined ? null : ((row as BasicObject)[key] ?? null);
}

function usesAggregates(select: SqlSelect): boolean {
  let found = false;
  const visit = (e: SqlExpr | null): void => {
    if (!e) return;
    if (e.kind === "call") {
      if (AGGREGATES.has(e.name) && e.args.length === 1) found = true;
      e.args.forEach(visit);
    } else if (e.kind === "operator") e.args.forEach(visit);
    else if (e.kind === "case") {
      visit(e.subject);
      for (const branch of e.branches) [branch.when, branch.result].forEach(visit);
      visit(e.otherwise);
    }
  };
  for (const { expr } of select.columns) visit(expr);
  visit(select.having);
  return found;
}

/** One row for each different combination of the GROUP BY values; without GROUP BY one for all. */
function groups(select: SqlSelect, rows: readonly Part[][], world: SqlWorld, context: FilterContext): SqlRow[] {
  const made = new Map<string, SqlRow[]>();
  for (const parts of rows) {
    const row = lookup(parts, world, context);
    const key = select.groupBy
      .map((e) => {
        const value = evaluateSql(aliased(e, select), row, context);
        return `${value === null ? "null" : typeof value}:${toText(value, context)}`;
      })
      .join("\u0000");
    const known = made.get(key);
    if (known) known.push(row);
    else made.set(key, [row]);
  }
  if (made.size === 0 && select.groupBy.length === 0) made.set("", []);
  return [...made.values()].map((members) => ({
    members,
    column: (table, name) => members[0]?.column(table, name) ?? null,
  }));
}

/** GROUP BY and ORDER BY may name a column of the result. */
function aliased(e: SqlExpr, select: SqlSelect): SqlExpr {
  if (e.kind === "value" && typeof e.value === "number") return select.columns[e.value - 1]?.expr ?? e;
  if (e.kind !== "column" || e.table !== null) return e;
  const column = select.columns.find(({ expr, name }) => expr !== null && name.toLowerCase() === e.name.toLowerCase());
  return column?.expr ?? e;
}

interface Head {
  name: string;
  value(row: SqlRow): Value;
}

function headsOf(
  select: SqlSelect,
  column: SqlSelect["columns"][number],
  world: SqlWorld,
  context: FilterContext,
): Head[] {
  const { expr } = column;
  if (expr) return [{ name: column.name, value: (row) => evaluateSql(expr, row, context) }];
  const sources = [...(select.from ? [select.from] : []), ...select.joins.map((join) => join.source)];
  const wanted = sources.filter(
    ({ alias }) => column.table === null || alias.toLowerCase() === column.table.toLowerCase(),
  );
  return wanted.flatMap(({ name, alias }) =>
    tableOf(name, world).columns.map((head) => ({ name: head, value: (row: SqlRow) => row.column(alias, head) })),
  );
}

interface Made {
  row: SqlRow;
  values: Value[];
}

function distinct(rows: readonly Made[], context: FilterContext): Made[] {
  const seen = new Set<string>();
  return rows.filter(({ values }) => {
    const key = values.map((value) => `${typeof value}:${toText(value, context)}`).join("\u0000");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** NULL is the smallest. */
function sort(rows: Made[], select: SqlSelect, heads: readonly Head[], context: FilterContext): void {
  context.charge(rows.length * Math.ceil(Math.log2(rows.length + 1)) * select.orderBy.length);
  const keyOf = (by: SqlExpr, { row, values }: Made): Value => {
    if (by.kind === "value" && typeof by.value === "number") return values[by.value - 1] ?? null;
    const named = by.kind === "column" && by.table === null ? by.name.toLowerCase() : null;
    const at = named === null ? -1 : heads.findIndex(({ name }) => name.toLowerCase() === named);
    return at >= 0 ? (values[at] ?? null) : evaluateSql(by, row, context);
  };
  const keyed = rows.map((made) => ({ made, keys: select.orderBy.map(({ by }) => keyOf(by, made)) }));
  keyed.sort((a, b) => {
    for (const [i, { descending }] of select.orderBy.entries()) {
      const [left, right] = [a.keys[i] ?? null, b.keys[i] ?? null];
      const order = compare(left, right, context) ?? (left === null ? 0 : 1) - (right === null ? 0 : 1);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  rows.splice(0, rows.length, ...keyed.map(({ made }) => made));
}

const isTrue = (e: SqlExpr, row: SqlRow, context: FilterContext): boolean => {
  const value = evaluateSql(e, row, context);
  return value !== null && truthy(value);
};

/** LIMIT and OFFSET. */
function count(e: SqlExpr, world: SqlWorld, context: FilterContext): number {
  return Math.max(0, Math.trunc(toNumber(evaluateSql(e, lookup([], world, context), context), context)));
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; seen.has(unique.toLowerCase()); n++) unique = `${name}_${n}`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}
