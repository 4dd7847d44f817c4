/** Arithmetic that goes on (reference 7.5.3, 7.5.10), functions (7.3) and random numbers (7.5.9). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BasicError } from "../errors.ts";
import { testContext } from "../operations/testing.ts";
import type { Value } from "../values.ts";
import {
  add,
  type BitOperator,
  bitwise,
  bitwiseNot,
  divide,
  integerDivide,
  modulo,
  multiply,
  power,
  subtract,
} from "./arithmetic.ts";
import { CLASSIC_FUNCTIONS } from "./functions.ts";
import type { Warn } from "./layout.ts";

const INF = Number.POSITIVE_INFINITY;
const OPERATORS: Record<string, (a: number, b: number, warn: Warn) => number> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "\\": integerDivide,
  MOD: modulo,
  "^": power,
};

function calculate(a: number, operator: string, b: number): { value: number; warnings: number[] } {
  const warnings: number[] = [];
  return { value: OPERATORS[operator]!(a, b, (number) => warnings.push(number)), warnings };
}

test.each<[number, string, number, number, number[]]>([
  [1, "+", 2, 3, []],
  [1.7e308, "+", 1.7e308, INF, [6]],
  [-1.7e308, "-", 1.7e308, -INF, [6]],
  [1e200, "*", -1e200, -INF, [6]],
  [1e-200, "*", 1e-200, 0, []],
  [1e200, "/", 1e-200, INF, [6]],
  [INF, "+", 1, INF, []],
  [INF, "*", -2, -INF, []],
  [INF, "-", INF, INF, [6]],
  [0, "*", -INF, INF, [6]],
  [INF, "/", -INF, INF, [6]],
  [5, "/", INF, 0, []],
  [5, "/", 0, INF, [11]],
  [-5, "/", 0, -INF, [11]],
  [0, "/", 0, INF, [11]],
  [-5, "/", -0, -INF, [11]],
  [-INF, "/", 0, -INF, [11]],
  [7, "\\", 2, 3, []],
  [-7, "\\", 2, -3, []],
  [7.5, "\\", 2, 4, []],
  [6.5, "\\", 2, 3, []],
  [1, "\\", 0.4, INF, [11]],
  [-7, "MOD", 3, -1, []],
  [7.6, "MOD", 3, 2, []],
  [5, "MOD", 0, INF, [11]],
  [INF, "MOD", 2, INF, [6]],
  [2, "^", 10, 1024, []],
  [-2, "^", 3, -8, []],
  [-2, "^", -3, -0.125, []],
  [0, "^", 0, 1, []],
  [0, "^", 2.5, 0, []],
  [0, "^", -1, INF, [11]],
  [10, "^", 400, INF, [6]],
  [-10, "^", 401, -INF, [6]],
  [10, "^", -400, 0, []],
  [2, "^", INF, INF, []],
  [1, "^", INF, INF, [6]],
  [2, "^", -INF, 0, []],
])("%d %s %d", (a, operator, b, value, warnings) =>
  expect(calculate(a, operator, b)).toEqual({ value: value || expect.closeTo(0), warnings }),
);

test("a negative number to a fraction is fatal", () => {
  expect(numberOf(() => calculate(-2, "^", 0.5))).toBe(5);
});

test("NaN never arises", () => {
  const numbers = fc.double({ noNaN: true });
  fc.assert(
    fc.property(numbers, fc.constantFrom(...Object.keys(OPERATORS)), numbers, (a, operator, b) => {
      if (operator === "^" && a < 0) return;
      expect(calculate(a, operator, b).value).not.toBeNaN();
    }),
  );
});

test("bits", () => {
  const row = (operator: BitOperator): number[] => [
    bitwise(operator, 12, 10),
    bitwise(operator, -1, 0),
    bitwise(operator, 0, 0),
  ];
  expect(row("AND")).toEqual([8, 0, 0]);
  expect(row("OR")).toEqual([14, -1, 0]);
  expect(row("XOR")).toEqual([6, -1, 0]);
  expect(row("EQV")).toEqual([-7, 0, -1]);
  expect(row("IMP")).toEqual([-5, 0, -1]);
  expect([bitwiseNot(0), bitwiseNot(-1), bitwiseNot(5)]).toEqual([-1, 0, -6]);
  expect(bitwise("AND", 2.5, 7)).toBe(2);
  expect(bitwise("AND", 3.5, 7)).toBe(4);
  expect(bitwise("AND", 0xffffffff, -1)).toBe(-1);
  expect(numberOf(() => bitwise("OR", 2 ** 32, 0))).toBe(6);
  expect(numberOf(() => bitwiseNot(INF))).toBe(6);
});

describe("functions", () => {
  const context = testContext();
  const run = (name: string, args: Value[]): Value => {
    const found = CLASSIC_FUNCTIONS.get(name);
    if (!found) throw new Error(`no function ${name}`);
    expect(args.length).toBeGreaterThanOrEqual(found.min);
    expect(args.length).toBeLessThanOrEqual(found.max);
    return found.call(args, context);
  };

  test.each<[string, Value[], Value]>([
    ["INT", [-2.5], -3],
    ["INT", [1e300], 1e300],
    ["INT", [INF], INF],
    ["FIX", [-2.5], -2],
    ["CINT", [2.5], 2],
    ["CINT", [3.5], 4],
    ["CINT", [-0.5], 0],
    ["SGN", [-0], 0],
    ["SGN", [-INF], -1],
    ["SQR", [INF], INF],
    ["EXP", [-1000], 0],
    ["SIN", [INF], 0],
    ["STR$", [5], " 5"],
    ["STR$", [-0.25], "-.25"],
    ["STR", [5], "5"],
    ["VAL", ["12 Main Street"], 12],
    ["VAL", ["&HFF"], 255],
    ["VAL", ["&O17"], 15],
    ["VAL", ["&HFFFFFFFF"], -1],
    ["VAL", ["x"], 0],
    ["VAL", ["1E999"], INF],
    ["HEX$", [255], "FF"],
    ["HEX$", [-1], "FFFFFFFF"],
    ["HEX$", [15.5], "10"],
    ["OCT$", [8], "10"],
    ["LEFT$", ["abc", 1.5], "ab"],
    ["LEFT$", ["a😀b", 2], "a😀"],
    ["RIGHT$", ["abc", 2], "bc"],
    ["RIGHT$", ["abc", 9], "abc"],
    ["RIGHT$", ["abc", 0], ""],
    ["MID$", ["abcdef", 2, 3], "bcd"],
    ["MID$", ["abc", 9], ""],
    ["MID$", ["abc", 3], "c"],
    ["MID", [[1, 2, 3], 0, 2], [1, 2]],
    ["LEN", [[1, 2]], 2],
    ["LEN", ["a😀"], 2],
    ["INSTR", ["hello", "l"], 3],
    ["INSTR", [4, "hello", "l"], 4],
    ["INSTR", ["hello", ""], 0],
    ["ASC", ["A"], 65],
    ["CHR$", [65.4], "A"],
    ["CHR$", [233], "é"],
    ["SPACE$", [3], "   "],
    ["STRING$", [3, "xy"], "xxx"],
    ["STRING$", [2, 42], "**"],
    ["DATE$", [], "01-31-2025"],
    ["TIME$", [], "12:04:05"],
    ["TIMER", [], 43445],
    ["ABS", [true], 1],
    ["LEN", [null], 0],
  ])("%s(%j)", (name, args, value) => expect(run(name, args)).toEqual(value));

  test.each<[string, Value[], number]>([
    ["SQR", [-1], 5],
    ["LOG", [0], 5],
    ["LEFT$", ["abc", -1], 5],
    ["MID$", ["abc", 0], 5],
    ["MID$", ["abc", 1, -1], 5],
    ["INSTR", [0, "a", "a"], 5],
    ["ASC", [""], 5],
    ["CHR$", [-1], 5],
    ["CHR$", [0xd800], 5],
    ["SPACE$", [-1], 5],
    ["STRING$", [2, ""], 5],
    ["SPACE$", [1e9], 14],
    ["SPACE$", [INF], 14],
    ["ABS", ["5"], 13],
    ["LEN", [5], 13],
    ["HEX$", [1e20], 6],
  ])("%s(%j) raises %d", (name, args, number) => expect(numberOf(() => run(name, args))).toBe(number));

  test("recoverable exceptions are reported", () => {
    const before = context.warnings.length;
    expect(run("EXP", [1000])).toBe(INF);
    expect(run("EXP", [INF])).toBe(INF);
    run("COS", [-INF]);
    run("VAL", ["-1E999"]);
    expect(context.warnings.slice(before)).toEqual([6, 6, 6]);
  });

  test("work is charged by the size of the text", () => {
    const before = context.charged.units;
    run("INSTR", ["x".repeat(64_000), "y"]);
    run("SPACE$", [64_000]);
    expect(context.charged.units - before).toBeGreaterThan(1999);
  });
});

function numberOf(action: () => unknown): number {
  try {
    action();
  } catch (error) {
    if (error instanceof BasicError) return error.number;
    throw error;
  }
  return 0;
}
