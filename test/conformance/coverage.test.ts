/**
 * What the corpus as a whole must hold: enough programs that differ, each with the section of the reference that it
 * checks, and one at least for each hazard (H-1 to H-60), each check of its annex (D-1 to D-54) and each limit. A program
 * names its section in its first comment or as `' section: 5.6`, and what it covers there or as `' covers: H-12 D-16`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { corpusSources } from "./corpus-files.ts";

const ROOT = join(import.meta.dirname, "../..");
const LEAST = 600;
const HAZARDS = 60;
const CHECKS = 54;
/** Of section 5.4. */
const LIMITS = ["rounds", "jumps", "steps", "scripts", "procedures", "text", "list", "memory"];

/** What a program alone cannot show, and the test that does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "H-59": "basic/check/check-script.test.ts",
  "D-22": "test/worker/session-keywords.test.ts",
  "D-23": "basic/tools/definition.test.ts",
  "D-26": "test/worker/http.test.ts",
  "D-27": "test/worker/http.test.ts",
  "D-39": "test/worker/events.test.ts",
  "D-40": "test/worker/session.test.ts",
};

const programs = new Map([...corpusSources()].filter(([path]) => !path.includes("/_")));

/** Comments in either spelling, also behind a line number. */
const COMMENT = /^\s*(?:\d+\s+)?(?:'|REM\b)\s?(.*)$/i;

function comments(source: string): string[] {
  return source.split("\n").flatMap((line) => COMMENT.exec(line)?.[1] ?? []);
}

/** Programs that differ in names, numbers, texts and comments only are the same. */
function shapeOf(source: string): string {
  const lines = source.split("\n").filter((line) => !COMMENT.test(line) || /^\s*\d+\s+REM\b/i.test(line));
  const names = new Map<string, string>();
  const numbered = (name: string): string => {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, `v${names.size}`);
    return names.get(key) ?? "";
  };
  return lines
    .join("\n")
    .replace(/"[^"]*"/g, '""')
    .replace(/\b[a-z_]\w*\b(?!\s*\()/g, numbered)
    .replace(/\b\d+(?:\.\d+)?\b/g, "0")
    .replace(/\s+/g, " ");
}

function covered(): Set<string> {
  const found = new Set<string>();
  for (const source of programs.values()) {
    const lines = comments(source);
    const telling = [lines[0] ?? "", ...lines.filter((line) => line.startsWith("covers:"))].join(" ");
    for (const [tag] of telling.matchAll(/\b(?:[HD]-\d+|L-\w+)\b/g)) found.add(tag);
    const annex = /^Annex D (\d+(?:, \d+)*)/.exec(telling)?.[1];
    for (const check of annex?.split(", ") ?? []) found.add(`D-${check}`);
  }
  return found;
}

describe("the corpus", () => {
  it(`holds at least ${LEAST} programs that are not the same under other names and literals`, () => {
    const shapes = new Set([...programs.values()].map(shapeOf));
    console.log(`${programs.size} programs, ${shapes.size} of them distinct`);
    expect(shapes.size).toBeGreaterThanOrEqual(LEAST);
  });

  it("names the section that each program checks", () => {
    const named = /^(?:\(?\d+(?:\.\d+)*|Annex [A-D]|[A-D](?:\.\d)?:|H-\d+|ECMA-55)/;
    const silent = [...programs].filter(([, source]) => {
      const lines = comments(source);
      return !lines.some((line) => /^section: \S/.test(line)) && !named.test(lines[0] ?? "");
    });
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it("covers each hazard, each check of the annex and each limit", () => {
    const wanted = [
      ...Array.from({ length: HAZARDS }, (_, i) => `H-${i + 1}`),
      ...Array.from({ length: CHECKS }, (_, i) => `D-${i + 1}`),
      ...LIMITS.map((limit) => `L-${limit}`),
    ];
    const found = covered();
    const open = wanted.filter((tag) => !found.has(tag) && !(tag in ELSEWHERE));
    expect(open).toEqual([]);
    for (const [tag, file] of Object.entries(ELSEWHERE)) expect(existsSync(join(ROOT, file)), tag).toBe(true);
  });
});
