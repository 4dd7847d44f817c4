/** The hazard table of the dialect reference (section 6), as far as it concerns syntax: source, and the tree as an outline. */
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../diagnostics.ts";
import { outline } from "./outline.test-helper.ts";
import { parse } from "./parse.ts";

/** Number, source, outline. */
const HAZARDS: readonly [string, string, string][] = [
  ["H-1 quote after =", "x = 'f'", 'x := "f"'],
  ["H-1 comment after a value", "y = 5 ' note", "y := 5"],
  ["H-1 quote after a keyword", "TALK 'hi'", 'TALK text=<"hi">'],
  ["H-1 no second quote", "x = 5\nTALK \"it's\" ' it is mine", 'x := 5\nTALK text=<"it\'s">'],
  ["H-1 string as an argument", "x = f('a', \"b\") ' and 'more'", 'x := f("a" "b")'],
  ["H-2 first = assigns", "a = b = c", "a := (= b c)"],
  ["H-2 = compares in IF", "IF a = 1 THEN b = 2", "if (= a 1)\n  b := 2"],
  [
    "H-3 keyword words as variables",
    "list = 1\nfilter = list[j].id\ncount = count - 1\nIF filter THEN TALK count",
    "list := 1\nfilter := list[j].id\ncount := (- count 1)\nif filter\n  TALK text=<count>",
  ],
  ["H-3 call before a blank and [", "x = FIRST [1, 2]", "x := first([1 2])"],
  ["H-3 word before a field", "get = 1\nx = get.a + find.b", "get := 1\nx := (+ get.a find.b)"],
  [
    "H-4 case as a variable",
    "SELECT CASE x\nCASE 1\n  case = 2\n  case.status = 3\nEND SELECT",
    "select x\ncase 1\n  case := 2\n  case.status := 3",
  ],
  ["H-5 sum at the start", 'x = GET "a" + b', 'x := <GET source=(+ "a" b)>'],
  ["H-5 primary on the right", 'x = "p" + GET BOT MEMORY k + "y"', 'x := (+ (+ "p" <GET BOT MEMORY key=k>) "y")'],
  ["H-5 parentheses of TALK", "TALK (a) + b", "TALK text=<(+ a b)>"],
  ["H-5 blank before a parenthesis", 'x = GET (h) + "/p"', 'x := <GET source=(+ h "/p")>'],
  [
    "H-5 attached parenthesis",
    'x = "Bearer " + GET BOT MEMORY("k") + y',
    'x := (+ (+ "Bearer " <GET BOT MEMORY key="k">) y)',
  ],
  [
    "H-5 comparison ends the reach",
    'IF GET "session.tier" = "vip" OR a THEN b = 1',
    'if (or (= <GET source="session.tier"> "vip") a)\n  b := 1',
  ],
  [
    "H-6 commas in an object",
    'o = {a: GET "x", b: FIND "t", c: 1}',
    'o := {a:<GET source="x"> b:<FIND source="t"> c:1}',
  ],
  ["H-6 comma of an assignment", 'x = FIND "t", "n = 1"', 'x := <FIND source="t" filter="n = 1">'],
  ["H-6 three operands", 'x = FIND "t", "c", v', 'x := <FIND source="t" column="c" value=v>'],
  ["H-6 comma of the statement", 'TALK GET "a", b', 'TALK text=<<GET source="a"> b>'],
  ["H-6 two operands of config", 'o = [GET "config", "k"]', 'o := [<GET source="config" key="k">]'],
  ["H-7 pattern is a primary", 'd = FORMAT NOW() AS "YYYY" + "-01"', 'd := (+ format(now() "YYYY") "-01")'],
  [
    "H-7 in the middle",
    'd = "A" + FORMAT NOW() AS "YYYY" + "-" + n',
    'd := (+ (+ (+ "A" format(now() "YYYY")) "-") n)',
  ],
  ["H-7 without a pattern", "d = FORMAT RANDOM(1, 9)", "d := format(random(1 9))"],
  ["H-7 parenthesis and AS", 'd = FORMAT (a - b) AS "0"', 'd := format((- a b) "0")'],
  ["H-8 column and variable", 'r = FIND "t" WHERE email = email', 'r := <FIND source="t" where={email = email}>'],
  [
    "H-11 conditional, separator, label, object",
    "again: x = a ? b : c : y = {k: v}",
    "label again\nx := (? a b c)\ny := {k:v}",
  ],
  ["H-12 parenthesis and bracket", "x = price(3) + a[3]\na(3) = 5", "x := (+ price(3) a[3])\na(3) := 5"],
  [
    "H-13 ELSE IF chains",
    "IF a THEN\n  b = 1\nELSE IF c THEN\n  b = 2\nELSE\n  b = 3\nEND IF",
    "if a\n  b := 1\nelseif c\n  b := 2\nelse\n  b := 3",
  ],
  [
    "H-13 ELSE IF with a statement",
    "IF a THEN\n  b = 1\nELSE IF c THEN b = 2\nEND IF\nx = 1",
    "if a\n  b := 1\nelse\n  if c\n    b := 2\nx := 1",
  ],
  ["H-14 END alone", "IF a THEN\n  END\nEND IF\nEND", "if a\n  exit script\nexit script"],
  ["H-16 comment after THEN", "IF a THEN ' note\n  b = 1\nEND IF", "if a\n  b := 1"],
  ["H-17 SET of a variable", "SET x = 5\nSET o.a = 6", "x := 5\no.a := 6"],
  ["H-20 text over lines", 'TALK "Dear Ann,\n\nbye"', 'TALK text=<"Dear Ann,\\n\\nbye">'],
  ["H-21 double brace is text", 'TALK "for ${{amount}} and ${x}"', "TALK text=<`for ${{amount}} and ${x}`>"],
  ["H-23 # comments and #{", "# note\no = #{ a: 1 }", "o := {a:1}"],
  [
    "H-25 bare WITH",
    "WITH r\n  subject = subject\n  from = FROM\nEND WITH",
    "with r\n  subject := subject\n  from := from",
  ],
  [
    "H-25 dotted WITH",
    "WITH r\n  .a = 1\n  .b = .a\n  .1 = c\nEND WITH",
    "with r dotted\n  .a := 1\n  .b := .a\n  .1 := c",
  ],
  ["H-26 WITH as a clause", 'HEAR x WITH "Name?"', 'hear [x] as TEXT with "Name?"'],
  ["H-27 one text is a prompt", 'HEAR x AS "Which one do you want?"', 'hear [x] as TEXT with "Which one do you want?"'],
  ["H-27 one short text is a menu", 'HEAR x AS "yes"', 'hear [x] as MENU ["yes"]'],
  [
    "H-28 wildcard ends the line",
    'HEAR a AS "yes", *\nb = 1\nHEAR c AS *\nd = 2',
    'hear [a] as MENU ["yes" *]\nb := 1\nhear [c] as MENU [ *]\nd := 2',
  ],
  [
    "H-29 function and keyword",
    'x = FIRST(a)\ny = LAST(rows, "c")\nz = JOIN(a, ", ")',
    'x := first(a)\ny := last(rows "c")\nz := join(a ", ")',
  ],
  [
    "H-33 column names",
    'SAVE "t.csv", a, o.b, NOW()',
    'SAVE table="t.csv" values=<a o.b now()> columns=["a" "b" null]',
  ],
  ["H-39 PARAM in a SUB", "SUB s\n  PARAM p AS STRING\nEND SUB", "sub s()\n  param p STRING"],
  [
    "H-40 brace blocks",
    "if c {\n  x = 1\n} else if d {\n  x = 2\n} else {\n  x = {a: 1}\n}",
    "if c\n  x := 1\nelseif d\n  x := 2\nelse\n  x := {a:1}",
  ],
  ["H-41 methods", "a.PUSH(x)\ny = s.trim().length", "a.PUSH(x)\ny := s.trim().length"],
  ["H-42 OR as a default", "x = r.n OR 0", "x := (or r.n 0)"],
  ["H-43 NOT is loose", "x = NOT a = b\ny = NOT a IN l", "x := (not (= a b))\ny := (not (in a l))"],
  ["H-44 IS NULL", "IF a IS NULL AND b IS NOT NULL THEN c = 1", "if (and (is-null a) (is-not-null b))\n  c := 1"],
  [
    "H-45 reserved words as keys",
    "o = {from: a, if: 1, end: 2}\nx = o.to + o.case + o.end",
    "o := {from:a if:1 end:2}\nx := (+ (+ o.to o.case) o.end)",
  ],
  [
    "H-46 clauses on lines of their own",
    'r = FIND "t"\n  WHERE a = 1 OR\n    b LIKE x\n  ORDER BY a DESC, b\n  LIMIT 3\nlimit = 5',
    'r := <FIND source="t" where={or(a = 1, b like x); order a desc,b; limit 3}>\nlimit := 5',
  ],
  ["H-47 SUB after its call", "foo 1, 2\nSUB foo(a, b)\nEND SUB", "call foo(1 2)\nsub foo(a b)"],
  [
    "H-51 and H-52 block text",
    "BEGIN TALK\n\n  ' note\n    # ${x}\n  say END TALK\n\nEND TALK",
    "BEGIN TALK text=`' note\n  # ${x}\nsay END TALK`",
  ],
  ["H-55 bare words", "x = today\ny = now", "x := today\ny := now"],
];

