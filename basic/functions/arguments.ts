/** Reading the arguments of a built-in function, and the shape in which the families list their functions. */
import { parseDate } from "../dates/parse.ts";
import { BasicError, ERR } from "../errors.ts";
import { describe, undefinedResult } from "../operations/context.ts";
import { quoteText, toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { BasicDate, type Value } from "../values.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";

type Call = BasicFunction["call"];

/**
 * One row of a family. The name and the counts of operands are read from the signature, so that the three cannot
 * disagree: `MID(text, start[, count])` is MID with 2 or 3; an ellipsis takes any number.
 */
export function define(signature: string, summary: string, call: Call, aliases: readonly string[] = []): BasicFunction {
  const open = signature.indexOf("(");
  const inside = signature.slice(open + 1, signature.lastIndexOf(")"));
  const required = inside.replace(/\[[^\]]*\]/g, "");
  const count = (list: string): number =>
    list.split(",").filter((name) => name.trim() !== "" && !name.includes("...")).length;
  const max = inside.includes("...") ? Number.POSITIVE_INFINITY : count(inside.replace(/[[\]]/g, ""));
  return { name: signature.slice(0, open), aliases, min: count(required), max, signature, summary, call };
}

export function argument(args: readonly Value[], index: number): Value {
  return args[index] ?? null;
}

/** The text form of an argument; NULL and a missing one are "". */
export function textArgument(args: readonly Value[], index: number, context: FunctionContext): string {
  return toText(args[index] ?? null, context);
}

/** VAL's rule; NULL is 0. A missing argument is `otherwise`. */
export function numberArgument(args: readonly Value[], index: number, context: FunctionContext, otherwise = 0): number {
  const value = args[index];
  return value === undefined ? otherwise : toNumber(value, context);
}

/** A number cut to an integer. */
export function integerArgument(
  args: readonly Value[],
  index: number,
  context: FunctionContext,
  otherwise = 0,
): number {
  return Math.trunc(numberArgument(args, index, context, otherwise));
}

/** A date or a text that shows one, else undefined. */
export function asDate(value: Value, context: FunctionContext): BasicDate | undefined {
  if (value instanceof BasicDate) return value;
  return typeof value === "string" ? parseDate(value, context) : undefined;
}

/** What a date function does with a value that is no date: NULL passes, anything else is NULL with a warning or error 5. */
export function notADate(value: Value, what: string, context: FunctionContext): null {
  if (value === null || value === "") return null;
  const shown = typeof value === "string" ? quoteText(value) : describe(value);
  return undefinedResult(
    ERR.badCall,
    `${what} needs a date, and ${shown} is none. Write it as 2025-01-31 or 31/01/2025.`,
    context,
  );
}

export function wrongArgument(what: string, wanted: string, value: Value): BasicError {
  return new BasicError(ERR.type, `${what} needs ${wanted}, not ${describe(value)}.`);
}
