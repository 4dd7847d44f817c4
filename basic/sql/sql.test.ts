import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BasicError } from "../errors.ts";
import { object, testContext } from "../operations/testing.ts";
import { parseInlineSelect, parseSelect, parseSqlExpression } from "./parse.ts";
import { runSelect } from "./select.ts";
import { sqlSelect } from "./tree-schema.ts";

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
  ["SELECT name FROM people WHERE city IN (SELECT city FROM towns)", ["Ann", "Cy"]],
  ["SELECT name FROM people WHERE city NOT IN (SELECT t.city FROM towns t WHERE t.land = 'IT')", ["Bob"]],
  ["SELECT name FROM people WHERE 30 NOT IN (SELECT age FROM people)", []],
  ["SELECT name FROM people WHERE age IN (SELECT 20 WHERE 1 = 0)", []],
  ["SELECT name FROM people p WHERE EXISTS (SELECT 1 FROM towns t WHERE t.city = p.city AND p.age > least)", ["Cy"]],
  ["SELECT name FROM people p WHERE NOT EXISTS (SELECT * FROM towns WHERE towns.city = p.city)", ["Bob"]],
  ["SELECT name FROM people WHERE age = (SELECT MAX(age) FROM people)", ["Cy"]],
  ["SELECT name, (SELECT land FROM towns t WHERE t.city = p.city) AS land FROM people p", ["Ann|IT", "Bob|", "Cy|IT"]],
  ["SELECT p.name FROM people p WHERE p.id > (SELECT MIN(q.id) FROM people q WHERE q.city = p.city)", ["Cy"]],
  [
    "SELECT city FROM people p GROUP BY city HAVING COUNT(*) > (SELECT COUNT(*) FROM towns t WHERE t.city = p.city) ORDER BY 1",
    ["Oslo", "Rome"],
  ],
  [
    "SELECT name FROM people p WHERE EXISTS (SELECT 1 FROM towns t WHERE EXISTS (SELECT 1 FROM people q WHERE q.city = t.city AND q.id < p.id))",
    ["Bob", "Cy"],
  ],
  ["SELECT city FROM people UNION SELECT city FROM towns ORDER BY city DESC", ["Rome", "Oslo"]],
  ["SELECT city FROM people UNION ALL SELECT city FROM towns", ["Rome", "Oslo", "Rome", "Rome"]],
  ["SELECT 1 UNION ALL SELECT 1 UNION SELECT 2 UNION ALL SELECT 2 LIMIT 2 OFFSET 1", ["2", "2"]],
  ["SELECT name, age FROM people WHERE age > 30 UNION SELECT city, land FROM towns ORDER BY 2", ["Cy|50", "Rome|IT"]],
  ["SELECT name FROM people WHERE id IN (SELECT 1 UNION SELECT 3)", ["Ann", "Cy"]],
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
    `SELECT ${"(SELECT ".repeat(30)}1${")".repeat(30)}`,
    `SELECT 1${" UNION SELECT 1".repeat(17)}`,
    "SELECT (SELECT id FROM people)",
    "SELECT (SELECT id, name FROM people WHERE id = 1)",
    "SELECT 1 WHERE EXISTS (SELECT nothing FROM people)",
    "SELECT 1 LIMIT 1 UNION SELECT 2",
    "SELECT 1 UNION SELECT 1, 2",
    "SELECT 1 UNION DELETE FROM people",
    "SELECT id FROM people WHERE id IN (SELECT id FROM people",
  ])("%s", (sql) => expect(() => run(sql)).toThrow(expect.objectContaining({ number: 93 })));
});

test("a SELECT inside another may come as plain JSON, and no more of them than may be written", () => {
  const select = parseSelect("SELECT 1 WHERE 2 IN (SELECT 2 UNION SELECT (SELECT 3))");
  expect(sqlSelect(JSON.parse(JSON.stringify(select)))).toEqual(select);
  expect(sqlSelect({ ...select, unions: Array(17).fill({ all: true, select }) })).toBeNull();
  expect(sqlSelect({ ...select, where: { kind: "query", use: "other", select } })).toBeNull();
  expect(() => parseSqlExpression("(SELECT 1) = 1")).toThrow(/in no rule of a table/);
});

test("a SELECT in brackets that asks nothing of the row around it is run once", () => {
  const many = { rows: Array.from({ length: 1_000 }, (_, id) => object({ id })), columns: ["id"] };
  const stepsOf = (sql: string): number => {
    let steps = 0;
    const countSteps = (units: number): void => {
      steps += units;
    };
    const charged = { ...context, charge: countSteps };
    runSelect(parseSelect(sql), { table: () => many, variable: () => undefined }, charged);
    return steps;
  };
  expect(stepsOf("SELECT id FROM a WHERE id = (SELECT MAX(b.id) FROM b) OR id IN (SELECT id FROM b)")).toBeLessThan(
    40_000,
  );
  // An equality with the row around finds its rows at once, other conditions try each.
  expect(stepsOf("SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id = a.id)")).toBeLessThan(40_000);
  expect(stepsOf("SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id > a.id + 2000)")).toBeGreaterThan(
    1_000_000,
  );
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
