/** The corpus of the language inside workerd: straight, and through bytes at every suspension. */
import { describe, expect, it } from "vitest";
import { EVERY_SUSPENSION, mannerName, problemOf, programsOf, STRAIGHT } from "../conformance/corpus.ts";

const PREFIX = "../conformance/";
const files = import.meta.glob<string>(["../conformance/*/*.bas"], { query: "?raw", import: "default", eager: true });
const sources = new Map(Object.entries(files).map(([path, source]) => [path.slice(PREFIX.length), source]));
const programs = programsOf(sources);

describe("the corpus inside workerd", () => {
  it("is all there", () => expect(programs.length).toBeGreaterThanOrEqual(150));

  for (const [feature, own] of Map.groupBy(programs, (program) => program.feature)) {
    it(`${feature}: ${own.length} programs`, () => {
      const problems = own.flatMap((program) =>
        [STRAIGHT, EVERY_SUSPENSION].flatMap((manner) => {
          const problem = problemOf(program, manner);
          return problem === null ? [] : [`${program.path}, ${mannerName(manner)}: ${problem}`];
        }),
      );
      expect(problems).toEqual([]);
    });
  }
});
