/** `+ - * / \ MOD ^` and the sign (reference 2.4). Two numbers are the first test of each: that is the hot path. */
import { parseDate } from "../dates/parse.ts";
import { addMs } from "../dates/zone.ts";
import { BasicError, ERR } from "../errors.ts";
import { BasicDate, type BasicObject, Duration, newObject, plainId, RecordId, type Value } from "../values.ts";
import { isObject, listOf } from "./compare.ts";
import {
  checkListLength,
  checkTextLength,
  describe,
  finite,
  type OperationContext,
  SLOT_BYTES,
  undefinedResult,
} from "./context.ts";
import { toNumber } from "./numbers.ts";
import { toText } from "./text-form.ts";

/** `+`: concatenates if either side is a text, else adds, appends, merges or moves a date. */
export function add(a: Value, b: Value, context: OperationContext): Value {
  if (typeof a === "number" && typeof b === "number") return finite(a + b, "+", context);
  if (typeof a === "string" || typeof b === "string") return concatenate(a, b, context);
  if (a instanceof RecordId || b instanceof RecordId) return add(plainId(a), plainId(b), context);
  const leftList = listOf(a);
  const rightList = listOf(b);
  if (leftList) return joinLists(leftList, rightList ?? [b], context);
  if (rightList && a === null) return joinLists([], rightList, context);
  if (isObject(a) && isObject(b)) return merge(a, b, context);
  if (isObject(a) && b === null) return merge(a, newObject(), context);
  if (isObject(b) && a === null) return merge(newObject(), b, context);
  if (a instanceof BasicDate) return moveDate(a, b, 1, context);
  if (b instanceof BasicDate) return moveDate(b, a, 1, context);
  if (a instanceof Duration || b instanceof Duration)
    return durationOf(toNumber(a, context) + toNumber(b, context), "+", context);
  if (isPlain(a) && isPlain(b)) return finite(toNumber(a, context) + toNumber(b, context), "+", context);
  throw new BasicError(ERR.type, `+ cannot add ${describe(a)} and ${describe(b)}.`);
}

/** `&`: always joins the text forms. */
export function concatenate(a: Value, b: Value, context: OperationContext): string {
  const left = toText(a, context);
  const right = toText(b, context);
  checkTextLength(left.length + right.length);
  return left + right;
}

/** `-`: of two dates the seconds between them; behind a date, a text that is a date counts as one. */
export function subtract(a: Value, b: Value, context: OperationContext): Value {
  if (typeof a === "number" && typeof b === "number") return finite(a - b, "-", context);
  if (a instanceof BasicDate) {
    const other = typeof b === "string" ? parseDate(b, context) : b;
    if (other instanceof BasicDate) return (a.ms - other.ms) / 1000;
    return moveDate(a, b, -1, context);
  }
  const difference = toNumber(a, context) - toNumber(b, context);
  return a instanceof Duration || b instanceof Duration
    ? durationOf(difference, "-", context)
    : finite(difference, "-", context);
}

export function multiply(a: Value, b: Value, context: OperationContext): Value {
  const product = toNumber(a, context) * toNumber(b, context);
  return a instanceof Duration || b instanceof Duration
    ? durationOf(product, "*", context)
    : finite(product, "*", context);
}

/** `/`: always the real quotient. */
export function divide(a: Value, b: Value, context: OperationContext): Value {
  const dividend = toNumber(a, context);
  const divisor = toNumber(b, context);
  if (divisor === 0) return divisionByZero(context);
  const quotient = dividend / divisor;
  return a instanceof Duration && !(b instanceof Duration)
    ? durationOf(quotient, "/", context)
    : finite(quotient, "/", context);
}

/** `\`: the quotient cut toward zero; the operands are not rounded first. */
export function intDivide(a: Value, b: Value, context: OperationContext): Value {
  const dividend = toNumber(a, context);
  const divisor = toNumber(b, context);
  if (divisor === 0) return divisionByZero(context);
  return finite(withoutNegativeZero(Math.trunc(dividend / divisor)), "\\", context);
}

/** MOD: the remainder with the sign of the dividend, also of fractions. */
export function modulo(a: Value, b: Value, context: OperationContext): Value {
  const dividend = toNumber(a, context);
  const divisor = toNumber(b, context);
  if (divisor === 0) return divisionByZero(context);
  return finite(withoutNegativeZero(dividend % divisor), "MOD", context);
}

export function power(a: Value, b: Value, context: OperationContext): Value {
  const base = toNumber(a, context);
  const exponent = toNumber(b, context);
  if (base === 0 && exponent < 0) return divisionByZero(context);
  return finite(base ** exponent, "^", context);
}

export function negate(value: Value, context: OperationContext): Value {
  if (value instanceof Duration) return new Duration(-value.ms);
  return withoutNegativeZero(-toNumber(value, context));
}

function divisionByZero(context: OperationContext): null {
  return undefinedResult(ERR.divisionByZero, "Division by zero.", context);
}

function withoutNegativeZero(value: number): number {
  return value === 0 ? 0 : value;
}

function isPlain(value: Value): boolean {
  return value === null || typeof value === "number" || typeof value === "boolean";
}

function joinLists(a: readonly Value[], b: readonly Value[], context: OperationContext): Value[] {
  checkListLength(a.length + b.length);
  context.charge((a.length + b.length) / 8);
  context.allocate(SLOT_BYTES * (a.length + b.length));
  return [...a, ...b];
}

/** A new object with the fields of both; the right side wins. */
function merge(a: BasicObject, b: BasicObject, context: OperationContext): BasicObject {
  const merged = newObject(Object.entries(a));
  for (const [key, value] of Object.entries(b)) merged[key] = value;
  const count = Object.keys(merged).length;
  context.charge(count);
  context.allocate(2 * SLOT_BYTES * count);
  return merged;
}

/** A number counts seconds. Two dates cannot be added. */
function moveDate(date: BasicDate, by: Value, sign: 1 | -1, context: OperationContext): BasicDate {
  if (by instanceof BasicDate)
    throw new BasicError(ERR.type, "Two dates cannot be added; use DATEADD or a duration such as DAYS(1).");
  const ms = by instanceof Duration ? by.ms : toNumber(by, context) * 1000;
  return addMs(date, sign * ms, context.timeZone);
}

function durationOf(seconds: number, what: string, context: OperationContext): Duration | null {
  const value = finite(seconds * 1000, what, context);
  return value === null ? null : new Duration(value);
}
