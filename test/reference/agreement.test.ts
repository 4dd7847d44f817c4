/** Two engines, one corpus: the reference evaluator says of each program what its comments say, and so what the machine says. */
import { describe, expect, it } from "vitest";
import { parse, scriptId } from "../../basic/index.ts";
import { corpusSources } from "../conformance/corpus-files.ts";
import { expectationOf } from "../conformance/harness.ts";
import type { ScriptInfo } from "./analysis.ts";
import { LEFT_OUT, MOST_LEFT_OUT } from "./left-out.ts";
import { readScripts, runReference } from "./run.ts";

/** Steps and members of values, so that a difference cannot hang the tests. */
const MOST_WORK = 3_000_000;

const sources = corpusSources();
const featureOf = (path: string) => path.split("/")[0] ?? "";
const fileOf = (path: string) => path.split("/")[1] ?? "";
const isProgram = (path: string) => !fileOf(path).startsWith("_");
const isOfDialect = (source: string) => {
  const { profile } = expectationOf(source);
  return parse(source, "program.bas", { profile }).script.profile === "dialect";
};

/** Tables are the data object's own, with filters made by the machine: there is no second implementation to compare with. */
const usesTables = (source: string) => expectationOf(source).hasData;

const programs = [...sources].filter(([path, source]) => isProgram(path) && isOfDialect(source) && !usesTables(source));
for (const [feature, own] of Map.groupBy(programs, ([path]) => featureOf(path))) {
  describe(feature, () => {
    for (const [path, source] of own) if (!LEFT_OUT.has(path)) it(fileOf(path), () => check(path, source));
  });
}

function check(path: string, source: string): void {
  const expected = expectationOf(source);
  if (expected.refused.length > 0) return;
  const scripts = new Map<string, ScriptInfo>();
  const own = [...sources].filter(([other]) => featureOf(other) === featureOf(path) && !isProgram(other));
  for (const [other, text] of [...own, [path, source] as const]) {
    if (isOfDialect(text)) for (const [id, info] of readScripts(text, fileOf(other))) scripts.set(id, info);
  }
  const { lines, error, result } = runReference(scripts.get(scriptId(fileOf(path)))!, expected, scripts, MOST_WORK);
  if (expected.error === null && error) expect.fail(`line ${error.line}: error ${error.number}: ${error.message}`);
  expect(lines).toEqual(expected.lines);
  if (expected.error) {
    expect(error?.number).toBe(expected.error.number);
    if (expected.error.line !== null) expect(error?.line).toBe(expected.error.line);
  }
  if (expected.result !== null) expect(result).toBe(expected.result);
}

describe("what is left out", () => {
  it(`is ${MOST_LEFT_OUT} programs of the dialect at most`, () => {
    for (const [name, reason] of LEFT_OUT) console.info(`left out: ${name}: ${reason}`);
    const others = [...sources.keys()].filter(isProgram).length - programs.length;
    console.info(`left out: ${others} programs of tables, and of the classic profile, which have a test of their own`);
    expect(LEFT_OUT.size).toBeLessThanOrEqual(MOST_LEFT_OUT);
    expect(programs.length).toBeGreaterThan(200);
  });
});
