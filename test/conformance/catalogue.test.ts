/** Every keyword of the catalogue stands in a program of the corpus, so that none is added without one. */
import { expect, it } from "vitest";
import { phrasesOf } from "../../basic/catalogue/index.ts";
import { walk } from "../../basic/compiler/walk.ts";
import { CATALOGUE, type KeywordEntry, parse } from "../../basic/index.ts";
import { corpusSources } from "./corpus-files.ts";
import { expectationOf } from "./harness.ts";

const used = new Set<string>();
const texts: string[] = [];
for (const source of corpusSources().values()) {
  const { script } = parse(source, "program.bas", { profile: expectationOf(source).profile });
  walk(script.body, (node) => {
    if (node.kind === "keyword" || node.kind === "keyword-statement") used.add(node.keyword);
    return undefined;
  });
  texts.push(
    ` ${source
      .replace(/^\s*'.*$/gm, "")
      .replace(/[\s_(]+/g, " ")
      .toUpperCase()} `,
  );
}

/** What leaves no keyword in the tree is looked for in the text: HEAR, and the spellings of functions and literals. */
function stands(entry: KeywordEntry): boolean {
  return (
    used.has(entry.keyword) || phrasesOf(entry).some((phrase) => texts.some((text) => text.includes(` ${phrase} `)))
  );
}

it("has a program for each", () => {
  expect(CATALOGUE.filter((entry) => !stands(entry)).map(({ keyword }) => keyword)).toEqual([]);
});
