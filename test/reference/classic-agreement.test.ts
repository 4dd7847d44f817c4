/** Classic programs of the corpus: the reference evaluator says of each what its comments say, and so what the machine says. */
import { describe, expect, it } from "vitest";
import { parse } from "../../basic/index.ts";
import { corpusSources } from "../conformance/corpus-files.ts";
import { expectationOf } from "../conformance/harness.ts";
import { runClassic } from "./classic-run.ts";

const MOST_WORK = 3_000_000;

const programs = [...corpusSources()].filter(([path, source]) => {
  if ((path.split("/")[1] ?? "").startsWith("_")) return false;
  return parse(source, "program.bas", { profile: expectationOf(source).profile }).script.profile !== "dialect";
});
const isRefused = (source: string) => expectationOf(source).refused.length > 0;

for (const [feature, own] of Map.groupBy(programs, ([path]) => path.split("/")[0] ?? "")) {
  describe(feature, () => {
    for (const [path, source] of own) if (!isRefused(source)) it(path.split("/")[1]!, () => check(path, source));
  });
}

function check(path: string, source: string): void {
  const expected = expectationOf(source);
  const seen = runClassic(source, path.split("/")[1]!, MOST_WORK);
  if (expected.error === null && seen.error)
    expect.fail(`line ${seen.error.line}: error ${seen.error.number}: ${seen.error.message}`);
  expect(seen.lines).toEqual(expected.lines);
  expect(seen.print).toEqual(expected.print);
  if (expected.warnings.length > 0) {
    const warnings = expected.warnings.map((w, i) => ({ ...w, line: w.line ?? seen.warnings[i]?.line }));
    expect(seen.warnings).toEqual(warnings);
  }
  if (expected.error) {
    expect(seen.error?.number).toBe(expected.error.number);
    if (expected.error.line !== null) expect(seen.error?.line).toBe(expected.error.line);
  }
  if (expected.result !== null) expect(seen.result).toBe(expected.result);
}

describe("what is left out", () => {
  it("is only what the checker refuses", () => {
    const refused = programs.filter(([, source]) => isRefused(source)).length;
    console.info(`classic programs: ${programs.length - refused} run, ${refused} refused by the checker`);
    expect(programs.length - refused).toBeGreaterThan(250);
  });
});
