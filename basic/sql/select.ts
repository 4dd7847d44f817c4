/** Runs a SELECT over rows in memory. Its work is charged row by row, so that no join runs for ever. */
import { BasicError, ERR } from "../errors.ts";
import type { FilterContext } from "../filter/apply.ts";
import { compare } from "../operations/compare.ts";
import { checkListLength, SLOT_BYTES } from "../operations/context.ts";
import { toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { truthy } from "../operations/truth.ts";
import { type BasicObject, newObject, RecordSet, type Value } from "../values.ts";
import { type Accumulator, accumulator } from "./accumulate.ts";
import { equalRows } from "./equal-rows.ts";
import { evaluateSql, type SqlRow } from "./evaluate.ts";
import { type FoundRow, GroupRow, JoinedRow, type Part, type SqlScope, type SqlTable, type SqlWorld } from "./rows.ts";
import { AGGREGATES, type SqlCall, type SqlExpr, type SqlSelect } from "./tree.ts";

export function runSelect(select: SqlSelect, world: SqlWorld, context: FilterContext): RecordSet {
  return runIn(select, newScope(world, context), Number.POSITIVE_INFINITY);
}

/** For one run: what SELECTs in brackets come to is kept in it where it is the same for every row. */
export function newScope(world: SqlWorld, context: FilterContext): SqlScope {
  return { world, context, outer: null, answers: new Map(), finders: new Map(), run: runIn };
}

/** `wanted`: more rows than these are of no interest. */
function runIn(select: SqlSelect, scope: SqlScope, wanted: number): RecordSet {
  const results = partsOf(select).map((part) => {
    const selecting = beginSelect(part, scope, select.unions.length === 0 ? wanted : Number.POSITIVE_INFINITY);
    for (const row of rowsOf(part, scope)) {
      scope.context.charge(1);
      if (!selecting.push(row)) break;
    }
    return selecting.finish();
  });
  return united(select, results, scope);
}

/** Those of FROM; inside another SELECT those that its WHERE could accept for the row around, where an equality says so. */
function rowsOf({ from, joins, where }: SqlSelect, scope: SqlScope): readonly BasicObject[] {
  if (!from) return [newObject([])];
  const table = tableOf(from.name, scope.world);
  if (!scope.outer || !where || joins.length > 0) return table.rows;
  let finder = scope.finders.get(where);
  if (finder === undefined) {
    finder = equalRows(where, table, from.alias, [], scope.context);
    scope.finders.set(where, finder);
  }
  return finder?.(scope.outer) ?? table.rows;
}

/** The SELECTs between which UNION stands; most often the one itself. */
export function partsOf(select: SqlSelect): SqlSelect[] {
  if (select.unions.length === 0) return [select];
  return [
    { ...select, unions: [], orderBy: [], limit: null, offset: null },
    ...select.unions.map((union) => union.select),
  ];
}

/** What the SELECT comes to from what its parts came to. Columns take the names of the first one. */
export function united(select: SqlSelect, results: readonly RecordSet[], scope: SqlScope): RecordSet {
  const [first, ...others] = results;
  if (!first || others.length === 0) return first ?? new RecordSet([], []);
  const { columns } = first;
  let rows = [...first.rows];
  for (const [i, { columns: names, rows: added }] of others.entries()) {
    if (names.length !== columns.length)
      throw new BasicError(
        ERR.badFilter,
        `SELECTs between which UNION stands give as many columns as each other, and these give ${columns.length} and ${names.length}.`,
      );
    scope.context.allocate(2 * SLOT_BYTES * added.length * names.length);
    for (const row of added)
      rows.push(newObject(columns.map((name, at) => [name, row[names[at] ?? ""] ?? null] as const)));
    checkListLength(rows.length);
    if (!select.unions[i]?.all) rows = withoutRepeats(rows, Object.values, scope.context);
  }
  const everything = { expr: null, table: null, name: "*" };
  const ordered: SqlSelect = {
    ...{ distinct: false, columns: [everything], from: { name: "", alias: "" }, joins: [], where: null, groupBy: [] },
    ...{ having: null, orderBy: select.orderBy, limit: select.limit, offset: select.offset, unions: [] },
  };
  const world: SqlWorld = { table: () => ({ rows, columns }), variable: scope.world.variable };
  return runIn(ordered, { ...scope, world, finders: new Map() }, Number.POSITIVE_INFINITY);
}

export interface Selecting {
  /** A row of the first table; without FROM any one. False when no more are needed. */
  push(row: BasicObject): boolean;
  finish(): RecordSet;
}

/**
 * A SELECT without UNION to which the rows of its first table are given one by one; those of joined tables come from the
 * world. Rows that WHERE refuses and members of groups are not held.
 */
export function beginSelect(select: SqlSelect, scope: SqlScope, wanted = Number.POSITIVE_INFINITY): Selecting {
  const { context } = scope;
  const join = joiner(select, scope);
  const heads = select.columns.flatMap((column) => headsOf(select, column, scope));
  const { where } = select;
  const grouping = select.groupBy.length > 0 || usesAggregates(select) ? groups(select, scope) : null;
  const offset = select.offset ? count(select.offset, scope) : 0;
  const limit = Math.min(wanted, select.limit ? count(select.limit, scope) : Number.POSITIVE_INFINITY);
  const isPlain = !grouping && !select.distinct && select.orderBy.length === 0 && select.having === null;
  const kept: FoundRow[] = [];
  return {
    push(row) {
      for (const parts of join(row)) {
        const found = new JoinedRow(parts, scope);
        if (where !== null && !isTrue(where, found, context)) continue;
        if (grouping) grouping.add(found);
        else kept.push(found);
      }
      checkListLength(kept.length);
      return !isPlain || kept.length < offset + limit;
    },
    finish() {
      const rows: FoundRow[] = grouping ? grouping.rows() : kept;
      const chosen = rows.filter((row) => select.having === null || isTrue(select.having, row, context));
      let made = chosen.map((row) => ({ row, values: heads.map((head) => head.value(row)) }));
      if (select.distinct) made = withoutRepeats(made, ({ values }) => values, context);
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
function joiner(select: SqlSelect, scope: SqlScope): (row: BasicObject) => Part[][] {
  const { from } = select;
  const { world, context } = scope;
  if (!from) return () => [[]];
  const { columns } = tableOf(from.name, world);
  const steps = select.joins.map(({ kind, source, on }, i) => {
    const table = tableOf(source.name, world);
    const earlier = [from.alias, ...select.joins.slice(0, i).map((join) => join.source.alias)];
    const find = on === null ? null : equalRows(on, table, source.alias, earlier, context);
    const part = (row: BasicObject | null): Part => ({ alias: source.alias, columns: table.columns, row });
    return (left: Part[]): Part[][] => {
      const next: Part[][] = [];
      for (const row of find?.(new JoinedRow(left, scope)) ?? table.rows) {
        context.charge(1);
        const pair = [...left, part(row)];
        if (on === null || isTrue(on, new JoinedRow(pair, scope), context)) next.push(pair);
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
  add(row: FoundRow): void;
  rows(): FoundRow[];
}

/** One row for each different combination of the GROUP BY values; without GROUP BY one for all. */
function groups(select: SqlSelect, scope: SqlScope): Grouping {
  const { context } = scope;
  const calls = [
    ...select.columns.map(({ expr }) => expr),
    select.having,
    ...select.orderBy.map(({ by }) => by),
  ].flatMap(aggregatesIn);
  const keys = select.groupBy.map((e) => aliased(e, select));
  const made = new Map<string, { first: FoundRow | null; totals: Accumulator[] }>();
  const group = (first: FoundRow | null) => ({
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
      return [...made.values()].map(
        ({ first, totals }) =>
          new GroupRow(first, (call: SqlCall) => totals[calls.indexOf(call)]?.value() ?? null, scope),
      );
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

function headsOf(select: SqlSelect, column: SqlSelect["columns"][number], { world, context }: SqlScope): Head[] {
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

function withoutRepeats<T>(items: T[], valuesOf: (item: T) => readonly Value[], context: FilterContext): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = valuesOf(item)
      .map((value) => `${typeof value}:${toText(value, context)}`)
      .join("\u0000");
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
function count(e: SqlExpr, scope: SqlScope): number {
  const { context } = scope;
  return Math.max(0, Math.trunc(toNumber(evaluateSql(e, new JoinedRow([], scope), context), context)));
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
