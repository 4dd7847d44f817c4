/** Each mistake gives exactly one error, where it was made, with a hint; the statements around it are read. */
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../diagnostics.ts";
import { outline } from "./outline.test-helper.ts";
import { MAX_SOURCE, parse } from "./parse.ts";

function findings(source: string): string[] {
  return parse(source, "t").diagnostics.map(formatDiagnostic);
}

/** Source, and the findings as `line:column code`. */
const MISTAKES: readonly [string, string, string[]][] = [
  [
    "five mistakes",
    'x = foo(1, 2\nTALK "a"\ny = )\nIF x = 1\n  TALK "b"\nEND IF\nTALLK "c"\nNEXT\nTALK "ok"',
    ["1:8 BAS104", "3:5 BAS105", "4:9 BAS203", "7:1 BAS202", "8:1 BAS205"],
  ],
  ["a string not closed", 'TALK "Hello\nTALK "x"\nTALK "y"', ["1:6 BAS101"]],
  ["a string not closed, words fit", 'TALK "Hello\nTALK "to"\nx = 1', ["1:6 BAS101"]],
  ["a string not closed in brackets", 'TALK UCASE("hello)\nTALK "y"', ["1:12 BAS101"]],
  ["two strings not closed", 'TALK "a\nTALK "b"\nTALK "c\nTALK "d"', ["1:6 BAS101", "3:6 BAS101"]],
  ["an object not closed", 'r = {\n a: 1,\n b: 2\nTALK "x"', ["1:5 BAS104"]],
  ["a comma missing in an object", 'r = {\n a: 1\n b: 2\n}\nTALK "x"', ["3:2 BAS201"]],
  ["a list not closed", 'r = [1, 2\nTALK "x"', ["1:5 BAS104"]],
  ["a bracket of another kind", "x = (1 + 2]\ny = 3", ["1:5 BAS104"]],
  ["one bracket too many", "x = 1 + 2)\ny = 3", ["1:10 BAS105"]],
  ["the end of another block", 'IF a THEN\n TALK "x"\nEND WHILE\nTALK "y"', ["3:1 BAS206"]],
  ["END IF missing", 'IF a THEN\n TALK "y"', ["1:1 BAS204"]],
  ["END IF missing in a loop", "FOR i = 1 TO 3\n IF b THEN\n  x = 1\nNEXT\ny = 1", ["2:2 BAS204"]],
  ["NEXT missing in a SUB", "SUB a\n FOR i = 1 TO 2\n  x = i\nEND SUB\ny = 1", ["2:2 BAS204"]],
  ["END SUB missing", "SUB a\n x = 1\nSUB b\n y = 1\nEND SUB", ["1:1 BAS204"]],
  ["END SUB for FUNCTION", "FUNCTION f(x)\n RETURN x\nEND SUB\ny = 1", ["3:1 BAS206"]],
  ["a stray END IF", "x = 1\nEND IF\ny = 1", ["2:1 BAS205"]],
  ["a stray ELSE and CASE", "ELSE\nx = 1\nCASE 1\ny = 1", ["1:1 BAS205", "3:1 BAS205"]],
  [
    "a bad head keeps its block",
    "FOR i = 1 3\n x = 1\nNEXT\nWHILE\n y = 1\nWEND\nIF x = THEN\n z = 1\nELSE\n z = 2\nEND IF",
    ["1:11 BAS201", "4:6 BAS207", "7:8 BAS207"],
  ],
  ["THEN missing on one line", 'IF x = 1 TALK "x"\ny = 1', ["1:9 BAS203"]],
  [
    "an operand missing",
    'TALK\nSAVE "t"\nWAIT\nSET BOT MEMORY "k"',
    ["1:5 BAS207", "2:9 BAS207", "3:5 BAS207", "4:19 BAS207"],
  ],
  ["an operand too many", "WAIT 1, 2", ["1:7 BAS208"]],
  ["an operator at the end", 'x = 5 +\nTALK "a"\nz = 6 *\ny = 1', ["1:8 BAS207", "3:8 BAS207"]],
  ["HEAR and CALL inside", "x = HEAR + 1\ny = f(CALL z)\nz = 1 + HEAR", ["1:5 BAS211", "2:7 BAS211", "3:9 BAS211"]],
  ["chained comparisons", "x = 1 < 2 < 3", ["1:11 BAS201"]],
  [
    "values as statements",
    '"abc"\n.x = 1\na.b\n5 = x\nx == 1',
    ["1:1 BAS201", "2:1 BAS210", "3:4 BAS201", "4:1 BAS201", "5:3 BAS201"],
  ],
  ["a strange character", "x = `abc`\ny = 1\nz = 1 ~ 2", ["1:5 BAS102", "3:7 BAS102"]],
  ["numbers", "x = 1e999\ny = 12abc", ["1:5 BAS103", "2:5 BAS103"]],
  [
    "what is not built yet",
    'SEND MAIL to, "s", "b"\nx = GET SESSION "a"\nON FORM SUBMIT "x"\n  TALK "y"\nEND ON\nBEGIN SYSTEM PROMPT\n it\'s "raw\nEND SYSTEM PROMPT\nSET SCHEDULE every 1 hour\nON x GOTO 1, 2\nTALK "ok"',
    ["10:1 BAS209"],
  ],
  ["a block text not closed", "BEGIN TALK\n hello", ["1:1 BAS106"]],
  ["other lines in WITH", 'WITH r\n a = 1\n TALK "x"\n b = 2\nEND WITH', ["3:2 BAS210"]],
  ["END WITH missing", 'WITH r\n  a = 1\nTALK "x"\nIF a THEN\n  b = )\nEND IF', ["1:1 BAS204", "5:7 BAS105"]],
  ["END TALK alone", "x = 1\nEND TALK\ny = 1", ["2:1 BAS205"]],
  ["a block without its head", "ELSE IF a THEN\n  x = 1\nELSE\n  x = 2\nEND IF\ny = 1", ["1:1 BAS205"]],
  ["END TALK missing in a block", "IF a THEN\n  BEGIN TALK\n    hello\nEND IF\ny = )", ["2:3 BAS106", "5:5 BAS105"]],
  [
    "declarations",
    "DIM x = 5\nCONST\nEXIT FOO\nGOTO\nON ERROR",
    ["1:7 BAS201", "2:6 BAS201", "3:6 BAS201", "4:5 BAS207", "5:9 BAS201"],
  ],
  [
    "a bad WHERE",
    'r = FIND "t" WHERE 1 = 2\nr = FIND "t" WHERE a =\nr = FIND "t" WHERE a = 1 WHERE b = 2',
    ["1:20 BAS213", "2:23 BAS207", "3:26 BAS213"],
  ],
  ["HEAR", 'HEAR x AS EMAIL BLAH\nHEAR x AS "a", *, "b"\nHEAR 5', ["1:17 BAS201", "2:17 BAS201", "3:6 BAS201"]],
];

