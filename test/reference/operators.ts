/** Operators of the reference evaluator (reference 2.4 to 2.6). */
import type { BinaryOperator } from "../../basic/ast.ts";
import { BasicDate, Duration, newObject, RecordId, RecordSet, type Value } from "../../basic/values.ts";
import { checkYear, dateOf } from "./dates.ts";
import {
  codePoints,
  elementsOf,
  findKey,
  finite,
  isObject,
  isTrue,
  numberOf,
  numericText,
  raise,
  type Setting,
  textOf,
  typeName,
} from "./values.ts";

export function binary(op: BinaryOperator, x: Value, y: Value, s: Setting): Value {
  switch (op) {
    case "+":
      return add(x, y, s);
    case "-":
      return subtract(x, y, s);
    case "&":
      return joined(textOf(x, s) + textOf(y, s), s);
    case "*":
    case "/":
    case "\\":
    case "mod":
    case "^":
      return calculate(op, x, y, s);
    case "=":
      return isEqual(x, y, s);
    case "<>":
      return !isEqual(x, y, s);
    case "<":
      return order(x, y, s) === -1;
    case "<=":
      return [-1, 0].includes(order(x, y, s) ?? 9);
    case ">":
      return order(x, y, s) === 1;
    case ">=":
      return [0, 1].includes(order(x, y, s) ?? 9);
    case "like":
      return !isNothing(x) && !isNothing(y) && isLike(textOf(x, s), textOf(y, s));
    case "in":
      return isIn(x, y, s);
    case "contains":
      return contains(x, y, s);
    case "starts with":
      return textOf(x, s).startsWith(textOf(y, s));
    case "ends with":
      return textOf(x, s).endsWith(textOf(y, s));
    case "xor":
      return isTrue(x) !== isTrue(y);
    case "eqv":
      return isTrue(x) === isTrue(y);
    case "imp":
      return !isTrue(x) || isTrue(y);
  }
}

/** A text that was made: its length is bounded. */
export function joined(text: string, s: Setting): string {
  return text.length > s.maxTextLength ? raise(14, "The text is too long.") : text;
}

function isText(v: Value): boolean {
  return typeof v === "string" || (v instanceof RecordId && typeof v.id === "string");
}

function isScalar(v: Value): v is number | boolean | null {
  return v === null || typeof v === "number" || typeof v === "boolean";
}

function add(x: Value, y: Value, s: Setting): Value {
  if (isText(x) || isText(y)) return joined(textOf(x, s) + textOf(y, s), s);
  // NULL adds nothing to a list or an object; the sum is a new one all the same.
  if (x === null && (elementsOf(y) || isObject(y))) return elementsOf(y) ? [...elementsOf(y)!] : add(newObject(), y, s);
  if (y === null && isObject(x)) return add(x, newObject(), s);
  const list = elementsOf(x);
  if (list) s.spend(list.length + (elementsOf(y)?.length ?? 1));
  if (list) return [...list, ...(elementsOf(y) ?? [y])];
  if (isObject(x) && isObject(y)) {
    const merged = newObject(Object.entries(x));
    for (const [key, value] of Object.entries(y)) merged[key] = value;
    return merged;
  }
  if (x instanceof BasicDate && y instanceof BasicDate) raise(13, "Two dates cannot be added.");
  const date = x instanceof BasicDate ? x : y instanceof BasicDate ? y : null;
  if (date) {
    const other = date === x ? y : x;
    if (other instanceof Duration) return moved(date, other.ms);
    if (isScalar(other)) return moved(date, numberOf(other, s) * 1000);
  }
  return maybeDuration(x, y, finite(numberOf(x, s) + numberOf(y, s)));
}

/** A date stays one without a time as long as whole days are added. */
function moved(d: BasicDate, ms: number): BasicDate {
  const at = d.ms + Math.round(ms);
  checkYear(at);
  return new BasicDate(at, d.dateOnly && Math.round(ms) % 86_400_000 === 0);
}

