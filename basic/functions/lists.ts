/**
 * Functions of lists, 0-based. PUSH, UNSHIFT, APPEND, PREPEND, POP and SHIFT change the list itself; the first
 * four return it too, so that both `PUSH a, x` and `a = PUSH(a, x)` do what they say. All others give a new list.
 */

import { BasicError, ERR } from "../errors.ts";
import { isWideText, textLength } from "../operations/code-points.ts";
import { equals, isObject, listOf } from "../operations/compare.ts";
import { checkListLength, MAX_DEPTH, SLOT_BYTES } from "../operations/context.ts";
import { iterate } from "../operations/elements.ts";
import { toJson } from "../operations/json.ts";
import { findLastText, findText } from "../operations/search.ts";
import { toText } from "../operations/text-form.ts";
import { DIM_BOUND, RecordSet, type Value } from "../values.ts";
import { argument, define, integerArgument, numberArgument, textArgument, wrongArgument } from "./arguments.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";

/** What LEN, COUNT and SIZE say: elements, rows, keys, or characters of the text form. NULL has none. */
export function sizeOf(value: Value, context: FunctionContext): number {
  if (value === null) return 0;
  const list = listOf(value);
  if (list) return list.length;
  if (isObject(value)) {
    const { length } = Object.keys(value);
    context.charge(1 + length / 8);
    return length;
  }
  const text = toText(value, context);
  if (!isWideText(text, context)) return text.length;
  context.charge(1 + text.length / 16);
  return textLength(text);
}

/** Elements from `start` to `end` (exclusive, both 0-based); of a record set, a record set. */
export function slice(list: Value, start: number, end: number, context: FunctionContext): Value {
  if (list instanceof RecordSet) return new RecordSet(copied(list.rows.slice(start, end), context), list.columns);
  return copied((listOf(list) ?? []).slice(start, end), context);
}

/** Accounts for a list that was just made. */
export function copied<T extends Value>(list: T[], context: FunctionContext): T[] {
  checkListLength(list.length);
  context.charge(1 + list.length / 8);
  context.allocate(SLOT_BYTES * list.length);
  return list;
}

/** The elements of an argument; NULL has none, a text or number is a mistake. */
export function elements(what: string, args: readonly Value[], index = 0): readonly Value[] {
  const value = argument(args, index);
  const list = listOf(value);
  if (list) return list;
  if (value === null) return [];
  throw wrongArgument(what, "a list", value);
}

/** The list itself, to be changed. */
function changeable(what: string, args: readonly Value[]): Value[] {
  const value = argument(args, 0);
  if (Array.isArray(value)) return value;
  throw wrongArgument(what, "a list that it can change", value);
}

function add(what: string, atEnd: boolean): BasicFunction["call"] {
  return (args, context) => {
    const target = argument(args, 0);
    if (target instanceof RecordSet) return addRows(what, target, args.slice(1), atEnd, context);
    // A variable that was never set is an empty list to begin with.
    const list = target === null ? [] : changeable(what, args);
    const added = args.length - 1;
    checkListLength(list.length + added);
    context.charge(1 + (atEnd ? 0 : list.length / 8));
    context.allocate(SLOT_BYTES * added);
    if (atEnd) for (let i = 1; i <= added; i++) list.push(args[i]!);
    else list.unshift(...args.slice(1));
    return list;
  };
}

function addRows(
  what: string,
  target: RecordSet,
  added: readonly Value[],
  atEnd: boolean,
  context: FunctionContext,
): RecordSet {
  const rows = added.map((row) => {
    if (isObject(row)) return row;
    throw wrongArgument(what, "an object as a row of a record set", row);
  });
  checkListLength(target.rows.length + rows.length);
  context.allocate(SLOT_BYTES * rows.length);
  if (atEnd) target.rows.push(...rows);
  else target.rows.unshift(...rows);
  return target;
}

function removed(what: string, atEnd: boolean): BasicFunction["call"] {
  return (args, context) => {
    const target = argument(args, 0);
    const list = target instanceof RecordSet ? target.rows : changeable(what, args);
    context.charge(1 + (atEnd ? 0 : list.length / 8));
    return (atEnd ? list.pop() : list.shift()) ?? null;
  };
}

