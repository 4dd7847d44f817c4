/** Every function and method pays for the size of what it works on: with a small budget a huge operand ends in error 6. */
import { describe, expect, test } from "vitest";
import { BasicError, ERR } from "../errors.ts";
import { testContext } from "../operations/testing.ts";
import { type BasicObject, newObject, RecordSet, type Value } from "../values.ts";
import { FUNCTIONS, METHODS } from "./index.ts";

const BUDGET = 2000;
const TEXT = 400_000;
const MEMBERS = 30_000;

function manyRows(): BasicObject[] {
  return Array.from({ length: MEMBERS }, (_, i) =>
    newObject([
      ["a", (i * 7919) % 30_011],
      ["b", `row ${i}`],
    ]),
  );
}

/** What a hostile script hands over: long texts of several kinds, and lists, rows, objects of many members. */
const HUGE: Readonly<Record<string, () => Value>> = {
  "a text of words": () => "ab, ".repeat(TEXT / 4),
  "a text of wide characters": () => "é😀,".repeat(TEXT / 4),
  "a text of digits": () => "1".repeat(TEXT),
  "a text of blanks": () => `${" ".repeat(TEXT)}x`,
  "JSON text": () => JSON.stringify(Array.from({ length: MEMBERS }, (_, i) => ({ a: i }))),
  base64: () => btoa("x".repeat(TEXT / 4)),
  "a list of numbers": () => Array.from({ length: MEMBERS }, (_, i) => (i * 7919) % 30_011),
  "a list of texts": () => Array.from({ length: MEMBERS }, (_, i) => `k${(i * 7919) % 30_011}`),
  "a list of rows": manyRows,
  "a record set": () => new RecordSet(manyRows(), ["a", "b"]),
  "an object": () => newObject(Array.from({ length: MEMBERS }, (_, i) => [`k${i}`, i] as const)),
  "a large number": () => 900_000,
};
/** Made once: what a function changes of them leaves them huge. */
const hugeValues = Object.values(HUGE).map((make) => make());
const SMALL: readonly (() => Value)[] = [
  () => 2,
  () => "a",
  () => ",",
  () => "a = 1",
  () => 1_000_000,
  () => [1, 2],
  () => newObject([["a", 1]]),
];

/**
 * These take the same time for any operand: they look at its kind or its beginning, or only choose one. Dates and numbers
 * are read from 64 and 1,000 characters at most.
 */
const CONSTANT =
  "ABS INT FIX ROUND CEIL FLOOR CINT CLNG CDBL SQR SGN EXP LOG LOG10 SIN COS TAN ATN ASIN ACOS PI POWER MOD RND RANDOM " +
  "NOW TODAY DATE TIME TIMER TIMESTAMP NOW_UTC YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY DATEADD DATEDIFF " +
  "DATEVALUE TIMEVALUE CDATE EOMONTH ISDATE FORMAT_DATE FORMAT_TIME DAYS HOURS MINUTES SECONDS WEEKS DAYS_BETWEEN " +
  "HOURS_BETWEEN MINUTES_BETWEEN SECONDS_BETWEEN ADD_SECONDS ADD_MINUTES ADD_HOURS ADD_DAYS ADD_WEEKS ADD_MONTHS " +
  "ADD_YEARS LBOUND POP pop APPEND push ISNULL EXISTS ISARRAY ISSTRING ISNUMBER ISBOOL ISOBJECT ISNUMERIC ISEMPTY " +
  "IS_ERROR GET_ERROR_MESSAGE TYPEOF CBOOL NVL IIF CHOOSE SWITCH ARRAY CHR GUID HEX OCT";
const constants = new Set(CONSTANT.split(" "));

/** Whether any call with one huge operand spends the budget; other errors of the language are right for wrong operands. */
function spends(
  call: (args: Value[], context: ReturnType<typeof testContext>) => Value,
  min: number,
  max: number,
): boolean {
  let spent = false;
  for (const huge of hugeValues) {
    for (let count = Math.max(1, min); count <= Math.min(max, 4, min + 2); count++) {
      for (let place = 0; place < count; place++) {
        for (const small of count > 1 ? SMALL : SMALL.slice(0, 1)) {
          const args = Array.from({ length: count }, (_, i) => (i === place ? huge : small()));
          let units = 0;
          const context = testContext();
          context.charge = (more) => {
            units += more;
            if (units > BUDGET) throw new BasicError(ERR.overflow, "Step limit");
          };
          try {
            call(args, context);
          } catch (error) {
            // Anything else would be a fault of the function: a stack that overflows, a property of undefined.
            if (!(error instanceof BasicError)) throw error;
            if (error.message === "Step limit") spent = true;
          }
          if (spent) return true;
        }
      }
    }
  }
  return false;
}

const rows = [...new Set(FUNCTIONS.values())].map((found) => [found.name, found] as const);
const methods = [...METHODS.values()].map((found) => [found.name, found] as const);

describe("with a small budget and huge operands", () => {
  test.each(rows.filter(([name]) => !constants.has(name)))("%s is stopped", (_name, { call, min, max }) =>
    expect(spends((args, context) => call(args, context), min, max)).toBe(true),
  );
  test.each(methods.filter(([name]) => !constants.has(name)))("the method %s is stopped", (_name, { call, min, max }) =>
    expect(spends((args, context) => call(args, context), min, max)).toBe(true),
  );
});

test("the list of those that need no budget names only functions that there are", () => {
  const names = new Set([...rows, ...methods].map(([name]) => name));
  expect([...constants].filter((name) => !names.has(name))).toEqual([]);
});
