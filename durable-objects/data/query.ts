/** What FIND asks for, checked: the filter comes from another object as plain JSON. */
import * as z from "zod";
import { isRowFunction } from "../../basic/filter/row-functions.ts";
import {
  type Condition,
  FILTER_FUNCTIONS,
  type FilterTree,
  MAX_FILTER_DEPTH,
  type Operand,
} from "../../basic/filter/tree.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { FindQuery } from "../../contracts/objects.ts";
import { DataError } from "./tables.ts";

const filterFunction = z.string().max(40);
const operand: z.ZodType<Operand> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("column"), name: z.string() }),
    z.object({ kind: z.literal("literal"), value: z.union([z.null(), z.boolean(), z.number(), z.string()]) }),
    z
      .object({ kind: z.literal("call"), name: filterFunction, args: z.array(operand).max(20) })
      .refine(({ name, args }) => isFilterCall(name, args.length)),
  ]),
);
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(["and", "or"]), items: z.array(condition) }),
    z.object({ kind: z.literal("not"), item: condition }),
    z.object({
      kind: z.literal("compare"),
      op: z.enum(["=", "<>", "<", "<=", ">", ">="]),
      left: operand,
      right: operand,
    }),
    z.object({ kind: z.enum(["like", "contains", "starts with", "ends with"]), left: operand, right: operand }),
    z.object({ kind: z.literal("in"), left: operand, values: z.array(operand) }),
    z.object({ kind: z.literal("between"), left: operand, low: operand, high: operand }),
    z.object({ kind: z.literal("null"), left: operand }),
  ]),
);
const filterTree: z.ZodType<FilterTree> = z.object({
  where: condition.nullable(),
  order: z.array(z.object({ by: operand, descending: z.boolean() })).max(10),
  limit: z.int().min(0).nullable(),
  offset: z.int().min(0),
});

export interface ParsedQuery {
  tree: FilterTree | null;
  order: FilterTree["order"];
  limit: number;
  offset: number;
}

/**
 * ORDER BY, LIMIT and OFFSET of the query go before those inside the filter's text, except that the smaller LIMIT holds.
 * Throws a DataError for what is no filter.
 */
export function parseQuery(query: FindQuery): ParsedQuery {
  for (const count of [query.limit, query.offset]) {
    if (!Number.isInteger(count) || count < 0) {
      throw new DataError(`LIMIT and OFFSET are whole numbers from 0 on, and one is ${count}.`);
    }
  }
  const tree = query.filter === null ? null : parseTree(query);
  const order = query.orderBy.map(({ column, descending }) => ({
    by: { kind: "column", name: column } as const,
    descending,
  }));
  if (order.length > 10) throw new DataError(`ORDER BY takes 10 columns, and these are ${order.length}.`);
  return {
    tree,
    order: order.length > 0 ? order : (tree?.order ?? []),
    limit: Math.min(query.limit, tree?.limit ?? query.limit),
    offset: query.offset > 0 ? query.offset : (tree?.offset ?? 0),
  };
}

const isFilterCall = (name: string, count: number): boolean =>
  (Object.hasOwn(FILTER_FUNCTIONS, name) && Reflect.get(FILTER_FUNCTIONS, name) === count) ||
  isRowFunction(name, count);

/** A value that is computed from a row. Its own literals may be any JSON. */
export function parseOperand(value: JsonValue): Operand {
  checkNesting(value);
  if (typeof value === "object" && value !== null && !Array.isArray(value) && value["kind"] === "literal")
    return { kind: "literal", value: (value["value"] ?? null) as null };
  const parsed = operand.safeParse(value);
  if (!parsed.success) throw new DataError("The value to set is not one that this table can read.");
  return parsed.data;
}

export function parseTree(query: Pick<FindQuery, "filter">): FilterTree {
  checkNesting(query.filter);
  const parsed = filterTree.safeParse(query.filter);
  if (!parsed.success) throw new DataError("The filter is not one that this table can read.");
  return parsed.data;
}

function checkNesting(value: JsonValue): void {
  // A tree that is too deep would overflow the stack of the check itself; the text of one cannot be that deep.
  let depth = 0;
  for (let level: unknown[] = [value]; level.length > 0; depth += 1) {
    if (depth > MAX_FILTER_DEPTH * 4) throw new DataError("The filter is nested too deeply: simplify it.");
    level = level.flatMap((node) => (typeof node === "object" && node !== null ? Object.values(node) : []));
  }
}