function upperBound(value: Value, context: FunctionContext): number {
  if (Array.isArray(value)) {
    const declared: unknown = Reflect.get(value, DIM_BOUND);
    return typeof declared === "number" ? declared : value.length;
  }
  if (value instanceof RecordSet) return value.rows.length;
  return isObject(value) ? sizeOf(value, context) : 0;
}

/** JavaScript's slice: negative positions count from the end. */
function sliceArguments(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  if (typeof source === "string") {
    const characters = iterate(source, context);
    return characters
      .slice(integerArgument(args, 1, context), args[2] === undefined ? undefined : integerArgument(args, 2, context))
      .join("");
  }
  const { length } = elements("SLICE", args);
  const place = (index: number, otherwise: number): number => {
    const position =
      args[index] === undefined || args[index] === null ? otherwise : integerArgument(args, index, context);
    return position < 0 ? Math.max(0, length + position) : position;
  };
  return slice(source, place(1, 0), place(2, length), context);
}

function range(args: readonly Value[], context: FunctionContext): Value {
  const from = numberArgument(args, 0, context);
  const to = numberArgument(args, 1, context);
  const step = numberArgument(args, 2, context, from <= to ? 1 : -1);
  if (step === 0) throw new BasicError(ERR.badCall, "RANGE needs a step other than 0.");
  const count = Math.max(0, Math.floor((to - from) / step + 1e-9) + 1);
  checkListLength(count);
  return copied(
    Array.from({ length: count }, (_, i) => from + i * step),
    context,
  );
}

function flatten(list: readonly Value[], context: FunctionContext, depth = 0): Value[] {
  if (depth >= MAX_DEPTH)
    throw new BasicError(ERR.memory, `The list is nested deeper than ${MAX_DEPTH} levels. Does it contain itself?`);
  const flat: Value[] = [];
  for (const element of list) {
    context.charge(1);
    const inner = listOf(element);
    if (!inner) flat.push(element);
    else for (const member of flatten(inner, context, depth + 1)) flat.push(member);
    checkListLength(flat.length);
  }
  return flat;
}

function chunk(args: readonly Value[], context: FunctionContext): Value {
  const list = elements("CHUNK", args);
  const size = integerArgument(args, 1, context);
  if (size < 1) throw new BasicError(ERR.badCall, `CHUNK needs a size of 1 or more, not ${size}.`);
  context.charge(list.length / 8);
  const chunks: Value[] = [];
  for (let i = 0; i < list.length; i += size) chunks.push(list.slice(i, i + size));
  context.allocate(SLOT_BYTES * list.length);
  return copied(chunks, context);
}

