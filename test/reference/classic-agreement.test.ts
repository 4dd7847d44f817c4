/** Classic programs of the corpus: the reference evaluator says of each what its comments say, and so what the machine says. */
import { describe, expect, it } from "vitest";
import { parse, scriptId } from "../../basic/index.ts";
import { corpusSources } from "../conformance/corpus-files.ts";
import { expectationOf } from "../conformance/harness.ts";
import { runClassic } from "./classic-run.ts";

const MOST_WORK = 3_000_000;

const sources = corpusSources();
const fileOf = (path: string) => path.split("/")[1] ?? "";
/** In the dialect, but it calls a classic script. */
const CALLS_CLASSIC = "classic/calls-a-classic-script.bas";
const programs = [...sources].filter(([path, source]) => {
  if (fileOf(path).startsWith("_")) return false;
  if (path === CALLS_CLASSIC) return true;
  return parse(source, "program.bas", { profile: expectationOf(source).profile }).script.profile !== "dialect";
});
const isRefused = (source: string) => expectationOf(source).refused.length > 0;

for (const [feature, own] of Map.groupBy(programs, ([path]) => path.split("/")[0] ?? "")) {
  describe(feature, () => {
    for (const [path, source] of own) if (!isRefused(source)) it(fileOf(path), () => check(path, source));
  });
}

function check(path: string, source: string): void {
  const expected = expectationOf(source);
  const folder = path.slice(0, path.indexOf("/") + 1);
  const callable = [...sources].filter(([other]) => other.startsWith(`${folder}_`));
  const siblings = new Map(callable.map(([other, text]) => [scriptId(fileOf(other).slice(1)), text]));
  const seen = runClassic(source, fileOf(path), MOST_WORK, siblings);
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
