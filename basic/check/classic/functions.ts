/** What the functions of the classic profile take and yield (reference 7.3), for its checks. */
import { CLASSIC_FUNCTIONS } from "../../classic/functions.ts";
import { FUNCTIONS } from "../../functions/index.ts";
import type { Holds } from "./holds.ts";

interface ClassicSignature {
  min: number;
  max: number;
  /** A letter for each operand: n number, t text, a array, ? either. */
  operands: string;
  yields: Holds;
}

const row = (operands: string, yields: Holds, min = operands.length): ClassicSignature => ({
  min,
  max: operands.length,
  operands,
  yields,
});

const NUMERIC = "ABS ATN COS EXP FIX INT LOG SGN SIN SQR TAN CINT CLNG CSNG CDBL";
const SIGNATURES = new Map<string, ClassicSignature>([
  ...NUMERIC.split(" ").map((name) => [name, row("n", "number")] as const),
  ["RND", row("n", "number", 0)],
  ["ASC", row("t", "number")],
  ["CHR$", row("n", "text")],
  ["HEX$", row("n", "text")],
  ["OCT$", row("n", "text")],
  ["INSTR", row("?tt", "number", 2)],
  ["LCASE$", row("t", "text")],
  ["UCASE$", row("t", "text")],
  ["LEFT$", row("tn", "text")],
  ["RIGHT$", row("tn", "text")],
  ["MID$", row("tnn", "text", 2)],
  ["LEN", row("?", "number")],
  ["LTRIM$", row("t", "text")],
  ["RTRIM$", row("t", "text")],
  ["SPACE$", row("n", "text")],
  ["STRING$", row("n?", "text")],
  ["STR$", row("n", "text")],
  ["STR", row("n", "text")],
  ["VAL", row("t", "number")],
  ["DATE$", row("", "text")],
  ["TIME$", row("", "text")],
  ["TIMER", row("", "number")],
  ["POS", row("?", "number", 0)],
  ["LBOUND", row("an", "number", 1)],
  ["UBOUND", row("an", "number", 1)],
  ["EOF", row("n", "number")],
  ["LOF", row("n", "number")],
  ["FREEFILE", row("", "number")],
  ["INPUT$", row("n?", "text", 1)],
  ["INKEY$", row("", "text")],
  ["ERR", row("", "number")],
  ["ERL", row("", "number")],
]);
for (const name of "CHR$ HEX$ OCT$ LCASE$ UCASE$ LEFT$ RIGHT$ MID$ LTRIM$ RTRIM$ SPACE$ STRING$".split(" "))
  SIGNATURES.set(name.slice(0, -1), SIGNATURES.get(name)!);

/** The functions of ECMA-55. */
export const MINIMAL_FUNCTIONS: ReadonlySet<string> = new Set("ABS ATN COS EXP INT LOG RND SGN SIN SQR TAN".split(" "));

/** Functions that are written without parentheses. */
export const BARE_FUNCTIONS: ReadonlySet<string> = new Set([
  "rnd",
  "timer",
  "date$",
  "time$",
  "inkey$",
  "freefile",
  "err",
  "erl",
]);

export function signatureOf(key: string): ClassicSignature | undefined {
  return SIGNATURES.get(key.toUpperCase());
}

/** True for the name of a function of either profile. */
export function isFunctionKey(key: string): boolean {
  const upper = key.toUpperCase();
  return SIGNATURES.has(upper) || CLASSIC_FUNCTIONS.has(upper) || FUNCTIONS.has(upper);
}
