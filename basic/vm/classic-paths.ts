/** What the hot loop leaves to functions in classic programs (reference 7.5): exceptions, arrays, PRINT, READ. */
import {
  add,
  type BitOperator,
  bitwise,
  bitwiseNot,
  divide,
  integerDivide,
  modulo,
  multiply,
  power,
  subtract,
} from "../classic/arithmetic.ts";
import type { Datum } from "../classic/datum.ts";
import { layout, type PrintItem, type Warn } from "../classic/layout.ts";
import { datumNumber } from "../classic/numeral.ts";
import { BasicError, ERR } from "../errors.ts";
import type { FunctionContext } from "../functions/function.ts";
import { isObject } from "../operations/compare.ts";
import { describe } from "../operations/context.ts";
import { roundHalfEven } from "../operations/decimal.ts";
import { quoteText } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { type BasicObject, newObject, type Value } from "../values.ts";
import { markBound } from "./objects.ts";
import type { State } from "./state.ts";
import { LIST_HEADER, SLOT } from "./weigh.ts";

const OPERATORS: Readonly<Record<string, (a: number, b: number, warn: Warn) => number>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "\\": integerDivide,
  MOD: modulo,
  "^": power,
};

/** Numbers by the rules of 7.5.10; texts are joined by +; dates, lists and the like, which keywords yield, as in 2.4. */
export function classicArithmetic(state: State, operator: string, x: Value, y: Value): Value {
  if (operator === "+" && (typeof x === "string" || typeof y === "string")) {
    if (typeof x === "number" || typeof y === "number") throw mixed(x, y);
    return state.text(toText(x, state) + toText(y, state));
  }
  const warn: Warn = (number, message) => state.warn(number, message);
  return OPERATORS[operator]!(classicNumber(x), classicNumber(y), warn);
}

function mixed(x: Value, y: Value): BasicError {
  return new BasicError(ERR.type, `${describe(x)} and ${describe(y)} cannot be joined; STR$ and VAL convert.`);
}

/** A number; NULL, which keywords of the dialect yield, is 0. A text is no number here. */
export function classicNumber(x: Value): number {
  if (typeof x === "number") return x;
  if (x === null) return 0;
  if (typeof x === "boolean") return x ? -1 : 0;
  throw new BasicError(ERR.type, `A number is due here, and ${describe(x)} is none; VAL converts texts.`);
}

export function classicBits(operator: BitOperator, x: Value, y: Value): number {
  return bitwise(operator, classicNumber(x), classicNumber(y));
}

export function classicNot(x: Value): number {
  return bitwiseNot(classicNumber(x));
}

/** What a variable of whole numbers takes: half to even. */
export function classicRound(x: Value): Value {
  return typeof x === "number" ? roundHalfEven(x) : x;
}

/** A variable of a TYPE takes the fields, not the record of the other variable. */
export function copyRecord(state: State, x: Value): Value {
  if (!isObject(x)) return x;
  const entries = Object.entries(x);
  state.allocate(LIST_HEADER + 2 * SLOT * entries.length);
  return newObject(entries.map(([key, value]) => [key, isObject(value) ? copyRecord(state, value) : value] as const));
}

/** By letter: n 0, t the empty text, - nothing. What the host or a caller has given stays. */
export function setDefaults(registers: Value[], first: number, letters: string, count: number): void {
  for (let i = 0; i < count; i++) {
    if (registers[first + i] !== null) continue;
    const letter = letters[i];
    if (letter === "n") registers[first + i] = 0;
    else if (letter === "t") registers[first + i] = "";
  }
}

// ------------------------------------------------------------------------------------------------- arrays

/** Elements of all dimensions together (reference 5.4). */
const MAX_ELEMENTS = 1_000_000;

/**
 * An array: with one dimension from 0 a list; any other an object of its bounds and its elements, the last subscript
 * running fastest. `parts`: pairs of bounds, then what fills it. `how` 1 keeps what fits of the array before.
 */
export function classicArray(state: State, parts: readonly Value[], before: Value, how: number): Value {
  const fill = parts[parts.length - 1] ?? 0;
  const low: number[] = [];
  const high: number[] = [];
  let count = 1;
  for (let i = 0; i + 2 < parts.length; i += 2) {
    const from = Math.floor(classicNumber(parts[i]!) + 0.5);
    const to = Math.floor(classicNumber(parts[i + 1]!) + 0.5);
    if (!(to >= from))
      throw new BasicError(ERR.index, `The upper bound ${to} of the array is below its lower one, ${from}.`);
    low.push(from);
    high.push(to);
    count *= to - from + 1;
  }
  if (count > MAX_ELEMENTS + 1)
    throw new BasicError(ERR.memory, `The array would have ${count} elements; ${MAX_ELEMENTS} are possible.`);
  state.charge(count / 64);
  state.allocate(LIST_HEADER + count * SLOT);
  const items = new Array<Value>(count).fill(fill);
  if (isObject(fill)) for (let i = 0; i < count; i++) items[i] = copyRecord(state, fill);
  let made: Value = items;
  if (low.length === 1 && low[0] === 0) markBound(items, high[0]!);
  else made = newObject([["low", low] as const, ["high", high] as const, ["items", items] as const]);
  if (how === 1 && before !== null) keepElements(before, made);
  return made;
}

interface Shape {
  low: readonly Value[];
  high: readonly Value[];
  items: Value[];
}

