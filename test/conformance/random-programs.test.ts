/** Random scripts through the whole language: run straight, and snapshotted, turned into bytes and restored at every step. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../basic/index.ts";
import { compileSource, type Manner, runProgram } from "./harness.ts";
import { randomProgram } from "./random-program.ts";

const STRAIGHT: Manner = { slice: Number.POSITIVE_INFINITY, throughBytes: false };
const SLICED: readonly Manner[] = [
  { slice: 1, throughBytes: true },
  { slice: 6, throughBytes: true },
];
const INTERNAL_ERROR = 51;
const choices = fc.array(fc.nat(1000), { minLength: 100, maxLength: 600, size: "max" });

describe("random programs", () => {
  it("are valid, end the same however they are interrupted, and never break the machine", () => {
    let said = 0;
    let failed = 0;
    const property = fc.property(choices, (list) => {
      const source = randomProgram(list);
      const { diagnostics } = parse(source, "random.bas");
      expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
      compileSource(source, "random.bas");
      const straight = runProgram(source, "random.bas", new Map(), STRAIGHT);
      said += straight.lines.length;
      if (straight.error) failed++;
      expect(straight.error?.number).not.toBe(INTERNAL_ERROR);
      for (const manner of SLICED) expect(runProgram(source, "random.bas", new Map(), manner)).toEqual(straight);
    });
    const runs = Number(process.env["RANDOM_PROGRAMS"] ?? 150);
    fc.assert(property, { numRuns: runs, seed: Number(process.env["RANDOM_SEED"] ?? 20_250_602) });
    // A generator whose scripts do nothing would prove nothing.
    expect(said).toBeGreaterThan(runs);
    expect(failed).toBeLessThan(runs * 0.8);
  }, 60_000);
});
