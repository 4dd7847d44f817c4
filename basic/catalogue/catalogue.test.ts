import { describe, expect, test } from "vitest";
import { diagnose } from "../diagnose.ts";
import { formatDiagnostic } from "../diagnostics.ts";
import { CATALOGUE, findKeyword, RESERVED_PHRASES } from "./index.ts";
import { DESCRIBED, keywordText } from "./texts/index.ts";

describe("catalogue", () => {
  test("phrases are unique, in capitals, and not reserved as well", () => {
    const phrases = CATALOGUE.flatMap((entry) => [entry.keyword, ...(entry.aliases ?? [])]);
    expect(new Set(phrases).size).toBe(phrases.length);
    for (const phrase of phrases) {
      expect(phrase).toMatch(/^[A-Z][A-Z0-9]*( [A-Z][A-Z0-9]*){0,4}$/);
      expect(RESERVED_PHRASES).not.toContain(phrase);
    }
    expect(new Set(RESERVED_PHRASES).size).toBe(RESERVED_PHRASES.length);
  });

  /** Keywords that leave another trace in the tree than their name. */
  const TRACES: Readonly<Record<string, string>> = {
    HEAR: '"hear-statement"',
    "HEAR NOWAIT": '"expr-statement"',
    "WAIT FOR RESPONSE": '"hear-statement"',
  };

  test.each(CATALOGUE.map((entry) => [entry.keyword, entry] as const))(
    "%s: its example compiles, and uses it",
    (_name, entry) => {
      const { script, program, diagnostics } = diagnose(keywordText(entry).example, "example.bas");
      expect(diagnostics.filter(({ severity }) => severity === "error").map(formatDiagnostic)).toEqual([]);
      expect(program).not.toBeNull();
      const shown = JSON.stringify(script.body);
      const written = entry.function ? entry.function.toLowerCase() : (entry.literal ?? entry.keyword);
      const trace = TRACES[entry.keyword] ?? `"${written}"`;
      expect(shown).toContain(trace);
      expect(keywordText(entry).summary).toMatch(/\.$/);
      if (entry.effect === "unsafe") expect(entry.policy).toBeDefined();
      else expect(entry.policy).toBeUndefined();
    },
  );

  test("look-up ignores case, blanks and underscores, and knows aliases", () => {
    expect(findKeyword("set  bot_memory")?.keyword).toBe("SET BOT MEMORY");
    expect(findKeyword("Search KB")?.keyword).toBe("THINK KB");
    expect(findKeyword("SET BOT")).toBeUndefined();
    expect(findKeyword("send_email")?.keyword).toBe("SEND MAIL");
    expect(findKeyword("SEND LETTER")).toBeUndefined();
  });
});

test("words stand for the keywords of the catalogue alone", () => {
  const known = new Set(CATALOGUE.map(({ keyword }) => keyword));
  expect([...DESCRIBED].filter((keyword) => !known.has(keyword))).toEqual([]);
});
