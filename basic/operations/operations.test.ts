import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { parseDate } from "../dates/parse.ts";
import { Duration, FileValue, RecordSet, type Value } from "../values.ts";
import { add, concatenate, divide, intDivide, modulo, multiply, negate, power, subtract } from "./arithmetic.ts";
import { charAt, compareText, textLength, textSlice } from "./code-points.ts";
import { compare, equals } from "./compare.ts";
import { roundHalfEven, roundTo } from "./decimal.ts";
import { toJson } from "./json.ts";
import { contains, isIn, like } from "./membership.ts";
import { numberText } from "./numbers.ts";
import { object, testContext } from "./testing.ts";
import { toText } from "./text-form.ts";
import { isEmpty, isNull, truthy } from "./truth.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();
const strict = testContext({ strict: true });
const none = new RecordSet([], []);
const one = new RecordSet([object({ Id: 7, status: "open" })], ["Id", "status"]);
const two = new RecordSet([object({ n: 1 }), object({ n: 2 })], ["n"]);
const file = new FileValue({ path: "uploads/a.pdf", name: "a.pdf", mime: "application/pdf", size: 9, url: "" });
const date = (text: string): Value => parseDate(text, context) ?? null;

describe("text form (2.1)", () => {
  test.each<[Value, string]>([
    [null, ""],
    [true, "true"],
    [false, "false"],
    [5, "5"],
    [5.0, "5"],
    [-0, "0"],
    [0.1, "0.1"],
    [1.5e21, "1.5E+21"],
    [1e21, "1E+21"],
    [1e15, "1E+15"],
    [999999999999999, "999999999999999"],
    [0.0000001, "1E-7"],
    [0.000001, "0.000001"],
    ["x", "x"],
    [["a", "b"], "a, b"],
    [["a", 1], '["a",1]'],
    [[1, 2], "[1,2]"],
    [object({ a: 1 }), '{"a":1}'],
    [one, '{"Id":7,"status":"open"}'],
    [two, '[{"n":1},{"n":2}]'],
    [file, "uploads/a.pdf"],
    [new Duration(90_000), "90"],
  ])("%j → %j", (value, text) => expect(toText(value, context)).toBe(text));

  test("dates show a time only if they have one", () => {
    expect(toText(date("31/01/2025 14:30"), context)).toBe("2025-01-31 14:30:00");
    expect(toText(date("2025-1-5"), context)).toBe("2025-01-05");
  });

  test("a number reads back from its text", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => Number(numberText(n)) === n));
  });
});

test.each<[Value, boolean]>([
  [null, false],
  [false, false],
  [0, false],
  [Number.NaN, false],
  ["", false],
  ["false", false],
  ["0", false],
  ["null", false],
  [[], false],
  [none, false],
  [object({}), false],
  ["no", true],
  [" ", true],
  [-1, true],
  [[0], true],
  [one, true],
  [file, true],
])("truth (2.3) of %j is %j", (value, expected) => expect(truthy(value)).toBe(expected));

describe("+ (2.4)", () => {
  test.each<[Value, Value, Value]>([
    ["12", 5, "125"],
    ["a", null, "a"],
    [null, "a", "a"],
    ["a", 1, "a1"],
    [1, "a", "1a"],
    [[1], "x", "[1]x"],
    ["x", two, 'x[{"n":1},{"n":2}]'],
    [1, 2, 3],
    [null, 3, 3],
    [null, null, 0],
    [true, 1, 2],
    [[1], [2], [1, 2]],
    [[1], 2, [1, 2]],
    [null, [2], [2]],
    [object({ a: 1, b: 1 }), object({ b: 2 }), object({ a: 1, b: 2 })],
  ])("%j + %j = %j", (a, b, sum) => expect(add(a, b, context)).toEqual(sum));

  test("appending leaves the first list as it was", () => {
    const list = [1];
    add(list, [2], context);
    expect(list).toEqual([1]);
  });

  test("seconds and durations move dates", () => {
    const noon = date("2025-01-31 12:00");
    expect(toText(add(noon, 15 * 60, context), context)).toBe("2025-01-31 12:15:00");
    expect(toText(subtract(noon, 60, context), context)).toBe("2025-01-31 11:59:00");
    expect(toText(add(date("2025-01-31"), 1, context), context)).toBe("2025-01-31 00:00:01");
    expect(toText(add(date("2025-01-31"), new Duration(86_400_000), context), context)).toBe("2025-02-01");
    expect(subtract(date("2025-01-31 12:00"), date("2025-01-31 11:00"), context)).toBe(3600);
    expect(() => add(noon, noon, context)).toThrow(expect.objectContaining({ number: 13 }));
  });

  test("a list and an object do not add to numbers", () => {
    expect(() => add(1, object({}), context)).toThrow(expect.objectContaining({ number: 13 }));
    expect(() => multiply([1], 2, context)).toThrow(expect.objectContaining({ number: 13 }));
  });

  test("& always joins", () => expect(concatenate(1, 2, context)).toBe("12"));

  test("a text cannot grow past its limit", () => {
    const long = "x".repeat(6 * 1024 * 1024);
    expect(() => add(long, long, context)).toThrow(expect.objectContaining({ number: 14 }));
  });
});

