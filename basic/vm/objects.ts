/** The slower instructions on lists, objects and arguments. */
import { parseDate } from "../dates/parse.ts";
import { BasicError, ERR } from "../errors.ts";
import { isObject, listOf } from "../operations/compare.ts";
import { describe } from "../operations/context.ts";
import { getIndex, iterate, setIndex } from "../operations/elements.ts";
import { getField, setField } from "../operations/fields.ts";
import { fromJson } from "../operations/json.ts";
import { toNumber, wholeNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { DIM_BOUND, newObject, type Value } from "../values.ts";
import type { State } from "./state.ts";
import { LIST_HEADER, SLOT } from "./weigh.ts";

/** Elements of one array and of all dimensions together (reference 5.4). */
const MAX_ELEMENTS = 1_000_000;
const MAX_DIMENSIONS = 8;

/** `a(i)`: a list's element; anything else under that name is no array, function or script. */
export function element(state: State, list: Value, index: Value): Value {
  if (!listOf(list) && !isObject(list)) throw notAList(list);
  return getIndex(list, index, state);
}

export function setElement(state: State, list: Value, index: Value, value: Value): void {
  if (!listOf(list) && !isObject(list)) throw notAList(list);
  setIndex(list, index, value, state);
}

function notAList(value: Value): BasicError {
  const what = value === null ? "it was not declared with DIM and holds nothing" : `it holds ${describe(value)}`;
  return new BasicError(ERR.unknownName, `The name before the parentheses is no function, and no list: ${what}.`);
}

/** What is made for a field, and for an element whose index is a text; a list for any other element. */
function containerFor(state: State, index: Value): Value {
  state.allocate(LIST_HEADER);
  return typeof index === "string" ? newObject() : [];
}

/** A field as a container to assign into, at `next` where an element is meant; NULL becomes one, and `holder` has it then. */
export function openField(
  state: State,
  holder: Value,
  name: string,
  next: Value = "",
): { holder: Value; inner: Value } {
  const found = getField(holder, name, state, true);
  if (found !== null) return { holder, inner: found };
  const inner = containerFor(state, next);
  return { holder: setField(holder, name, inner, state), inner };
}

/** The same of an element. */
export function openElement(
  state: State,
  holder: Value,
  index: Value,
  next: Value = "",
): { holder: Value; inner: Value } {
  // An element behind the end is about to be made: in strict mode too, reading it is no fault.
  const list = listOf(holder);
  const isNew = list !== undefined && typeof index === "number" && index >= list.length;
  const found = isNew ? null : getIndex(holder, index, state);
  if (found !== null) return { holder, inner: found };
  const inner = containerFor(state, next);
  return { holder: setIndex(holder, index, inner, state), inner };
}

type Fill = null | "" | 0;

export function fillValue(kind: number): Fill {
  return kind === 1 ? "" : kind === 2 ? 0 : null;
}

/** DIM a(n, m): elements 0 to n of rows 0 to m; each level remembers its declared bound. */
export function dimension(state: State, bounds: readonly Value[], fill: Fill): Value[] {
  if (bounds.length > MAX_DIMENSIONS)
    throw new BasicError(ERR.index, `An array has ${MAX_DIMENSIONS} dimensions at most.`);
  const sizes = bounds.map((bound) => {
    const size = Math.trunc(toNumber(bound, state));
    if (size < 0) throw new BasicError(ERR.index, `${size} is no bound of an array: 0 to ${MAX_ELEMENTS} are.`);
    if (size > MAX_ELEMENTS)
      throw new BasicError(ERR.memory, `An array has ${MAX_ELEMENTS} as its bound at most, not ${size}.`);
    return size;
  });
  const total = sizes.reduce((product, size) => product * (size + 1), 1);
  if (total > MAX_ELEMENTS + 1)
    throw new BasicError(ERR.memory, `The array would have ${total} elements; ${MAX_ELEMENTS} are possible.`);
  state.charge(total / 64);
  state.allocate(LIST_HEADER + total * SLOT);
  return makeLevel(sizes, 0, fill);
}

function makeLevel(sizes: readonly number[], level: number, fill: Fill): Value[] {
  const bound = sizes[level] ?? 0;
  const isLast = level === sizes.length - 1;
  // Filled as generic elements from the start: V8 would otherwise change the kind of the array under the hot loop.
  const list: Value[] = new Array<Value>(bound + 1).fill(null);
  if (isLast) {
    if (fill !== null) list.fill(fill);
  } else for (let i = 0; i <= bound; i++) list[i] = makeLevel(sizes, level + 1, fill);
  markBound(list, bound);
  return list;
}

export function markBound(list: Value[], bound: number): void {
  Object.defineProperty(list, DIM_BOUND, { value: bound, writable: true, enumerable: false, configurable: true });
}

/** REDIM PRESERVE: a new array with what fits of the old one. */
export function redimension(state: State, old: Value, bounds: readonly Value[], fill: Fill): Value[] {
  const list = dimension(state, bounds, fill);
  if (Array.isArray(old)) copyInto(old, list);
  return list;
}

function copyInto(from: readonly Value[], to: Value[]): void {
  for (let i = 0; i < Math.min(from.length, to.length); i++) {
    const source = from[i] ?? null;
    const target = to[i] ?? null;
    if (Array.isArray(target) && Array.isArray(source)) copyInto(source, target);
    else to[i] = source;
  }
}

/** What FOR EACH goes over. `take`: 0 all, 1 the first `count`, 2 the last. */
export function eachList(state: State, value: Value, take: number, count: Value): Value[] {
  const list = iterate(value, state);
  if (take === 0) return list;
  const n = Math.max(0, Math.trunc(toNumber(count, state)));
  return take === 1 ? list.slice(0, n) : n === 0 ? [] : list.slice(-n);
}

/** A tool's argument in the type that its PARAM declares: hosts and models hand over texts. Others stay as they are. */
export function boundParameter(state: State, value: Value, type: string): Value {
  if (typeof value !== "string") return value;
  switch (type) {
    case "INTEGER":
    case "INT":
    case "NUMBER":
    case "FLOAT":
    case "DOUBLE":
    case "DECIMAL":
    case "MONEY":
      return wholeNumber(value) ?? (value.trim() === "" ? null : value);
    case "BOOLEAN":
    case "BOOL": {
      const word = value.trim().toLowerCase();
      return word === "true" || word === "yes" || word === "1"
        ? true
        : word === "false" || word === "no" || word === "0"
          ? false
          : value;
    }
    case "DATE":
    case "DATETIME":
      return parseDate(value, state) ?? value;
    case "ARRAY":
    case "LIST":
    case "OBJECT":
    case "MAP":
      return /^\s*[[{]/.test(value) ? (fromJson(value, state) ?? value) : value;
    default:
      return value;
  }
}

/** Number of an error that THROW made without saying which. */
const THROWN = 1000;

/** The error that THROW of this value raises: a text is its message; an object has `message` and `number`. */
export function thrownError(state: State, value: Value): BasicError {
  if (!isObject(value)) return new BasicError(THROWN, value === null ? "An error was thrown." : toText(value, state));
  const message = getField(value, "message", state, true);
  const number = getField(value, "number", state, true);
  const isNumber = typeof number === "number" && Number.isFinite(number);
  return new BasicError(
    isNumber ? number : THROWN,
    message === null ? toText(value, state) : toText(message, state),
    value,
  );
}
