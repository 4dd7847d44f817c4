/**
 * Is the corpus worth anything? Fifty and more faults are put into lexer, compiler, machine, operators and functions, one
 * at a time, and the corpus is run. The soak tries all of them; otherwise a few stand for the rest.
 */
import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { FAULTS } from "./faults.ts";
import { type Fault, runMutant, sourceWith } from "./mutant.ts";

const SOAK = Boolean(process.env["BASALT_SOAK"]);
/** Every so manieth fault without the soak. */
const STEP = 16;
/** Of a hundred faults so many are caught. */
const CAUGHT = 90;

it("the table's places are in the sources, once each", () => {
  expect(FAULTS.length).toBeGreaterThanOrEqual(50);
  for (const fault of FAULTS) expect(sourceWith(fault), fault.what).not.toBe("");
});

it("the corpus finds nothing in the sound language", async () => {
  expect(await runMutant(null)).toEqual({ caughtBy: null });
}, 120_000);

it("and nearly every fault in one that is not sound", async () => {
  const chosen = SOAK ? [...FAULTS] : FAULTS.filter((_, i) => i % STEP === 0);
  const survived: string[] = [];
  const lines: string[] = [];
  const work = [...chosen];
  const next = async (): Promise<void> => {
    for (let fault = work.shift(); fault !== undefined; fault = work.shift()) {
      const { caughtBy } = await runMutant(fault);
      if (caughtBy === null) survived.push(fault.what);
      lines.push(row(fault, caughtBy));
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, next));
  console.log([`${chosen.length - survived.length} of ${chosen.length} faults caught`, ...lines].join("\n"));
  expect(survived.length, `survived: ${survived.join("; ")}`).toBeLessThanOrEqual(
    Math.floor((chosen.length * (100 - CAUGHT)) / 100),
  );
}, 1_800_000);

function row({ file, what }: Fault, caughtBy: string | null): string {
  return `  ${file}: ${what}: ${caughtBy === null ? "SURVIVED" : caughtBy.slice(0, 60)}`;
}
