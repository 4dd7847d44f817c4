/**
 * The functions of reference 7.3 that differ from the dialect's of the same name; the classic profile looks here first.
 * They take their operands by their kind, round where a count or a position is due, and go on after an exception as
 * 7.5.10 says. Where 7.3 is silent they do what QBasic programs rely on: a negative count, a position before the first
 * and the code of no character raise error 5.
 *
 * CHR$ and ASC speak of Unicode numbers, as in the dialect: 0 to 255 are Latin-1, not the code page of a PC.
 */
import { local } from "../dates/zone.ts";
import { BasicError, ERR } from "../errors.ts";
import { argument, define } from "../functions/arguments.ts";
import type { BasicFunction, FunctionContext } from "../functions/function.ts";
import { FUNCTIONS } from "../functions/index.ts";
import { textIndexOf, textLength, textSlice } from "../operations/code-points.ts";
import { listOf } from "../operations/compare.ts";
import { checkTextLength, describe } from "../operations/context.ts";
import { roundHalfEven } from "../operations/decimal.ts";
import { leadingNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { BasicDate, type Value } from "../values.ts";
import { bits } from "./arithmetic.ts";
import { numberText } from "./number-text.ts";

/** A number; NULL, which host keywords give, counts 0, and TRUE -1. */
function number(args: readonly Value[], index: number, name: string): number {
  const value = argument(args, index);
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? -1 : 0;
  throw new BasicError(ERR.type, `${name} needs a number here, not ${describe(value)}.`);
}

/** A text; NULL counts "", and what host keywords give (dates, ids) is taken as it is shown. */
function text(args: readonly Value[], index: number, name: string, context: FunctionContext): string {
  const value = argument(args, index);
  if (typeof value === "number") throw new BasicError(ERR.type, `${name} needs a text here, not a number.`);
  return toText(value, context);
}

/** A count or a position: rounded half to even, not below `least`. */
function count(args: readonly Value[], index: number, name: string, least: number): number {
  const value = roundHalfEven(number(args, index, name));
  if (value >= least) return value;
  throw new BasicError(ERR.badCall, `${name} needs ${least} or more here, not ${numberText(value).trim()}.`);
}

/** Lists and rows, which host keywords give, are the dialect's to measure and to cut. */
function orDialect(found: BasicFunction): BasicFunction {
  const { call } = found;
  return {
    ...found,
    call(args, context) {
      const dialect = listOf(argument(args, 0)) ? FUNCTIONS.get(found.name) : undefined;
      return dialect ? dialect.call(args, context) : call(args, context);
    },
  };
}

function chargeText(length: number, context: FunctionContext): void {
  context.charge(1 + length / 64);
}

/** A function of one number. */
function onNumber(name: string, summary: string, calculate: (value: number) => number): BasicFunction {
  return define(`${name}(number)`, summary, (args) => calculate(number(args, 0, name)) || 0);
}

/** SIN, COS and TAN of an infinite angle have no value: 7.5.10 makes it 0. */
function onAngle(name: string, summary: string, calculate: (value: number) => number): BasicFunction {
  return define(`${name}(angle)`, summary, (args, context) => {
    const angle = number(args, 0, name);
    if (Number.isFinite(angle)) return calculate(angle);
    context.warn?.(ERR.overflow, `Overflow: ${name} of an infinite angle has no value.`);
    return 0;
  });
}

function exp(args: readonly Value[], context: FunctionContext): number {
  const exponent = number(args, 0, "EXP");
  const result = Math.exp(exponent);
  if (result === Number.POSITIVE_INFINITY && exponent !== result)
    context.warn?.(ERR.overflow, "Overflow: the result of EXP is too large.");
  return result;
}

function log(args: readonly Value[]): number {
  const value = number(args, 0, "LOG");
  if (value > 0) return Math.log(value);
  throw new BasicError(ERR.badCall, `LOG needs a number above 0, not ${numberText(value).trim()}.`);
}

function sqr(args: readonly Value[]): number {
  const value = number(args, 0, "SQR");
  if (value >= 0) return Math.sqrt(value);
  throw new BasicError(ERR.badCall, `SQR needs a number of 0 or more, not ${numberText(value).trim()}.`);
}

/** `&H1F`, `&O17` or the number that the text begins with, else 0. */
function val(args: readonly Value[], context: FunctionContext): number {
  const source = text(args, 0, "VAL", context);
  const coded = /^\s*&(?:H([0-9A-F]+)|O?([0-7]+))/i.exec(source);
  const value = coded ? codedNumber(coded[1], coded[2]) : (leadingNumber(source) ?? 0);
  if (!Number.isFinite(value)) context.warn?.(ERR.overflow, "Overflow: the text holds a number that is too large.");
  return value || 0;
}

/** All 32 bits are -1, as NOT 0 is; more digits are a number of their own. */
function codedNumber(hexadecimal: string | undefined, octal = "0"): number {
  const value = hexadecimal === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hexadecimal, 16);
  return value <= 0xffffffff ? value | 0 : value;
}