describe("one error a mistake", () => {
  test.each(MISTAKES)("%s", (_name, source, expected) => {
    const { diagnostics } = parse(source, "t");
    expect(diagnostics.map((d) => `${d.line}:${d.column} ${d.code}`)).toEqual(expected);
    for (const d of diagnostics) expect(d.hint, formatDiagnostic(d)).not.toBe("");
  });
});

test("messages name the place and the way out", () => {
  expect(findings('TALLK "c"')).toEqual(["t:1:1: error BAS202: Unknown statement TALLK (did you mean TALK?)"]);
  expect(findings('ADD SUGESTION "c"')[0]).toContain("did you mean ADD SUGGESTION?");
  expect(findings("WHLE x")[0]).toContain("did you mean WHILE?");
  expect(findings("IF a\nx = 1\nEND IF")).toEqual([
    "t:1:5: error BAS203: THEN is missing after the condition (write IF condition THEN)",
  ]);
  expect(findings("FOR i = 1 TO 2\n  x = i")).toEqual([
    "t:1:1: error BAS204: This FOR is not closed (write NEXT where it ends)",
  ]);
  expect(findings("count++")).toEqual(["t:1:1: error BAS202: count++ is no statement (write count += 1)"]);
  expect(findings("count--\nTALK count")[0]).toContain("write count -= 1");
  expect(findings('SELECT name FROM "people"')[0]).toContain("assign them: rows = SELECT");
  expect(findings("SELECT x\nCASE 1\nEND SELECT")).toEqual([
    "t:1:8: error BAS201: CASE is due after SELECT, found x (write CASE)",
  ]);
  expect(findings('SUB ask(q)\nTALK q\nEND SUB\nask "a"\nask("b")\nCALL ask("c")')).toEqual([
    "t:4:1: warning BAS411: ask is the keyword ASK here, not the procedure of that name (write CALL ask(...) for the procedure, or give it another name)",
  ]);
  expect(findings("TALK \u201Chello\u201D")).toEqual([
    't:1:6: error BAS102: The character \u201C has no meaning here (write strings with ")',
  ]);
  expect(findings("x\u200B = 5")[0]).toContain("The character U+200B has no meaning here");
  expect(findings('SEND MIAL a, "b", "c"')[0]).toContain("did you mean SEND MAIL?");
});

