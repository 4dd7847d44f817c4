/**
 * Random scripts through the whole language: the reference evaluator and the machine must agree on what they say and how
 * they end, and so must the machine that is snapshotted, turned into bytes and restored at every step.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runClassic } from "../reference/classic-run.ts";
import { readScripts, runReference } from "../reference/run.ts";
import { Unsupported } from "../reference/signals.ts";
import { errorsOf, expectationOf, type Manner, type Observed, runProgram } from "./harness.ts";
import { randomClassic } from "./random-classic.ts";
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

/** Without warnings where the reference evaluator knows of none. */
type Wanted = Omit<Observed, "warnings"> & { warnings: Observed["warnings"] | null };

/** What the reference evaluator says; null where the program does too much for it. */
function orNull<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

function reference(source: string): Wanted | null {
  return orNull(() => {
    const scripts = readScripts(source, FILE);
    const seen = runReference(scripts.get("random")!, expectationOf(source), scripts, MOST_WORK);
    return { ...seen, print: [], warnings: null };
  });
}

const classicReference = (source: string) => orNull(() => runClassic(source, FILE, MOST_WORK));
const classicProgram = fc.array(fc.nat(5000), { minLength: 20, maxLength: 200, size: "max" }).map(randomClassic);

describe("random programs", () => {
  it(`agree in both engines, however they are interrupted (seed ${seed}, ${rounds} programs)`, () => {
    agree("random programs", randomProgram, rounds, reference);
  }, 1_800_000);

  const classic = Math.ceil(rounds / 5);
  it(`of the classic profile do so too (seed ${seed}, ${classic} programs)`, () => {
    agree("random classic programs", classicProgram, classic, classicReference);
  }, 1_800_000);
});

function agree(
  what: string,
  programs: fc.Arbitrary<string>,
  count: number,
  wantedOf: (source: string) => Wanted | null,
): void {
  let said = 0;
  let failed = 0;
  let skipped = 0;
  const property = fc.property(programs, (source) => {
    expect(errorsOf(source, FILE)).toEqual([]);
    const wanted = wantedOf(source);
    if (!wanted) {
      skipped++;
      return;
    }
    const straight = runProgram(source, FILE, new Map(), STRAIGHT);
    said += straight.lines.length + straight.print.length;
    if (straight.error) failed++;
    expect(straight.error?.number).not.toBe(INTERNAL_ERROR);
    const warnings = wanted.warnings && straight.warnings;
    expect(comparable({ ...straight, warnings })).toEqual(comparable(wanted));
    expect(runProgram(source, FILE, new Map(), sliced(source))).toEqual(straight);
  });
  fc.assert(property, { numRuns: count, seed, reporter });
  console.info(`${what}: ${count}, seed ${seed}; ${said} messages, ${failed} ended with an error, ${skipped} too long`);
  // A generator whose scripts do nothing would prove nothing.
  expect(said).toBeGreaterThan(count);
  expect(failed).toBeLessThan(count * 0.8);
  expect(skipped).toBeLessThan(count * 0.05);
}

/** Without messages of errors. Warnings of one line count in any order: PRINT lays its items out together. */
function comparable({ error, warnings, ...seen }: Wanted) {
  const runs: Observed["warnings"][] = [];
  for (const warning of warnings ?? []) {
    const last = runs.at(-1);
    if (last?.[0]?.line === warning.line) last.push(warning);
    else runs.push([warning]);
  }
  const ordered = runs.flatMap((run) => run.sort((a, b) => a.number - b.number));
  return { ...seen, warnings: ordered, error: error && { number: error.number, line: error.line } };
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
