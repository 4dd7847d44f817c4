/** What did not stem from the script's own texts is only ever a value of the filter. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BasicError } from "../errors.ts";
import { parseAssignment, parseFilter } from "./parse.ts";

/** Parts that begin with `<` came from outside. */
function read(...parts: string[]): unknown {
  let text = "";
  const foreign: number[] = [];
  for (const part of parts) {
    const from = text.length;
    text += part.startsWith("<") ? part.slice(1) : part;
    if (part.startsWith("<") && part.length > 1) foreign.push(from, text.length);
  }
  return parseFilter(text, foreign).where;
}

describe("is refused where it would be more than a value", () => {
  test.each([
    [["name = '", "<a' OR '1'='1", "'"]],
    [["name = '", "<a'", "' AND id = 1"]],
    [["id = ", "<3 OR 1=1"]],
    [["id = ", "<3) OR (1=1"]],
    [["(id = ", "<3) OR (id > 0", ")"]],
    [["id = ", "<(", "3 AND a = 1"]],
    [["id IN (", "<1, 2", ")"]],
    [["id ", "<> 0"]],
    [["a <", "<= 5"]],
    [["<name", " = 5"]],
    [["na", "<me", " = 5"]],
    [["a = 1 ", "<AND", " b = 2"]],
    [["a = 1 O", "<R", " b = 2"]],
    [["a = 1 AND b ", "<IS NULL"]],
    [["YEAR", "<(a)", " = 2025"]],
    [["a = 'x' ORDER BY ", "<b DESC"]],
    [["a = ", "<'x'"]],
    [["a = x ", "<LIMIT 1"]],
    [["a = ", "<"]],
    [["a BETWEEN 1 ", "<AND 5"]],
    [["[", "<a", "] = 5"]],
  ])("%j", (parts) => expect(() => read(...parts)).toThrow(expect.objectContaining({ number: 93 })));
});

describe("passes as a value", () => {
  test.each<[string[], unknown]>([
    [["id = ", "<7"], 7],
    [["id = ", "<Ann Lee", " AND a = 1"], "Ann Lee"],
    [["id = '", "<x = 3 OR", "'"], "x = 3 OR"],
    [["id = '", "<O''Neil", "'"], "O'Neil"],
    [["id = ", "<NULL"], "NULL"],
    [["id = ", "<true"], "true"],
    [["id = ", "<NOW()"], "NOW()"],
    [["id = ", "<Acme (UK)"], "Acme (UK)"],
    [["id = '🍕", "<🍰", "'"], "🍕🍰"],
  ])("%j", (parts, value) => {
    const where = JSON.stringify(read(...parts));
    expect(where).toContain(JSON.stringify({ kind: "literal", value }));
  });
});

test("whatever comes from outside, the tree has the shape that the script gave it", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("'", "''", "' OR 'a'='a", ") OR (", " OR 1=1", "AND", "<>", "x LIKE '%'", "((", "NULL", "LIMIT 5"),
  );
  const shape = (node: unknown): unknown =>
    JSON.parse(JSON.stringify(node, (key, value) => (key === "value" ? "*" : value)));
  const expected = shape(read("name = '", "<a", "' AND (city = ", "<b", " OR id = 3)"));
  fc.assert(
    fc.property(piece, piece, (a, b) => {
      try {
        expect(shape(read("name = '", `<${a}`, "' AND (city = ", `<${b}`, " OR id = 3)"))).toEqual(expected);
      } catch (error) {
        if (!(error instanceof BasicError) || error.number !== 93) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});

test("in column=value the value may be anything and the column nothing from outside", () => {
  expect(parseAssignment("status=a, b = 'c' OR", [7, 20])).toEqual({
    column: "status",
    value: { kind: "literal", value: "a, b = 'c' OR" },
  });
  expect(() => parseAssignment("total=0", [0, 7])).toThrow(expect.objectContaining({ number: 93 }));
});