describe("arithmetic (2.4, 2.6)", () => {
  test.each<[string, Value, Value]>([
    ["-", subtract("10", "3", context), 7],
    ["*", multiply("3 apples", 2, context), 6],
    ["* null", multiply(null, 2, context), 0],
    ["* lenient", multiply("x", 2, context), 0],
    ["/", divide(7, 2, context), 3.5],
    ["\\", intDivide(-7, 2, context), -3],
    ["\\ unrounded", intDivide(7.9, 2, context), 3],
    ["MOD", modulo(-7, 3, context), -1],
    ["MOD fraction", modulo(5.5, 2, context), 1.5],
    ["^", power(2, -1, context), 0.5],
    ["neg", negate("5", context), -5],
  ])("%s", (_name, actual, expected) => expect(actual).toEqual(expected));

  test("text without a number is error 13 in strict mode", () => {
    expect(() => multiply("x", 2, strict)).toThrow(expect.objectContaining({ number: 13 }));
  });

  test("division by zero warns and yields NULL, and is error 11 in strict mode", () => {
    const watched = testContext();
    for (const operation of [divide, intDivide, modulo]) {
      expect(operation(1, 0, watched)).toBeNull();
      expect(() => operation(1, 0, strict)).toThrow(expect.objectContaining({ number: 11 }));
    }
    expect(watched.warnings).toEqual([11, 11, 11]);
  });

  test("overflow is error 6", () => {
    expect(() => multiply(1e308, 10, context)).toThrow(expect.objectContaining({ number: 6 }));
    expect(() => power(10, 400, context)).toThrow(expect.objectContaining({ number: 6 }));
    expect(() => add(1e308, 1e308, context)).toThrow(expect.objectContaining({ number: 6 }));
  });

  test("a root of a negative number has no value", () => {
    expect(power(-8, 1 / 3, context)).toBeNull();
    expect(() => power(-8, 1 / 3, strict)).toThrow(expect.objectContaining({ number: 5 }));
  });
});

describe("comparison (2.5)", () => {
  test.each<[Value, Value, boolean]>([
    [null, null, true],
    [null, "", true],
    [null, none, true],
    ["", none, true],
    [null, 0, false],
    [null, false, false],
    [one, "", false],
    [one, null, false],
    [123456, "123456", true],
    [5, " 5 ", true],
    [5, "5x", false],
    [1, "1.0", true],
    [true, "yes", true],
    [true, "1", true],
    [false, "no", true],
    [true, "maybe", false],
    [true, 1, true],
    [true, 2, false],
    ["a", "A", false],
    ["a", "a ", false],
    [[1, [2]], [1, [2]], true],
    [[1], [2], false],
    [object({ a: 1, b: 2 }), object({ b: 2, a: 1 }), true],
    [object({ a: 1 }), object({ a: 1, b: 2 }), false],
    [file, "", false],
    [["a"], "a", false],
  ])("%j = %j is %j", (a, b, expected) => {
    expect(equals(a, b, context)).toBe(expected);
    expect(equals(b, a, context)).toBe(expected);
  });

  test.each<[Value, Value, -1 | 0 | 1 | undefined]>([
    [1, 2, -1],
    [10, "9", 1],
    ["10", "9", -1],
    ["Z", "a", -1],
    ["\u{1F600}", "\uE000", 1],
    [null, 1, undefined],
    [null, null, undefined],
    [none, 1, undefined],
    [[1], [2], undefined],
    [true, false, 1],
    [10, "abc", -1],
  ])("%j compared with %j is %j", (a, b, expected) => expect(compare(a, b, context)).toBe(expected));

  test("dates compare by instant, with text too", () => {
    expect(compare(date("2025-01-31"), date("31/01/2025 00:00"), context)).toBe(0);
    expect(compare(date("2025-01-31"), "01/02/2025", context)).toBe(-1);
    expect(equals(date("2025-01-31"), "31/01/2025", context)).toBe(true);
    expect(compare(date("2025-01-31"), "not a date", context)).toBe(-1);
  });

  const scalar = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.string({ unit: "binary" }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom("1", "01", "true", "2025-01-31"),
  );
  test("comparison is antisymmetric and agrees with =", () => {
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        const forth = compare(a, b, context);
        const back = compare(b, a, context);
        expect(back === undefined ? undefined : -back || 0).toBe(forth === undefined ? undefined : forth || 0);
        if (forth !== undefined) expect(equals(a, b, context)).toBe(forth === 0);
      }),
    );
  });

  test("a list that contains itself ends in an error", () => {
    const a: Value[] = [];
    const b: Value[] = [];
    a.push(a);
    b.push(b);
    expect(() => equals(a, b, context)).toThrow(expect.objectContaining({ number: 14 }));
    expect(() => toJson(a, context)).toThrow(expect.objectContaining({ number: 14 }));
  });

  test("text order is that of code points", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const points = (text: string): number[] => Array.from(text, (c) => c.codePointAt(0) ?? 0);
        const [left, right] = [points(a), points(b)];
        const at = left.findIndex((point, i) => point !== right[i]);
        const expected =
          at < 0
            ? Math.sign(left.length - right.length)
            : right[at] === undefined
              ? 1
              : Math.sign((left[at] ?? 0) - (right[at] ?? 0));
        expect(compareText(a, b)).toBe(expected);
      }),
    );
  });
});

