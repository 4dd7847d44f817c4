import { expect, test } from "vitest";
import { parseDeclaration } from "./declaration.ts";

const columns = (body: string) => parseDeclaration("t", body).table?.columns ?? [];

test("types, sizes and rules", () => {
  const [id, name, price, tags, at] = columns(`
    id number(10) KEY
    FIELD name* AS string(max) NOT NULL UNIQUE READ BY "sales;support" WRITE BY "sales"
    price decimal(10,2) DEFAULT -1.5 CHECK (price > 0)
    tags string[]
    at timestamp DEFAULT NOW()   -- when it came
  `);
  expect(id).toMatchObject({ name: "id", type: "number", size: 10 });
  expect(name).toMatchObject({
    important: true,
    notNull: true,
    unique: true,
    size: null,
    readBy: ["sales", "support"],
  });
  expect(price).toMatchObject({
    scale: 2,
    default: { kind: "value", value: -1.5 },
    check: { kind: "operator", op: ">" },
  });
  expect(tags).toMatchObject({ type: "list", written: "string[]" });
  expect(at).toMatchObject({ type: "datetime", default: { kind: "now" } });
});

test("table lines, references, computed columns over several lines", () => {
  const { table, problems } = parseDeclaration(
    ' "Order Lines" ON erp READ BY "a" WRITE BY "b;c"',
    `order Orders
     product number REFERENCES products(id) ON DELETE CASCADE
     total number GENERATED ALWAYS AS (
       price * amount
     ) STORED
     label string AS
       (a || ' - ' || b)
     price number
     amount number
     PRIMARY KEY (order, product)
     UNIQUE(price, amount)
     CHECK (amount >= 0)`,
  );
  expect(problems).toEqual([]);
  expect(table).toMatchObject({ name: "Order Lines", connection: "erp", readBy: ["a"], writeBy: ["b", "c"] });
  expect(table?.key).toEqual(["order", "product"]);
  expect(table?.uniques).toEqual([["price", "amount"]]);
  expect(table?.checks).toHaveLength(1);
  expect(table?.columns[0]).toMatchObject({
    type: "any",
    references: { table: "Orders", column: null, cascade: false },
  });
  expect(table?.columns[1]?.references).toEqual({ table: "products", column: "id", cascade: true });
  expect(table?.columns[2]?.generated).toMatchObject({ op: "*" });
  expect(table?.columns[3]?.generated).toMatchObject({ op: "||" });
});

test.each([
  ["", "a string", 0, /name of the table/],
  ["t", "", 0, /no columns/],
  ["t", "a string\na number", 2, /twice/],
  ["t", "a", 1, /type of a is missing/],
  ["t", "a string maybe", 1, /"maybe" of the column a is not known/],
  ["t", "a string default", 1, /DEFAULT of a/],
  ["t", "a number check (", 1, /bracket/],
  ["t", "a number check (a >)", 1, /value or a column is due/],
  ["t", "a string\nUNIQUE(b)", 0, /no column b/],
])("TABLE %s with %j is reported at line %d", (head, body, line, message) => {
  const [problem] = parseDeclaration(head, body).problems;
  expect(problem).toMatchObject({ line, message: expect.stringMatching(message) });
});
