/**
 * ECMA-55, requirement by requirement: each has a program in test/conformance/ecma-55, each program names what it proves,
 * and a program of the standard means the same where nothing beyond the standard is allowed. That the programs say what
 * they must, straight and through snapshots, is for the corpus test to show.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorsOf, expectationOf, runProgram } from "../conformance/harness.ts";
import { EXTENSIONS, REQUIREMENTS, sectionOf } from "./requirements.ts";

const folder = join(import.meta.dirname, "../conformance/ecma-55");
const STRAIGHT = { slice: Number.POSITIVE_INFINITY, throughBytes: false };

interface TestProgram {
  file: string;
  source: string;
  /** `13.4.2`, `extension 3`, or `program 5`: a whole program that many requirements meet in. */
  proves: string;
  isRefused: boolean;
  /** Written for a processor with nothing beyond the standard. */
  isStandard: boolean;
}

const programs: TestProgram[] = readdirSync(folder)
  .filter((file) => file.endsWith(".bas"))
  .map((file) => {
    const source = readFileSync(join(folder, file), "utf8");
    const proves = /^' [\d.]+, (?:ECMA-55 ([\d.]+)|((?:extension|program) \d+)): \S/.exec(source);
    const { profile, refused } = expectationOf(source);
    return {
      file,
      source,
      proves: proves?.[1] ?? proves?.[2] ?? "",
      isRefused: refused.length > 0,
      isStandard: !proves?.[2]?.startsWith("extension") && refused.length === 0 && profile === null,
    };
  });

const of = (id: string): TestProgram[] => programs.filter((program) => program.proves === id);

describe("every requirement has a program", () => {
  it.each(REQUIREMENTS)("$id $text", (requirement) => {
    expect(sectionOf(requirement)).not.toBe("?");
    expect(of(requirement.id).length).toBeGreaterThan(0);
  });

  it.each(EXTENSIONS)("extension $id: $text", ({ id }) => {
    const found = of(`extension ${id}`);
    expect(found.some((program) => !program.isRefused)).toBe(true);
    expect(found.some((program) => program.isRefused && expectationOf(program.source).profile === "ecma")).toBe(true);
  });

  it("and every program a requirement", () => {
    const ids = new Set([...REQUIREMENTS.map(({ id }) => id), ...EXTENSIONS.map(({ id }) => `extension ${id}`)]);
    const strays = programs.filter(({ proves }) => !ids.has(proves) && !proves.startsWith("program "));
    expect(strays.map(({ file }) => file)).toEqual([]);
    const sections = new Set(REQUIREMENTS.map(sectionOf));
    console.log(
      `ECMA-55: ${REQUIREMENTS.length} requirements of ${sections.size} sections and ${EXTENSIONS.length} extensions, ` +
        `${programs.length} programs (${programs.filter((program) => program.isRefused).length} are refused)`,
    );
    expect(sections.size).toBe(17);
  });

  it("no two programs are the same", () => {
    const seen = new Map<string, string>();
    for (const { file, source } of programs) {
      const code = source
        .split("\n")
        .filter((line) => !line.startsWith("'") || line.startsWith("' input:"))
        .join("\n");
      const twin = seen.get(code);
      // An extension is the same program twice: accepted, and refused under ecma.
      if (twin !== undefined) expect(file.replace("-ecma.bas", ".bas")).toBe(twin.replace("-ecma.bas", ".bas"));
      seen.set(code, file);
    }
  });
});

describe("a program of the standard means the same with nothing beyond the standard", () => {
  it.each(programs.filter((program) => program.isStandard))("$file", ({ file, source }) => {
    const strict = `' profile: ecma\n${source}`;
    expect(errorsOf(strict, file)).toEqual([]);
    const straight = runProgram(source, file, new Map(), STRAIGHT);
    const restricted = runProgram(strict, file, new Map(), STRAIGHT);
    expect(restricted.print).toEqual(straight.print);
    expect(restricted.warnings.map(({ number }) => number)).toEqual(straight.warnings.map(({ number }) => number));
    expect(restricted.error?.number).toBe(straight.error?.number);
  });
});

it("two million statements run, whatever the limits on loops and jumps of the dialect", () => {
  const source = [
    "10 LET N=0",
    "20 LET N=N+1",
    "30 IF N>=700000 THEN 50",
    "40 GOTO 20",
    "50 FOR I=1 TO 200000",
    "60 NEXT I",
    "70 PRINT N;I",
    "80 END",
  ].join("\n");
  const limits = `' limits: ${JSON.stringify({ maxSteps: 100_000_000 })}\n`;
  expect(runProgram(limits + source, "long.bas", new Map(), STRAIGHT).print).toEqual([" 700000  200001 "]);
});
