import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../diagnostics.ts";
import { parse } from "../parser/parse.ts";
import { checkScript, type FunctionSignature } from "./check-script.ts";
import { CODES } from "./codes.ts";

const FUNCTIONS: FunctionSignature[] = [
  { name: "LEFT", min: 2, max: 2, signature: "LEFT(text, count)" },
  { name: "LEN", aliases: ["LENGTH"], min: 1, max: 1 },
  { name: "TODAY", min: 0, max: 0 },
  { name: "NOW", min: 0, max: 0 },
  { name: "MAX", min: 1, max: Number.POSITIVE_INFINITY },
  { name: "VAL", min: 1, max: 1 },
];

function check(source: string, scripts?: string[]): string[] {
  const { script, diagnostics } = parse(source, "t");
  const found = checkScript(script, scripts ? { functions: FUNCTIONS, scripts } : { functions: FUNCTIONS });
  return [...diagnostics, ...found].map(
    (d) => `${d.line}:${d.column} ${d.severity} ${d.code} ${d.message}${d.hint ? ` (${d.hint})` : ""}`,
  );
}

/** Source and the one or more findings, each by a part of it. */
const CASES: readonly [string, string, string[]][] = [
  [
    "unknown function",
    "x = LEFFT(a, 1)",
    ["1:5 error BAS301 There is no function or procedure LEFFT (did you mean LEFT?)"],
  ],
  ["unknown function in a hole", 'TALK "a ${lenn(x)}"', ["1:11 error BAS301"]],
  [
    "unknown procedure",
    "SUB greet(a)\nEND SUB\nCALL gret(1)",
    ["3:6 error BAS302 There is no function or procedure gret (did you mean GREET?)"],
  ],
  ["a reserved word called", "x = LOCATE(1, 2)", ["1:5 error BAS209 LOCATE is a statement of classic BASIC"]],
  [
    "operands of a function",
    "x = LEFT(a) + LEFT$(a, 1) + LEN(a, b) + MAX(1, 2, 3)",
    [
      "1:5 error BAS303 LEFT takes 2 operands, found 1 (write LEFT(text, count))",
      "1:29 error BAS303 LEN takes 1 operand, found 2",
    ],
  ],
  [
    "operands of a procedure",
    "SUB s(a)\n  PARAM b AS TEXT\nEND SUB\ns 1, 2\ns 1, 2, 3\ns",
    ["5:1 error BAS303 s takes 2 operands, found 3"],
  ],
  ["a list is not a function", "a = [1]\nDIM b(3)\nx = a(0) + b(1)", []],
  [
    "EXIT outside",
    "IF a THEN EXIT FOR\nIF a THEN EXIT SUB\nIF a THEN BREAK\nIF a THEN CONTINUE\nWHILE a\n  IF b THEN EXIT FOR\n  IF b THEN EXIT WHILE\nWEND",
    ["1:11 error BAS304", "2:11 error BAS304", "3:11 error BAS304", "4:11 error BAS304", "6:13 error BAS304"],
  ],
  [
    "EXIT inside",
    "FOR EACH x IN l\n  IF x THEN EXIT FOR\n  SELECT CASE x\n  CASE 1\n    CONTINUE\n  END SELECT\nNEXT\nSUB s\n  EXIT SUB\nEND SUB\nIF a THEN\n  EXIT IF\nEND IF",
    [],
  ],
  ["a SUB twice", "SUB a\nEND SUB\nFUNCTION A()\nEND FUNCTION", ["3:1 error BAS305 A is defined in line 1 already"]],
  ["a parameter twice", "SUB a(x, X)\nEND SUB", ["1:10 error BAS309"]],
  [
    "labels",
    "again:\nAGAIN:\nGOSUB agian\nGOTO again",
    ["2:1 error BAS306", "3:1 error BAS307 There is no label agian (did you mean again?)"],
  ],
  [
    "a label of another procedure",
    "SUB s\n  here:\nEND SUB\nGOTO here",
    ["4:1 error BAS307 The label here is in another procedure"],
  ],
  [
    "a constant",
    "CONST K = 1\nK = 2\nFOR k = 1 TO 2\nNEXT\nHEAR k",
    ["2:1 error BAS308 K is a constant", "3:5 error BAS308", "5:6 error BAS308"],
  ],
  [
    "HEAR and +",
    'HEAR n\nTALK n + 1\nTALK "a" + n\nHEAR m AS NUMBER\nTALK m + 1\nHEAR v\nv = VAL(v)\nTALK v + 1',
    ["2:6 warning BAS402 n is a text answer"],
  ],
  ["TODAY and +", "x = TODAY() + 1\ny = today - 2 * 3\nz = NOW() + 60", ["1:5 warning BAS403", "2:5 warning BAS403"]],
  ["NOW and days", "x = NOW() + 1\ny = NOW() + 3600", ["1:5 warning BAS403"]],
  ["WAIT in milliseconds", "WAIT 3000\nWAIT 2", ["1:6 warning BAS406"]],
  [
    "a filter from text",
    'n = 1\nr = FIND "t", "a=\'" + n + "\'"\nr = FIND "t", "a=" + "1"\nr = FIND "t", "a=${n}"',
    ["2:15 hint BAS407", "4:15 hint BAS407"],
  ],
  ["WITH without lines", "WITH r\nEND WITH", ["1:1 warning BAS408"]],
  [
    "never reached",
    'IF a THEN\n  EXIT\n  TALK "x"\nEND IF\nRETURN 1\nDESCRIPTION "next tool"\nTALK "y"',
    ["3:3 warning BAS409"],
  ],
  ["a bad head reports nothing more", "FOR i = 1 3\n  EXIT FOR\n  here:\nNEXT\nGOTO here", ["1:11 error BAS201"]],
];

describe("checks", () => {
  test.each(CASES)("%s", (_name, source, expected) => {
    const found = check(source);
    expect(found.map((line, i) => (expected[i] && line.startsWith(expected[i]) ? expected[i] : line))).toEqual(
      expected,
    );
  });

  test("scripts of the package", () => {
    expect(check('CALL "menu.bas"\nCALL main_menu\nCALL "menuu"\nx = CALL "/crm/x"', ["menu", "main-menu"])).toEqual([
      "3:1 error BAS302 There is no script menuu in the package (did you mean menu?)",
    ]);
    expect(check('CALL "anything"')).toEqual([]);
  });

  test("every code has a title and a sentence", () => {
    for (const [code, info] of Object.entries(CODES)) {
      expect(code).toMatch(/^BAS\d{3}$/);
      expect(info.title).not.toBe("");
      expect(info.explanation).toMatch(/\.$/);
    }
  });

  test("the printed form", () => {
    const { script } = parse("x = LEFFT(1)", "a/b.bas");
    expect(checkScript(script, { functions: FUNCTIONS }).map(formatDiagnostic)).toEqual([
      "a/b.bas:1:5: error BAS301: There is no function or procedure LEFFT (did you mean LEFT?)",
    ]);
  });
});