function subtract(x: Value, y: Value, s: Setting): Value {
  if (x instanceof BasicDate) {
    if (y instanceof BasicDate) return (x.ms - y.ms) / 1000;
    if (y instanceof Duration) return moved(x, -y.ms);
    if (typeof y === "string") {
      const date = dateOf(y, s);
      if (date) return (x.ms - date.ms) / 1000;
    }
    return moved(x, -numberOf(y, s) * 1000);
  }
  return maybeDuration(x, y, finite(numberOf(x, s) - numberOf(y, s)));
}

/** A duration counts as its seconds; sums, differences and products with one are durations. */
function maybeDuration(x: Value, y: Value, seconds: number): Value {
  return x instanceof Duration || y instanceof Duration ? new Duration(finite(seconds * 1000)) : seconds;
}

function calculate(op: "*" | "/" | "\\" | "mod" | "^", x: Value, y: Value, s: Setting): Value {
  const a = numberOf(x, s);
  const b = numberOf(y, s);
  if (op === "*") return maybeDuration(x, y, finite(a * b));
  if (op === "^") {
    if (a === 0 && b < 0) return zeroDivision(s);
    const power = a ** b;
    if (!Number.isNaN(power)) return finite(power);
    return s.strict ? raise(5, "A negative number has no such power.") : null;
  }
  if (b === 0) return zeroDivision(s);
  if (op === "/") {
    const quotient = finite(a / b);
    return x instanceof Duration && !(y instanceof Duration) ? new Duration(quotient * 1000) : quotient;
  }
  if (op === "\\") return Math.trunc(finite(a / b));
  return a % b;
}

function zeroDivision(s: Setting): null {
  return s.strict ? raise(11, "Division by zero.") : null;
}

function isEmptyRows(v: Value): boolean {
  return v instanceof RecordSet && v.rows.length === 0;
}

/** NULL, and a record set without rows, which is NULL too (reference 2.2). */
function isNothing(v: Value): boolean {
  return v === null || isEmptyRows(v);
}

export function isEqual(x: Value, y: Value, s: Setting): boolean {
  return equal(x, y, s, 0);
}

function equal(a: Value, b: Value, s: Setting, depth: number): boolean {
  const x = a instanceof RecordId ? a.id : a;
  const y = b instanceof RecordId ? b.id : b;
  if (x === y) return true;
  if (x === null || y === null || isEmptyRows(x) || isEmptyRows(y)) {
    const list = elementsOf(x) ?? elementsOf(y);
    // An empty set is also equal to another list without elements.
    if (x !== null && y !== null && list && elementsOf(x) && elementsOf(y)) return equalLists(x, y, s, depth);
    return (x === "" || isNothing(x)) && (y === "" || isNothing(y));
  }
  if (elementsOf(x) && elementsOf(y)) return equalLists(x, y, s, depth);
  if (isObject(x) && isObject(y)) {
    if (depth > 100) return false;
    const keys = Object.keys(x);
    return (
      keys.length === Object.keys(y).length &&
      keys.every((key) => Object.hasOwn(y, key) && equal(x[key]!, y[key]!, s, depth + 1))
    );
  }
  return order(x, y, s) === 0;
}

function equalLists(x: Value, y: Value, s: Setting, depth: number): boolean {
  const [a, b] = [elementsOf(x)!, elementsOf(y)!];
  s.spend(a.length);
  return depth <= 100 && a.length === b.length && a.every((item, i) => equal(item, b[i]!, s, depth + 1));
}

const TRUTHS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false,
};

