import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { diagnose } from "../basic/index.ts";
import { coverageDocument, diagnosticsDocument, languageDocument, undocumentedKeywords } from "./generate-docs.ts";

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs");

describe("generated pages", () => {
  it.each([
    ["language.md", languageDocument],
    ["diagnostics.md", diagnosticsDocument],
    ["coverage-matrix.md", coverageDocument],
  ])("docs/%s is what `npm run docs` writes", (name, generate) => {
    expect(fs.readFileSync(path.join(docs, name), "utf8")).toBe(generate());
  });

  it("documents every keyword", () => {
    expect(undocumentedKeywords()).toEqual([]);
  });

  const examples = [...languageDocument().matchAll(/```basic\n([\s\S]*?)\n```/g)].map(([, text = ""]) => text);
  it("has examples", () => expect(examples.length).toBeGreaterThan(30));
  it.each(examples)("shows only what the language understands: %s", (text) => {
    const { diagnostics } = diagnose(text, "example.bas");
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
