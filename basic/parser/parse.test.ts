/** Statements and expressions that the hazard table does not cover. */
import { describe, expect, test } from "vitest";
import type { Statement } from "../ast.ts";
import { formatDiagnostic } from "../diagnostics.ts";
import { outline } from "./outline.test-helper.ts";
import { parse } from "./parse.ts";

function tree(source: string): string {
  const { script, diagnostics } = parse(source, "t.bas");
  const errors = diagnostics.filter((d) => d.severity === "error");
  expect(errors.map(formatDiagnostic)).toEqual([]);
  return outline(script.body);
}

describe("expressions", () => {
  const CASES: readonly [string, string][] = [
    ["-2^2", "(- (^ 2 2))"],
    ["2^3^2", "(^ 2 (^ 3 2))"],
    ["2^-1", "(^ 2 -1)"],
    ["7 \\ 2 MOD 2", "(mod (\\ 7 2) 2)"],
    ["2 * 5 MOD 3", "(mod (* 2 5) 3)"],
    ["a + b & c - d", "(- (& (+ a b) c) d)"],
    ["a AND b OR c XOR d", "(or (and a b) (xor c d))"],
    ["a IMP b EQV c", "(imp a (eqv b c))"],
    ["a ?? b OR c", "(?? a (or b c))"],
    ["a ?? b ? c : d ? e : f", "(? (?? a b) c (? d e f))"],
    ["NOT a AND !b", "(and (not a) (not b))"],
    ["a == b", "(= a b)"],
    ["a != b", "(<> a b)"],
    ["a =< b", "(<= a b)"],
    ["a && b || c", "(or (and a b) c)"],
    ["a BETWEEN 1 AND 2 AND c", "(and (between a 1 2) c)"],
    ["a NOT BETWEEN 1 AND 2", "(not-between a 1 2)"],
    ["a IN (1, 2)", "(in a [1 2])"],
    ["a NOT IN (b)", "(not-in a b)"],
    ['a LIKE "x*" OR a NOT LIKE "y"', '(or (like a "x*") (not-like a "y"))'],
    ['a CONTAINS "x"', '(contains a "x")'],
    ['a STARTS WITH "x" AND a ENDS WITH "y"', '(and (starts with a "x") (ends with a "y"))'],
    ["a IS EMPTY", "(is-empty a)"],
    ["a?.b?.[1].c", "a?.b?.[1].c"],
    ['a["k"][1, 2]', 'a["k"][1][2]'],
    ["IF(a, b, c) + IIF(d, 1, 2)", "(+ (? a b c) (? d 1 2))"],
    ["[1, [2], ]", "[1 [2]]"],
    ['{"k": 1, k2: 2, [x + 1]: 3, s, }', "{k:1 k2:2 [(+ x 1)]:3 s:s}"],
    ["NEW OBJECT", "{}"],
    ["NEW_ARRAY", "[]"],
    [".5 + 1e3 + 1.5E-2 + 0x1F + &HFF + &B101 + &17 + 5%", "(+ (+ (+ (+ (+ (+ (+ 0.5 1000) 0.015) 31) 255) 5) 15) 5)"],
    ["#2025-01-31#", 'cdate("2025-01-31")'],
    ["TRUE = NULL", "(= true null)"],
    ['5&"x"', '(& 5 "x")'],
    ['x%2 & n&" items"', '(& (& (mod x 2) n) " items")'],
    ['a!="x"', '(<> a "x")'],
    ["MOD(7, 3)", "mod(7 3)"],
    ['"a" & "b""c" & "\\t\\\\\\q\\u0041"', '(& (& "a" "b\\"c") "\\t\\\\\\\\qA")'],
    ['"${a + f("x")} \\${b} $${c} $d"', '`${(+ a f("x"))} ${b} ${c} $d`'],
    ['"cost ${" + x + "}"', '(+ (+ "cost ${" x) "}")'],
    ["'it''s'", '"it\'s"'],
    ["ERROR MESSAGE", "error_message"],
    ['THINK KB "q"', '<THINK KB query="q">'],
    ['LLM "a" WITH CONTEXT', '<LLM prompt="a" options=word:CONTEXT>'],
    ['ASK("a")', '<LLM prompt="a">'],
    ['(FIND "t" WHERE a = 1 FIRST)', '<FIND source="t" where={a = 1; first}>'],
  ];
  test.each(CASES)("%s", (source, expected) => {
    expect(tree(`x = ${source}`)).toBe(`x := ${expected}`);
  });
});

