import { describe, expect, test } from "vitest";
import { indexText, MAX_TERMS, parseQuestion } from "./words.ts";

const queryTerms = (query: string) => parseQuestion(query).terms;
const exact = (query: string): string[] => queryTerms(query).map((term) => term.exact);

describe("the words of a question", () => {
  test.each([
    ["How do I descale my machine?", ['"descale"', '"machine"']],
    ["Wie lange dauert die Lieferung?", ['"lange"', '"dauert"', '"lieferung"']],
    ["Quanto tempo demora a entrega?", ['"tempo"', '"demora"', '"entrega"']],
    ["¿Cuánto tarda la entrega?", ['"tarda"', '"entrega"']],
    ["What is E4?", ['"e4"']],
    ["Ação AÇÃO acao", ['"acao"']],
  ])("%s", (query, words) => {
    expect(exact(query)).toEqual(words);
  });

  test("where all are stop words, all count", () => {
    expect(exact("to be or not to be")).toEqual(['"to"', '"be"', '"or"', '"not"']);
  });

  test("longer words are looked for by their beginning, numbers and short words as written", () => {
    expect(queryTerms("warranty tax 1042 model7")).toEqual([
      { exact: '"warranty"', prefix: '"warran"*' },
      { exact: '"tax"', prefix: '"tax"' },
      { exact: '"1042"', prefix: '"1042"' },
      { exact: '"model7"', prefix: '"model7"' },
    ]);
  });

  test("neighbours are looked for side by side, with the stop words between them", () => {
    expect(parseQuestion("Is damage by limescale covered?").pairs).toEqual([
      '"is dama"*',
      '"damage by"*',
      '"by limesc"*',
      '"limescale cover"*',
    ]);
    expect(parseQuestion("to be or not").pairs).toEqual([]);
  });

  test("nothing a person types is syntax", () => {
    for (const query of [
      '" OR 1',
      "title:secret",
      "a NEAR/2 b",
      "NOT x",
      "^begin",
      "(a AND b",
      "*",
      "'; DROP TABLE x --",
      "{a b}:c",
    ]) {
      for (const { exact: word, prefix } of queryTerms(query)) {
        expect(word).toMatch(/^"[\p{L}\p{N}]+"$/u);
        expect(prefix).toMatch(/^"[\p{L}\p{N}]+"\*?$/u);
      }
      for (const pair of parseQuestion(query).pairs) expect(pair).toMatch(/^"[\p{L}\p{N}]+ [\p{L}\p{N}]+"\*$/u);
    }
  });

  test("empty, endless and strange questions are bounded", () => {
    expect(queryTerms("")).toEqual([]);
    expect(queryTerms("?!… 👋")).toEqual([]);
    expect(queryTerms(Array.from({ length: 500 }, (_, n) => `word${n}`).join(" ")).length).toBe(MAX_TERMS);
  });
});

test("scripts without blanks are set apart, others are left alone", () => {
  expect(indexText("Straße, ação ☕")).toBe("Straße, ação ☕");
  expect(indexText("保証期間は二年です").split(" ").length).toBeGreaterThan(2);
  expect(exact("保証期間は?").length).toBeGreaterThan(1);
});
