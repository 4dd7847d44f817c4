/**
 * The operators of the language: text form, truth, comparison, arithmetic, fields and elements (reference 2). Each file
 * holds one family; the machine and the functions call them directly. Pure: what an operator must know of the world
 * (time zone, strictness, budgets) comes in as an `OperationContext`.
 */
import { BasicError, ERR } from "../errors.ts";
import type { FunctionContext } from "../functions/function.ts";
import type { Value } from "../values.ts";

export type OperationContext = Pick<
  FunctionContext,
  "timeZone" | "dayFirst" | "strict" | "charge" | "allocate" | "warn"
> &
  // Hosts that work on values without a script follow the dialect.
  Partial<Pick<FunctionContext, "profile">>;

/** Longest text and list that an operator or function makes (reference 5.4), in UTF-16 units and elements. */
export const MAX_TEXT = 10 * 1024 * 1024;
export const MAX_LIST = 1_000_000;
/** Deepest nesting that JSON, comparison and copies follow; a list that contains itself ends here. */
export const MAX_DEPTH = 100;
/** Rough cost of an element of a list or a field of an object, in bytes. */
export const SLOT_BYTES = 16;

/** What a type is called in messages for people. */
export function describe(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return "a number";
  if (typeof value === "boolean") return "a boolean";
  if (Array.isArray(value)) return "a list";
  const kind = value.constructor?.name;
  if (kind === "BasicDate") return "a date";
  if (kind === "Duration") return "a duration";
  if (kind === "RecordSet") return "a record set";
  if (kind === "FileValue") return "a file";
  if (kind === "SealedText") return "a secret";
  if (kind === "RecordId") return "the id of a record";
  return "an object";
}

/** Bounds the length of a text before it is made. */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT) throw new BasicError(ERR.memory, "The text would be longer than 10 MB.");
}

export function checkListLength(length: number): void {
  if (length > MAX_LIST) {
    throw new BasicError(ERR.memory, `The list would be longer than ${MAX_LIST.toLocaleString("en-US")} elements.`);
  }
}

/** A number that may be stored: the language never shows Infinity, and what has no value is NULL or an error. */
export function finite(result: number, what: string, context: OperationContext): number | null {
  if (Number.isFinite(result)) return result;
  if (Number.isNaN(result)) return undefinedResult(ERR.badCall, `${what} has no value for these operands.`, context);
  throw new BasicError(ERR.overflow, `Overflow: the result of ${what} is too large for a number.`);
}

/** Raises in strict mode; otherwise warns and yields NULL, so that a report script goes on. */
export function undefinedResult(number: number, message: string, context: OperationContext): null {
  if (context.strict) throw new BasicError(number, message);
  context.warn?.(number, message);
  return null;
}
