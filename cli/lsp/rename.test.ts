/** Renaming, over all scripts of the corpus: the program stays what it was, under another name. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import type { TextEdit } from "vscode-languageserver";
import { compile, type Program, parse } from "../../basic/index.ts";
import { analyse, positionAt } from "./analysis.ts";
import { applyEdits, rename } from "./navigation.ts";
import type { Occurrence } from "./occurrences.ts";

const root = resolve(import.meta.dirname, "../..");
const ALONE = { scripts: null, knowledge: null };

const CORPUS = ["test/conformance", "examples"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".bas"))
    .map((entry) => join(entry.parentPath, entry.name)),
);

function programOf(source: string): Program | null {
  return compile(parse(source, "t.bas").script, { hash: "" }).program;
}

it("a variable, procedure or label renamed leaves the code as it was", { timeout: 120_000 }, () => {
  const wrong: string[] = [];
  let count = 0;
  let refused = 0;
  for (const file of CORPUS) {
    const source = readFileSync(file, "utf8");
    const before = programOf(source);
    const analysis = analyse(source, "t.bas", ALONE);
    // Minimal BASIC has names of one letter.
    if (analysis.script.numbered) continue;
    const symbols = new Map<string, Occurrence>();
    for (const one of analysis.occurrences) symbols.set(`${one.kind} ${one.scope} ${one.key}`, one);
    for (const one of symbols.values()) {
      // What the host sets, or a line number, or two names that differ by their marks only, is not what is asked here.
      const isSet = analysis.occurrences.some(
        (o) => o.kind === one.kind && o.key === one.key && o.scope === one.scope && (o.declares || o.assigns),
      );
      if (before === null || (!isSet && one.kind !== "procedure") || /^\d/.test(one.key) || /[$%&!#]/.test(one.name))
        continue;
      count++;
      let edits: TextEdit[];
      try {
        edits = rename(analysis, positionAt(analysis, one.start), "renamed_by_test");
      } catch (error) {
        // A variable that names a column: INSERT INTO "team", name
        expect(String(error)).toMatch(/the script would/);
        refused++;
        continue;
      }
      const after = programOf(applyEdits(analysis, edits));
      const isSame =
        after !== null &&
        after.code.join() === before.code.join() &&
        after.functions.length === before.functions.length &&
        after.functions.every((f, i) => f.names.length === before.functions[i]!.names.length);
      if (!isSame) wrong.push(`${file}: ${one.kind} ${one.name}`);
    }
  }
  expect(count).toBeGreaterThan(300);
  expect(refused).toBeLessThan(count / 20);
  expect(wrong).toEqual([]);
});
