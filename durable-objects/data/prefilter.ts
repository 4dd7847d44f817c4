/**
 * The part of a filter that SQLite can tell for certain. Its condition is met by every row that the filter accepts and
 * by some that it does not, so it may leave out whatever would be hard to say exactly; the filter itself decides. Values
 * are bound, columns are positions: nothing of the filter's text is ever part of a statement.
 */
import type { Comparison, Condition, FilterTree, Operand } from "../../basic/filter/tree.ts";
import { wholeNumber } from "../../basic/operations/numbers.ts";
import { positionOf } from "./candidates.ts";
import { isStorable } from "./sql.ts";
import { foldName, type Table } from "./tables.ts";

export interface Prefilter {
  sql: string;
  bindings: (string | number)[];
}

const ALL: Prefilter = { sql: "TRUE", bindings: [] };
/** SQLite in an object binds 100 values at most; the rest is left to the filter. */
const MAX_BINDINGS = 60;
/** Decimal fractions may differ in the last bit between SQLite's reading of JSON and JavaScript's. */
const TOLERANCE = 1e-12;

/** SQL for a column's value; the position is a number of ours, never text from outside. */
export const columnValue = (position: number): string => `json_extract(body, '$[${position}]')`;

export function prefilter(tree: FilterTree, table: Table): Prefilter {
  const found = tree.where === null ? null : condition(tree.where, table);
  return found === null || found.bindings.length > MAX_BINDINGS ? ALL : found;
}

/** Null: nothing can be said. */
function condition(node: Condition, table: Table): Prefilter | null {
  switch (node.kind) {
    case "and":
      return conjunction(node.items.map((item) => condition(item, table)));
    case "or":
      return disjunction(node.items.map((item) => condition(item, table)));
    case "in":
      return disjunction(node.values.map((value) => comparison("=", node.left, value, table)));
    case "compare":
      return comparison(node.op, node.left, node.right, table);
    case "null": {
      const value = column(node.left, table);
      return value === null ? null : { sql: `${value} IS NULL`, bindings: [] };
    }
    case "contains":
    case "starts with":
    case "ends with":
      return withPart(node.left, node.right, table);
    case "like":
      return withPattern(node.left, node.right, table);
    default:
      return null;
  }
}

/** Lists and objects come as their JSON, texts with NUL perhaps cut: what they contain is for the filter to say. */
const asIs = (value: string): string =>
  `typeof(${value}) <> 'text' OR substr(${value}, 1, 1) IN ('[', '{') OR instr(body, '\\u0000') > 0`;

function withPart(left: Operand, right: Operand, table: Table): Prefilter | null {
  const value = column(left, table);
  if (value === null || right.kind !== "literal" || typeof right.value !== "string" || !isBindable(right.value))
    return null;
  return { sql: `(instr(${value}, ?) > 0 OR ${asIs(value)})`, bindings: [right.value] };
}

/** The longest part of the pattern without a wildcard. SQLite knows the small letters of ASCII only; other texts stay candidates. */
function withPattern(left: Operand, right: Operand, table: Table): Prefilter | null {
  const value = column(left, table);
  if (value === null || right.kind !== "literal" || typeof right.value !== "string") return null;
  const parts = right.value.toLowerCase().split(/[*%?_]/);
  const part = parts.reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  if (!/^[ -~]+$/.test(part)) return null;
  return {
    sql: `(instr(lower(${value}), ?) > 0 OR ${value} GLOB '*[^ -~]*' OR ${asIs(value)})`,
    bindings: [part],
  };
}

function conjunction(items: (Prefilter | null)[]): Prefilter | null {
  const said: Prefilter[] = [];
  let count = 0;
  for (const item of items) {
    if (item === null || count + item.bindings.length > MAX_BINDINGS) continue;
    said.push(item);
    count += item.bindings.length;
  }
  return said.length === 0 ? null : join(said, " AND ");
}

/** One alternative of which nothing is known admits every row. */
function disjunction(items: (Prefilter | null)[]): Prefilter | null {
  const said = items.filter((item) => item !== null);
  return said.length < items.length || said.length === 0 ? null : join(said, " OR ");
}

const join = (items: readonly Prefilter[], word: string): Prefilter => ({
  sql: `(${items.map(({ sql }) => sql).join(word)})`,
  bindings: items.flatMap(({ bindings }) => bindings),
});

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function comparison(op: Comparison, left: Operand, right: Operand, table: Table): Prefilter | null {
  if (left.kind === "literal" && right.kind === "column") return comparison(MIRRORED[op], right, left, table);
  const value = column(left, table);
  if (value === null || right.kind !== "literal" || op === "<>") return null;
  if (typeof right.value === "number") return withNumber(op, value, right.value);
  if (typeof right.value !== "string" || !isBindable(right.value)) return null;
  if (op === "=" && isId(left) && wholeNumber(right.value) === undefined) return byId(right.value);
  return withText(op, value, right.value);
}

/** An empty text equals NULL, and a bound text ends at NUL for some functions of SQLite. */
const isBindable = (literal: string): boolean => literal !== "" && isStorable(literal);

const isId = (operand: Operand): boolean => operand.kind === "column" && foldName(operand.name) === "id";

/** By the index. A numeric text is left out: 7, "7" and "07" are equal, and their keys are not. */
const byId = (id: string): Prefilter => ({ sql: "id_key = ?", bindings: [id] });

/** A number meets numbers, booleans and numeric text by value, other text as text: that text stays a candidate. */
function withNumber(op: Comparison, value: string, literal: number): Prefilter | null {
  if (!Number.isFinite(literal)) return null;
  const slack = Math.abs(literal) * TOLERANCE;
  const number = `CAST(${value} AS REAL)`;
  switch (op) {
    case "=":
      return { sql: `${number} BETWEEN ? AND ?`, bindings: [literal - slack, literal + slack] };
    case "<":
    case "<=":
      return { sql: `(typeof(${value}) = 'text' OR ${number} <= ?)`, bindings: [literal + slack] };
    default:
      return { sql: `(typeof(${value}) = 'text' OR ${number} >= ?)`, bindings: [literal - slack] };
  }
}

/** A text meets text by code point, as SQLite orders it; what is no text stays a candidate. */
function withText(op: Comparison, value: string, literal: string): Prefilter {
  const sign = op === "=" ? "=" : op.startsWith("<") ? "<=" : ">=";
  // JSON writes half of a surrogate pair as its number. The language has it behind what SQLite has it before.
  const halves = op !== "=" && /[\ud800-\uffff]/.test(literal) ? " OR instr(body, '\\ud') > 0" : "";
  return { sql: `(typeof(${value}) <> 'text' OR ${value} ${sign} ?${halves})`, bindings: [literal] };
}

function column(operand: Operand, table: Table): string | null {
  const position = positionOf(operand, table);
  return position === null ? null : columnValue(position);
}
