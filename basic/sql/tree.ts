/**
 * One SELECT over rows (reference 3.9): what QUERY, SELECT and the rules of TABLE are parsed to. Plain JSON data, so that it may stand
 * in a program and cross to another object. There are no statements that change anything.
 */
export type SqlExpr =
  | { kind: "value"; value: null | boolean | number | string }
  | { kind: "column"; table: string | null; name: string }
  | { kind: "operator"; op: SqlOperator; args: SqlExpr[] }
  | { kind: "call"; name: string; args: SqlExpr[]; distinct: boolean }
  /** COUNT(*). */
  | { kind: "all" }
  /** A SELECT in brackets: its one value, whether it has rows, or behind IN the values that it gives. */
  | { kind: "query"; use: "value" | "exists" | "list"; select: SqlSelect }
  | {
      kind: "case";
      subject: SqlExpr | null;
      branches: { when: SqlExpr; result: SqlExpr }[];
      otherwise: SqlExpr | null;
    };

export type SqlCall = SqlExpr & { kind: "call" };
export type SqlQuery = SqlExpr & { kind: "query" };

const OPERATORS = [
  "and",
  "or",
  "not",
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "like",
  "in",
  "between",
  "is null",
  "+",
  "-",
  "*",
  "/",
  "%",
  "||",
  "negate",
] as const;
export type SqlOperator = (typeof OPERATORS)[number];
export const SQL_OPERATORS: ReadonlySet<string> = new Set(OPERATORS);

export interface SqlSource {
  name: string;
  /** How columns name it: AS alias, else the name. */
  alias: string;
}

export interface SqlSelect {
  distinct: boolean;
  /** `expr` null is `*`, of one source where `table` names it. */
  columns: { expr: SqlExpr | null; table: string | null; name: string }[];
  from: SqlSource | null;
  joins: { kind: "inner" | "left" | "cross"; source: SqlSource; on: SqlExpr | null }[];
  where: SqlExpr | null;
  groupBy: SqlExpr[];
  having: SqlExpr | null;
  orderBy: { by: SqlExpr; descending: boolean }[];
  limit: SqlExpr | null;
  offset: SqlExpr | null;
  /** SELECTs whose rows are added by UNION. ORDER BY, LIMIT and OFFSET are those of the whole then; the parts have none. */
  unions: { all: boolean; select: SqlSelect }[];
}

export const AGGREGATES: ReadonlySet<string> = new Set(["COUNT", "SUM", "AVG", "MIN", "MAX", "TOTAL", "GROUP_CONCAT"]);

export const MAX_SQL_TEXT = 65_536;
export const MAX_SQL_DEPTH = 60;
export const MAX_SQL_JOINS = 8;
/** SELECTs in brackets and behind UNION, in all. */
export const MAX_SQL_QUERIES = 16;
