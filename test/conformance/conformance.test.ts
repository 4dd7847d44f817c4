/**
 * Each program of the corpus says what its comments promise, and says the same when it is snapshotted, turned into bytes
 * and restored at every suspension and at every n-th step.
 */
import { describe, expect, it } from "vitest";
import { type CorpusProgram, MANNERS, mannerName, problemOf, programsOf } from "./corpus.ts";
import { corpusSources } from "./corpus-files.ts";

const programs = programsOf(corpusSources());

for (const [feature, own] of Map.groupBy(programs, (program) => program.feature)) {
  describe(feature, () => {
    for (const program of own) it(program.file, () => check(program));
  });
}

function check(program: CorpusProgram): void {
  for (const manner of MANNERS) {
    const problem = problemOf(program, manner);
    if (problem !== null) expect.fail(`${program.path}, ${mannerName(manner)}: ${problem}`);
  }
}

describe("the corpus", () => {
  it("holds at least 150 programs", () => expect(programs.length).toBeGreaterThanOrEqual(150));
});
