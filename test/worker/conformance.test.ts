/** The corpus of the language inside workerd: straight, and through bytes at every suspension. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { EVERY_SUSPENSION, mannerName, problemOf, programsOf, STRAIGHT } from "../conformance/corpus.ts";
import { useDataStorage } from "../conformance/data-host.ts";

const PREFIX = "../conformance/";
const files = import.meta.glob<string>(["../conformance/*/*.bas"], { query: "?raw", import: "default", eager: true });
const sources = new Map(Object.entries(files).map(([path, source]) => [path.slice(PREFIX.length), source]));
const programs = programsOf(sources);

describe("the corpus inside workerd", () => {
  it("is all there", () => expect(programs.length).toBeGreaterThanOrEqual(150));

  for (const [feature, own] of Map.groupBy(programs, (program) => program.feature)) {
    it(`${feature}: ${own.length} programs`, () =>
      inDataStorage(() => {
        const problems = own.flatMap((program) =>
          [STRAIGHT, EVERY_SUSPENSION].flatMap((manner) => {
            const problem = problemOf(program, manner);
            return problem === null ? [] : [`${program.path}, ${mannerName(manner)}: ${problem}`];
          }),
        );
        expect(problems).toEqual([]);
      }));
  }
});

/** Programs of tables run on an object's own SQLite, emptied for each of them. */
function inDataStorage(work: () => void): Promise<void> {
  const object = env.DATA.getByName("conformance");
  return runInDurableObject(object, (_, { storage }) => {
    useDataStorage(() => {
      for (const table of ["rows", "columns", "declarations", "tables"])
        storage.sql.exec(`DROP TABLE IF EXISTS ${table}`);
      return { sql: storage.sql, transaction: (change) => storage.transactionSync(change) };
    });
    work();
  });
}
