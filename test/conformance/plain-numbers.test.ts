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
