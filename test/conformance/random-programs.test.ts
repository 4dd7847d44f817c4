/**
 * Random scripts through the whole language: the reference evaluator and the machine must agree on what they say and how
 * they end, and so must the machine that is snapshotted, turned into bytes and restored at every step.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../basic/index.ts";
import { readScripts, runReference } from "../reference/run.ts";
import { Unsupported } from "../reference/signals.ts";
import { expectationOf, type Manner, runProgram } from "./harness.ts";
import { randomProgram } from "./random-program.ts";

const FILE = "random.bas";
const STRAIGHT: Manner = { slice: Number.POSITIVE_INFINITY, throughBytes: false };
/** Every k-th step, with another k for each program. */
const sliced = (source: string): Manner => ({ slice: 1 + (source.length % 9), throughBytes: true });
const INTERNAL_ERROR = 51;
/** Steps and members of values; what does more than this is left to the benchmarks. */
const MOST_WORK = 20_000;
const ROUNDS = 400;
const SOAK_ROUNDS = 20_000;

const isSoak = process.env["BASALT_SOAK"] !== undefined;
const rounds = Number(process.env["RANDOM_PROGRAMS"] ?? (isSoak ? SOAK_ROUNDS : ROUNDS));
const seed = Number(process.env["RANDOM_SEED"] ?? 20_250_602);

/** What the reference evaluator says; null where the program does too much for it. */
function reference(source: string) {
  try {
    const scripts = readScripts(source, FILE);
    return runReference(scripts.get("random")!, expectationOf(source), scripts, MOST_WORK);
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

describe("random programs", () => {
  it(`agree in both engines, however they are interrupted (seed ${seed}, ${rounds} programs)`, () => {
    let said = 0;
    let failed = 0;
    let skipped = 0;
    const property = fc.property(randomProgram, (source) => {
      const { diagnostics } = parse(source, FILE);
      expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
      const wanted = reference(source);
      if (!wanted) {
        skipped++;
        return;
      }
      const straight = runProgram(source, FILE, new Map(), STRAIGHT);
      said += straight.lines.length;
      if (straight.error) failed++;
      expect(straight.error?.number).not.toBe(INTERNAL_ERROR);
      expect({ lines: straight.lines, ...ending(straight) }).toEqual({ lines: wanted.lines, ...ending(wanted) });
      expect(runProgram(source, FILE, new Map(), sliced(source))).toEqual(straight);
    });
    fc.assert(property, { numRuns: rounds, seed, reporter });
    console.info(
      `random programs: ${rounds}, seed ${seed}; ${said} messages, ${failed} ended with an error, ${skipped} too long`,
    );
    // A generator whose scripts do nothing would prove nothing.
    expect(said).toBeGreaterThan(rounds);
    expect(failed).toBeLessThan(rounds * 0.8);
    expect(skipped).toBeLessThan(rounds * 0.05);
  }, 600_000);
});

type Ending = { error: { number: number; line: number } | null; result: string };

function ending({ error, result }: Ending): Ending {
  return { error: error && { number: error.number, line: error.line }, result };
}

/** The program as it would stand in a file, instead of one long line. */
function reporter(details: fc.RunDetails<[string]>): void {
  if (!details.failed) return;
  const [source = ""] = details.counterexample ?? [];
  const program = source.replace(/^' input: .*\n/gm, "");
  throw new Error(
    `seed ${details.seed}, path ${details.counterexamplePath}:\n${program}\n${String(details.errorInstance)}`,
  );
}
