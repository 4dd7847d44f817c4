/** The grammar for editors, in the engine that editors use. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { CATALOGUE } from "../basic/catalogue/index.ts";
import { keywordText } from "../basic/catalogue/texts/index.ts";
import { GRAMMAR_FILE, grammarText } from "./generate-grammar.ts";

const require = createRequire(import.meta.url);
const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
const engine = oniguruma.loadWASM(wasm).then(() => ({
  createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
}));
const registry = new textmate.Registry({
  onigLib: engine,
  loadGrammar: async () => textmate.parseRawGrammar(grammarText(), "basalt.tmLanguage.json"),
});

/** Each piece of the source with its innermost scopes, without the ending that all share. */
async function scopesOf(source: string): Promise<[string, string][]> {
  const grammar = await registry.loadGrammar("source.basalt");
  let stack = textmate.INITIAL;
  const found: [string, string][] = [];
  for (const line of source.split("\n")) {
    const { tokens, ruleStack } = grammar!.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const text = line.slice(startIndex, endIndex).trim();
      const inner = scopes.slice(1).map((scope) => scope.replace(/\.basalt$/, ""));
      if (text !== "") found.push([text, inner.join(" ")]);
    }
  }
  return found;
}

/** The scopes of the piece that holds `text`. */
async function scopeOf(source: string, text: string): Promise<string> {
  return (await scopesOf(source)).find(([piece]) => piece.includes(text))?.[1] ?? "";
}

describe("the grammar", () => {
  it("is what `npm run docs` writes", () => {
    expect(readFileSync(GRAMMAR_FILE, "utf8")).toBe(grammarText());
  });

  it.each([
    ['TALK "hi"', "TALK", "keyword.other"],
    ['set  bot_memory "k", 1', "set  bot_memory", "keyword.other"],
    ["IF a THEN", "IF", "keyword.control"],
    ['IF a THEN TALK "x"', "TALK", "keyword.other"],
    ["x = FIND rows", "FIND", "keyword.other"],
    ["END IF", "END", "keyword.control"],
    ["FUNCTION total(a)", "total", "entity.name.function"],
    ["END SUB", "END SUB", "storage.type.function"],
    ["DIM a AS INTEGER", "DIM", "storage.modifier"],
    ["DIM a AS INTEGER", "INTEGER", "support.type"],
    ["HEAR mail AS EMAIL", "EMAIL", "support.type"],
    ["x = LEFT(a, 2)", "LEFT", "support.function"],
    ["x = a AND NOT b", "AND", "keyword.operator.word"],
    ["x = TRUE", "TRUE", "constant.language"],
    ["x = 12.5e3", "12.5e3", "constant.numeric"],
    ["x = &H1F", "&H1F", "constant.numeric"],
    ["x = 0xff", "0xff", "constant.numeric"],
    ["x = #2025-01-31#", "#2025-01-31#", "constant.other.date"],
    ["again:", "again", "entity.name.label"],
    ["GOTO again", "again", "entity.name.label"],
    ["120 PRINT x", "120", "entity.name.label"],
    ["x = a.for", "for", "variable.other.property"],
    ["x = 5 ' five", "five", "comment.line.apostrophe"],
    ["REM a note", "note", "comment.line"],
    ["  # a note", "note", "comment.line"],
    ["// a note", "note", "comment.line"],
    ["x = 'a', b", "'a'", "string.quoted.single"],
    ["TALK 'hi'", "'hi'", "string.quoted.single"],
    ["TALK ' it is mine", "mine", "comment.line.apostrophe"],
    ['DESCRIPTION Books a room, "soon"', "Books", "string.unquoted"],
  ])("%s: %s is %s", async (source, text, scope) => {
    expect(await scopeOf(source, text)).toBe(scope);
  });

  it.each([
    ["count = 1", "count"],
    ["list[0] = 1", "list"],
    ["order.status = 1", "order"],
    ["x = filter", "filter"],
    ["IF filter THEN", "filter"],
    ["REMEMBERED = 1", "REMEMBERED"],
    ["format = 2", "format"],
    ["talking = 1", "talking"],
    ["ifs = 1", "ifs"],
  ])("%s: %s is a name", async (source, text) => {
    expect(await scopeOf(source, text)).toBe("");
  });

  it("colours strings with holes, escapes, and several lines", async () => {
    expect(await scopesOf('TALK "a\\n ${LEN(x)} b\n  c" + d')).toEqual([
      ["TALK", "keyword.other"],
      ['"', "string.quoted.double punctuation.definition.string.begin"],
      ["a", "string.quoted.double"],
      ["\\n", "string.quoted.double constant.character.escape"],
      ["${", "string.quoted.double meta.embedded.expression punctuation.section.embedded.begin"],
      ["LEN", "string.quoted.double meta.embedded.expression support.function"],
      ["(x)", "string.quoted.double meta.embedded.expression"],
      ["}", "string.quoted.double meta.embedded.expression punctuation.section.embedded.end"],
      ["b", "string.quoted.double"],
      ["c", "string.quoted.double"],
      ['"', "string.quoted.double punctuation.definition.string.end"],
      ["+", "keyword.operator"],
      ["d", ""],
    ]);
    expect(await scopeOf('x = "${{amount}}"', "amount")).toBe("string.quoted.double");
  });

  it("leaves block texts and tables as they are, but for holes", async () => {
    const text = "BEGIN TALK\n  IF it's \"done\" ' no comment\n  ${name}\nEND TALK\nTALK 1";
    const block = "string.unquoted.block";
    expect(await scopesOf(text)).toEqual([
      ["BEGIN TALK", "keyword.other"],
      ["IF it's \"done\" ' no comment", block],
      ["${", `${block} meta.embedded.expression punctuation.section.embedded.begin`],
      ["name", `${block} meta.embedded.expression`],
      ["}", `${block} meta.embedded.expression punctuation.section.embedded.end`],
      ["END TALK", "keyword.other"],
      ["TALK", "keyword.other"],
      ["1", "constant.numeric"],
    ]);
    expect(await scopeOf("TABLE orders\n  status string 'new'\nEND TABLE", "status")).toBe("meta.table");
  });

  it("knows every keyword of the catalogue where it stands in its example", { timeout: 30_000 }, async () => {
    const plain: string[] = [];
    for (const entry of CATALOGUE) {
      const scopes = (await scopesOf(keywordText(entry).example)).map(([, scope]) => scope);
      if (!scopes.some((scope) => /^(keyword|storage)/.test(scope))) plain.push(entry.keyword);
    }
    expect(plain).toEqual([]);
  });
});