/** The first of each; numbers, texts and booleans by value, lists and objects by their JSON. */
function unique(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  const seen = new Set<unknown>();
  const isFirst = (element: Value): boolean => {
    context.charge(1);
    const key = typeof element === "object" && element !== null ? `\u0000${toJson(element, context)}` : element;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  if (source instanceof RecordSet) return new RecordSet(copied(source.rows.filter(isFirst), context), source.columns);
  return copied(elements("UNIQUE", args).filter(isFirst), context);
}

function indexOf(args: readonly Value[], context: FunctionContext, last: boolean): number {
  const source = argument(args, 0);
  const list =
    typeof source === "string" && textLength(textArgument(args, 1, context)) !== 1
      ? undefined
      : typeof source === "string"
        ? iterate(source, context)
        : elements("INDEX_OF", args);
  if (list === undefined) {
    const text = toText(source, context);
    const find = textArgument(args, 1, context);
    context.charge((text.length + find.length) / 16);
    const unit = last ? findLastText(text, find) : findText(text, find);
    return unit < 0 ? -1 : textLength(text.slice(0, unit));
  }
  context.charge(list.length);
  const wanted = argument(args, 1);
  const found = (element: Value): boolean => equals(element, wanted, context);
  return last ? list.findLastIndex(found) : list.findIndex(found);
}

function concat(args: readonly Value[], context: FunctionContext): Value {
  if (!args.some((value) => listOf(value) !== undefined)) return args.map((value) => toText(value, context)).join("");
  return copied(
    args.flatMap((value) => (value === null ? [] : (listOf(value)?.slice() ?? [value]))),
    context,
  );
}

/** HEAD and TAIL: one element and the rest, or so many of them. */
function part(
  what: string,
  pick: (list: readonly Value[], count: number | undefined) => Value[] | Value,
): BasicFunction["call"] {
  return (args, context) => {
    const count = args.length > 1 ? Math.max(0, integerArgument(args, 1, context)) : undefined;
    const picked = pick(elements(what, args), count);
    return Array.isArray(picked) ? copied(picked, context) : picked;
  };
}

export const LIST_FUNCTIONS: readonly BasicFunction[] = [
  define(
    "UBOUND(list[, dimension])",
    "Number of elements; of an array made by DIM its declared upper bound.",
    (args, context) => {
      // The second dimension of a DIM array is the bound of its rows.
      let value = argument(args, 0);
      for (let i = integerArgument(args, 1, context, 1); i > 1 && Array.isArray(value); i--) value = value[0] ?? null;
      return upperBound(value, context);
    },
  ),
  define("LBOUND(list)", "The lowest index: 0.", () => 0),
  define("COUNT(value)", "Number of elements, rows or keys.", (args, context) => sizeOf(argument(args, 0), context), [
    "SIZE",
  ]),
  define("ARRAY([value, ...])", "A list of the values.", (args, context) => copied(args.slice(), context)),
  define("RANGE(from, to[, step])", "The numbers from one to the other, both included.", range),
  define("APPEND(list, value, ...)", "Adds to the end of the list and returns it.", add("APPEND", true), ["PUSH"]),
  define("PREPEND(list, value, ...)", "Adds to the start of the list and returns it.", add("PREPEND", false), [
    "UNSHIFT",
  ]),
  define("POP(list)", "Takes the last element off the list and returns it.", removed("POP", true)),
  define("SHIFT(list)", "Takes the first element off the list and returns it.", removed("SHIFT", false)),
  define(
    "SLICE(list, start[, end])",
    "Elements from one position up to, not including, another; negative ones count from the end.",
    sliceArguments,
  ),
  define("TAKE(list, count)", "The first elements.", (args, context) =>
    slice(argument(args, 0), 0, Math.max(0, integerArgument(args, 1, context)), context),
  ),
  define("DROP(list, count)", "All but the first elements.", (args, context) =>
    slice(argument(args, 0), Math.max(0, integerArgument(args, 1, context)), Number.POSITIVE_INFINITY, context),
  ),
  define(
    "HEAD(list[, count])",
    "The first element, or a list of the first ones.",
    part("HEAD", (list, count) => (count === undefined ? (list[0] ?? null) : list.slice(0, count))),
  ),
  define(
    "TAIL(list[, count])",
    "All but the first element, or a list of the last ones.",
    part("TAIL", (list, count) => list.slice(count === undefined ? 1 : Math.max(0, list.length - count))),
  ),
  define("FLATTEN(list)", "The elements of nested lists as one list.", (args, context) =>
    copied(flatten(elements("FLATTEN", args), context), context),
  ),
  define("CHUNK(list, size)", "Lists of at most `size` elements.", chunk, ["BATCH"]),
  define("UNIQUE(list)", "Each different element once, in order.", unique, ["DISTINCT"]),
  define(
    "INDEX_OF(list, value)",
    "0-based position of the first equal element, -1 without one.",
    (args, context) => indexOf(args, context, false),
    ["INDEXOF"],
  ),
  define(
    "LAST_INDEX_OF(list, value)",
    "0-based position of the last equal element, -1 without one.",
    (args, context) => indexOf(args, context, true),
    ["LASTINDEXOF"],
  ),
  define("CONCAT(value, ...)", "Lists joined to one list, or texts to one text.", concat),
  define("KEYS(object)", "The names of the fields.", (args, context) => {
    const value = argument(args, 0);
    if (value instanceof RecordSet) return copied(value.columns.slice(), context);
    const keys: Value[] = isObject(value) ? Object.keys(value) : Array.from(elements("KEYS", args).keys());
    return copied(keys, context);
  }),
  define("VALUES(object)", "The values of the fields.", (args, context) => {
    const value = argument(args, 0);
    return copied(isObject(value) ? Object.values(value) : elements("VALUES", args).slice(), context);
  }),
];
