/**
 * `npm run docs`: writes docs/language, docs/diagnostics, docs/export.schema.json and a part of docs/coverage-matrix.md
 * from the tables and schemas that the product itself is built on, so that the pages cannot say anything else than the parser, the checker and the machine do.
 * The parts are in docs/ beside this file, with the examples, which the tests run. Pages without the note of a generated
 * page are written by hand and stay as they are.
 */
import "../extensions/index.ts";
import fs from "node:fs";
import path from "node:path";
import { configurationPage } from "./docs/configuration-page.ts";
import { coverageDocument } from "./docs/coverage.ts";
import { diagnosticPages } from "./docs/diagnostic-pages.ts";
import { exportSchema } from "./docs/export-schema.ts";
import { functionPages } from "./docs/function-pages.ts";
import { keywordPages } from "./docs/keyword-pages.ts";
import { languagePages } from "./docs/language-pages.ts";
import { NOTE } from "./docs/markdown.ts";
import { ROOT } from "./docs/sources.ts";

const FOLDERS: Readonly<Record<string, () => Map<string, string>>> = {
  "docs/language": () => new Map([...languagePages(), ...keywordPages(), ...functionPages()]),
  "docs/diagnostics": diagnosticPages,
};

/** All generated pages by their path from the root, with `/` on every system. */
export function documents(): Map<string, string> {
  const all = new Map<string, string>();
  for (const [folder, pages] of Object.entries(FOLDERS))
    for (const [file, text] of pages()) all.set(`${folder}/${file}`, text);
  all.set("docs/export.schema.json", exportSchema());
  all.set("docs/configuration.md", configurationPage());
  const matrix = "docs/coverage-matrix.md";
  all.set(matrix, coverageDocument(fs.readFileSync(path.join(ROOT, matrix), "utf8")));
  return all;
}

/** Generated pages that no table makes any more. */
export function staleDocuments(current: ReadonlyMap<string, string>): string[] {
  return Object.keys(FOLDERS).flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder))
      .map((file) => `${folder}/${file}`)
      .filter((file) => !current.has(file) && fs.readFileSync(path.join(ROOT, file), "utf8").includes(NOTE)),
  );
}

if (import.meta.main) {
  const current = documents();
  for (const folder of Object.keys(FOLDERS)) fs.mkdirSync(path.join(ROOT, folder), { recursive: true });
  for (const [file, text] of current) fs.writeFileSync(path.join(ROOT, file), text);
  for (const file of staleDocuments(current)) fs.rmSync(path.join(ROOT, file));
  process.stdout.write(`${current.size} pages in docs\n`);
}