describe("statements", () => {
  const CASES: readonly [string, string][] = [
    ['LET x = 1\nx += 2 : x &= "a"', 'x := 1\nx += 2\nx &= "a"'],
    [
      "DIM a(10), b$(3, 4) AS STRING\nREDIM PRESERVE a(5)\nLOCAL n, c",
      "dim a(10) b(3 4):STRING\nredim a(5)\ndim n() c()",
    ],
    ["CONST K = 5", "const k 5"],
    ["IF a THEN b = 1 : c = 2 ELSE d = 3", "if a\n  b := 1\n  c := 2\nelse\n  d := 3"],
    ["IF a THEN 100\n100 TALK x", "if a\n  goto 100\nlabel 100\nTALK text=<x>"],
    ["IF a THEN\nx = 1\nELSEIF b THEN\nx = 2\nENDIF", "if a\n  x := 1\nelseif b\n  x := 2"],
    [
      "SELECT CASE a\nCASE 1, 2 TO 5: x = 1\nCASE IS > 5\n  x = 2\nCASE ELSE\n  x = 3\nEND SELECT",
      "select a\ncase 1 2..5\n  x := 1\ncase >5\n  x := 2\ndefault\n  x := 3",
    ],
    ['SWITCH a\nCASE "x"\n  y = 1\nDEFAULT\n  y = 2\nEND SWITCH', 'select a\ncase "x"\n  y := 1\ndefault\n  y := 2'],
    [
      "FOR i = 1 TO n STEP -1\n  FOR j = 1 TO 2\n    x = i\nNEXT j, i\ny = 1",
      "for i 1 n -1\n  for j 1 2\n    x := i\ny := 1",
    ],
    ["FOR EACH x IN list LAST 3 DO\nEND FOR\nFOR x IN f(1)\nNEXT", "each x list last 3\neach x f(1)"],
    ["WHILE a DO\nEND WHILE\nWHILE b\nWEND", "while a\nwhile b"],
    [
      "DO WHILE a\nLOOP\nDO\nLOOP UNTIL b\nREPEAT\n  x = 1\nUNTIL c",
      "do while a\nloop\ndo\nloop until b\ndo\n  x := 1\nloop until c",
    ],
    [
      "DO\n  EXIT DO\n  BREAK\n  CONTINUE\n  EXIT\n  STOP\nLOOP",
      "do\n  exit do\n  exit loop\n  continue loop\n  exit script\n  exit script\nloop",
    ],
    ["FUNCTION f(a, b AS INTEGER)\n  RETURN a\nEND FUNCTION\nSUB s\nEND_SUB", "function f(a b)\n  return a\nsub s()"],
    [
      'CALL "x.bas", 1\nCALL f(1, 2)\nCALL f, 1\nr = CALL "/crm/x", a\nRUN "y.bas"',
      'call "x.bas"(1)\ncall f(1 2)\ncall f(1)\nr := <CALL "/crm/x"(a)>\ncall "y.bas"()',
    ],
    [
      'TRY\n  THROW "x"\nCATCH e\n  RAISE e\nFINALLY\n  ASSERT a, "m"\nEND TRY',
      'try\n  throw "x"\ncatch e\n  throw e\nfinally\n  assert a "m"',
    ],
    [
      "ON ERROR RESUME NEXT\nON ERROR GOTO 0\nON ERROR GOTO bad\nCLEAR ERROR\nbad:\nGOSUB bad\nGO TO bad",
      "on-error resume-next\non-error off\non-error goto bad\nerr_clear()\nlabel bad\ngosub bad\ngoto bad",
    ],
    ["HEAR\nHEAR a, b.c, d[1]", "hear [] as TEXT\nhear [a b.c d[1]] as TEXT"],
    [
      'HEAR x AS INT WITH "Age [" + a + "]:" DEFAULT 5 TIMEOUT 60 RETRIES 2',
      'hear [x] as INTEGER with (+ (+ "Age [" a) "]:") default 5 timeout 60 retries 2',
    ],
    [
      'opts = ["a"]\nHEAR x AS opts\nHEAR x AS MENU "a", "b"\nHEAR x AS ["a", "b"]\nHEAR AS EMAIL',
      'opts := ["a"]\nhear [x] as MENU [opts]\nhear [x] as MENU ["a" "b"]\nhear [x] as MENU [["a" "b"]]\nhear [email] as EMAIL',
    ],
    ['x = HEAR\ny = HEAR "Name?"', 'x := <HEAR as TEXT>\ny := <HEAR as TEXT with "Name?">'],
    [
      'ADD SUGGESTION "v" AS "l"\nADD_SUGGESTION "l"\nADD SUGGESTION "l", "a"\nADD SUGGESTION TEXT "t" AS "l"\nADD SUGGESTION TOOL "t" AS "l"\nADD SUGGESTION text',
      'ADD SUGGESTION value="v" label="l"\nADD SUGGESTION label="l"\nADD SUGGESTION label="l" action="a"\nADD SUGGESTION text="t" label="l"\nADD SUGGESTION tool="t" label="l"\nADD SUGGESTION label=text',
    ],
    [
      'SET BOT MEMORY "k", 1\nSET_BOT_MEMORY "k" AS 2\nSET CONTEXT "t"\nSET CONTEXT "n" AS "t"\nSET CONTEXT "n", "t"',
      'SET BOT MEMORY key="k" value=1\nSET BOT MEMORY key="k" value=2\nSET CONTEXT text="t"\nSET CONTEXT name="n" text="t"\nSET CONTEXT name="n" text="t"',
    ],
    [
      'SAVE("t", o)\nid = SAVE "t", id, o',
      'SAVE table="t" values=<o> columns=["o"]\nid := <SAVE table="t" values=<id o> columns=["id" "o"]>',
    ],
    [
      'USE KB "a"\nADD KB "b"\nCLEAR KB\nCLEAR KB "a"\nCLEAR KB ALL',
      'USE KB name="a"\nUSE KB name="b"\nCLEAR KB\nCLEAR KB name="a"\nCLEAR KB',
    ],
    ["PRINT\nPRINT a; b, c;", "PRINT\nPRINT text=<a b c>"],
    [
      'PARAM a, b AS INTEGER LIKE -5 DESCRIPTION "d" OPTIONAL\nPARAM c AS "x", "y" DEFAULT "x"\nPARAM d AS "free text"\nPARAM e ENUM [1, 2] REQUIRED',
      'param a b INTEGER like -5 description "d" optional\nparam c STRING enum "x" "y" default "x"\nparam d STRING description "free text"\nparam e STRING enum 1 2',
    ],
    [
      'DESCRIPTION "quoted"\nDESCRIPTION Books the user\'s room: now',
      'description "quoted"\ndescription "Books the user\'s room: now"',
    ],
    ["REM a comment\nREM\nREMOVED = 1\n// note\nx = 1", "removed := 1\nx := 1"],
    ["x = f(1,\n\n  2)\ny = a +\n  b\nz = c _\n  + d", "x := f(1 2)\ny := (+ a b)\nz := (+ c d)"],
    ["OPTION DIALECT\nx = 1", "x := 1"],
    ["name$ = 1\nDIM c%(3)\nx = name$ + c%(1)", "name := 1\ndim c(3)\nx := (+ name c(1))"],
    ["name$ = 1\nname = 2", "name$ := 1\nname := 2"],
    ["IF a THEN\n  SUB s\n  END SUB\nEND IF", "if a\nsub s()"],
    [
      'r = FIND ALL "t" WHERE NOT (a = 1 AND b IN (1, 2)) AND c NOT LIKE "x" AND d IS NOT NULL AND active AND LOWER(e) CONTAINS f AND g BETWEEN 1 AND 2 OFFSET 3',
      'r := <FIND source="t" where={and(not(and(a = 1, b in 1 2)), c not like "x", d is not null, active = true, LOWER(e) contains f, g between 1 2); offset 3}>',
    ],
  ];
  test.each(CASES)("%s", (source, expected) => {
    expect(tree(source)).toBe(expected);
  });
});

