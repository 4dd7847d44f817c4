/** Two engines, one corpus: the reference evaluator says of each program what its comments say, and so what the machine says. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scriptId } from "../../basic/index.ts";
import { expectationOf } from "../conformance/harness.ts";
import type { ScriptInfo } from "./analysis.ts";
import { readScripts, runReference } from "./run.ts";

const corpus = join(import.meta.dirname, "..", "conformance");

/** Features that the evaluator does not know, each with its reason. */
const UNKNOWN_FEATURES: ReadonlyMap<string, string> = new Map([["ecma-55", "the classic profile"]]);

/** Programs that the evaluator does not run, each with its reason. The list only gets shorter. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([["limits/memory.bas", "the evaluator does not weigh memory"]]);
const MOST_LEFT_OUT = 1;
const MOST_FEATURES = 1;

const features = readdirSync(corpus, { withFileTypes: true }).filter(
  (e) => e.isDirectory() && e.name !== "golden" && !UNKNOWN_FEATURES.has(e.name),
);
for (const { name: feature } of features) {
  const files = readdirSync(join(corpus, feature)).filter((file) => file.endsWith(".bas"));
  const sources = new Map(files.map((file) => [file, readFileSync(join(corpus, feature, file), "utf8")]));
  describe(feature, () => {
    for (const [file, source] of sources) {
      if (file.startsWith("_") || LEFT_OUT.has(`${feature}/${file}`)) continue;
      it(file, () => check(file, source, sources));
    }
  });
}

function check(file: string, source: string, sources: ReadonlyMap<string, string>): void {
  const expected = expectationOf(source);
  const siblings = new Map<string, ScriptInfo>();
  for (const [name, text] of sources) {
    if (name.startsWith("_")) for (const [id, info] of readScripts(text, name)) siblings.set(id, info);
  }
  for (const [id, info] of readScripts(source, file)) siblings.set(id, info);
  const { lines, error, result } = runReference(siblings.get(scriptId(file))!, expected, siblings);
  if (expected.error === null && error) expect.fail(`line ${error.line}: error ${error.number}: ${error.message}`);
  expect(lines).toEqual(expected.lines);
  if (expected.error) {
    expect(error?.number).toBe(expected.error.number);
    if (expected.error.line !== null) expect(error?.line).toBe(expected.error.line);
  }
  if (expected.result !== null) expect(result).toBe(expected.result);
}

it(`leaves out ${MOST_FEATURES} features and ${MOST_LEFT_OUT} programs at most`, () => {
  for (const [name, reason] of [...UNKNOWN_FEATURES, ...LEFT_OUT]) console.info(`left out: ${name}: ${reason}`);
  expect(UNKNOWN_FEATURES.size).toBeLessThanOrEqual(MOST_FEATURES);
  expect(LEFT_OUT.size).toBeLessThanOrEqual(MOST_LEFT_OUT);
});
