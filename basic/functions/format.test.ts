import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { parseDate } from "../dates/parse.ts";
import { object, testContext } from "../operations/testing.ts";
import type { Value } from "../values.ts";
import { format } from "./format.ts";
import { FUNCTIONS } from "./index.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();
const NBSP = "\u00a0";
const date = parseDate("2025-03-07 14:05:09", context) ?? null;

test.each<[Value, string, string]>([
  [1234567.891, "#,##0", "1,234,568"],
  [1234.5, "#,##0.00", "1,234.50"],
  [0, "#,##0.00", "0.00"],
  [-1234.5, "#,##0.00", "-1,234.50"],
  [-0.001, "#,##0.00", "0.00"],
  [3.1449, "#.##", "3.14"],
  [3, "#.##", "3"],
  [3.14, "+#.#", "+3.1"],
  [-3.14, "+#.#", "-3.1"],
  [1234, "$#,###", "$1,234"],
  [1234.5, "R$ #,##0.00", "R$ 1,234.50"],
  [-5, "R$ #,##0.00", "-R$ 5.00"],
  [0.256, "0%", "26%"],
  [0.256, "0.0%", "25.6%"],
  [12345, "0.00E+0", "1.23E+4"],
  [0.00012, "0.0E+0", "1.2E-4"],
  [9.999, "0.00E+0", "1.00E+1"],
  [7, "000", "007"],
  [1.005, "0.00", "1.01"],
  [2.5, "0", "3"],
  ["1234.5", "#,##0.00", "1,234.50"],
  [3.1449, "n", "3.14"],
  [3.1449, "F", "3.14"],
  [-3.1449, "F", "-3.14"],
  [3.7, "f", "4"],
  [1234.5, "N", "1,234.50"],
  [1234.5, "N1[pt]", "1.234,5"],
  [1234.5, "C2[pt]", "R$ 1.234,50"],
  [1234.5, "C", "$1,234.50"],
  [-1234.5, "C2[de]", `-1.234,50${NBSP}€`],
  [1234.5, "C0[fr]", `1${NBSP}235${NBSP}€`],
  [1234.5, "currency", "$1,234.50"],
  [0.5, "percent", "50.00%"],
  [1234567.5, "0 units", "1234568 units"],
])("numbers: FORMAT(%j, %j) = %j", (value, pattern, expected) =>
  expect(format(value, pattern, context)).toBe(expected),
);

test.each([
  ["YYYY-MM-DD", "2025-03-07"],
  ["yyyy-MM-dd", "2025-03-07"],
  ["YYYYMMDD", "20250307"],
  ["DD/MM/YYYY", "07/03/2025"],
  ["dd/MM/yyyy", "07/03/2025"],
  ["yyyy-mm-dd", "2025-03-07"],
  ["dd/mm/yyyy hh:mm", "07/03/2025 02:05"],
  ["mm/yyyy", "03/2025"],
  ["YYYY-MM-01", "2025-03-01"],
  ["D/M/YY", "7/3/25"],
  ["MMMM D, YYYY", "March 7, 2025"],
  ["MMM", "Mar"],
  ["DDDD DDD", "Friday Fri"],
  ["HH:mm:ss", "14:05:09"],
  ["H:m:s", "14:5:9"],
  ["hh:mm tt", "02:05 PM"],
  ["h:mm AM/PM", "2:05 PM"],
  ["HHhmm", "14h05"],
  ["YYYY-MM-DDTHH:mm:ss", "2025-03-07T14:05:09"],
  ["ss.fff", "09.000"],
  ["DD de MMMM de YYYY", "07 de March de 2025"],
])("dates: %s → %s", (pattern, expected) => expect(format(date, pattern, context)).toBe(expected));

describe("which kind of pattern it is (2.8)", () => {
  test("names follow the language", () => {
    expect(format(date, "DDDD, D de MMMM", testContext({ locale: "pt-BR" }))).toBe("sexta-feira, 7 de março");
  });

  test("a text that shows a date takes a date pattern, digits alone do not", () => {
    expect(format("2025-03-07", "DD/MM/YYYY", context)).toBe("07/03/2025");
    expect(format("7/3/2025", "YYYY-MM", context)).toBe("2025-03");
    expect(format("20250307", "YYYY-MM-DD", context)).toBe("20250307");
    expect(format("2025-03-07", "#,##0", context)).toBe("2025-03-07");
  });

  test("texts", () => {
    expect(format("Ana", "@", context)).toBe("Ana");
    expect(format("Ana", ">", context)).toBe("ANA");
    expect(format("Ana", "!", context)).toBe("ANA");
    expect(format("Ana", "<", context)).toBe("ana");
    expect(format("Ana", "&", context)).toBe("ana");
    expect(format("Ana", "Dear @:", context)).toBe("Dear Ana:");
    expect(format("Ana", "0.00", context)).toBe("Ana");
  });

  test("NULL, no pattern, file formats", () => {
    expect(format(null, "0.00", context)).toBe("");
    expect(format(1.5, null, context)).toBe("1.5");
    expect(format(object({ a: 1 }), "JSON", context)).toBe('{"a":1}');
    expect(format([object({ a: 1 })], "csv", context)).toBe("a\n1");
    expect(format([1], "XML", context)).toContain("<item>1</item>");
  });
});

test("VAL reads back what FORMAT wrote", () => {
  const val = (text: Value): Value => FUNCTIONS.get("VAL")?.call([text], context) ?? null;
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      (cents) => val(format(cents / 100, "0.00", context)) === (cents / 100 || 0),
    ),
  );
});

test("any pattern gives a text", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.constant(date)),
      (pattern, value) => {
        expect(typeof format(value, pattern, context)).toBe("string");
      },
    ),
  );
});
