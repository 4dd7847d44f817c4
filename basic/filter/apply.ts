/** Evaluates a filter tree over rows. */
import { addUnits, unitOf, unitsBetween } from "../dates/arithmetic.ts";
import { dateField } from "../dates/fields.ts";
import { parseDate } from "../dates/parse.ts";
import { fromLocal, local } from "../dates/zone.ts";
import type { FunctionContext } from "../functions/function.ts";
import { textLength } from "../operations/code-points.ts";
import { compare, equals } from "../operations/compare.ts";
import type { OperationContext } from "../operations/context.ts";
import { getField } from "../operations/fields.ts";
import { contains, like } from "../operations/membership.ts";
import { toText } from "../operations/text-form.ts";
import { isNull } from "../operations/truth.ts";
import { BasicDate, type BasicObject, type Value } from "../values.ts";
import { rowFunction } from "./row-functions.ts";
import {
  type Comparison,
  type Condition,
  FILTER_FUNCTIONS,
  type FilterFunction,
  type FilterTree,
  type Operand,
} from "./tree.ts";

export interface FilterContext extends OperationContext, Pick<FunctionContext, "now"> {
  /** `=`, `<>` and IN on texts heed capitals: so on tables; files and lists ignore them, which is the default. */
  caseSensitive?: boolean;
}

/** The row meets the conditions; ORDER BY and LIMIT do not count here. */
export function matches(tree: FilterTree, row: BasicObject, context: FilterContext): boolean {
  return tree.where === null || holds(tree.where, row, context);
}

/** The matching rows, ordered and limited; the rows themselves are not copied. */
export function applyFilter(tree: FilterTree, rows: readonly BasicObject[], context: FilterContext): BasicObject[] {
  const found = rows.filter((row) => matches(tree, row, context));
  if (tree.order.length > 0) {
    context.charge(found.length * Math.ceil(Math.log2(found.length + 1)) * tree.order.length);
    const keyed = found.map((row) => ({ row, keys: tree.order.map(({ by }) => operandValue(by, row, context)) }));
    keyed.sort((a, b) => orderOf(tree, a.keys, b.keys, context));
    found.splice(0, found.length, ...keyed.map(({ row }) => row));
  }
  return found.slice(tree.offset, tree.limit === null ? undefined : tree.offset + tree.limit);
}

