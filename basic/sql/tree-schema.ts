/** Checks a SELECT that comes from elsewhere as plain JSON: it may be damaged. */
import {
  MAX_SQL_DEPTH,
  MAX_SQL_JOINS,
  MAX_SQL_QUERIES,
  SQL_OPERATORS,
  type SqlExpr,
  type SqlOperator,
  type SqlSelect,
  type SqlSource,
} from "./tree.ts";

/** The SELECT, or null for what is none. */
export function sqlSelect(value: unknown): SqlSelect | null {
  try {
    return select(value, 0, { left: MAX_SQL_QUERIES + 1 });
  } catch (error) {
    if (error instanceof Damaged) return null;
    throw error;
  }
}

class Damaged extends Error {}

/** How many SELECTs may still come. */
interface Count {
  left: number;
}

function select(value: unknown, depth: number, count: Count): SqlSelect {
  if (count.left-- <= 0) throw new Damaged();
  const node = object(value);
  const optional = (item: unknown): SqlExpr | null => optionalAt(item, depth, count);
  const expressions = (items: unknown): SqlExpr[] => list(items).map((item) => expression(item, depth, count));
  const joins = list(node["joins"]);
  if (joins.length > MAX_SQL_JOINS) throw new Damaged();
  return {
    distinct: node["distinct"] === true,
    columns: list(node["columns"]).map((item) => {
      const column = object(item);
      return { expr: optional(column["expr"]), table: textOrNull(column["table"]), name: text(column["name"]) };
    }),
    from: node["from"] === null ? null : source(node["from"]),
    joins: joins.map((item) => {
      const { kind, source: from, on } = object(item);
      if (kind !== "inner" && kind !== "left" && kind !== "cross") throw new Damaged();
      return { kind, source: source(from), on: optional(on) };
    }),
    where: optional(node["where"]),
    groupBy: expressions(node["groupBy"]),
    having: optional(node["having"]),
    orderBy: list(node["orderBy"]).map((item) => {
      const { by, descending } = object(item);
      return { by: expression(by, depth, count), descending: descending === true };
    }),
    limit: optional(node["limit"]),
    offset: optional(node["offset"]),
    unions: list(node["unions"] ?? []).map((item) => {
      const { all, select: added } = object(item);
      return { all: all === true, select: select(added, depth + 1, count) };
    }),
  };
}

const MAX_DEPTH = MAX_SQL_DEPTH * 4;

function expression(value: unknown, depth: number, count: Count): SqlExpr {
  if (depth > MAX_DEPTH) throw new Damaged();
  const node = object(value);
  const args = (): SqlExpr[] => list(node["args"]).map((arg) => expression(arg, depth + 1, count));
  switch (node["kind"]) {
    case "all":
      return { kind: "all" };
    case "value":
      return { kind: "value", value: scalar(node["value"]) };
    case "column":
      return { kind: "column", table: textOrNull(node["table"]), name: text(node["name"]) };
    case "operator":
      if (!SQL_OPERATORS.has(String(node["op"]))) throw new Damaged();
      return { kind: "operator", op: node["op"] as SqlOperator, args: args() };
    case "call":
      return { kind: "call", name: text(node["name"]), args: args(), distinct: node["distinct"] === true };
    case "case":
      return {
        kind: "case",
        subject: optionalAt(node["subject"], depth + 1, count),
        branches: list(node["branches"]).map((item) => {
          const { when, result } = object(item);
          return { when: expression(when, depth + 1, count), result: expression(result, depth + 1, count) };
        }),
        otherwise: optionalAt(node["otherwise"], depth + 1, count),
      };
    case "query": {
      const { use } = node;
      if (use !== "value" && use !== "exists" && use !== "list") throw new Damaged();
      return { kind: "query", use, select: select(node["select"], depth + 1, count) };
    }
    default:
      throw new Damaged();
  }
}

const optionalAt = (value: unknown, depth: number, count: Count): SqlExpr | null =>
  value === null ? null : expression(value, depth, count);

function source(value: unknown): SqlSource {
  const { name, alias } = object(value);
  return { name: text(name), alias: text(alias) };
}

function scalar(value: unknown): null | boolean | number | string {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return value;
  throw new Damaged();
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Damaged();
  return value as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Damaged();
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Damaged();
  return value;
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : text(value));
