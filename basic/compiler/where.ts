/** WHERE tails and SET lists: their shape goes into the instruction's descriptor, their values into its arguments. */
import type { Expr, FilterNode, RowValue, SetList, Where } from "../ast.ts";
import type { Context } from "./context.ts";

/** A WHERE tail with the places of its values left open, in the order of the arguments. */
export interface WhereTemplate {
  filter: FilterTemplate | null;
  /** From ISA 2 on. */
  groupBy?: string | null;
  orderBy: { column: string; descending: boolean }[];
  limit: boolean;
  offset: boolean;
  first: boolean;
}

export type FilterTemplate =
  | { kind: "and" | "or"; items: FilterTemplate[] }
  | { kind: "not"; item: FilterTemplate }
  /** ISA 1: a column or one function of it; `values` counts the arguments. */
  | { kind: "test"; column: { name: string; fn: string | null }; op: string; values: number }
  | { kind: "test"; left: RowTemplate; op: string; values: RowTemplate[] };

/** `next` takes the next argument; where that is NULL and a column is named, it is the column. */
export type RowTemplate =
  | { kind: "column"; name: string }
  | { kind: "call"; name: string; args: RowTemplate[] }
  | { kind: "next"; column: string | null };

export interface SetTemplate {
  items: { column: string; value: RowTemplate }[];
}

/** `argument` evaluates an expression into the next register. */
type Argument = (c: Context, e: Expr) => unknown;

export function passWhere(c: Context, where: Where, argument: Argument): WhereTemplate {
  const filter = where.filter ? passFilter(c, where.filter, argument) : null;
  if (where.limit) argument(c, where.limit);
  if (where.offset) argument(c, where.offset);
  return {
    filter,
    groupBy: where.groupBy,
    orderBy: where.orderBy,
    limit: where.limit !== null,
    offset: where.offset !== null,
    first: where.first,
  };
}

function passFilter(c: Context, node: FilterNode, argument: Argument): FilterTemplate {
  switch (node.kind) {
    case "and":
    case "or":
      return { kind: node.kind, items: node.items.map((item) => passFilter(c, item, argument)) };
    case "not":
      return { kind: "not", item: passFilter(c, node.item, argument) };
    case "test": {
      const left = passRow(c, node.left, argument);
      return { kind: "test", left, op: node.op, values: node.values.map((value) => passRow(c, value, argument)) };
    }
  }
}

function passRow(c: Context, value: RowValue, argument: Argument): RowTemplate {
  switch (value.kind) {
    case "column":
      return { kind: "column", name: value.name };
    case "row-call":
      return { kind: "call", name: value.name, args: value.args.map((arg) => passRow(c, arg, argument)) };
    case "once":
      argument(c, value.value);
      return { kind: "next", column: value.column ?? null };
  }
}

export function passSetList(c: Context, list: SetList, argument: Argument): SetTemplate {
  return { items: list.items.map(({ column, value }) => ({ column, value: passRow(c, value, argument) })) };
}