describe("hazards", () => {
  test.each(HAZARDS)("%s", (_name, source, expected) => {
    const { script, diagnostics } = parse(source, "t.bas");
    expect(diagnostics.filter((d) => d.severity === "error").map(formatDiagnostic)).toEqual([]);
    expect(outline(script.body)).toBe(expected);
  });

  test("H-15: the name behind NEXT is only warned of", () => {
    const { script, diagnostics } = parse("FOR EACH a IN l\nNEXT b", "t.bas");
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      "t.bas:2:6: warning BAS404: NEXT b closes the loop over a (write NEXT a)",
    ]);
    expect(outline(script.body)).toBe("each a l");
  });

  test("H-22: a malformed hole stays text", () => {
    const { script, diagnostics } = parse('TALK "sum: ${total of x)}"', "t.bas");
    expect(diagnostics.map((d) => `${d.column} ${d.severity} ${d.code}`)).toEqual(["12 warning BAS401"]);
    expect(outline(script.body)).toBe('TALK text=<"sum: ${total of x)}">');
  });

  test("H-50: the body of a TABLE is raw", () => {
    const { diagnostics } = parse(
      "TABLE t\n  a string DEFAULT 'new\n  b AS (x || '\n  CHECK (\nEND TABLE\nTALK \"on\"",
      "t.bas",
    );
    expect(diagnostics.map((d) => `${d.line} ${d.code}`)).toEqual(["2 BAS215", "3 BAS215"]);
  });
});
