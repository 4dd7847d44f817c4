/** Numbers as text and text as numbers (reference 2.1, 2.4). */
import { BasicError, ERR } from "../errors.ts";
import { BasicDate, Duration, RecordId, type Value } from "../values.ts";
import { describe, type OperationContext } from "./context.ts";

// Each alternative starts with another character, so that neither pattern can backtrack over a long run of digits.
const LEADING_NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/i;
const WHOLE_NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** No text that is a number is longer; what stands behind it is not looked at, however long the text. */
const MAX_NUMBER_TEXT = 1000;

/** Shortest decimal text; with exponent from 1e15 on and below 1e-6 in size: `1.5E+21`, `1E-7`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size < 1e15 && (size >= 1e-6 || size === 0)) return String(value === 0 ? 0 : value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "INF" : "-INF";
  return value.toExponential().replace("e", "E");
}

/** The number that the text begins with, or undefined: VAL's rule. Blanks around it do not count. */
export function leadingNumber(text: string): number | undefined {
  const match = LEADING_NUMBER.exec(text.length > MAX_NUMBER_TEXT ? text.slice(0, MAX_NUMBER_TEXT) : text);
  return match === null ? undefined : Number(match[0]);
}

/** The number that the whole text is, or undefined. */
export function wholeNumber(text: string): number | undefined {
  return text.length <= MAX_NUMBER_TEXT && WHOLE_NUMBER.test(text) ? Number(text) : undefined;
}

/**
 * An operand of arithmetic: NULL is 0, TRUE 1, a text what VAL makes of it, a duration its seconds. A text without a
 * leading number raises error 13 in strict mode and counts 0 otherwise; lists, objects and dates always raise it.
 */
export function toNumber(value: Value, context: OperationContext): number {
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string") {
    const number = leadingNumber(value);
    if (number !== undefined) {
      if (Number.isFinite(number)) return number;
      throw new BasicError(ERR.overflow, "Overflow: the text holds a number that is too large.");
    }
    if (context.strict) throw new BasicError(ERR.type, `A number is due here, and ${quoteText(value)} is none.`);
    return 0;
  }
  if (value instanceof Duration) return value.ms / 1000;
  if (value instanceof RecordId) return toNumber(value.id, context);
  const hint = value instanceof BasicDate ? " Use DATEADD, DATEDIFF or FORMAT." : "";
  throw new BasicError(ERR.type, `A number is due here, and ${describe(value)} is none.${hint}`);
}

/** A short quotation of a text for a message. */
export function quoteText(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
