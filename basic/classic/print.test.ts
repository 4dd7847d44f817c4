/** Numbers and lines as PRINT shows them (reference 7.5.4, 7.5.5) and PRINT USING (7.2). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BasicError } from "../errors.ts";
import { layout, MARGIN, type PrintItem } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { formatUsing } from "./using.ts";

describe("the text of a number", () => {
  test.each([
    [0, " 0"],
    [-0, " 0"],
    [1, " 1"],
    [76767, " 76767"],
    [-998765, "-998765"],
    [12345678, " 12345678"],
    [100, " 100"],
    [923456.789, " 923456.79"],
    [1.23456, " 1.23456"],
    [0.1, " .1"],
    [0.022222, " .022222"],
    [0.00000001, " .00000001"],
    [-0.5, "-.5"],
    [1e9, " 1.E+9"],
    [1.23e9, " 1.23E+9"],
    [1.2345e-6, " 1.2345E-6"],
    [-0.092345679, "-9.2345679E-2"],
    [1e-38, " 1.E-38"],
    [123456789, " 1.2345679E+8"],
    [9.999999999, " 10"],
    [99999999.6, " 1.E+8"],
    [1 / 3, " .33333333"],
    [2 / 3, " .66666667"],
    [1e308, " 1.E+308"],
    [5e-324, " 4.9406565E-324"],
    [Number.POSITIVE_INFINITY, " INF"],
    [Number.NEGATIVE_INFINITY, "-INF"],
  ])("%d", (value, text) => expect(numberText(value)).toBe(text));

  test("reads back within half a unit of its eighth digit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(Math.abs(value) > 1e-300 || value === 0);
        const shown = Number(numberText(value).trim());
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * 0.51e-7);
      }),
    );
  });
});

const number = (value: number): PrintItem => ({ kind: "number", value });
const text = (of: string): PrintItem => ({ kind: "text", text: of });
const zone: PrintItem = { kind: "zone" };
const tab = (to: number): PrintItem => ({ kind: "tab", to });
const blanks = (count: number): PrintItem => ({ kind: "blanks", count });
const end: PrintItem = { kind: "end" };

function printed(column: number, ...items: PrintItem[]): { text: string; column: number; warnings: number[] } {
  const warnings: number[] = [];
  return { ...layout(column, items, (code) => warnings.push(code)), warnings };
}

describe("lines", () => {
  test("a number has a blank behind it", () => {
    expect(printed(0, text("*"), number(1), text("*"), end).text).toBe("* 1 *\n");
    expect(printed(0, number(-1), number(2), end).text).toBe("-1  2 \n");
  });

  test("a comma goes on to the next zone of 16, a full one from the first column of a zone", () => {
    expect(printed(0, text("A"), zone, text("B"), end).text).toBe(`A${" ".repeat(15)}B\n`);
    expect(printed(16, zone)).toMatchObject({ text: " ".repeat(16), column: 32 });
    expect(printed(0, zone, zone, text("A")).column).toBe(33);
  });

  test("a comma in the last zone ends the line", () => {
    expect(printed(64, zone)).toMatchObject({ text: "\n", column: 0 });
    expect(printed(80, zone)).toMatchObject({ text: "\n", column: 0 });
  });

  test("a text that does not fit stands on the next line, and is split when it fits on none", () => {
    expect(printed(70, text("x".repeat(11)))).toMatchObject({ text: `\n${"x".repeat(11)}`, column: 11 });
    expect(printed(70, text("x".repeat(10)))).toMatchObject({ text: "x".repeat(10), column: 80 });
    expect(printed(0, text("y".repeat(100)))).toMatchObject({
      text: `${"y".repeat(80)}\n${"y".repeat(20)}`,
      column: 20,
    });
    expect(printed(0, text("z".repeat(160)))).toMatchObject({ column: 80 });
    expect(printed(3, text("z".repeat(81))).text).toBe(`\n${"z".repeat(80)}\nz`);
  });

  test("a line is not ended because the margin was just reached", () => {
    expect(printed(78, text("D"), text("E"), text("F"))).toMatchObject({ text: "DE\nF", column: 1 });
    expect(printed(80, text(""))).toMatchObject({ text: "", column: 80 });
  });

  test("a number may lose its last blank, and no more", () => {
    expect(printed(78, number(5))).toMatchObject({ text: " 5", column: 80 });
    expect(printed(77, number(5))).toMatchObject({ text: " 5 ", column: 80 });
    expect(printed(79, number(5))).toMatchObject({ text: "\n 5 ", column: 3 });
  });

  test("TAB counts from 1, rounds, wraps at the margin, and starts a line when the column is passed", () => {
    expect(printed(0, tab(5), text("A")).text).toBe("    A");
    expect(printed(0, tab(4.5), text("A")).text).toBe("    A");
    expect(printed(66, tab(67))).toMatchObject({ text: "", column: 66 });
    expect(printed(10, tab(5))).toMatchObject({ text: "\n    ", column: 4 });
    expect(printed(0, tab(85))).toMatchObject({ text: "    ", column: 4 });
    expect(printed(0, tab(160))).toMatchObject({ column: 79 });
    expect(printed(0, tab(80))).toMatchObject({ column: 79, warnings: [] });
  });

  test("TAB below 1 is reported and counts as 1; an infinite one counts as 1", () => {
    expect(printed(0, tab(0), text("A"))).toMatchObject({ text: "A", warnings: [5] });
    expect(printed(3, tab(-7))).toMatchObject({ text: "\n", column: 0, warnings: [5] });
    expect(printed(0, tab(Number.POSITIVE_INFINITY))).toMatchObject({ text: "", column: 0, warnings: [] });
    expect(printed(0, tab(Number.NEGATIVE_INFINITY))).toMatchObject({ text: "", column: 0, warnings: [5] });
  });

  test("SPC adds blanks, over the end of the line", () => {
    expect(printed(2, blanks(3))).toMatchObject({ text: "   ", column: 5 });
    expect(printed(78, blanks(5))).toMatchObject({ text: "\n   ", column: 3 });
    expect(printed(0, blanks(-4))).toMatchObject({ text: "", column: 0 });
    expect(printed(0, blanks(83))).toMatchObject({ text: "   ", column: 3 });
  });

  test("a line end inside a text starts a line; lengths count characters", () => {
    expect(printed(10, text("a\nbc"))).toMatchObject({ text: "a\nbc", column: 2 });
    expect(printed(76, text("😀é😀é"))).toMatchObject({ text: "😀é😀é", column: 80 });
    expect(printed(0, text("😀".repeat(81)))).toMatchObject({ text: `${"😀".repeat(80)}\n😀`, column: 1 });
  });

  test("no line is longer than the margin, and the column is that of the last line", () => {
    const item = fc.oneof(
      fc.double({ noNaN: true }).map(number),
      fc.string({ maxLength: 200 }).map(text),
      fc.constant(zone),
      fc.integer({ min: 1, max: 300 }).map(tab),
      fc.integer({ min: -3, max: 200 }).map(blanks),
      fc.constant(end),
    );
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const laid = printed(0, ...items);
        const lines = laid.text.split("\n").map((line) => Array.from(line).length);
        expect(Math.max(...lines)).toBeLessThanOrEqual(MARGIN);
        expect(laid.column).toBe(lines.at(-1));
      }),
    );
  });
});

describe("PRINT USING", () => {
  test.each<[string, (number | string)[], string]>([
    ["##.##", [1.5], " 1.50"],
    ["##.##", [0.78], " 0.78"],
    ["###.##", [987.654], "987.65"],
    ["##.##   ", [10.2, 5.3, 66.789, 0.234], "10.20    5.30   66.79    0.23   "],
    ["#.##", [-0.5], "-.50"],
    [".##", [0.5], ".50"],
    ["####", [12.5], "  13"],
    ["###.", [5], "  5."],
    ["+##.##", [-68.95], "-68.95"],
    ["+##.##", [2.4], " +2.40"],
    ["##.##-", [-68.95], "68.95-"],
    ["##.##-", [22.449], "22.45 "],
    ["##+", [5], " 5+"],
    ["**#.#", [12.39], "*12.4"],
    ["**#.#", [-0.9], "*-0.9"],
    ["$$###.##", [456.78], " $456.78"],
    ["$$###.##", [-45.5], " -$45.50"],
    ["**$##.##", [2.34], "***$2.34"],
    ["####,.##", [1234.5], "1,234.50"],
    ["#,######", [1234567], "%1,234,567"],
    ["##########,", [1234567], "  1,234,567"],
    ["##.##^^^^", [234.56], " 2.35E+02"],
    [".####^^^^-", [-888888], ".8889E+06-"],
    ["+.##^^^^", [123], "+.12E+03"],
    ["#.##^^^^", [0], " .00E+00"],
    ["##.#^^^^", [-99.96], "-1.0E+02"],
    ["##.##^^^^^", [1e-120], " 1.00E-120"],
    ["##.##^^^^", [1e-120], "% 1.00E-120"],
    ["##.##", [111.22], "%111.22"],
    [".##", [0.999], "%1.00"],
    ["##", [-15], "%-15"],
    ["##", [Number.NEGATIVE_INFINITY], "%-INF"],
    ["_!##.##_!", [12.34], "!12.34!"],
    ["!", ["LOOK"], "L"],
    ["!", [""], " "],
    ["\\  \\", ["LOOK OUT"], "LOOK"],
    ["\\\\", ["A"], "A "],
    ["& and &", ["salt", "pepper"], "salt and pepper"],
    ["[&] ", ["a", "b"], "[a] [b] "],
    ["total: ### of ###", [3, 12], "total:   3 of  12"],
    ["#; ", [1, 2], "1; 2; "],
    ["a, #", [1], "a, 1"],
    ["# items", [], ""],
  ])("%s of %j", (picture, values, shown) => expect(formatUsing(picture, values)).toBe(shown));

  test("refuses a picture without a field, values of the wrong kind, and too many digits", () => {
    expect(numberOf(() => formatUsing("total", [1]))).toBe(5);
    expect(numberOf(() => formatUsing("", []))).toBe(5);
    expect(numberOf(() => formatUsing("##", ["x"]))).toBe(13);
    expect(numberOf(() => formatUsing("&", [1]))).toBe(13);
    expect(numberOf(() => formatUsing("#".repeat(25), [1]))).toBe(5);
  });

  test("a long picture takes time in proportion to its length", () => {
    expect(formatUsing(`${"\\".repeat(20_000)}${" ".repeat(20_000)}&`, ["x"]).length).toBeGreaterThan(0);
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