function digits(name: string, base: number): BasicFunction {
  return define(`${name}(number)`, `The whole number in digits of base ${base}; negative ones in 32 bits.`, (args) =>
    (bits(number(args, 0, name), name) >>> 0).toString(base).toUpperCase(),
  );
}

function left(args: readonly Value[], context: FunctionContext): string {
  const source = text(args, 0, "LEFT$", context);
  chargeText(source.length, context);
  return textSlice(source, 0, count(args, 1, "LEFT$", 0));
}

function right(args: readonly Value[], context: FunctionContext): string {
  const source = text(args, 0, "RIGHT$", context);
  chargeText(source.length, context);
  return textSlice(source, textLength(source) - count(args, 1, "RIGHT$", 0), Number.POSITIVE_INFINITY);
}

function mid(args: readonly Value[], context: FunctionContext): string {
  const source = text(args, 0, "MID$", context);
  chargeText(source.length, context);
  const start = count(args, 1, "MID$", 1) - 1;
  return textSlice(source, start, args.length > 2 ? start + count(args, 2, "MID$", 0) : Number.POSITIVE_INFINITY);
}

/** As in the dialect an empty text is found nowhere. */
function instr(args: readonly Value[], context: FunctionContext): number {
  const at = args.length > 2 ? 1 : 0;
  const source = text(args, at, "INSTR", context);
  const find = text(args, at + 1, "INSTR", context);
  chargeText(source.length, context);
  const from = at === 1 ? count(args, 0, "INSTR", 1) - 1 : 0;
  return find === "" ? 0 : textIndexOf(source, find, from) + 1;
}

function asc(args: readonly Value[], context: FunctionContext): number {
  const code = text(args, 0, "ASC", context).codePointAt(0);
  if (code !== undefined) return code;
  throw new BasicError(ERR.badCall, "ASC needs a text with a character; this one is empty.");
}

function character(args: readonly Value[], index: number, name: string): string {
  const code = roundHalfEven(number(args, index, name));
  if (code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)) return String.fromCodePoint(code);
  throw new BasicError(
    ERR.badCall,
    `${numberText(code).trim()} is the number of no character; ${name} takes 0 to 1114111.`,
  );
}

function repeated(unit: string, times: number, context: FunctionContext): string {
  checkTextLength(unit.length * times);
  chargeText(unit.length * times, context);
  return unit.repeat(times);
}

function string(args: readonly Value[], context: FunctionContext): string {
  const what = argument(args, 1);
  const unit = typeof what === "string" ? textSlice(what, 0, 1) : character(args, 1, "STRING$");
  if (unit === "") throw new BasicError(ERR.badCall, "STRING$ needs a character to repeat; this text is empty.");
  return repeated(unit, count(args, 0, "STRING$", 0), context);
}

/** The turn's clock in the bot's time zone. */
function clock(context: FunctionContext, pattern: string): string {
  return local(new BasicDate(context.now()), context.timeZone).toFormat(pattern);
}