function orderOf(tree: FilterTree, a: readonly Value[], b: readonly Value[], context: FilterContext): number {
  for (const [i, { descending }] of tree.order.entries()) {
    const left = a[i] ?? null;
    const right = b[i] ?? null;
    // NULL is the smallest.
    const order = compare(left, right, context) ?? (left === null ? 0 : 1) - (right === null ? 0 : 1);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

function holds(condition: Condition, row: BasicObject, context: FilterContext): boolean {
  context.charge(1);
  switch (condition.kind) {
    case "and":
      return condition.items.every((item) => holds(item, row, context));
    case "or":
      return condition.items.some((item) => holds(item, row, context));
    case "not":
      return !holds(condition.item, row, context);
    case "null":
      return isNull(operandValue(condition.left, row, context));
    case "like":
      return like(
        operandValue(condition.left, row, context),
        operandValue(condition.right, row, context),
        context,
        true,
      );
    case "starts with":
      return textOf(condition.left, row, context).startsWith(textOf(condition.right, row, context));
    case "ends with":
      return textOf(condition.left, row, context).endsWith(textOf(condition.right, row, context));
    case "contains":
      return contains(operandValue(condition.left, row, context), operandValue(condition.right, row, context), context);
    case "in": {
      const left = operandValue(condition.left, row, context);
      return condition.values.some((value) => same(left, operandValue(value, row, context), context));
    }
    case "between": {
      const left = operandValue(condition.left, row, context);
      const low = compare(left, operandValue(condition.low, row, context), context);
      const high = compare(left, operandValue(condition.high, row, context), context);
      return low !== undefined && high !== undefined && low >= 0 && high <= 0;
    }
    case "compare":
      return related(
        condition.op,
        operandValue(condition.left, row, context),
        operandValue(condition.right, row, context),
        context,
      );
  }
}

function related(op: Comparison, left: Value, right: Value, context: FilterContext): boolean {
  if (op === "=") return same(left, right, context);
  if (op === "<>") return !same(left, right, context);
  const order = compare(left, right, context);
  if (order === undefined) return false;
  if (op === "<") return order < 0;
  if (op === "<=") return order <= 0;
  return op === ">" ? order > 0 : order >= 0;
}

function same(left: Value, right: Value, context: FilterContext): boolean {
  if (!context.caseSensitive && typeof left === "string" && typeof right === "string")
    return left.toLowerCase() === right.toLowerCase();
  return equals(left, right, context);
}

function textOf(operand: Operand, row: BasicObject, context: FilterContext): string {
  return toText(operandValue(operand, row, context), context);
}

/** What an operand is for this row. */
export function operandValue(operand: Operand, row: BasicObject, context: FilterContext): Value {
  switch (operand.kind) {
    case "literal":
      return operand.value;
    case "column":
      return columnValue(row, operand.name, context);
    case "call":
      return filterCall(
        operand.name,
        operand.args.map((arg) => operandValue(arg, row, context)),
        context,
      );
  }
}

/** The column of that name; `orders.total` is also the column `total`, and a path into an object. */
function columnValue(row: BasicObject, name: string, context: FilterContext): Value {
  const whole = getField(row, name, context, true);
  if (whole !== null || !name.includes(".")) return whole;
  const steps = name.split(".");
  const inside = steps.reduce<Value>((value, step) => getField(value, step, context, true), row);
  return inside ?? getField(row, steps.at(-1) ?? name, context, true);
}

/** One of the functions of filters or of the language, with its operands. */
export function filterCall(name: string, args: readonly Value[], context: FilterContext): Value {
  if (!Object.hasOwn(FILTER_FUNCTIONS, name) || FILTER_FUNCTIONS[name as FilterFunction] !== args.length)
    return rowFunction(name, args, context);
  const [first = null, second = null, third = null] = args;
  switch (name as FilterFunction) {
    case "NOW":
      return new BasicDate(context.now());
    case "CURDATE":
      return startOfDay(new BasicDate(context.now()), context);
    case "LOWER":
      return first === null ? null : toText(first, context).toLowerCase();
    case "UPPER":
      return first === null ? null : toText(first, context).toUpperCase();
    case "LENGTH":
      return first === null ? null : textLength(toText(first, context));
    default: {
      const date = dateOf(first, context);
      return date ? dateCall(name as DateFunction, date, second, third, context) : null;
    }
  }
}

type DateFunction = Exclude<FilterFunction, "NOW" | "CURDATE" | "LOWER" | "UPPER" | "LENGTH">;

function dateCall(name: DateFunction, date: BasicDate, second: Value, third: Value, context: FilterContext): Value {
  switch (name) {
    case "DATE":
      return startOfDay(date, context);
    case "YEAR":
    case "MONTH":
    case "DAY":
      return dateField(date, name.toLowerCase(), context.timeZone) ?? null;
    case "DATEDIFF": {
      // As SQL counts: days between the dates, whatever the time of day.
      const other = dateOf(second, context);
      return other
        ? unitsBetween(startOfDay(other, context), startOfDay(date, context), "day", context.timeZone)
        : null;
    }
    case "DATE_ADD":
    case "DATE_SUB": {
      const unit = typeof third === "string" ? unitOf(third) : undefined;
      if (unit === undefined || typeof second !== "number") return null;
      return addUnits(date, name === "DATE_ADD" ? second : -second, unit, context.timeZone);
    }
  }
}

function startOfDay(date: BasicDate, context: FilterContext): BasicDate {
  return fromLocal(local(date, context.timeZone).startOf("day"), true);
}

function dateOf(value: Value, context: FilterContext): BasicDate | undefined {
  if (value instanceof BasicDate) return value;
  return typeof value === "string" ? parseDate(value, context) : undefined;
}