/** -1, 0, 1, or null where the two have no order. */
export function order(a: Value, b: Value, s: Setting): -1 | 0 | 1 | null {
  const x = a instanceof RecordId ? a.id : a;
  const y = b instanceof RecordId ? b.id : b;
  if (typeof x === "number" && typeof y === "number") return sign(x, y);
  if (typeof x === "string" && typeof y === "string") return textOrder(x, y);
  if (x instanceof Duration || y instanceof Duration) return durationOrder(x, y, s);
  if (typeof x === "boolean" || typeof y === "boolean") return truthOrder(x, y, s);
  if (typeof x === "number" && typeof y === "string") {
    const number = numericText(y);
    return number === null ? textOrder(textOf(x, s), y) : sign(x, number);
  }
  if (typeof x === "string" && typeof y === "number") return flipped(order(y, x, s));
  if (x instanceof BasicDate && y instanceof BasicDate) return sign(x.ms, y.ms);
  if (x instanceof BasicDate && typeof y === "string") {
    const date = dateOf(y, s);
    return date ? sign(x.ms, date.ms) : textOrder(textOf(x, s), y);
  }
  if (typeof x === "string" && y instanceof BasicDate) return flipped(order(y, x, s));
  return null;
}

/** As numbers of seconds; with anything that is none there is no order. */
function durationOrder(x: Value, y: Value, s: Setting): -1 | 0 | 1 | null {
  const seconds = (v: Value) => (v instanceof Duration ? v.ms / 1000 : v);
  const [a, b] = [seconds(x), seconds(y)];
  return typeof a === "object" || typeof b === "object" ? null : order(a, b, s);
}

function truthOrder(x: Value, y: Value, s: Setting): -1 | 0 | 1 | null {
  const plain = (v: Value): number | null => {
    if (typeof v === "boolean") return v ? 1 : 0;
    if (typeof v === "number") return v;
    if (typeof v !== "string") return null;
    const word = v.trim().toLowerCase();
    return Object.hasOwn(TRUTHS, word) ? Number(TRUTHS[word]) : null;
  };
  const [a, b] = [plain(x), plain(y)];
  if (a !== null && b !== null) return sign(a, b);
  // A text that is no word of truth is compared as text.
  if (typeof x === "string" || typeof y === "string") return textOrder(textOf(x, s), textOf(y, s));
  return null;
}

function flipped(o: -1 | 0 | 1 | null): -1 | 0 | 1 | null {
  return o === null ? null : ((-o + 0) as -1 | 0 | 1);
}

function sign(a: number, b: number): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By code points, which is not the order of JavaScript's units. */
export function textOrder(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = [codePoints(a), codePoints(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return sign(x[i]!.codePointAt(0)!, y[i]!.codePointAt(0)!);
  }
  return sign(x.length, y.length);
}

/** `*` and `%` stand for any run, `?` and `_` for one character; capitals do not count. */
export function isLike(text: string, pattern: string): boolean {
  const [t, p] = [codePoints(text.toLowerCase()), codePoints(pattern.toLowerCase())];
  // reached[j]: the first i characters of the text match the first j of the pattern.
  let reached = p.map(() => false);
  reached.unshift(true);
  for (let j = 0; j < p.length && (p[j] === "*" || p[j] === "%"); j++) reached[j + 1] = true;
  for (const character of t) {
    const next = [false];
    p.forEach((wanted, j) => {
      if (wanted === "*" || wanted === "%") next.push(next[j]! || reached[j + 1]!);
      else next.push(reached[j]! && (wanted === "?" || wanted === "_" || wanted === character));
    });
    reached = next;
  }
  return reached[p.length]!;
}

export function isIn(x: Value, y: Value, s: Setting): boolean {
  const list = elementsOf(y);
  if (list) return list.some((item) => isEqual(item, x, s));
  if (isObject(y)) return findKey(y, textOf(x, s)) !== null;
  return isEqual(x, y, s);
}

export function contains(x: Value, y: Value, s: Setting): boolean {
  const list = elementsOf(x);
  if (list) return list.some((item) => isEqual(item, y, s));
  if (isObject(x)) return findKey(x, textOf(y, s)) !== null;
  if (isNothing(x)) return false;
  return textOf(x, s).includes(textOf(y, s));
}

export function negate(v: Value, s: Setting): Value {
  return v instanceof Duration ? new Duration(-v.ms) : 0 - numberOf(v, s);
}

export function describe(v: Value): string {
  return typeName(v);
}
