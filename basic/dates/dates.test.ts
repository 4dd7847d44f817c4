import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { FUNCTIONS } from "../functions/index.ts";
import { testContext } from "../operations/testing.ts";
import { toText } from "../operations/text-form.ts";
import { BasicDate, type Value } from "../values.ts";
import { parseDate } from "./parse.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();
const strict = testContext({ strict: true });
const run = (name: string, ...args: Value[]): Value => FUNCTIONS.get(name)?.call(args, context) ?? null;
const shown = (name: string, ...args: Value[]): string => toText(run(name, ...args), context);
const parsed = (text: string): BasicDate | undefined => parseDate(text, context);

describe("text → date (2.7)", () => {
  test.each([
    ["2025-01-31", "2025-01-31"],
    ["2025-1-5", "2025-01-05"],
    ["2025/01/31", "2025-01-31"],
    ["2025-01-31 14:30", "2025-01-31 14:30:00"],
    ["2025-01-31 14:30:15", "2025-01-31 14:30:15"],
    ["2025-01-31T14:30", "2025-01-31 14:30:00"],
    ["2025-01-31T14:30:15Z", "2025-01-31 11:30:15"],
    ["2025-01-31T14:30:15.250Z", "2025-01-31 11:30:15"],
    ["2025-01-31T14:30:15+02:00", "2025-01-31 09:30:15"],
    ["31/01/2025", "2025-01-31"],
    ["31-01-2025", "2025-01-31"],
    ["31.01.2025", "2025-01-31"],
    ["3/4/2025", "2025-04-03"],
    ["1/31/2025", "2025-01-31"],
    ["31/01/2025 14:30", "2025-01-31 14:30:00"],
    ["25 Dec 2024", "2024-12-25"],
    ["25 December 2024", "2024-12-25"],
    ["Dec 25, 2024", "2024-12-25"],
    ["25 de dezembro de 2024", "2024-12-25"],
    ["1 março 2025", "2025-03-01"],
    ["29/02/2024", "2024-02-29"],
  ])("%s → %s", (input, expected) => expect(toText(parsed(input) ?? null, context)).toBe(expected));

  test.each([
    "",
    "hello",
    "31/13/2025",
    "2025-02-30",
    "29/02/2025",
    "2025-01-31 25:00",
    "12345",
    "1/2",
    "2025-01-31x",
    "32 Dec 2024",
    "0000-01-01",
    "x".repeat(1000),
  ])("%s is none", (input) => expect(parsed(input)).toBeUndefined());

  test("month first where the bot says so", () => {
    const date = parseDate("3/4/2025", { timeZone: "UTC", dayFirst: false });
    expect(date?.ms).toBe(Date.UTC(2025, 2, 4));
  });

  test("the text form reads back", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_000_000_000, max: 253_000_000_000 }), (seconds) => {
        // In UTC, because an hour that is repeated in autumn has one text for two instants.
        const date = new BasicDate(seconds * 1000);
        const world = testContext({ timeZone: "UTC" });
        return parseDate(toText(date, world), world)?.ms === date.ms;
      }),
    );
  });

  test("reading takes linear time", () => {
    const started = performance.now();
    for (const hostile of ["1 ".repeat(32), `${"a".repeat(60)} 1`, `1 ${"de ".repeat(20)}`])
      for (let i = 0; i < 1000; i++) parsed(hostile);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("DATEADD (2.7, H-32)", () => {
  test("finds unit, date and count in any order", () => {
    for (const args of [
      ["2025-01-31", 1, "month"],
      ["2025-01-31", "month", 1],
      ["month", 1, "2025-01-31"],
      [parsed("2025-01-31") ?? null, 1, "m"],
    ]) {
      expect(shown("DATEADD", ...args)).toBe("2025-02-28");
    }
  });

  test.each<[Value[], string]>([
    [["2025-01-31", 1, "d"], "2025-02-01"],
    [["2025-01-31", 2, "weeks"], "2025-02-14"],
    [["2025-01-31", "1", "mm"], "2025-02-28"],
    [["2024-02-29", 1, "year"], "2025-02-28"],
    [["2025-01-31", 1, "q"], "2025-04-30"],
    [["2025-01-31", -1, "days"], "2025-01-30"],
    [["2025-01-31", 36, "hours"], "2025-02-01 12:00:00"],
    [["2025-01-31 10:00", 90, "n"], "2025-01-31 11:30:00"],
    [["2025-01-31 10:00", 5, "s"], "2025-01-31 10:00:05"],
  ])("%j → %s", (args, expected) => expect(shown("DATEADD", ...args)).toBe(expected));

  test("is its own inverse for days, hours and seconds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.integer({ min: -5000, max: 5000 }),
        fc.constantFrom("day", "week", "hour", "second"),
        (seconds, n, unit) => {
          const world = testContext({ timeZone: "UTC" });
          const add = FUNCTIONS.get("DATEADD");
          const there = add?.call([new BasicDate(seconds * 1000), n, unit], world) ?? null;
          const back = add?.call([there, -n, unit], world);
          return back instanceof BasicDate && back.ms === seconds * 1000;
        },
      ),
    );
  });

  test("days keep the local time over a change of the clock", () => {
    const berlin = testContext({ timeZone: "Europe/Berlin" });
    const add = FUNCTIONS.get("DATEADD");
    expect(toText(add?.call(["2025-03-29 12:00", 1, "day"], berlin) ?? null, berlin)).toBe("2025-03-30 12:00:00");
    expect(toText(add?.call(["2025-03-29 12:00", 24, "hour"], berlin) ?? null, berlin)).toBe("2025-03-30 13:00:00");
    expect(FUNCTIONS.get("DATEDIFF")?.call(["day", "2025-03-30", "2025-03-31"], berlin)).toBe(1);
  });

  test("bad input", () => {
    expect(run("DATEADD", "nonsense", 1, "day")).toBeNull();
    expect(run("DATEADD", null, 1, "day")).toBeNull();
    expect(() => FUNCTIONS.get("DATEADD")?.call(["nonsense", 1, "day"], strict)).toThrow(
      expect.objectContaining({ number: 5 }),
    );
    expect(() => run("DATEADD", "2025-01-31", 1e9, "years")).toThrow(expect.objectContaining({ number: 6 }));
  });
});