function timer(_args: readonly Value[], context: FunctionContext): number {
  const time = local(new BasicDate(context.now()), context.timeZone);
  return time.hour * 3600 + time.minute * 60 + time.second + time.millisecond / 1000;
}

const FAMILY: readonly BasicFunction[] = [
  onNumber("ABS", "Without its sign.", Math.abs),
  onNumber("ATN", "The angle in radians with this tangent.", Math.atan),
  onNumber("INT", "The largest whole number not above the number.", Math.floor),
  onNumber("FIX", "Cut toward zero.", Math.trunc),
  onNumber("CINT", "The nearest whole number, half to even.", roundHalfEven),
  onNumber("CLNG", "The nearest whole number, half to even.", roundHalfEven),
  onNumber("CSNG", "The number: all numbers have double precision.", (value) => value),
  onNumber("CDBL", "The number: all numbers have double precision.", (value) => value),
  onNumber("SGN", "-1, 0 or 1.", Math.sign),
  onAngle("SIN", "Sine of an angle in radians.", Math.sin),
  onAngle("COS", "Cosine of an angle in radians.", Math.cos),
  onAngle("TAN", "Tangent of an angle in radians.", Math.tan),
  define("EXP(number)", "e raised to the number.", exp),
  define("LOG(number)", "Natural logarithm.", log),
  define("SQR(number)", "Square root.", sqr),
  define(
    "RND([number])",
    "A random number from 0 up to 1; the last one again for 0; for a negative number the first of its own sequence.",
    (args, context) => {
      const which = args.length === 0 ? 1 : number(args, 0, "RND");
      return context.draw ? context.draw(which) : context.random();
    },
  ),
  define("VAL(text)", "The number that the text begins with, else 0; &H and &O lead other digits.", val),
  digits("HEX", 16),
  digits("OCT", 8),
  orDialect(
    define("LEN(text)", "The number of characters.", (args, context) => {
      const source = text(args, 0, "LEN", context);
      chargeText(source.length, context);
      return textLength(source);
    }),
  ),
  define("LEFT(text, count)", "The first characters.", left),
  define("RIGHT(text, count)", "The last characters.", right),
  orDialect(define("MID(text, start[, count])", "Part of a text from a 1-based position.", mid)),
  define("INSTR([start, ]text, find)", "1-based position of a text in another, 0 if it is not there or empty.", instr),
  define("ASC(text)", "Unicode number of the first character.", asc),
  define("CHR(code)", "The character of a Unicode number.", (args) => character(args, 0, "CHR$")),
  define("SPACE(count)", "So many blanks.", (args, context) => repeated(" ", count(args, 0, "SPACE$", 0), context)),
  define("STRING(count, character)", "A character, given as text or number, repeated.", string),
];

/** The mark matters here: DATE and TIME without it are the dialect's functions, or variables. */
const AS_WRITTEN: readonly BasicFunction[] = [
  define("STR$(number)", "The number as PRINT shows it: a blank or - and the digits.", (args) =>
    numberText(number(args, 0, "STR$")),
  ),
  define("STR(number)", "The number as PRINT shows it, without the leading blank.", (args) =>
    numberText(number(args, 0, "STR")).trim(),
  ),
  define("TIMER()", "Seconds since midnight.", timer),
  define("DATE$()", "The date of the turn as MM-DD-YYYY.", (_args, context) => clock(context, "MM-dd-yyyy")),
  define("TIME$()", "The time of the turn as HH:MM:SS.", (_args, context) => clock(context, "HH:mm:ss")),
];

function byName(): Map<string, BasicFunction> {
  const map = new Map<string, BasicFunction>();
  for (const found of FAMILY) {
    map.set(found.name, found);
    map.set(`${found.name}$`, found);
  }
  for (const found of AS_WRITTEN) map.set(found.name, found);
  return map;
}

/** By upper-case name; the `$` forms are entries of their own. */
export const CLASSIC_FUNCTIONS: ReadonlyMap<string, BasicFunction> = byName();
