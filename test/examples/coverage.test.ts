/**
 * The example packages together use every keyword of the services that packages, data, files and knowledge are made of: so
 * each of them is shown at work somewhere. What counts is what the compiler has made of the scripts.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { CATALOGUE, diagnose, effectsOf, type Program } from "../../basic/index.ts";
import { packagesOf } from "../../cli/package-scripts.ts";
import { LATER_KEYWORDS, PRESENT_SERVICES } from "../../contracts/services.ts";
import { examplePackages } from "./example-packages.ts";

/** Of the language's reference: knowledge, memory, data, requests, files, events, packages, and what bots do together. */
const SECTIONS = /^(3\.(7|8|9|10|11|13)|4(\..*)?)$/;
/** What is said to a language model needs one; the recordings are held without. */
const ABOUT_MODELS = new Set([
  ...[
    "LLM",
    "REWRITE",
    "ANSWER",
    "USE MODEL",
    "SET MODEL ROUTING",
    "GET CURRENT MODEL",
    "LIST MODELS",
    "SET CONTEXT",
    "CLEAR CONTEXT",
  ],
  ...["ADD TOOL", "REMOVE TOOL", "CLEAR TOOLS", "LIST TOOLS", "SET ANSWER MODE"],
]);

const wanted = CATALOGUE.filter(
  ({ keyword, section, service, literal }) =>
    (SECTIONS.test(section) || service === "bots") &&
    (service === undefined || PRESENT_SERVICES.has(service)) &&
    !LATER_KEYWORDS.has(keyword) &&
    !ABOUT_MODELS.has(keyword) &&
    literal === undefined,
);

/** The first examples show how little is needed; the others show everything. */
const FIRST = new Set(["hello", "helpdesk"]);

const scripts = new Map<string, { program: Program; calls: string[] }[]>();

beforeAll(async () => {
  for (const { bot, folder } of examplePackages()) {
    const [one] = await packagesOf([folder]);
    const compiled = one!.scripts.map(({ file, source }) => {
      const { program, script, diagnostics } = diagnose(source, file, "", one!.names ?? undefined);
      expect(diagnostics, file).toEqual([]);
      return { program: program!, calls: callsOf(script) };
    });
    scripts.set(bot, compiled);
  }
});

test("every example is described in the README beside it, and has a recorded conversation", () => {
  const readme = readFileSync(path.resolve("examples/README.md"), "utf8");
  for (const { bot, recordings } of examplePackages()) {
    expect(readme).toContain(`\`${bot}.gbai\``);
    expect(recordings.length, bot).toBeGreaterThan(0);
  }
});

test(`the examples use each of the ${wanted.length} keywords`, () => {
  process.stdout.write(`Left out, because they speak to a model: ${[...ABOUT_MODELS].join(", ")}.\n`);
  const shown = [...scripts].filter(([bot]) => !FIRST.has(bot)).flatMap(([, compiled]) => compiled);
  const used = new Set(
    shown.flatMap(({ program }) => [...effectsOf(program), ...program.directives.map(({ keyword }) => keyword)]),
  );
  // Some keywords are another way to write the call of a function.
  const called = new Set(shown.flatMap(({ calls }) => calls));
  const unused = wanted.filter(({ keyword, function: name }) =>
    name === undefined ? !used.has(keyword) : !called.has(name.toUpperCase()),
  );
  expect(unused.map(({ keyword }) => keyword)).toEqual([]);
});

/** Names of the functions that a syntax tree calls, in capitals. */
function callsOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap(callsOf);
  return "kind" in node && node.kind === "call" && "name" in node ? [String(node.name).toUpperCase(), ...below] : below;
}
