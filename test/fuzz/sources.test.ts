/**
 * Whatever the source: parser, checker, compiler and formatter answer and never throw, and what compiles runs within its
 * limits and ends with an error of the language or none. A failing source is printed with the seed.
 */
import { expect, it } from "vitest";
import { format } from "../../basic/format/format.ts";
import { createMachine, decodeProgram, diagnose, encodeProgram, type Profile } from "../../basic/index.ts";
import { corpusSources } from "../conformance/corpus-files.ts";
import { seeded } from "../support/random.ts";
import { faultOf, LIMITS } from "./drive.ts";
import { randomSource } from "./mutate-source.ts";

const COUNT = process.env["BASALT_SOAK"] ? 200_000 : 1_500;
const SEED = Number(process.env["BASALT_SEED"] ?? 20_251_123);
/** A net, not a measure: the slowest source takes a fraction of it. */
const MOST_MS = 10_000;
const PROFILES: readonly (Profile | null)[] = [null, null, null, "classic", "ecma", "dialect"];

it(`${COUNT} sources that nobody would write, seed ${SEED}`, { timeout: 3_600_000 }, () => {
  const sources = [...corpusSources().values()];
  const random = seeded(SEED);
  let compiled = 0;
  for (let i = 0; i < COUNT; i++) {
    const source = randomSource(sources, random);
    const profile = PROFILES[i % PROFILES.length] ?? null;
    const began = performance.now();
    const problem = tryOut(source, profile, () => compiled++);
    const ms = performance.now() - began;
    if (problem !== null || ms > MOST_MS)
      expect.fail(`source ${i} of seed ${SEED}, ${profile ?? "free"}, ${ms} ms: ${problem}\n${JSON.stringify(source)}`);
  }
  console.log(`${COUNT} sources, seed ${SEED}: ${compiled} of them compiled and ran`);
  expect(compiled).toBeGreaterThan(COUNT / 20);
});

function tryOut(source: string, profile: Profile | null, onCompiled: () => void): string | null {
  try {
    const { program, diagnostics } = diagnose(source, "fuzz.bas", "fuzz", undefined, { profile });
    const lines = source.split(/\r\n|\r|\n/).length;
    const outside = diagnostics.find((d) => d.line < 1 || d.line > lines || d.column < 1 || d.message === "");
    if (outside) return `the finding ${JSON.stringify(outside)} lies nowhere`;
    format(source, { profile });
    if (!program) return diagnostics.some((d) => d.severity === "error") ? null : "no program, and no error says why";
    onCompiled();
    // As a release would: through bytes, which the verifier judges.
    const stored = decodeProgram(encodeProgram(program));
    return faultOf(createMachine(stored, { seed: 1, timeZone: "UTC", locale: "en", limits: LIMITS }));
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
