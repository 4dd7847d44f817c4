/** What WRITE and an assignment to MID$ make of their operands (reference 7.2, 7.3). */
import { BasicError, ERR } from "../errors.ts";
import { textLength, textSlice } from "../operations/code-points.ts";
import { roundHalfEven } from "../operations/decimal.ts";
import { numberText } from "./number-text.ts";

/** WRITE: commas between the values, quotes around texts, no blanks. A quote inside a text is doubled. */
export function writeList(values: readonly (number | string)[]): string {
  return values
    .map((value) => (typeof value === "number" ? numberText(value).trim() : `"${value.replaceAll('"', '""')}"`))
    .join(",");
}

/**
 * MID$(text, start, count) = value: the text with the characters from the 1-based `start` replaced one by one; its length
 * stays. `count` null takes as many as `value` has. Error 5 for a start outside the text or a negative count.
 */
export function replaceMid(text: string, start: number, count: number | null, value: string): string {
  const from = roundHalfEven(start) - 1;
  const length = textLength(text);
  const most = count === null ? Number.POSITIVE_INFINITY : roundHalfEven(count);
  if (!(from >= 0 && from < length))
    throw new BasicError(
      ERR.badCall,
      `MID$ starts at 1 to ${length} in this text, not at ${numberText(start).trim()}.`,
    );
  if (!(most >= 0)) throw new BasicError(ERR.badCall, "MID$ needs a count of 0 or more.");
  const put = textSlice(value, 0, Math.min(most, length - from));
  return textSlice(text, 0, from) + put + textSlice(text, from + textLength(put), length);
}
