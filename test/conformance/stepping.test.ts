/** Running by statements ends where running in one go does: same outcomes, same steps, same snapshots. */
import { expect, it } from "vitest";
import type { Machine, Outcome } from "../../basic/index.ts";
import { type CorpusProgram, programsOf, STRAIGHT } from "./corpus.ts";
import { corpusSources } from "./corpus-files.ts";
import { expectationOf, type Manner, runProgram } from "./harness.ts";

const programs = programsOf(corpusSources()).filter(({ source }) => expectationOf(source).refused.length === 0);

/** What is seen at each stop but those between statements, and how many of these there were. */
function trace({ source, file, siblings }: CorpusProgram, manner: Manner): { stops: string[]; statements: number } {
  const stops: string[] = [];
  let statements = 0;
  const atStop = (machine: Machine, outcome: Outcome): Machine => {
    if (outcome.kind === "preempted") statements++;
    else {
      const bytes = outcome.kind === "error" ? new Uint8Array() : machine.snapshot();
      stops.push(`${JSON.stringify(outcome)} ${machine.steps} ${Buffer.from(bytes).toString("base64")}`);
    }
    return machine;
  };
  runProgram(source, file, siblings, { ...manner, atStop });
  return { stops, statements };
}

function outcomesOf({ stops, statements }: ReturnType<typeof trace>): unknown {
  return [statements, ...stops.map((stop) => stop.replace(/ \d+ \S*$/, ""))];
}

/** Going through bytes at each statement of a program that runs more of them would take long. */
const THROUGH_BYTES = 2000;

it("the corpus by statements", { timeout: 120_000 }, () => {
  let throughBytes = 0;
  for (const program of programs) {
    const whole = trace(program, STRAIGHT);
    const byStatements = trace(program, { ...STRAIGHT, byStatements: true });
    const sliced = trace(program, { ...STRAIGHT, slice: 0 });
    // What a function charges is counted at each statement here, at the next jump there: its limit falls elsewhere.
    if (program.path !== "limits/work-is-charged.bas") expect(byStatements.stops, program.path).toEqual(sliced.stops);
    // The limit of steps is met a little earlier the smaller the slices are.
    if (program.feature !== "limits") expect(byStatements.stops, program.path).toEqual(whole.stops);
    if (byStatements.statements > THROUGH_BYTES) continue;
    const restored = trace(program, { ...STRAIGHT, byStatements: true, throughBytes: true });
    // A snapshot leaves out what functions have charged and the loop has not yet counted.
    expect(outcomesOf(restored), program.path).toEqual(outcomesOf(byStatements));
    throughBytes++;
  }
  expect(programs.length).toBeGreaterThan(1000);
  expect(throughBytes).toBeGreaterThan(programs.length * 0.95);
});