describe("NULL and emptiness (2.2, 2.5)", () => {
  test.each<[Value, boolean, boolean]>([
    [null, true, true],
    ["", false, true],
    [none, true, true],
    [[], false, true],
    [object({}), false, true],
    [0, false, false],
    [false, false, false],
    [one, false, false],
  ])("%j: IS NULL %j, empty %j", (value, nothing, empty) => {
    expect(isNull(value)).toBe(nothing);
    expect(isEmpty(value)).toBe(empty);
  });
});

describe("LIKE, CONTAINS, IN (2.6)", () => {
  test.each<[Value, Value, boolean]>([
    ["Hello", "h*", true],
    ["Hello", "%LL%", true],
    ["Hello", "h?llo", true],
    ["Hello", "h_l", false],
    ["Hello", "hello", true],
    ["Hello", "ell", false],
    ["a😀b", "a?b", true],
    ["", "*", true],
    [null, "*", false],
    [2025, "20*", true],
  ])("%j LIKE %j is %j", (text, mask, expected) => expect(like(text, mask, context)).toBe(expected));

  test("in a filter a pattern without wildcard is contained", () =>
    expect(like("Hello", "ELL", context, true)).toBe(true));

  test("a hostile pattern takes no more than length × mask", () => {
    const watched = testContext();
    expect(like("a".repeat(3000), `${"*a".repeat(300)}*b`, watched)).toBe(false);
    expect(watched.charged.units).toBeLessThan(3000 * 602);
  });

  test("containers", () => {
    expect(contains("Hello", "ell", context)).toBe(true);
    expect(contains("Hello", "ELL", context)).toBe(false);
    expect(contains([1, "2"], 2, context)).toBe(true);
    expect(contains(null, "x", context)).toBe(false);
    expect(isIn("Key", object({ key: 1 }), context)).toBe(true);
    expect(isIn(2, [1, 2], context)).toBe(true);
    expect(isIn("a", "abc", context)).toBe(false);
    expect(isIn("a", "a", context)).toBe(true);
  });
});

describe("code points (2.1)", () => {
  test("an emoji is one character", () => {
    expect(textLength("a😀b")).toBe(3);
    expect(textSlice("a😀b", 1, 3)).toBe("😀b");
    expect(charAt("a😀b", 2)).toBe("b");
  });

  test("slices agree with arrays of code points", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: -3, max: 20 }),
        fc.integer({ min: -3, max: 20 }),
        (text, start, end) => {
          expect(textSlice(text, start, end)).toBe(
            Array.from(text).slice(Math.max(0, start), Math.max(0, end)).join(""),
          );
        },
      ),
    );
  });
});

describe("rounding (2.1)", () => {
  test.each([
    [1.005, 2, 1.01],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [0.5, 0, 1],
    [1234, -2, 1200],
    [1250, -2, 1300],
    [1e21, 2, 1e21],
    [0.1 + 0.2, 2, 0.3],
    [-0.4, 0, 0],
  ])("ROUND(%d, %d) = %d", (value, places, expected) => expect(roundTo(value, places)).toBe(expected));

  test.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [2.4, 2],
    [2.6, 3],
  ])("half to even of %d is %d", (value, expected) => expect(roundHalfEven(value)).toBe(expected));
});
