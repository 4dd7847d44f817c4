import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BasicError } from "../errors.ts";
import { object, testContext } from "../operations/testing.ts";
import { parseInlineSelect, parseSelect } from "./parse.ts";
import { runSelect } from "./select.ts";

const context = testContext();
const people = [
  object({ id: 1, name: "Ann", city: "Rome", age: 20 }),
  object({ id: 2, name: "Bob", city: "Oslo", age: null }),
  object({ id: 3, name: "Cy", city: "Rome", age: 50 }),
];
const towns = [object({ city: "Rome", land: "IT" })];
const tables = new Map([
  ["people", { rows: people, columns: ["id", "name", "city", "age"] }],
  ["towns", { rows: towns, columns: ["city", "land"] }],
]);
const run = (sql: string): unknown[] =>
  runSelect(
    parseSelect(sql),
    { table: (name) => tables.get(name) ?? null, variable: (name) => (name === "least" ? 30 : undefined) },
    context,
  ).rows.map((row) => Object.values(row).join("|"));

test.each([
  ["SELECT name FROM people", ["Ann", "Bob", "Cy"]],
  ["SELECT * FROM towns", ["Rome|IT"]],
  ["select p.name, t.land from people p join towns t on t.city = p.city order by p.id desc", ["Cy|IT", "Ann|IT"]],
  ["SELECT name FROM people WHERE age > least", ["Cy"]],
  ["SELECT name FROM people WHERE age IS NULL", ["Bob"]],
  ["SELECT name FROM people WHERE NOT age > 30", ["Ann"]],
  ["SELECT name FROM people WHERE age = NULL OR city LIKE 'O%'", ["Bob"]],
  ["SELECT name FROM people WHERE city IN ('Oslo') AND id BETWEEN 1 AND 2", ["Bob"]],
  ["SELECT DISTINCT city FROM people ORDER BY 1", ["Oslo", "Rome"]],
  ["SELECT COUNT(*), COUNT(age), SUM(age), AVG(age), MIN(name) FROM people", ["3|2|70|35|Ann"]],
  ["SELECT COUNT(DISTINCT city) FROM people", ["2"]],
  ["SELECT city, COUNT(*) AS n FROM people GROUP BY city HAVING COUNT(*) > 1", ["Rome|2"]],
  ["SELECT COUNT(*) FROM people WHERE id > 9", ["0"]],
  ["SELECT id FROM people ORDER BY id LIMIT 1 OFFSET 1", ["2"]],
  ["SELECT name || '/' || id, id * 2 + 1, -id FROM people WHERE id = 2", ["Bob/2|5|-2"]],
  ["SELECT CASE city WHEN 'Rome' THEN 'R' ELSE 'x' END, UPPER(name) FROM people WHERE id < 3", ["R|ANN", "x|BOB"]],
  ["SELECT 'it''s' -- a comment", ["it's"]],
])("%s", (sql, expected) => expect(run(sql)).toEqual(expected));

test("in a script double quotes hold texts", () => {
  const where = parseInlineSelect('SELECT a FROM t WHERE b = "x"').where;
  expect(where).toMatchObject({ args: [{ kind: "column" }, { kind: "value", value: "x" }] });
});

describe("errors have number 93", () => {
  test.each([
    "DELETE FROM people",
    "SELECT 1; SELECT 2",
    "SELECT name FROM people WHERE",
    "SELECT nothing FROM people",
    "SELECT name FROM nowhere",
    "SELECT name FROM people JOIN towns",
    "SELECT (name FROM people",
    "SELECT 'open FROM people",
    "SELECT load_extension('x') FROM people",
    "PRAGMA table_list",
    `SELECT ${"(".repeat(100)}1${")".repeat(100)}`,
  ])("%s", (sql) => expect(() => run(sql)).toThrow(expect.objectContaining({ number: 93 })));
});

test("a value from outside stays one value, whatever it holds", () => {
  const before = "SELECT id FROM people WHERE name = '";
  const own = parseSelect(`${before}x' AND id = 1`);
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom("a' OR '1'='1", "''", "x''y", "'", "--", "/*", "a;b")),
      (text) => {
        const foreign = [before.length, before.length + text.length];
        try {
          const parsed = parseSelect(`${before}${text}' AND id = 1`, text === "" ? [] : foreign);
          const value = text.replaceAll("''", "'");
          expect(JSON.stringify(parsed)).toBe(JSON.stringify(own).replace('"x"', () => JSON.stringify(value)));
        } catch (error) {
          if (!(error instanceof BasicError) || error.number !== 93) throw error;
          expect(text).toContain("'");
        }
      },
    ),
  );
});

test("a join of many rows is charged", () => {
  let steps = 0;
  const countSteps = (units: number): void => {
    steps += units;
  };
  const rows = Array.from({ length: 300 }, (_, id) => object({ id }));
  const charged = { ...context, charge: countSteps };
  const table = { rows, columns: ["id"] };
  runSelect(parseSelect("SELECT COUNT(*) FROM t a, t b"), { table: () => table, variable: () => undefined }, charged);
  expect(steps).toBeGreaterThan(90_000);
});