test.each<[Value[], number]>([
  [["2025-03-01", "2025-01-01"], 59],
  [["2025-01-01", "2025-03-01", "day"], 59],
  [["day", "2025-01-01", "2025-03-01"], 59],
  [["2025-01-31", "2025-02-01", "month"], 1],
  [["2024-12-31", "2025-01-01", "year"], 1],
  [["2025-01-01 23:00", "2025-01-02 01:00", "day"], 0],
  [["2025-01-01 23:00", "2025-01-02 01:00", "hour"], 2],
  [["2025-01-10", "2025-01-01", "week"], -1],
])("DATEDIFF%j = %d", (args, expected) => expect(run("DATEDIFF", ...args)).toBe(expected));

describe("the other date functions", () => {
  test.each<[string, Value[], string]>([
    ["NOW", [], "2025-01-31 12:04:05"],
    ["TODAY", [], "2025-01-31"],
    ["TIME", [], "12:04:05"],
    ["NOW_UTC", [], "2025-01-31T15:04:05Z"],
    ["TIMER", [], String(12 * 3600 + 4 * 60 + 5)],
    ["YEAR", ["31/01/2025"], "2025"],
    ["WEEKDAY", ["2025-02-02"], "1"],
    ["HOUR", ["14:30"], "14"],
    ["YEAR", ["nonsense"], "0"],
    ["DATEVALUE", ["5/2/2025 10:00"], "2025-02-05"],
    ["TIMEVALUE", ["9:05"], "09:05:00"],
    ["EOMONTH", ["2025-01-15", 1], "2025-02-28"],
    ["ISDATE", ["2025-02-30"], "false"],
    ["FORMAT_TIME", ["2025-01-31 09:05"], "09:05"],
    ["FORMAT_DATE", ["31/01/2025"], "2025-01-31"],
    ["DAYS_BETWEEN", ["2025-01-01", "2025-01-31"], "30"],
    ["HOURS_BETWEEN", ["2025-01-01 00:00", "2025-01-01 12:30"], "12"],
    ["ADD_DAYS", ["2025-01-31", 1], "2025-02-01"],
    ["ADD_MONTHS", ["2025-01-31", 1], "2025-02-28"],
    ["DAYS", [2], "172800"],
  ])("%s%j → %s", (name, args, expected) => expect(shown(name, ...args)).toBe(expected));

  test("YEAR of bad input is NULL in strict mode", () =>
    expect(FUNCTIONS.get("YEAR")?.call(["nonsense"], strict)).toBeNull());
});