test("line ends, byte order mark and Unicode names", () => {
  expect(tree("\uFEFFx = 1\r\nnação = 2\ry = 3")).toBe("x := 1\nnação := 2\ny := 3");
});

test("spans: lines and columns count from 1, the end is exclusive", () => {
  const { script } = parse('x = 1\n  TALK "ä" + name\n', "t.bas");
  const talk = script.body[1] as Statement & { kind: "keyword-statement" };
  expect(talk.span).toEqual({ line: 2, column: 3, endLine: 2, endColumn: 18 });
  const text = talk.operands["text"];
  expect(Array.isArray(text) && text[0]?.span).toEqual({ line: 2, column: 8, endLine: 2, endColumn: 18 });
});

test("a hole's names have their place in the file", () => {
  const { script } = parse('x = 1\nTALK "a ${b + c}"', "t.bas");
  const talk = script.body[1] as Statement & { kind: "keyword-statement" };
  const text = talk.operands["text"];
  const first = Array.isArray(text) ? text[0] : undefined;
  const hole = first?.kind === "interpolation" ? first.parts[1] : undefined;
  expect(typeof hole === "object" && hole.span).toEqual({ line: 2, column: 11, endLine: 2, endColumn: 16 });
});

test("the first comment block is kept", () => {
  expect(parse("' Books a room.\n' Needs a date.\n\n' later\nx = 1", "t.bas").script.firstComment).toBe(
    "Books a room.\nNeeds a date.",
  );
});
