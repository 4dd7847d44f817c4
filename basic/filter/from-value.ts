/**
 * Filter trees that come as values of the language: the machine makes them of filter texts and WHERE clauses. They are
 * checked all the same, because a damaged program could make others.
 */
import { BasicError, ERR } from "../errors.ts";
import { isObject } from "../operations/compare.ts";
import type { BasicObject, Value } from "../values.ts";
import { isRowFunction } from "./row-functions.ts";
import {
  type Comparison,
  type Condition,
  FILTER_FUNCTIONS,
  type FilterTree,
  MAX_FILTER_DEPTH,
  type Operand,
  type OrderKey,
} from "./tree.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);
const MAX_DEPTH = MAX_FILTER_DEPTH * 4;

/** Error 93 for a value that is no such tree. */
export function filterOf(value: Value): FilterTree {
  const tree = object(value);
  const where = tree["where"] ?? null;
  return {
    where: where === null ? null : condition(where, 0),
    order: list(tree["order"]).map(orderKey),
    limit: tree["limit"] === null || tree["limit"] === undefined ? null : count(tree["limit"]),
    offset: count(tree["offset"] ?? 0),
  };
}

/** A value computed from a row, as SET has it. A literal may be any value there. */
export function rowOperand(value: Value): Operand {
  return operand(value, 0);
}

function condition(value: Value, depth: number): Condition {
  if (depth > MAX_DEPTH) throw damaged();
  const node = object(value);
  const inner = (name: string): Operand => operand(node[name] ?? null, depth + 1);
  const { kind } = node;
  switch (kind) {
    case "and":
    case "or":
      return { kind, items: list(node["items"]).map((item) => condition(item, depth + 1)) };
    case "not":
      return { kind, item: condition(node["item"] ?? null, depth + 1) };
    case "compare":
      return { kind, op: comparison(node["op"]), left: inner("left"), right: inner("right") };
    case "like":
    case "contains":
    case "starts with":
    case "ends with":
      return { kind, left: inner("left"), right: inner("right") };
    case "in":
      return { kind, left: inner("left"), values: list(node["values"]).map((item) => operand(item, depth + 1)) };
    case "between":
      return { kind, left: inner("left"), low: inner("low"), high: inner("high") };
    case "null":
      return { kind, left: inner("left") };
    default:
      throw damaged();
  }
}

function operand(value: Value, depth: number): Operand {
  if (depth > MAX_DEPTH) throw damaged();
  const node = object(value);
  if (node["kind"] === "column") return { kind: "column", name: text(node["name"]) };
  if (node["kind"] === "literal") return { kind: "literal", value: (node["value"] ?? null) as null };
  if (node["kind"] !== "call") throw damaged();
  const name = text(node["name"]);
  const args = list(node["args"]).map((arg) => operand(arg, depth + 1));
  const isKnown =
    (Object.hasOwn(FILTER_FUNCTIONS, name) && Reflect.get(FILTER_FUNCTIONS, name) === args.length) ||
    isRowFunction(name, args.length);
  if (!isKnown) {
    throw new BasicError(ERR.badFilter, `The function ${name} with ${args.length} operands cannot be used of a row.`);
  }
  return { kind: "call", name, args };
}

function orderKey(value: Value): OrderKey {
  const key = object(value);
  return { by: operand(key["by"] ?? null, 0), descending: key["descending"] === true };
}

function comparison(value: Value | undefined): Comparison {
  if (typeof value !== "string" || !COMPARISONS.has(value)) throw damaged();
  return value as Comparison;
}

function object(value: Value): BasicObject {
  if (!isObject(value)) throw damaged();
  return value;
}

function list(value: Value | undefined): readonly Value[] {
  if (!Array.isArray(value)) throw damaged();
  return value;
}

function text(value: Value | undefined): string {
  if (typeof value !== "string") throw damaged();
  return value;
}

function count(value: Value): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw damaged();
  return value;
}

const damaged = (): BasicError => new BasicError(ERR.badFilter, "The filter is damaged.");
