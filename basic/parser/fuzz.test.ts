/** Whatever the text, the parser answers: it never throws, never hangs, and every finding has a place inside the text. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkScript } from "../check/check-script.ts";
import { parse } from "./parse.ts";

const WORDS = [
  "IF",
  "THEN",
  "ELSE",
  "ELSEIF",
  "END",
  "FOR",
  "EACH",
  "IN",
  "TO",
  "NEXT",
  "WHILE",
  "WEND",
  "DO",
  "LOOP",
  "UNTIL",
  "SELECT",
  "CASE",
  "SWITCH",
  "DEFAULT",
  "SUB",
  "FUNCTION",
  "CALL",
  "RETURN",
  "TRY",
  "CATCH",
  "FINALLY",
  "WITH",
  "TALK",
  "HEAR",
  "AS",
  "EMAIL",
  "ADD",
  "SUGGESTION",
  "SET",
  "GET",
  "BOT",
  "MEMORY",
  "FIND",
  "WHERE",
  "ORDER",
  "BY",
  "LIMIT",
  "SAVE",
  "FORMAT",
  "FIRST",
  "BEGIN",
  "ON",
  "ERROR",
  "GOTO",
  "PARAM",
  "DESCRIPTION",
  "LIKE",
  "DIM",
  "CONST",
  "NOT",
  "AND",
  "OR",
  "MOD",
  "IS",
  "NULL",
  "BETWEEN",
  "CONTAINS",
  "LLM",
  "a",
  "b",
  "list",
  "name$",
  "n%",
  "1",
  "2.5",
  '"text"',
  '"a ${b} c"',
  "'s'",
  '"',
  "'",
  "${",
  "}",
  "{",
  "(",
  ")",
  "[",
  "]",
  ",",
  ":",
  ";",
  ".",
  "?.",
  "?",
  "??",
  "=",
  "==",
  "<>",
  "<",
  "+",
  "-",
  "*",
  "/",
  "\\",
  "^",
  "&",
  "%",
  "!",
  "#",
  "+=",
  "\n",
  "\n",
  "\n",
  " _\n",
  "\t",
  "é",
  "😀",
  "`",
  "\u0000",
] as const;

const VALID = `' A bot.
PARAM who AS STRING LIKE "Ann" OPTIONAL
DIM a(10)
HEAR age AS INTEGER WITH "How old are you, \${who}?" DEFAULT 5
IF age > 17 AND NOT who IS NULL THEN
  TALK "Welcome, " + who
ELSE IF age > 12 THEN
  FOR i = 1 TO 3
    a[i] = {k: i, "l": [1, 2]}
  NEXT
ELSE
  BEGIN TALK
    Sorry, \${who}
  END TALK
END IF
r = FIND "t" WHERE owner = who ORDER BY created DESC LIMIT 5
WITH o
  name = who
END WITH
SAVE "t", o
SELECT CASE age
  CASE 1, 2 TO 5: TALK "a"
  CASE ELSE
    TALK FORMAT NOW() AS "YYYY" + "-01"
END SELECT
SUB greet(x)
  TRY
    TALK x ? "y" : 'n'
  CATCH e
    TALK e.message
  END TRY
END SUB
greet who
`;

function examine(source: string): void {
  const { script, diagnostics } = parse(source, "f.bas");
  const lines = source.split(/\r\n|\n|\r/).length;
  for (const d of [...diagnostics, ...checkScript(script, { functions: [] })]) {
    expect(d.line).toBeGreaterThanOrEqual(1);
    expect(d.line).toBeLessThanOrEqual(lines);
    expect(d.column).toBeGreaterThanOrEqual(1);
    expect(d.message).not.toBe("");
  }
}

test("random words", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 120 }), fc.boolean(), (words, spaced) =>
      examine(words.join(spaced ? " " : "")),
    ),
    { numRuns: 1500 },
  );
});

test("random characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), examine), { numRuns: 500 });
});

test("a valid script with parts removed, doubled and inserted", () => {
  expect(parse(VALID, "f.bas").diagnostics).toEqual([]);
  const edit = fc.tuple(fc.nat(VALID.length), fc.nat(30), fc.constantFrom("", "double", ...WORDS));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
      let source = VALID;
      for (const [at, length, what] of edits) {
        const cut = source.slice(at, at + length);
        source = source.slice(0, at) + (what === "double" ? cut + cut : what) + source.slice(at + length);
      }
      examine(source);
    }),
    { numRuns: 1500 },
  );
});

test("one line removed gives no cascade", () => {
  const lines = VALID.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const errors = parse([...lines.slice(0, i), ...lines.slice(i + 1)].join("\n"), "f.bas").diagnostics.filter(
      (d) => d.severity === "error",
    );
    // Two where the head of a text or a procedure is gone: its body or its calls have no meaning then.
    const allowed = /BEGIN TALK|SUB greet/.test(lines[i]!) ? 2 : 1;
    expect(errors.length, `without line ${i + 1}: ${lines[i]}`).toBeLessThanOrEqual(allowed);
  }
});
