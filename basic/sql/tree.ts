/**
 * One SELECT over rows (reference 3.9): what QUERY, SELECT and the rules of TABLE are parsed to. Plain JSON data, so that it may stand
 * in a program and cross to another object. There are no subqueries, no unions and no statements that change anything.
 */
export type SqlExpr =
  | { kind: "value"; value: null | boolean | number | string }
  | { kind: "column"; table: string | null; name: string }
  | { kind: "operator"; op: SqlOperator; args: SqlExpr[] }
  | { kind: "call"; name: string; args: SqlExpr[]; distinct: boolean }
  /** COUNT(*). */
  | { kind: "all" }
  | {
      kind: "case";
      subject: SqlExpr | null;
      branches: { when: SqlExpr; result: SqlExpr }[];
      otherwise: SqlExpr | null;
    };

export type SqlCall = SqlExpr & { kind: "call" };

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
}

export const AGGREGATES: ReadonlySet<string> = new Set(["COUNT", "SUM", "AVG", "MIN", "MAX", "TOTAL", "GROUP_CONCAT"]);

export const MAX_SQL_TEXT = 65_536;
export const MAX_SQL_DEPTH = 60;
export const MAX_SQL_JOINS = 8;
