/** Number functions (reference, Annex B and 2.1). */
import type { Value } from "../../basic/values.ts";
import { round } from "./format.ts";
import type { Builtin } from "./functions.ts";
import { column, needList } from "./lists.ts";
import { order } from "./operators.ts";
import { elementsOf, finite, isTrue, numberOf, numericText, raise, type Setting, textOf } from "./values.ts";

const number = (args: readonly Value[], i: number, s: Setting) => numberOf(args[i] ?? null, s);

function of(action: (n: number, s: Setting) => number): Builtin {
  return (args, s) => {
    const result = action(number(args, 0, s), s);
    // Outside of its domain: error 5 in strict mode, NULL else.
    if (Number.isNaN(result)) return s.strict ? raise(5, "The function has no value there.") : null;
    return finite(result) + 0;
  };
}

function halfToEven(n: number): number {
  const below = Math.floor(n);
  const rest = n - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** `SUM(list)`, `SUM(rows, column)`: NULLs count for nothing. */
function members(args: readonly Value[], s: Setting): Value[] {
  const first = args[0] ?? null;
  const list = elementsOf(first) ?? (isScalar(first) ? [first] : needList(first));
  const name = args[1];
  const values = name === undefined ? list : list.map((row) => column(row, textOf(name, s)));
  return values.filter((v) => v !== null);
}

function isScalar(v: Value): boolean {
  return v === null || typeof v !== "object";
}

/** Texts that are numbers count as such; among others the order of comparison decides. */
function extreme(wanted: -1 | 1): Builtin {
  return (args, s) => {
    const first = args[0] ?? null;
    const values = elementsOf(first) || args.length === 1 ? members(args, s) : args.filter((v) => v !== null);
    const numbers = values.map((v) => (typeof v === "string" ? numericText(v) : typeof v === "number" ? v : null));
    const isNumeric = numbers.every((n) => n !== null);
    let best: Value = null;
    for (const value of isNumeric ? numbers : values)
      if (best === null || order(value, best, s) === wanted) best = value;
    return best;
  };
}

const sum: Builtin = (args, s) => finite(members(args, s).reduce((total: number, v) => total + numberOf(v, s), 0));
const average: Builtin = (args, s) => {
  const values = members(args, s);
  return values.length === 0 ? null : Number(sum(args, s)) / values.length;
};
const root = of((n) => (n < 0 ? Number.NaN : Math.sqrt(n)));
const ceiling = of(Math.ceil);
const power: Builtin = (args, s) => {
  const [a, b] = [number(args, 0, s), number(args, 1, s)];
  if (a === 0 && b < 0) return s.strict ? raise(11, "Division by zero.") : null;
  const result = a ** b;
  if (Number.isNaN(result)) return s.strict ? raise(5, "There is no such power.") : null;
  return finite(result);
};
const toEven = of(halfToEven);

/** Reference 5.7. */
const random: Builtin = (args, s) => {
  if (args.length === 0) return s.random();
  const low = args.length === 1 ? 0 : Math.ceil(number(args, 0, s));
  const high = args.length === 1 ? Math.floor(number(args, 0, s)) - 1 : Math.floor(number(args, 1, s));
  if (high < low) raise(5, "RANDOM needs a range.");
  return low + Math.floor(s.random() * (high - low + 1));
};

export const NUMBER_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  ABS: of(Math.abs),
  INT: of(Math.floor),
  FIX: of(Math.trunc),
  FLOOR: of(Math.floor),
  CEIL: ceiling,
  CEILING: ceiling,
  ROUND: (args, s) => round(args[0] ?? null, Math.trunc(number(args, 1, s)), s),
  CINT: toEven,
  CLNG: toEven,
  CDBL: of((n) => n),
  SQR: root,
  SQRT: root,
  SGN: of(Math.sign),
  EXP: of(Math.exp),
  LOG: of((n) => (n <= 0 ? Number.NaN : Math.log(n))),
  LOG10: of((n) => (n <= 0 ? Number.NaN : Math.log10(n))),
  SIN: of(Math.sin),
  COS: of(Math.cos),
  TAN: of(Math.tan),
  ATN: of(Math.atan),
  ASIN: of(Math.asin),
  ACOS: of(Math.acos),
  PI: () => Math.PI,
  POWER: power,
  POW: power,
  MOD: (args, s) => {
    const b = number(args, 1, s);
    if (b === 0) return s.strict ? raise(11, "Division by zero.") : null;
    return number(args, 0, s) % b;
  },
  MAX: extreme(1),
  MIN: extreme(-1),
  SUM: sum,
  AVG: average,
  AVERAGE: average,
  RND: (_args, s) => s.random(),
  RANDOM: random,
  CBOOL: (args) => isTrue(args[0] ?? null),
};
