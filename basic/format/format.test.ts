/** The formatter, through its public function: what it writes, that doing it twice changes nothing, and that programs stay the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format } from "./format.ts";
import { isSameProgram } from "./same-program.ts";

const root = resolve(import.meta.dirname, "../..");
const SOAK = process.env["BASALT_SOAK"] !== undefined;

const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

describe("the canonical form", () => {
  const cases: [string, string[], string[]][] = [
    ["capitals for words of the language", ["let x = 1", "Talk x and not y"], ["LET x = 1", "TALK x AND NOT y"]],
    [
      "names keep their spelling",
      ["Total = 0", "for each Item in List", "next Item"],
      ["Total = 0", "FOR EACH Item IN List", "NEXT Item"],
    ],
    [
      "words of the language that are names",
      ['order = find "orders"', "talk order.Status", "count = 1"],
      ['order = FIND "orders"', "TALK order.Status", "count = 1"],
    ],
    ["keys of objects and fields", ["x = {for: 1, Next : 2}", "talk x.for"], ["x = { for: 1, Next: 2 }", "TALK x.for"]],
    ["functions", ["x = len(trim(a)) + Left(b,2)"], ["x = LEN(TRIM(a)) + LEFT(b, 2)"]],
    ["a variable named like a function", ["left = 3", "x = left(1)"], ["left = 3", "x = left(1)"]],
    ["literals", ["a = true", "b=null"], ["a = TRUE", "b = NULL"]],
    [
      "blanks around operators",
      ["x=1+2*-3", "y = a<=b", "z = - x", "w = 2^-1"],
      ["x = 1 + 2 * -3", "y = a <= b", "z = -x", "w = 2 ^ -1"],
    ],
    ["blanks in brackets", ["x = [ 1,2 ,3 ]", "y = f( a,b )", "z = {}"], ["x = [1, 2, 3]", "y = f(a, b)", "z = {}"]],
    [
      "a blank before a bracket means something",
      ["x = FIRST [1,2]", "talk (a) + b", "x[0]=1"],
      ["x = FIRST [1, 2]", "TALK (a) + b", "x[0] = 1"],
    ],
    [
      "the colon of a choice, of a pair, of a label, between statements",
      ["x = a?1:2", "again :", "a=1:b=2"],
      ["x = a ? 1 : 2", "again:", "a = 1: b = 2"],
    ],
    ["ends of blocks", ["if a then", "talk 1", "endif"], ["IF a THEN", "  TALK 1", "END IF"]],
    [
      "branches",
      ["if a then", "x=1", "elseif b then", "x=2", "else", "x=3", "end_if"],
      ["IF a THEN", "  x = 1", "ELSEIF b THEN", "  x = 2", "ELSE", "  x = 3", "END IF"],
    ],
    [
      "loops",
      ["while a", "do", "x=1", "loop until b", "wend"],
      ["WHILE a", "  DO", "    x = 1", "  LOOP UNTIL b", "WEND"],
    ],
    [
      "choices",
      ["select case n", "case 1,2", "talk 1", "case else", "talk 2", "end select"],
      ["SELECT CASE n", "  CASE 1, 2", "    TALK 1", "  CASE ELSE", "    TALK 2", "END SELECT"],
    ],
    [
      "SWITCH with DEFAULT",
      ["switch n", "default", "talk 2", "endswitch"],
      ["SWITCH n", "  DEFAULT", "    TALK 2", "END SWITCH"],
    ],
    ["procedures", ["function f(a,b)", "return a", "endfunction"], ["FUNCTION f(a, b)", "  RETURN a", "END FUNCTION"]],
    [
      "TRY",
      ["try", "x=1", "catch e", "x=2", "finally", "x=3", "end try"],
      ["TRY", "  x = 1", "CATCH e", "  x = 2", "FINALLY", "  x = 3", "END TRY"],
    ],
    ["WITH", ["with r", "Name=1", ".b=2", "end with"], ["WITH r", "  Name = 1", "  .b = 2", "END WITH"]],
    ["brace blocks", ["if a {", "x=1", "} else {", "x=2", "}"], ["IF a {", "  x = 1", "} ELSE {", "  x = 2", "}"]],
    ["an empty block", ["if a then", "end if", "x=1"], ["IF a THEN", "END IF", "x = 1"]],
    [
      "comments",
      ["if a then", "' first", "x=1   ' keeps  its distance", "  // last", "else", "REM Two", "end if", "    # end"],
      [
        "IF a THEN",
        "  ' first",
        "  x = 1   ' keeps  its distance",
        "  // last",
        "ELSE",
        "  REM Two",
        "END IF",
        "# end",
      ],
    ],
    ["blank lines, one at most", ["", "", "x=1", "", "", "", "y=2", "", ""], ["x = 1", "", "y = 2"]],
    [
      "lists over several lines",
      ["x = [", "1,", "{a:1,", "b:2}", "]"],
      ["x = [", "  1,", "  { a: 1,", "    b: 2 }", "]"],
    ],
    ["lines that go on", ["talk a + _", "b", "x = c and", "d"], ["TALK a + _", "  b", "x = c AND", "  d"]],
    [
      "a comment inside of a list",
      ["x = [", "1, ' one", "' two follows", "2]"],
      ["x = [", "  1, ' one", "  ' two follows", "  2]"],
    ],
    [
      "strings over several lines",
      ["if a then", 'talk "x', '   y"', "endif"],
      ["IF a THEN", '  TALK "x', '   y"', "END IF"],
    ],
    [
      "block texts",
      ["if a then", "begin talk", "   Hi,  ${ x }!", "", "", "' no comment", "end talk", "endif"],
      ["IF a THEN", "  BEGIN TALK", "   Hi,  ${ x }!", "", "", "' no comment", "  END TALK", "END IF"],
    ],
    [
      "tables",
      ["table Orders", "  id   number key", "  Name string(20)", "end table"],
      ["TABLE Orders", "  id   number key", "  Name string(20)", "END TABLE"],
    ],
    ["descriptions without quotes", ['description  Books,  a "room"'], ['DESCRIPTION  Books,  a "room"']],
    [
      "what cannot be parsed",
      ["if a then", "x  =  = 3", "y=1", "endif"],
      ["IF a THEN", "x  =  = 3", "  y = 1", "END IF"],
    ],
    ["blocks that do not fit keep their indentation", ["   if a then", " x=1"], ["   IF a THEN", " x = 1"]],
    ["texts without quotes", ["set  schedule  every  1 hour"], ["SET SCHEDULE every  1 hour"]],
    ["an underscore that is a name", ['talk "a" +_'], ['TALK "a" +_']],
  ];
  it.each(cases)("%s", (_, source, expected) => {
    expect(format(text(source))).toBe(text(expected));
    expect(format(text(expected))).toBe(text(expected));
  });

  it("keeps the kind of line ends, and ends with one", () => {
    expect(format("a=1\r\nb=2")).toBe("a = 1\r\nb = 2\r\n");
    expect(format("a=1")).toBe("a = 1\n");
    expect(format("\n \n")).toBe("");
  });

  it("keeps line numbers at the left, in the order of the file", () => {
    expect(format("20 print 2\n10 print 1\n30 end\n")).toBe("20 PRINT 2\n10 PRINT 1\n30 END\n");
    expect(format('10 for i=1 to 3\n20   print i;\n30 next i\n40 data  1, two,"3"\n50 end\n')).toBe(
      '10 FOR i = 1 TO 3\n20 PRINT i;\n30 NEXT i\n40 DATA  1, two,"3"\n50 END\n',
    );
  });

  it("leaves a script that is too large alone", () => {
    const large = "x  =  1\n".repeat(130_000);
    expect(format(large)).toBe(large);
  });
});

const CORPUS = ["test/conformance", "examples", "bench/programs"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".bas"))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  .map((file) => ({ file: file.slice(root.length + 1), source: readFileSync(file, "utf8") }));

describe("all scripts of the corpus and the examples", () => {
  it("are the same programs afterwards, and formatting once more changes nothing", { timeout: 60_000 }, () => {
    expect(CORPUS.length).toBeGreaterThan(150);
    const wrong: string[] = [];
    for (const { file, source } of CORPUS) {
      const once = format(source);
      if (format(once) !== once) wrong.push(`${file} changes again`);
      if (!isSameProgram(source, once)) wrong.push(`${file} means something else`);
    }
    expect(wrong).toEqual([]);
  });

  it("come out the same however they were indented", { timeout: 60_000 }, () => {
    const wrong = CORPUS.filter(({ source }) => {
      // Lines of multi-line strings and of block texts are no indentation; an unclosed block keeps what it has.
      // A line that cannot be read stays as it is, with its indentation.
      if (/BEGIN|TABLE|TYPE|expect refused|"[^"\n]*\n/i.test(source)) return false;
      const pushed = source.replace(/^[ \t]*(?=\S)/gm, () => "   ");
      return isSameProgram(source, pushed) && format(source) !== format(pushed) && format(pushed) !== pushed;
    });
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

const PIECES = [
  '"',
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  "\n",
  "'",
  " ",
  ":",
  "IF ",
  "END IF\n",
  "NEXT\n",
  "${",
  " _\n",
  "BEGIN TALK\n",
];
const MORE = [
  "END TALK\n",
  "ELSE\n",
  ",",
  "=",
  "#",
  "//",
  "REM ",
  "\t",
  "\r\n",
  "é",
  "😀",
  "%",
  "!",
  "&",
  "-",
  "WITH x\n",
  "SUB a\n",
];

describe("broken scripts", () => {
  const mutation = fc.record({
    at: fc.nat(),
    take: fc.integer({ min: 0, max: 12 }),
    put: fc.constantFrom("", ...PIECES, ...MORE),
  });
  it("are formatted as far as they can be read", { timeout: SOAK ? 600_000 : 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 4 }), (which, mutations) => {
        let source = CORPUS[which % CORPUS.length]!.source.slice(0, 2000);
        for (const { at, take, put } of mutations) {
          const from = at % (source.length + 1);
          source = source.slice(0, from) + put + source.slice(from + take);
        }
        const once = format(source);
        expect(format(once)).toBe(once);
        expect(isSameProgram(source, once)).toBe(true);
      }),
      { numRuns: SOAK ? 20_000 : 300 },
    );
  });
});
