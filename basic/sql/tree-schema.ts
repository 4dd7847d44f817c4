/** Checks a SELECT that comes from elsewhere as plain JSON: it may be damaged. */
import {
  MAX_SQL_DEPTH,
  MAX_SQL_JOINS,
  SQL_OPERATORS,
  type SqlExpr,
  type SqlOperator,
  type SqlSelect,
  type SqlSource,
} from "./tree.ts";

/** The SELECT, or null for what is none. */
export function sqlSelect(value: unknown): SqlSelect | null {
  try {
    return select(value);
  } catch (error) {
    if (error instanceof Damaged) return null;
    throw error;
  }
}

class Damaged extends Error {}

function select(value: unknown): SqlSelect {
  const node = object(value);
  const joins = list(node["joins"]);
  if (joins.length > MAX_SQL_JOINS) throw new Damaged();
  return {
    distinct: node["distinct"] === true,
    columns: list(node["columns"]).map((item) => {
      const column = object(item);
      return { expr: optional(column["expr"], 0), table: textOrNull(column["table"]), name: text(column["name"]) };
    }),
    from: node["from"] === null ? null : source(node["from"]),
    joins: joins.map((item) => {
      const { kind, source: from, on } = object(item);
      if (kind !== "inner" && kind !== "left" && kind !== "cross") throw new Damaged();
      return { kind, source: source(from), on: optional(on, 0) };
    }),
    where: optional(node["where"], 0),
    groupBy: list(node["groupBy"]).map((item) => expression(item, 0)),
    having: optional(node["having"], 0),
    orderBy: list(node["orderBy"]).map((item) => {
      const { by, descending } = object(item);
      return { by: expression(by, 0), descending: descending === true };
    }),
    limit: optional(node["limit"], 0),
    offset: optional(node["offset"], 0),
  };
}

const MAX_DEPTH = MAX_SQL_DEPTH * 4;

function expression(value: unknown, depth: number): SqlExpr {
  if (depth > MAX_DEPTH) throw new Damaged();
  const node = object(value);
  const args = (): SqlExpr[] => list(node["args"]).map((arg) => expression(arg, depth + 1));
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
        subject: optional(node["subject"], depth + 1),
        branches: list(node["branches"]).map((item) => {
          const { when, result } = object(item);
          return { when: expression(when, depth + 1), result: expression(result, depth + 1) };
        }),
        otherwise: optional(node["otherwise"], depth + 1),
      };
    default:
      throw new Damaged();
  }
}

const optional = (value: unknown, depth: number): SqlExpr | null => (value === null ? null : expression(value, depth));

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
