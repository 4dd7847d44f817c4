/**
 * The documentation of the language: generated pages are what `npm run docs` writes, every example runs and shows what it
 * says, every diagnostic's page holds a program with exactly that finding, and links lead somewhere.
 */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../basic/catalogue/index.ts";
import { checkKnowledge } from "../basic/check/knowledge.ts";
import { diagnose } from "../basic/index.ts";
import { diagnosticExamples } from "../scripts/docs/diagnostic-pages.ts";
import { functionExamples } from "../scripts/docs/function-pages.ts";
import { isPresent, undocumentedKeywords } from "../scripts/docs/keyword-pages.ts";
import { HAND_WRITTEN } from "../scripts/docs/language-pages.ts";
import { anchor, fencesOf, NOTE, sectionsOf } from "../scripts/docs/markdown.ts";
import { ROOT, readExamples } from "../scripts/docs/sources.ts";
import { documents, staleDocuments } from "../scripts/generate-docs.ts";
import { problemOf, STRAIGHT } from "./conformance/corpus.ts";
import { useSqlite } from "./conformance/sqlite-storage.ts";

useSqlite();

const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");

function pagesIn(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder)).map((file) => `${folder}/${file}`);
}

function problem(source: string): string | null {
  return problemOf(
    { path: "docs/example.bas", feature: "docs", file: "example.bas", source, siblings: new Map() },
    STRAIGHT,
  );
}

const generated = documents();

describe("generated pages", () => {
  it.each([...generated])("%s is what `npm run docs` writes", (file, text) => {
    expect(fs.existsSync(path.join(ROOT, file)) ? read(file) : "no page").toBe(text);
  });

  it("has no page that nothing makes any more", () => expect(staleDocuments(generated)).toEqual([]));

  it("documents every keyword", () => expect(undocumentedKeywords()).toEqual([]));

  it("has a program for every keyword that this version performs (scripts/docs/keyword-examples.md)", () => {
    const written = sectionsOf(readExamples("keyword-examples"));
    const without = CATALOGUE.filter((entry) => isPresent(entry) && entry.family !== "custom");
    expect(without.map(({ keyword }) => keyword).filter((keyword) => !written.has(keyword))).toEqual([]);
  });

  it("lists every page that is written by hand", () => {
    const byHand = pagesIn("docs/language").filter((file) => !read(file).includes(NOTE));
    expect(byHand.map((file) => path.basename(file)).sort()).toEqual(Object.keys(HAND_WRITTEN).sort());
  });
});

describe("examples", () => {
  // What a keyword of an installation gives is that installation's to test.
  const ours = pagesIn("docs/language").filter((file) => !file.endsWith("/keywords-custom.md"));
  const pages = [...ours, "docs/classic-basic.md"].map((file) => ({
    file,
    examples: fencesOf(read(file)).filter(({ language }) => language === "basic"),
  }));

  it("are many", () => expect(pages.flatMap(({ examples }) => examples).length).toBeGreaterThan(300));

  it.each(pages.filter(({ examples }) => examples.length > 0))("$file: each shows what it says", ({ examples }) => {
    const wrong = examples.flatMap(({ text }) => {
      const found = problem(text);
      return found === null ? [] : [`${text}\n-> ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  it("of functions have the value that stands beside them", () => {
    const wrong = [...functionExamples()].flatMap(([name, { expression, gives }]) => {
      const found = problem(`TALK ${expression}\n' expect: ${gives}`);
      return found === null ? [] : [`${name}: ${found}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe("diagnostics", () => {
  const findings = (source: string, code: string): string[] => {
    const { script, diagnostics } = diagnose(source, "example.bas");
    // The page of this one says which knowledge its package has.
    const all = code === "BAS410" ? [...diagnostics, ...checkKnowledge(script, ["manuals"])] : diagnostics;
    return [...new Set(all.map((found) => found.code))];
  };

  it.each([...diagnosticExamples()])("%s: one program has exactly this finding, the other none", (code, example) => {
    const found = findings(example.wrong, code);
    // Too many errors are errors of another kind first.
    expect(code === "BAS903" ? found.filter((other) => other !== "BAS207") : found).toEqual([code]);
    expect(findings(example.mended, code)).toEqual([]);
  });
});

describe("links", () => {
  const files = ["README.md", ...fs.globSync("docs/**/*.md", { cwd: ROOT })];

  it.each(files)("%s leads only to what is there", (file) => {
    const broken: string[] = [];
    const text = read(file).replaceAll(/^```[\s\S]*?^```$/gm, "");
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [to = "", part] = target.split("#");
      const aim = to === "" ? file : path.join(path.dirname(file), to);
      if (!fs.existsSync(path.join(ROOT, aim))) broken.push(target);
      else if (part !== undefined && !headings(aim).includes(part)) broken.push(target);
    }
    expect(broken).toEqual([]);
  });

  const headings = (file: string): string[] =>
    [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchor(text));
});
