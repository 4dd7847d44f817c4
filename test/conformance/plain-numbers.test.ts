/** Code with plain numbers against the code without them: random arithmetic says the same, however interrupted. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSource, type Manner, runProgram } from "./harness.ts";
import { randomNumbers } from "./random-numbers.ts";

const WITHOUT: Manner = { slice: Number.POSITIVE_INFINITY, throughBytes: false, plainNumbers: false };
const MANNERS: readonly Manner[] = [
  { slice: Number.POSITIVE_INFINITY, throughBytes: false },
  { slice: 1, throughBytes: true },
  { slice: 5, throughBytes: true },
];
const FIRST_OF_NUMBERS = 200;
const INTERNAL_ERROR = 51;

const usesNumbers = (source: string, file: string): boolean =>
  compileSource(source, file).code.some((op, at) => at % 4 === 0 && op >= FIRST_OF_NUMBERS);

describe("without plain numbers", () => {
  it("the rounds of FOR are limited the same", () => {
    const loops = [
      "FOR i = 1 TO 11",
      "FOR i = 1 TO 10",
      "FOR i = 20 TO 10 STEP -1",
      "FOR i = 0 TO 5 STEP 0.5",
      "FOR i = 0 TO 4.5 STEP 0.5",
      "FOR i = 9007199254740990 TO 9007199254740999",
      "FOR i = 1 TO 5 STEP 0",
    ];
    for (const loop of loops) {
      for (const last of ["n = n + 1", "n = n + 1: i = i - 0.25"]) {
        const source = `' limits: {"maxLoopIterations": 10}\nn = 0\nTRY\n${loop}\n${last}\nNEXT\nCATCH e\nTALK e.number\nEND TRY\nTALK n\n`;
        const expected = runProgram(source, "rounds.bas", new Map(), WITHOUT);
        expect(usesNumbers(source, "rounds.bas")).toBe(true);
        for (const manner of MANNERS)
          expect(runProgram(source, "rounds.bas", new Map(), manner), source).toEqual(expected);
      }
    }
  });

  it("random arithmetic comes out the same", () => {
    let withNumbers = 0;
    let caught = 0;
    const choices = fc.array(fc.nat(1000), { minLength: 60, maxLength: 400, size: "max" });
    const property = fc.property(choices, (list) => {
      const source = randomNumbers(list);
      const expected = runProgram(source, "random.bas", new Map(), WITHOUT);
      expect(expected.error?.number).not.toBe(INTERNAL_ERROR);
      if (usesNumbers(source, "random.bas")) withNumbers++;
      if (expected.error || expected.lines.some((line) => line.startsWith("caught"))) caught++;
      for (const manner of MANNERS) expect(runProgram(source, "random.bas", new Map(), manner)).toEqual(expected);
    });
    const runs = Number(process.env["RANDOM_PROGRAMS"] ?? 300);
    fc.assert(property, { numRuns: runs, seed: Number(process.env["RANDOM_SEED"] ?? 20_250_602) });
    // A generator whose scripts have no plain numbers, or never an error, would prove nothing.
    expect(withNumbers).toBeGreaterThan(runs * 0.5);
    expect(caught).toBeGreaterThan(runs * 0.05);
  }, 60_000);
});
