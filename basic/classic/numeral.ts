/** Numerals of the classic profile (reference 7.5.3), as INPUT and READ take them. */
import type { Datum } from "./datum.ts";

// Each alternative starts with another character, so that the pattern cannot backtrack over a long run of digits.
const NUMERAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?$/i;

/**
 * The value of a signed numeral, or undefined where the text is none (`2  3`, `1D1`, `""`). Too big gives an infinity,
 * too small 0: what to make of an infinity is the caller's to say.
 */
export function numeralValue(text: string): number | undefined {
  return NUMERAL.test(text) ? Number(text) || 0 : undefined;
}

/** The number of a datum that READ or INPUT puts into a numeric variable, or undefined: a quoted one is a text. */
export function datumNumber(datum: Datum): number | undefined {
  return datum.quoted ? undefined : numeralValue(datum.text);
}
