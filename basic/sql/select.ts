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
import { type Accumulator, accumulator } from "./accumulate.ts";
import { equalRows } from "./equal-rows.ts";
import { evaluateSql, type SqlRow } from "./evaluate.ts";
import { AGGREGATES, type SqlCall, type SqlExpr, type SqlSelect } from "./tree.ts";

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
  const selecting = beginSelect(select, world, context);
  const rows = select.from ? tableOf(select.from.name, world).rows : [newObject([])];
  for (const row of rows) if (!selecting.push(row)) break;
  return selecting.finish();
}

export interface Selecting {
  /** A row of the first table; without FROM any one. False when no more are needed. */
  push(row: BasicObject): boolean;
  finish(): RecordSet;
}

/**
 * A SELECT to which the rows of its first table are given one by one; those of joined tables come from the world. Rows that
 * WHERE refuses and members of groups are not held.
 */
export function beginSelect(select: SqlSelect, world: SqlWorld, context: FilterContext): Selecting {
  const join = joiner(select, world, context);
  const heads = select.columns.flatMap((column) => headsOf(select, column, world, context));
  const { where } = select;
  const grouping = select.groupBy.length > 0 || usesAggregates(select) ? groups(select, context) : null;
  const offset = select.offset ? count(select.offset, world, context) : 0;
  const limit = select.limit ? count(select.limit, world, context) : Number.POSITIVE_INFINITY;
  const isPlain = !grouping && !select.distinct && select.orderBy.length === 0 && select.having === null;
  const kept: SqlRow[] = [];
  return {
    push(row) {
      for (const parts of join(row)) {
        const found = lookup(parts, world, context);
        if (where !== null && !isTrue(where, found, context)) continue;
        if (grouping) grouping.add(found);
        else kept.push(found);
      }
      checkListLength(kept.length);
      return !isPlain || kept.length < offset + limit;
    },
    finish() {
      const rows = grouping ? grouping.rows() : kept;
      const chosen = rows.filter((row) => select.having === null || isTrue(select.having, row, context));
      let made = chosen.map((row) => ({ row, values: heads.map((head) => head.value(row)) }));
      if (select.distinct) made = distinct(made, context);
      if (select.orderBy.length > 0) sort(made, select, heads, context);
      made = made.slice(offset, offset + limit);
      context.allocate(2 * SLOT_BYTES * made.length * heads.length);
      const names = uniqueNames(heads.map((head) => head.name));
      const result = made.map(({ values }) => newObject(names.map((name, i) => [name, values[i] ?? null] as const)));
      return new RecordSet(result, names);
    },
  };
}

/** Every combination of a row of the first table with rows of the others that the joins let through. */
function joiner(select: SqlSelect, world: SqlWorld, context: FilterContext): (row: BasicObject) => Part[][] {
  const { from } = select;
  if (!from) return () => [[]];
  const { columns } = tableOf(from.name, world);
  const steps = select.joins.map(({ kind, source, on }, i) => {
    const table = tableOf(source.name, world);
    const earlier = [from.alias, ...select.joins.slice(0, i).map((join) => join.source.alias)];
    const find = on === null ? null : equalRows(on, table, source.alias, earlier, context);
    const part = (row: BasicObject | null): Part => ({ alias: source.alias, columns: table.columns, row });
    return (left: Part[]): Part[][] => {
      const next: Part[][] = [];
      for (const row of find?.(lookup(left, world, context)) ?? table.rows) {
        context.charge(1);
        const pair = [...left, part(row)];
        if (on === null || isTrue(on, lookup(pair, world, context), context)) next.push(pair);
        checkListLength(next.length);
      }
      if (kind === "left" && next.length === 0) next.push([...left, part(null)]);
      context.allocate(SLOT_BYTES * next.length);
      return next;
    };
  });
  return (row) => steps.reduce<Part[][]>((rows, step) => rows.flatMap(step), [[{ alias: from.alias, columns, row }]]);
}

function tableOf(name: string, world: SqlWorld): SqlTable {
  const table = world.table(name);
  if (!table) throw new BasicError(ERR.badFilter, `There are no rows of the name ${name}.`);
  return table;
}

/** A column by its table's alias or, without one, of the first table that has it; else a variable. Error 93 for neither. */
function lookup(parts: readonly Part[], world: SqlWorld, context: FilterContext): SqlRow {
  return {
    aggregate: null,
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

/** The calls of SUM and its kind in an expression. */
function aggregatesIn(e: SqlExpr | null): SqlCall[] {
  if (!e) return [];
  switch (e.kind) {
    case "call":
      return AGGREGATES.has(e.name) && e.args.length === 1 ? [e] : e.args.flatMap(aggregatesIn);
    case "operator":
      return e.args.flatMap(aggregatesIn);
    case "case":
      return [e.subject, ...e.branches.flatMap(({ when, result }) => [when, result]), e.otherwise].flatMap(
        aggregatesIn,
      );
    default:
      return [];
  }
}

const usesAggregates = (select: SqlSelect): boolean =>
  [...select.columns.map(({ expr }) => expr), select.having].some((e) => aggregatesIn(e).length > 0);

interface Grouping {
  add(row: SqlRow): void;
  rows(): SqlRow[];
}

/** One row for each different combination of the GROUP BY values; without GROUP BY one for all. */
function groups(select: SqlSelect, context: FilterContext): Grouping {
  const calls = [
    ...select.columns.map(({ expr }) => expr),
    select.having,
    ...select.orderBy.map(({ by }) => by),
  ].flatMap(aggregatesIn);
  const keys = select.groupBy.map((e) => aliased(e, select));
  const made = new Map<string, { first: SqlRow | null; totals: Accumulator[] }>();
  const group = (first: SqlRow | null) => ({
    first,
    totals: calls.map((call) => accumulator(call.name, call.distinct, context)),
  });
  return {
    add(row) {
      const key = keys
        .map((e) => {
          const value = evaluateSql(e, row, context);
          return `${value === null ? "null" : typeof value}:${toText(value, context)}`;
        })
        .join("\u0000");
      let found = made.get(key);
      if (!found) {
        found = group(row);
        made.set(key, found);
        checkListLength(made.size);
      }
      for (const [i, call] of calls.entries()) {
        const [arg] = call.args;
        if (arg) found.totals[i]?.add(evaluateSql(arg, row, context));
      }
    },
    rows() {
      if (made.size === 0 && keys.length === 0) made.set("", group(null));
      return [...made.values()].map(({ first, totals }) => ({
        aggregate: (call: SqlCall) => totals[calls.indexOf(call)]?.value() ?? null,
        column: (table: string | null, name: string) => first?.column(table, name) ?? null,
      }));
    },
  };
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
