/** Evaluates an expression of SQL for one row, or for a group of rows. NULL in a comparison makes it NULL, which is not true. */
import { BasicError, ERR } from "../errors.ts";
import { type FilterContext, filterCall } from "../filter/apply.ts";
import { rowFunction } from "../filter/row-functions.ts";
import { FILTER_FUNCTIONS } from "../filter/tree.ts";
import { add, concatenate, divide, modulo, multiply, negate, subtract } from "../operations/arithmetic.ts";
import { compare, equals } from "../operations/compare.ts";
import { like } from "../operations/membership.ts";
import { truthy } from "../operations/truth.ts";
import type { Value } from "../values.ts";
import { AGGREGATES, type SqlCall, type SqlExpr, type SqlQuery } from "./tree.ts";

/** Where the columns of a row are found. `aggregate` gives what SUM and its kind came to in a group; null outside of one. */
export interface SqlRow {
  column(table: string | null, name: string): Value;
  aggregate: ((call: SqlCall) => Value) | null;
  /** What a SELECT in brackets is for this row; of one behind IN, whether it gives `left`. Null where none may stand. */
  query: ((query: SqlQuery, left: Value) => Value) | null;
}

export function evaluateSql(e: SqlExpr, row: SqlRow, context: FilterContext): Value {
  context.charge(1);
  const at = (i: number, expr: SqlExpr[]): Value => {
    const arg = expr[i];
    return arg ? evaluateSql(arg, row, context) : null;
  };
  switch (e.kind) {
    case "value":
      return e.value;
    case "column":
      return row.column(e.table, e.name);
    case "all":
      return 1;
    case "query":
      return ask(e, null, row);
    case "case": {
      const subject = e.subject && evaluateSql(e.subject, row, context);
      for (const { when, result } of e.branches) {
        const test = evaluateSql(when, row, context);
        if (e.subject ? same(subject, test, context) === true : truthy(test)) return evaluateSql(result, row, context);
      }
      return e.otherwise && evaluateSql(e.otherwise, row, context);
    }
    case "call":
      if (AGGREGATES.has(e.name) && row.aggregate && e.args.length === 1) return row.aggregate(e);
      return call(
        e.name,
        e.args.map((arg) => evaluateSql(arg, row, context)),
        context,
      );
    case "operator":
      if (e.op === "in" && e.args[1]?.kind === "query" && e.args[1].use === "list")
        return ask(e.args[1], at(0, e.args), row);
      return operate(e, (i) => at(i, e.args), context);
  }
}

function ask(query: SqlQuery, left: Value, row: SqlRow): Value {
  if (!row.query) throw new BasicError(ERR.badFilter, "A SELECT cannot stand here.");
  return row.query(query, left);
}

function operate(e: SqlExpr & { kind: "operator" }, at: (i: number) => Value, context: FilterContext): Value {
  switch (e.op) {
    case "and": {
      const left = at(0);
      return left !== null && !truthy(left) ? false : logical(left, at(1), false);
    }
    case "or": {
      const left = at(0);
      return left !== null && truthy(left) ? true : logical(left, at(1), true);
    }
    case "not": {
      const value = at(0);
      return value === null ? null : !truthy(value);
    }
    case "is null":
      return at(0) === null;
    case "=":
      return same(at(0), at(1), context);
    case "<>": {
      const equal = same(at(0), at(1), context);
      return equal === null ? null : !equal;
    }
    case "in": {
      const value = at(0);
      if (value === null) return null;
      return e.args.slice(1).some((_, i) => same(value, at(i + 1), context) === true);
    }
    case "between": {
      const value = at(0);
      const [low, high] = [ordered(value, at(1), context), ordered(value, at(2), context)];
      return low === null || high === null ? null : low >= 0 && high <= 0;
    }
    case "like": {
      const [text, pattern] = [at(0), at(1)];
      return text === null || pattern === null ? null : like(text, pattern, context);
    }
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const order = ordered(at(0), at(1), context);
      if (order === null) return null;
      return e.op === "<" ? order < 0 : e.op === "<=" ? order <= 0 : e.op === ">" ? order > 0 : order >= 0;
    }
    case "negate": {
      const value = at(0);
      return value === null ? null : negate(value, context);
    }
    default:
      return compute(e.op, at(0), at(1), context);
  }
}

/** `+` of a text concatenates, as everywhere in the language (reference 3.9). */
function compute(op: string, left: Value, right: Value, context: FilterContext): Value {
  if (left === null || right === null) return null;
  switch (op) {
    case "||":
      return concatenate(left, right, context);
    case "+":
      return add(left, right, context);
    case "-":
      return subtract(left, right, context);
    case "*":
      return multiply(left, right, context);
    case "/":
      return divide(left, right, context);
    default:
      return modulo(left, right, context);
  }
}

/** AND and OR where the left side has not decided: NULL decides nothing. */
function logical(left: Value, right: Value, decides: boolean): Value {
  if (right !== null && truthy(right) === decides) return decides;
  return left === null || right === null ? null : !decides;
}

function same(left: Value, right: Value, context: FilterContext): boolean | null {
  return left === null || right === null ? null : equals(left, right, context);
}

function ordered(left: Value, right: Value, context: FilterContext): number | null {
  return left === null || right === null ? null : (compare(left, right, context) ?? null);
}

/** SQL's own spellings of functions that the language calls otherwise. */
const SPELLINGS: Readonly<Record<string, string>> = {
  SUBSTR: "MID",
  SUBSTRING: "MID",
  IFNULL: "COALESCE",
  CEILING: "CEIL",
  CURRENT_TIMESTAMP: "NOW",
};

function call(name: string, args: readonly Value[], context: FilterContext): Value {
  const known = SPELLINGS[name] ?? name;
  if (Object.hasOwn(FILTER_FUNCTIONS, known) && Reflect.get(FILTER_FUNCTIONS, known) === args.length)
    return filterCall(known, args, context);
  return rowFunction(known, args, context);
}
