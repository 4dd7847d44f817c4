/** Functions of numbers. Texts are converted by VAL's rule; what has no value is NULL, or error 5 in strict mode. */

import { modulo, power } from "../operations/arithmetic.ts";
import { compare, listOf } from "../operations/compare.ts";
import { finite } from "../operations/context.ts";
import { roundHalfEven, roundTo } from "../operations/decimal.ts";
import { getField } from "../operations/fields.ts";
import { leadingNumber, toNumber, wholeNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";
import { argument, define, integerArgument, numberArgument, textArgument, wrongArgument } from "./arguments.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";

/** A function of one number. */
function onNumber(
  signature: string,
  summary: string,
  calculate: (value: number) => number,
  aliases: readonly string[] = [],
): BasicFunction {
  const name = signature.slice(0, signature.indexOf("("));
  return define(
    signature,
    summary,
    (args, context) => finite(calculate(numberArgument(args, 0, context)) || 0, name, context),
    aliases,
  );
}

/** As onNumber, where part of the numbers has no result: NaN must come through to `finite`. */
function onDomain(
  signature: string,
  summary: string,
  calculate: (value: number) => number,
  aliases: readonly string[] = [],
): BasicFunction {
  const name = signature.slice(0, signature.indexOf("("));
  return define(
    signature,
    summary,
    (args, context) => finite(calculate(numberArgument(args, 0, context)), name, context),
    aliases,
  );
}

/** The values to reduce: of a list or rows (one column of them), or the arguments themselves. NULL does not count. */
function reducible(what: string, args: readonly Value[], context: FunctionContext): Value[] {
  const first = argument(args, 0);
  const list = listOf(first);
  if (!list) {
    // MAX(rows, "price") where the rows are missing: the name of a column is not one of the values.
    const second = argument(args, 1);
    if (first === null && args.length === 2 && typeof second === "string" && wholeNumber(second) === undefined)
      return [];
    if (args.length === 1 && first !== null && typeof first === "object")
      throw wrongArgument(what, "numbers, a list or rows", first);
    return args.filter((value) => value !== null);
  }
  context.charge(list.length);
  if (args.length === 1) return list.filter((value) => value !== null);
  const column = textArgument(args, 1, context);
  return list.map((row) => getField(row, column, context, true)).filter((value) => value !== null && value !== "");
}

function sum(values: readonly Value[], context: FunctionContext): number | null {
  return finite(
    values.reduce<number>((total, value) => total + toNumber(value, context), 0),
    "SUM",
    context,
  );
}

/** The largest (direction 1) or smallest (-1): as numbers if all of them are, else by `<`. */
function extreme(what: string, args: readonly Value[], context: FunctionContext, direction: 1 | -1): Value {
  const values = reducible(what, args, context);
  const numbers = values.map((value) => (typeof value === "string" ? wholeNumber(value) : value));
  const comparable: readonly Value[] = numbers.every((value) => typeof value === "number") ? numbers : values;
  return comparable.reduce<Value>(
    (best, value) => (best === null || compare(value, best, context) === direction ? value : best),
    null,
  );
}

function random(args: readonly Value[], context: FunctionContext): number {
  if (args.length === 0) return context.random();
  const one = args.length === 1;
  const a = one ? 0 : integerArgument(args, 0, context);
  const b = one ? integerArgument(args, 0, context) - 1 : integerArgument(args, 1, context);
  const low = Math.min(a, b);
  return one && b < 0 ? 0 : low + Math.floor(context.random() * (Math.max(a, b) - low + 1));
}

/** Negative numbers as 32-bit two's complement, as BASIC always showed them. */
function digits(value: number, base: number): string {
  return (value < 0 && value >= -(2 ** 31) ? value >>> 0 : value).toString(base).toUpperCase();
}

export const NUMBER_FUNCTIONS: readonly BasicFunction[] = [
  onNumber("ABS(number)", "Without its sign.", Math.abs),
  onNumber("INT(number)", "The largest integer not above the number.", Math.floor),
  onNumber("FIX(number)", "Cut toward zero.", Math.trunc),
  define(
    "ROUND(number[, places])",
    "Rounded half away from zero; a negative count of places rounds to tens, hundreds and so on.",
    (args, context) => roundTo(numberArgument(args, 0, context), integerArgument(args, 1, context)),
  ),
  onNumber("CEIL(number)", "The smallest integer not below the number.", Math.ceil, ["CEILING"]),
  onNumber("FLOOR(number)", "The largest integer not above the number.", Math.floor),
  onNumber("CINT(number)", "The nearest integer, half to even.", roundHalfEven),
  onNumber("CLNG(number)", "The nearest integer, half to even.", roundHalfEven),
  onNumber("CDBL(value)", "The value as a number.", (value) => value, ["CSNG"]),
  onDomain("SQR(number)", "Square root.", Math.sqrt, ["SQRT"]),
  onNumber("SGN(number)", "-1, 0 or 1.", Math.sign),
  onDomain("EXP(number)", "e raised to the number.", Math.exp),
  onDomain("LOG(number)", "Natural logarithm.", (value) => (value > 0 ? Math.log(value) : Number.NaN)),
  onDomain("LOG10(number)", "Logarithm to base 10.", (value) => (value > 0 ? Math.log10(value) : Number.NaN)),
  onDomain("SIN(angle)", "Sine of an angle in radians.", Math.sin),
  onDomain("COS(angle)", "Cosine of an angle in radians.", Math.cos),
  onDomain("TAN(angle)", "Tangent of an angle in radians.", Math.tan),
  onDomain("ATN(number)", "The angle in radians with this tangent.", Math.atan, ["ATAN"]),
  onDomain("ASIN(number)", "The angle in radians with this sine, for -1 to 1.", Math.asin),
  onDomain("ACOS(number)", "The angle in radians with this cosine, for -1 to 1.", Math.acos),
  define("PI()", "3.141592653589793.", () => Math.PI),
  define(
    "POWER(base, exponent)",
    "The base raised to the exponent.",
    (args, context) => power(argument(args, 0), argument(args, 1), context),
    ["POW"],
  ),
  define("MOD(dividend, divisor)", "The remainder, with the sign of the dividend.", (args, context) =>
    modulo(argument(args, 0), argument(args, 1), context),
  ),
  define(
    "MAX(value, ...)",
    'The largest of the values, of a list, or of a column: MAX(rows, "price").',
    (args, context) => extreme("MAX", args, context, 1),
  ),
  define(
    "MIN(value, ...)",
    'The smallest of the values, of a list, or of a column: MIN(rows, "price").',
    (args, context) => extreme("MIN", args, context, -1),
  ),
  define("SUM(list[, column])", "The sum of a list, or of a column of rows; 0 for none.", (args, context) =>
    sum(reducible("SUM", args, context), context),
  ),
  define(
    "AVG(list[, column])",
    "The mean of a list, or of a column of rows; NULL for none.",
    (args, context) => {
      const values = reducible("AVG", args, context);
      const total = sum(values, context);
      return total === null || values.length === 0 ? null : total / values.length;
    },
    ["AVERAGE"],
  ),
  define("RND([number])", "A random number from 0 up to, but not including, 1.", (_args, context) => context.random()),
  define(
    "RANDOM([from][, to])",
    "RANDOM(a, b): an integer from a to b; RANDOM(n): from 0 to n - 1; RANDOM(): from 0 up to 1.",
    random,
  ),
  define("VAL(text)", "The number that the text begins with, else 0.", (args, context) => {
    const value = argument(args, 0);
    return typeof value === "number" ? value : finite(leadingNumber(toText(value, context)) ?? 0, "VAL", context);
  }),
  define("HEX(number)", "The integer in hexadecimal digits.", (args, context) =>
    digits(integerArgument(args, 0, context), 16),
  ),
  define("OCT(number)", "The integer in octal digits.", (args, context) =>
    digits(integerArgument(args, 0, context), 8),
  ),
];
