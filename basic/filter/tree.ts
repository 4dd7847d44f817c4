/**
 * The filter language of FIND, UPDATE, DELETE and FILTER (reference 3.9): `stage != Closed Won AND total > 10 ORDER BY date
 * DESC LIMIT 3`. `parseFilter` makes a tree of plain JSON data, which may cross to another object; `matches` and `apply`
 * evaluate it over rows. The text is never spliced into SQL: values are literals of the tree.
 */

export interface FilterTree {
  /** null: every row. */
  where: Condition | null;
  order: OrderKey[];
  limit: number | null;
  offset: number;
}

export interface OrderKey {
  by: Operand;
  descending: boolean;
}

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Condition =
  | { kind: "and" | "or"; items: Condition[] }
  | { kind: "not"; item: Condition }
  | { kind: "compare"; op: Comparison; left: Operand; right: Operand }
  | { kind: "like" | "contains" | "starts with" | "ends with"; left: Operand; right: Operand }
  | { kind: "in"; left: Operand; values: Operand[] }
  | { kind: "between"; left: Operand; low: Operand; high: Operand }
  | { kind: "null"; left: Operand };

export type Operand =
  | { kind: "column"; name: string }
  | { kind: "literal"; value: null | boolean | number | string }
  | { kind: "call"; name: FilterFunction | RowFunction; args: Operand[] };

/** The functions of the filter language, with their counts of operands; `DATE_ADD` and `DATE_SUB` take date, count, unit. */
export const FILTER_FUNCTIONS = {
  DATE: 1,
  YEAR: 1,
  MONTH: 1,
  DAY: 1,
  LOWER: 1,
  UPPER: 1,
  LENGTH: 1,
  DATEDIFF: 2,
  DATE_ADD: 3,
  DATE_SUB: 3,
  NOW: 0,
  CURDATE: 0,
} as const;

export type FilterFunction = keyof typeof FILTER_FUNCTIONS;

/** Operators, and functions of the language, that a WHERE clause or SET may use of a row; the filter text does not know them. */
export type RowFunction = string;

/** Other spellings of these functions. */
export const FILTER_ALIASES: Readonly<Record<string, FilterFunction>> = {
  TODAY: "CURDATE",
  CURRENT_DATE: "CURDATE",
  UCASE: "UPPER",
  LCASE: "LOWER",
  LEN: "LENGTH",
};

/** Bounds of a filter: UTF-16 units of the text, nested conditions, nested functions, operands. */
export const MAX_FILTER_TEXT = 65_536;
export const MAX_FILTER_DEPTH = 50;
export const MAX_FUNCTION_DEPTH = 8;
export const MAX_FILTER_OPERANDS = 2000;
