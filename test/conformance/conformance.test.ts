/**
 * The corpus of the language: each program says in comments what it must say, and says the same when it is snapshotted,
 * turned into bytes and restored at every suspension and at every n-th step. A name that begins with an underscore is a
 * script that others CALL.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Program, scriptId } from "../../basic/index.ts";
import { compileSource, errorsOf, expectationOf, type Manner, runProgram } from "./harness.ts";

const folder = import.meta.dirname;
const MANNERS: readonly Manner[] = [
  { slice: Number.POSITIVE_INFINITY, throughBytes: false },
  { slice: Number.POSITIVE_INFINITY, throughBytes: true },
  { slice: 1, throughBytes: true },
  { slice: 7, throughBytes: true },
  { slice: 50, throughBytes: true },
];

const features = readdirSync(folder, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== "golden",
);
let count = 0;
for (const { name: feature } of features) {
  const files = readdirSync(join(folder, feature)).filter((file) => file.endsWith(".bas"));
  const sources = new Map(files.map((file) => [file, readFileSync(join(folder, feature, file), "utf8")]));
  const siblings = new Map<string, Program>();
  for (const [file, source] of sources)
    if (file.startsWith("_")) siblings.set(scriptId(file.slice(1)), compileSource(source, file));
  describe(feature, () => {
    for (const [file, source] of sources) {
      if (file.startsWith("_")) continue;
      count++;
      it(file, () => check(source, file, siblings));
    }
  });
}

function check(source: string, file: string, siblings: ReadonlyMap<string, Program>): void {
  const expected = expectationOf(source);
  if (expected.refused.length > 0) {
    expect(errorsOf(source, file).map((d) => `${d.code} line ${d.line}`)).toEqual(expected.refused);
    return;
  }
  const output = expected.lines.length + expected.print.length;
  expect(output + (expected.error ? 1 : 0) + (expected.result === null ? 0 : 1)).toBeGreaterThan(0);
  for (const manner of MANNERS) {
    const observed = runProgram(source, file, siblings, manner);
    const where = `${file}, slice ${manner.slice}${manner.throughBytes ? ", through bytes" : ""}`;
    if (expected.error === null && observed.error)
      expect.fail(`${where}: ${observed.error.line}: error ${observed.error.number}: ${observed.error.message}`);
    expect(observed.lines, where).toEqual(expected.lines);
    expect(observed.print, where).toEqual(expected.print);
    if (expected.warnings.length > 0) {
      const lines = expected.warnings.map(({ number, line }, i) => ({
        number,
        line: line ?? observed.warnings[i]?.line,
      }));
      expect(observed.warnings, where).toEqual(lines);
    }
    if (expected.error) {
      expect(observed.error?.number, where).toBe(expected.error.number);
      if (expected.error.line !== null) expect(observed.error?.line, where).toBe(expected.error.line);
    }
    if (expected.result !== null) expect(observed.result, where).toBe(expected.result);
  }
}

it("holds at least 150 programs", () => expect(count).toBeGreaterThanOrEqual(150));