test("statements around a mistake are read", () => {
  const { script } = parse('x = 1\nTALK "a" "b"\nIF a THEN\n  y = (\n  z = 2\nEND IF\nw = 3', "t");
  expect(outline(script.body)).toBe('x := 1\nbad "TALK \\"a\\" \\"b\\""\nif a\n  bad "y = ("\n  z := 2\nw := 3');
});

test("limits: size, nesting, chains, number of errors", () => {
  expect(findings("x".repeat(MAX_SOURCE + 1))[0]).toContain("BAS901");
  expect(findings(`x = ${"(".repeat(5000)}`).map((d) => d.slice(0, 30))).toHaveLength(1);
  expect(parse(`x = ${"NOT ".repeat(300)}a`, "t").diagnostics.map((d) => d.code)).toEqual(["BAS902"]);
  expect(parse(`x = 1${" + 1".repeat(501)}`, "t").diagnostics.map((d) => d.code)).toEqual(["BAS904"]);
  expect(parse(`x = 1${" + 1".repeat(499)}`, "t").diagnostics).toEqual([]);
  expect(parse("IF a THEN\n".repeat(201), "t").diagnostics.map((d) => d.code)).toEqual(["BAS902"]);
  expect(parse(`${"IF a THEN ".repeat(20_000)}b = 1`, "t").diagnostics.map((d) => d.code)).toEqual(["BAS902"]);
  expect(parse(`IF a THEN b = 1${" ELSE IF a THEN b = 2".repeat(20_000)}`, "t").diagnostics).toHaveLength(1);
  expect(parse(`${"IF a THEN ".repeat(200)}b = 1`, "t").diagnostics).toEqual([]);
  const many = parse("x = )\n".repeat(5000), "t").diagnostics;
  expect(many).toHaveLength(101);
  expect(many[100]?.code).toBe("BAS903");
});

test("texts that could cost quadratic time are read quickly", () => {
  const started = performance.now();
  const texts = [
    '"${'.repeat(30_000),
    "x = [\n".repeat(10_000) + "]".repeat(10_000),
    "SUB a\n".repeat(16_000),
    "END IF\n".repeat(14_000),
    `TALK "${"${a ".repeat(24_000)}"`,
    '"\na '.repeat(20_000),
    "FIND ".repeat(20_000),
  ];
  for (const text of texts) parse(text, "t");
  // Linear work takes well under a second; quadratic work would take minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});