function shapeOf(array: Value): Shape {
  if (Array.isArray(array)) return { low: [0], high: [array.length - 1], items: array };
  if (isObject(array)) {
    const { low, high, items } = array as BasicObject & Partial<Record<string, Value>>;
    if (Array.isArray(low) && Array.isArray(high) && Array.isArray(items)) return { low, high, items };
  }
  throw new BasicError(
    ERR.index,
    array === null
      ? "The array is used before the DIM that makes it."
      : `An array is due before the parentheses, not ${describe(array)}.`,
  );
}

/** Where the element lies; error 9 outside of the bounds. Subscripts are rounded: INT(e + .5). */
function offset({ low, high }: Shape, subscripts: readonly Value[]): number {
  if (subscripts.length !== low.length)
    throw new BasicError(ERR.index, `The array has ${low.length} subscripts, not ${subscripts.length}.`);
  let at = 0;
  for (let i = 0; i < low.length; i++) {
    const from = low[i] as number;
    const to = high[i] as number;
    const subscript = Math.floor(classicNumber(subscripts[i]!) + 0.5);
    if (!(subscript >= from && subscript <= to))
      throw new BasicError(ERR.index, `Subscript out of range: ${subscript} is not between ${from} and ${to}.`);
    at = at * (to - from + 1) + subscript - from;
  }
  return at;
}

export function classicElement(array: Value, subscripts: readonly Value[]): Value {
  const shape = shapeOf(array);
  return shape.items[offset(shape, subscripts)] ?? null;
}

export function setClassicElement(array: Value, subscripts: readonly Value[], value: Value): void {
  const shape = shapeOf(array);
  shape.items[offset(shape, subscripts)] = value;
}

/** REDIM PRESERVE: elements whose subscripts both arrays have. */
function keepElements(before: Value, after: Value): void {
  const from = shapeOf(before);
  const to = shapeOf(after);
  if (from.low.length !== to.low.length)
    throw new BasicError(ERR.index, "REDIM PRESERVE keeps the count of dimensions.");
  const subscripts = from.low.map(Number);
  for (const value of from.items) {
    const fits = subscripts.every((at, i) => at >= Number(to.low[i]) && at <= Number(to.high[i]));
    if (fits) to.items[offset(to, subscripts)] = value;
    for (let i = subscripts.length - 1; i >= 0; i--) {
      if (++subscripts[i]! <= Number(from.high[i])) break;
      subscripts[i] = Number(from.low[i]);
    }
  }
}

/** LBOUND and UBOUND: dimensions count from 1. */
export function boundOf(array: Value, dimension: Value, isUpper: boolean): number {
  const { low, high } = shapeOf(array);
  const bound = (isUpper ? high : low)[Math.floor(classicNumber(dimension) + 0.5) - 1];
  if (typeof bound !== "number")
    throw new BasicError(ERR.index, `The array has ${low.length} dimension${low.length === 1 ? "" : "s"}.`);
  return bound;
}

/** ERASE: the elements are 0 or "" again. */
export function eraseArray(context: Pick<FunctionContext, "charge">, array: Value): void {
  const { items } = shapeOf(array);
  const [first] = items;
  context.charge(items.length / 64);
  if (isObject(first ?? null)) for (const item of items) clearRecord(item);
  else items.fill(typeof first === "string" ? "" : 0);
}

function clearRecord(record: Value): void {
  if (!isObject(record)) return;
  for (const [key, value] of Object.entries(record)) {
    if (isObject(value)) clearRecord(value);
    else record[key] = typeof value === "string" ? "" : 0;
  }
}

// ------------------------------------------------------------------------------------------ PRINT and READ

/**
 * The text of a PRINT list. `form`: v a value, t TAB, s SPC, `,` a separator, `.` the end of the line. The last argument is
 * the column that is reached, before and after.
 */
export function layOut(state: State, form: string, first: number, count: number): string {
  const { registers } = state;
  const column = first + count - 1;
  let at = first;
  const items: PrintItem[] = [];
  for (const letter of form) {
    if (letter === ",") items.push({ kind: "zone" });
    else if (letter === ".") items.push({ kind: "end" });
    else {
      const value = at < column ? (registers[at++] ?? null) : null;
      if (letter === "t") items.push({ kind: "tab", to: classicNumber(value) });
      else if (letter === "s") items.push({ kind: "blanks", count: classicNumber(value) });
      else items.push(printed(state, value));
    }
  }
  const made = layout(Number(registers[column] ?? 0), items, (number, message) => state.warn(number, message));
  registers[column] = made.column;
  state.charge(made.text.length / 64);
  return state.text(made.text);
}

function printed(state: State, value: Value): PrintItem {
  if (typeof value === "number") return { kind: "number", value };
  if (typeof value === "boolean") return { kind: "number", value: value ? -1 : 0 };
  return { kind: "text", text: toText(value, state) };
}

/** The next item of DATA; the pointer is a register of the script. */
export function readData(state: State, data: Value, pointer: number, isNumber: boolean): Value {
  const items = data as unknown as readonly Datum[];
  const at = Number(state.registers[pointer] ?? 0);
  const datum = items[at];
  if (!datum) throw new BasicError(ERR.outOfData, "Out of DATA: READ finds no further item.");
  state.registers[pointer] = at + 1;
  if (!isNumber) return datum.text;
  const value = datumNumber(datum);
  if (value === undefined) {
    state.registers[pointer] = at;
    throw new BasicError(ERR.type, `READ wants a number, and the item of DATA is the text ${quoteText(datum.text)}.`);
  }
  if (!Number.isFinite(value)) state.warn(ERR.overflow, `Overflow: ${datum.text.slice(0, 40)} in DATA is too large.`);
  return value;
}
