/** Equality and order (reference 2.5). */
import { parseDate } from "../dates/parse.ts";
import { BasicError, ERR } from "../errors.ts";
import {
  BasicDate,
  type BasicObject,
  Duration,
  FileValue,
  plainId,
  RecordId,
  RecordSet,
  SealedText,
  type Value,
} from "../values.ts";
import { compareText } from "./code-points.ts";
import { MAX_DEPTH, type OperationContext } from "./context.ts";
import { wholeNumber } from "./numbers.ts";
import { toText } from "./text-form.ts";
import { isNull } from "./truth.ts";

/** Shorter texts are compared within the price of their statement. */
const LONG_TEXT = 1024;

/** `=` and `==`. */
export function equals(a: Value, b: Value, context: OperationContext): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (typeof a === "string" && typeof b === "string") {
    // Texts of different lengths differ at once.
    if (a.length > LONG_TEXT && a.length === b.length) context.charge(a.length / 256);
    return a === b;
  }
  return equalAt(a, b, context, 0);
}

function equalAt(a: Value, b: Value, context: OperationContext, depth: number): boolean {
  const left = isNull(a) ? null : plainId(a);
  const right = isNull(b) ? null : plainId(b);
  // An empty record set stands for NULL, so it equals NULL, "" and another one; an empty list equals it as a list.
  if (left === null || right === null)
    return left === right || isBlank(left ?? right, a instanceof RecordSet || b instanceof RecordSet);
  const leftList = listOf(left);
  const rightList = listOf(right);
  if (leftList || rightList)
    return leftList !== undefined && rightList !== undefined && equalLists(leftList, rightList, context, depth);
  if (isObject(left) || isObject(right))
    return isObject(left) && isObject(right) && equalObjects(left, right, context, depth);
  if (left instanceof SealedText || right instanceof SealedText) return openText(left) === openText(right);
  return compareScalars(left, right, context) === 0;
}

/** A secret equals the text that was typed and another secret of the same text; nothing else. */
function openText(value: Value): string | undefined {
  if (value instanceof SealedText) return SealedText.open(value);
  return typeof value === "string" ? value : undefined;
}

function isBlank(value: Value, againstRecordSet: boolean): boolean {
  return value === "" || (againstRecordSet && Array.isArray(value) && value.length === 0);
}

function equalLists(a: readonly Value[], b: readonly Value[], context: OperationContext, depth: number): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  checkDepth(depth);
  context.charge(2 * a.length);
  return a.every((element, i) => equalAt(element, b[i] ?? null, context, depth + 1));
}

function equalObjects(a: BasicObject, b: BasicObject, context: OperationContext, depth: number): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  checkDepth(depth);
  context.charge(4 * keys.length);
  return keys.every((key) => Object.hasOwn(b, key) && equalAt(a[key] ?? null, b[key] ?? null, context, depth + 1));
}

function checkDepth(depth: number): void {
  if (depth >= MAX_DEPTH) {
    throw new BasicError(ERR.memory, `The values are nested deeper than ${MAX_DEPTH} levels. Does one contain itself?`);
  }
}

/**
 * Order of two values: -1, 0 or 1, or undefined where there is none (NULL, lists, objects), so that each of
 * `< <= > >=` is false there.
 */
export function compare(a: Value, b: Value, context: OperationContext): -1 | 0 | 1 | undefined {
  if (typeof a === "number" && typeof b === "number") return order(a, b);
  if (typeof a === "string" && typeof b === "string") {
    if (a.length + b.length > LONG_TEXT) context.charge((a.length + b.length) / 64);
    return compareText(a, b);
  }
  if (isNull(a) || isNull(b)) return undefined;
  if (listOf(a) || listOf(b) || isObject(a) || isObject(b)) return undefined;
  // An order would tell a secret letter by letter.
  if (a instanceof SealedText || b instanceof SealedText) return undefined;
  return compareScalars(plainId(a), plainId(b), context);
}

/** Neither side is NULL, a list or an object. */
function compareScalars(a: Value, b: Value, context: OperationContext): -1 | 0 | 1 | undefined {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  const numbers = asNumbers(a, b) ?? asBooleans(a, b) ?? asDates(a, b, context);
  if (numbers) return order(numbers[0], numbers[1]);
  if (typeof a === "string" || typeof b === "string") return compareText(toText(a, context), toText(b, context));
  if (a instanceof FileValue && b instanceof FileValue) return compareText(toText(a, context), toText(b, context));
  return undefined;
}

type Pair = readonly [number, number];

/** number, boolean or duration against another of them, or a number against numeric text. */
function asNumbers(a: Value, b: Value): Pair | undefined {
  const left = plainNumber(a, b);
  const right = plainNumber(b, a);
  return left === undefined || right === undefined ? undefined : [left, right];
}

function plainNumber(value: Value, other: Value): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof Duration) return value.ms / 1000;
  if (typeof value === "boolean" && typeof other !== "string") return value ? 1 : 0;
  if (typeof value === "string" && typeof other !== "boolean") return wholeNumber(value);
  return undefined;
}

const BOOLEAN_WORDS: Readonly<Record<string, number>> = { true: 1, yes: 1, "1": 1, false: 0, no: 0, "0": 0 };

function asBooleans(a: Value, b: Value): Pair | undefined {
  if (typeof a !== "boolean" && typeof b !== "boolean") return undefined;
  const left = booleanNumber(a);
  const right = booleanNumber(b);
  return left === undefined || right === undefined ? undefined : [left, right];
}

function booleanNumber(value: Value): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return undefined;
  const word = value.trim().toLowerCase();
  return Object.hasOwn(BOOLEAN_WORDS, word) ? BOOLEAN_WORDS[word] : undefined;
}

function asDates(a: Value, b: Value, context: OperationContext): Pair | undefined {
  if (!(a instanceof BasicDate) && !(b instanceof BasicDate)) return undefined;
  const left = instant(a, context);
  const right = instant(b, context);
  return left === undefined || right === undefined ? undefined : [left, right];
}

function instant(value: Value, context: OperationContext): number | undefined {
  if (value instanceof BasicDate) return value.ms;
  return typeof value === "string" ? parseDate(value, context)?.ms : undefined;
}

function order(a: number, b: number): -1 | 0 | 1 | undefined {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : undefined;
}

/** The elements of a list or the rows of a record set. */
export function listOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof RecordSet ? value.rows : undefined;
}

/** An object of fields: neither a list nor one of the value classes. */
export function isObject(value: Value): value is BasicObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(
      value instanceof RecordSet ||
      value instanceof BasicDate ||
      value instanceof Duration ||
      value instanceof FileValue ||
      value instanceof RecordId ||
      value instanceof SealedText
    )
  );
}
