/**
 * Functions of the classic profile that only the compiler calls, under names that no script can write, and those that
 * need arrays. They stand beside the library of basic/classic because they work on the machine's own values.
 */
import { ZONE_WIDTH } from "../classic/layout.ts";
import { numberText } from "../classic/number-text.ts";
import { replaceMid, writeList } from "../classic/text-parts.ts";
import { formatUsing } from "../classic/using.ts";
import { BasicError, ERR } from "../errors.ts";
import type { BasicFunction } from "../functions/function.ts";
import { textSlice } from "../operations/code-points.ts";
import { checkTextLength, describe } from "../operations/context.ts";
import { roundHalfEven } from "../operations/decimal.ts";
import { toText } from "../operations/text-form.ts";
import { boundOf, classicNumber, eraseArray } from "./classic-paths.ts";

type Call = BasicFunction["call"];

function internal(name: string, min: number, max: number, call: Call): [string, BasicFunction] {
  return [name, { name, min, max, signature: name, summary: "", call }];
}

/** Which of the lines of ON the value means, from 1. */
const choose: Call = ([value, count]) => {
  const which = Math.floor(classicNumber(value ?? null) + 0.5);
  if (which >= 1 && which <= classicNumber(count ?? null)) return which;
  throw new BasicError(
    ERR.badCall,
    `ON is out of range: it has ${numberText(classicNumber(count ?? null)).trim()} lines, and the value is ${numberText(classicNumber(value ?? null)).trim()}.`,
  );
};

const using: Call = ([picture, ...values]) => {
  if (typeof picture !== "string")
    throw new BasicError(ERR.type, `PRINT USING needs a text as its picture, not ${describe(picture ?? null)}.`);
  return formatUsing(
    picture,
    values.map((value) => (typeof value === "string" ? value : classicNumber(value))),
  );
};

/** What the language cannot know before the run is shown as text: what keywords of the dialect yield. */
const written: Call = (values, context) =>
  writeList(values.map((value) => (typeof value === "number" ? value : toText(value, context))));

const replaced: Call = ([text, part, start, length], context) => {
  if (typeof text !== "string" || typeof part !== "string")
    throw new BasicError(ERR.type, "MID$ replaces a part of a text by a text.");
  context.charge(1 + text.length / 64);
  return replaceMid(text, classicNumber(start ?? null), length === undefined ? null : classicNumber(length), part);
};

const erased: Call = ([array], context) => {
  eraseArray(context, array ?? null);
  return null;
};

const overflow: Call = (_args, context) => {
  context.warn?.(ERR.overflow, "Overflow: the numeral is too large.");
  return Number.POSITIVE_INFINITY;
};

const raise: Call = ([number]) => {
  const code = roundHalfEven(classicNumber(number ?? null));
  if (!(code >= 1 && code <= 255))
    throw new BasicError(ERR.badCall, `ERROR takes a number from 1 to 255, not ${code}.`);
  throw new BasicError(code, MESSAGES[code] ?? `Error ${code}.`);
};

/** What the classic numbers say (reference 5.6). */
const MESSAGES: Readonly<Record<number, string>> = {
  3: "RETURN without GOSUB.",
  4: "Out of DATA.",
  5: "A function was called with a value that it does not take.",
  6: "Overflow.",
  7: "Out of memory.",
  9: "Subscript out of range.",
  11: "Division by zero.",
  13: "A number and a text are mixed.",
  14: "The text is too long.",
  53: "There is no such file.",
  62: "Input past the end of the file.",
  68: "Time-out.",
  70: "Not permitted.",
  75: "The path cannot be used.",
};

/** What PRINT # writes: `form` as in CLAYOUT, on a line without a margin. */
const plainText: Call = ([form, ...values], context) => {
  let line = "";
  let at = 0;
  const pad = (column: number) => line.padEnd(Math.min(Math.max(column, 0), MAX_COLUMN), " ");
  for (const letter of String(form ?? "")) {
    if (letter === ",") {
      line = pad((Math.floor(line.length / ZONE_WIDTH) + 1) * ZONE_WIDTH);
      continue;
    }
    const value = values[at++] ?? null;
    if (letter === "t") line = pad(Math.floor(classicNumber(value) + 0.5) - 1);
    else if (letter === "s") line = pad(line.length + Math.floor(classicNumber(value) + 0.5));
    else line += typeof value === "number" ? `${numberText(value)} ` : toText(value, context);
    context.charge(1);
  }
  checkTextLength(line.length);
  return line;
};

/** TAB and SPC reach no further than this in a file. */
const MAX_COLUMN = 32_767;

export const CLASSIC_BUILTINS: ReadonlyMap<string, BasicFunction> = new Map([
  internal("#ON", 2, 2, choose),
  internal("#USING", 1, Number.POSITIVE_INFINITY, using),
  internal("#WRITE", 0, Number.POSITIVE_INFINITY, written),
  internal("#MID", 3, 4, replaced),
  internal("#ERASE", 1, 1, erased),
  internal("#OVERFLOW", 0, 0, overflow),
  internal("#ERROR", 1, 1, raise),
  internal("#TEXT", 1, Number.POSITIVE_INFINITY, plainText),
  internal("LBOUND", 1, 2, ([array, dimension]) => boundOf(array ?? null, dimension ?? 1, false)),
  internal("UBOUND", 1, 2, ([array, dimension]) => boundOf(array ?? null, dimension ?? 1, true)),
  internal("#FIRST", 1, 1, ([text]) => textSlice(typeof text === "string" ? text : "", 0, 1)),
]);
