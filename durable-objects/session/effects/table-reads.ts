/**
 * What the reading keywords of tables make of rows: FIND's tail, AGGREGATE, SEARCH, AUTOCOMPLETE, SELECT (reference 3.9). Pure: where
 * the rows come from is not known here.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { applyFilter, type FilterContext } from "../../../basic/filter/apply.ts";
import { filterOf } from "../../../basic/filter/from-value.ts";
import { parseFilter } from "../../../basic/filter/parse.ts";
import type { FilterTree } from "../../../basic/filter/tree.ts";
import type { FunctionContext } from "../../../basic/functions/function.ts";
import { groupRows } from "../../../basic/functions/row-sets.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import type { OperationContext } from "../../../basic/operations/context.ts";
import { findKey } from "../../../basic/operations/fields.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { aggregated } from "../../../basic/sql/accumulate.ts";
import { parseInlineSelect, parseSelect } from "../../../basic/sql/parse.ts";
import type { SqlTable } from "../../../basic/sql/rows.ts";
import { runSelect } from "../../../basic/sql/select.ts";
import type { SqlSelect } from "../../../basic/sql/tree.ts";
import { type BasicObject, RecordSet, type Value } from "../../../basic/values.ts";

type Args = Readonly<Record<string, Value>>;

export const ALL_ROWS: FilterTree = { where: null, order: [], limit: null, offset: 0 };

export interface Tail {
  tree: FilterTree;
  first: boolean;
  group: string | null;
}

/** A WHERE tail, a filter text as its tree, or a column and its value. */
export function tailOf(args: Args, context: OperationContext): Tail {
  const tail = args["where"] ?? args["filter"] ?? null;
  if (isObject(tail)) {
    const group = tail["group"] ?? null;
    return {
      tree: filterOf(tail),
      first: tail["first"] === true,
      group: group === null ? null : toText(group, context),
    };
  }
  if (tail !== null) {
    // Programs of the first instruction set bring the text itself.
    const text = toText(tail, context).trim();
    return { tree: text === "" ? ALL_ROWS : parseFilter(text), first: false, group: null };
  }
  if (args["column"] === undefined) return { tree: ALL_ROWS, first: false, group: null };
  const value = args["value"] ?? null;
  const literal = value !== null && typeof value === "object" ? toText(value, context) : value;
  const name = toText(args["column"], context);
  const right = { kind: "literal", value: literal } as const;
  const condition = { kind: "compare", op: "=", left: { kind: "column", name }, right } as const;
  return { tree: { ...ALL_ROWS, where: condition }, first: false, group: null };
}

/** FIND's result. GROUP BY makes an object of it: each value of the column with its rows. */
export function foundValue(
  rows: readonly BasicObject[],
  columns: readonly string[],
  tail: Tail,
  limit: number,
  context: FunctionContext,
): Value {
  const set = new RecordSet([...rows], [...columns], limit === 1 && rows.length === 1);
  return tail.group === null ? set : groupRows(set, tail.group, context);
}

const OPERATIONS: ReadonlySet<string> = new Set(["SUM", "AVG", "COUNT", "MIN", "MAX"]);

export interface Aggregation {
  source: Value;
  operation: string;
  column: string | null;
  tree: FilterTree;
}

/** The operation is the operand that is one of the five words: so all orders are told apart. */
export function aggregationOf(args: Args, context: OperationContext): Aggregation {
  if (args["operation"] !== undefined) {
    const column = args["column"] ?? null;
    const operation = toText(args["operation"], context).toUpperCase();
    return {
      source: args["source"] ?? null,
      operation,
      column: column === null ? null : toText(column, context),
      tree: tailOf({ where: args["where"] ?? null }, context).tree,
    };
  }
  const operands = [args["first"], args["second"], args["third"]].filter((value) => value !== undefined);
  const at = operands.findIndex((value) => typeof value === "string" && OPERATIONS.has(value.trim().toUpperCase()));
  if (at < 0) throw new BasicError(ERR.badCall, "AGGREGATE needs one of the words SUM, AVG, COUNT, MIN and MAX.");
  const [source = null, column = null] = operands.filter((_, i) => i !== at);
  const operation = toText(operands[at] ?? null, context)
    .trim()
    .toUpperCase();
  return {
    source,
    operation,
    column: column === null ? null : toText(column, context),
    tree: tailOf({ filter: args["filter"] ?? null }, context).tree,
  };
}

