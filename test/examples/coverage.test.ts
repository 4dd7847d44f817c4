/**
 * The example packages together use every keyword of the services that packages, data, files and knowledge are made of: so
 * each of them is shown at work somewhere. What counts is what the compiler has made of the scripts.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE, diagnose, effectsOf, type Program } from "../../basic/index.ts";
import { packagesOf } from "../../cli/package-scripts.ts";
import { LATER_KEYWORDS } from "../../contracts/services.ts";
import { examplePackages } from "./example-packages.ts";

const SERVICES = ["data", "drive", "documents", "http", "events", "webhooks", "knowledge", "bot memory"] as const;

/** The first examples show how little is needed; the others show everything. */
const FIRST = new Set(["hello", "helpdesk"]);

const programs = new Map<string, Program[]>();

beforeAll(async () => {
  for (const { bot, folder } of examplePackages()) {
    const [one] = await packagesOf([folder]);
    const compiled = one!.scripts.map(({ file, source }) => {
      const { program, diagnostics } = diagnose(source, file, "", one!.names ?? undefined);
      expect(diagnostics, file).toEqual([]);
      return program!;
    });
    programs.set(bot, compiled);
  }
});

test("every example is described in the README beside it, and has a recorded conversation", () => {
  const readme = readFileSync(path.resolve("examples/README.md"), "utf8");
  for (const { bot, recordings } of examplePackages()) {
    expect(readme).toContain(`\`${bot}.gbai\``);
    expect(recordings.length, bot).toBeGreaterThan(0);
  }
});

describe("keywords that the examples use", () => {
  const used = (): Set<string> =>
    new Set(
      [...programs]
        .filter(([bot]) => !FIRST.has(bot))
        .flatMap(([, compiled]) => compiled)
        .flatMap((program) => [...effectsOf(program), ...program.directives.map(({ keyword }) => keyword)]),
    );

  test.each(SERVICES)("%s: all of them", (service) => {
    const keywords = CATALOGUE.filter((entry) => entry.service === service && !LATER_KEYWORDS.has(entry.keyword));
    const unused = keywords.map(({ keyword }) => keyword).filter((keyword) => !used().has(keyword));
    expect(unused).toEqual([]);
  });
});