export function aggregate(
  rows: readonly BasicObject[],
  { operation, column, tree }: Aggregation,
  context: FilterContext,
): Value {
  const found = applyFilter(tree, rows, context);
  if (column === null || column === "" || column === "*") {
    if (operation === "COUNT") return found.length;
    throw new BasicError(ERR.badCall, `AGGREGATE ${operation} needs a column.`);
  }
  const values = found.map((row) => fieldOf(row, column)).filter((value) => value !== null);
  return aggregated(operation, values, context);
}

const fieldOf = (row: BasicObject, column: string): Value => {
  const key = findKey(row, column);
  return key === undefined ? null : (row[key] ?? null);
};

const DEFAULT_SEARCH_LIMIT = 10;

/** Rows of which every word of the query stands in some column, those first that hold the query as it is. */
export function search(rows: readonly BasicObject[], args: Args, context: OperationContext): BasicObject[] {
  const query = toText(args["query"] ?? null, context)
    .trim()
    .toLowerCase();
  const limit = limitOf(args, context);
  const words = query.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  const found = rows.flatMap((row) => {
    const text = Object.values(row)
      .map((value) => toText(value, context))
      .join("\n")
      .toLowerCase();
    context.charge(1 + text.length / 64);
    return words.every((word) => text.includes(word)) ? [{ row, exact: text.includes(query) }] : [];
  });
  return found
    .toSorted((a, b) => Number(b.exact) - Number(a.exact))
    .slice(0, limit)
    .map(({ row }) => row);
}

/** Different values of the column that begin with the text, in alphabetical order. */
export function autocomplete(rows: readonly BasicObject[], args: Args, context: OperationContext): Value[] {
  const column = toText(args["column"] ?? null, context);
  const start = toText(args["text"] ?? null, context).toLowerCase();
  const values = new Set<string>();
  for (const row of rows) {
    context.charge(1);
    const text = toText(fieldOf(row, column), context);
    if (text !== "" && text.toLowerCase().startsWith(start)) values.add(text);
  }
  return [...values].sort().slice(0, limitOf(args, context));
}

function limitOf(args: Args, context: OperationContext): number {
  const limit = args["limit"] ?? null;
  return limit === null ? DEFAULT_SEARCH_LIMIT : Math.max(0, Math.trunc(toNumber(limit, context)));
}

/** The SELECT of QUERY or of an inline SELECT, with the variables that it may mean. */
export function selectOf(
  keyword: string,
  args: Args,
  context: OperationContext,
): { select: SqlSelect; variables: Map<string, Value> } {
  if (keyword === "QUERY") return { select: parseSelect(toText(args["sql"] ?? null, context)), variables: new Map() };
  const names = Array.isArray(args["names"]) ? args["names"] : [];
  const values = Array.isArray(args["values"]) ? args["values"] : [];
  return {
    select: parseInlineSelect(toText(args["query"] ?? null, context)),
    variables: new Map(names.map((name, i) => [toText(name, context).toLowerCase(), values[i] ?? null] as const)),
  };
}

/** `tables` holds what FROM and JOIN name, as they write it; a variable with rows goes before a table of its name. */
export function selected(
  select: SqlSelect,
  variables: ReadonlyMap<string, Value>,
  tables: ReadonlyMap<string, SqlTable>,
  context: FilterContext,
): RecordSet {
  return runSelect(
    select,
    { table: (name) => tables.get(name) ?? null, variable: (name) => variables.get(name.toLowerCase()) },
    context,
  );
}
