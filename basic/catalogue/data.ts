/** Keywords that read and write tables, data files and rows that a script holds (reference 3.9). */
import type { KeywordEntry, OperandSpec } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

const TARGET: OperandSpec = { name: "table", kind: "expr" };
const SOURCE: OperandSpec = { name: "source", kind: "expr" };
const WHERE: OperandSpec = { name: "where", kind: "where", optional: true };
/** Single values are named like the variables that they stand in. */
const VALUES: OperandSpec = { name: "values", kind: "rest", columns: "columns" };
const CONDITION: OperandSpec = { name: "filter", kind: "expr", filter: "id" };

export const DATA: readonly KeywordEntry[] = [
  ...family("data", "3.9", "data", [
    {
      keyword: "FIND",
      aliases: ["FIND ALL"],
      forms: [
        { operands: [SOURCE, WHERE] },
        { operands: [SOURCE, { name: "filter", kind: "expr", filter: "read" }] },
        { operands: [SOURCE, { name: "column", kind: "expr" }, { name: "value", kind: "expr" }] },
      ],
      result: "rows",
      effect: "recordable",
      summary:
        "Reads rows of a table, a data file or a list of rows. Nothing found is an empty set, which is false in IF.",
      example: 'open = FIND "tickets" WHERE status = "open" AND owner = name ORDER BY created DESC LIMIT 5',
    },
    {
      keyword: "SAVE",
      forms: [{ operands: [TARGET, VALUES] }],
      result: "text",
      effect: "internal-write",
      summary:
        "Inserts or updates: one object or list of objects; an id and an object; or single values, whose columns are named like the variables.",
      example: 'id = SAVE "tickets", ticket\nSAVE "visits.csv", name, email, NOW()',
    },
    {
      keyword: "SAVE FROM UNSTRUCTURED",
      forms: forms("table, text"),
      result: "text",
      effect: "internal-write",
      summary:
        "Saves JSON, or an object, as it is; any other text is read into the columns of the table by the language model.",
      example: 'SAVE FROM UNSTRUCTURED "leads", answer',
    },
    {
      keyword: "INSERT",
      aliases: ["INSERT INTO"],
      forms: [
        { operands: [TARGET, { name: "set", kind: "set", after: ["WITH"], softOnly: true }] },
        { operands: [TARGET, { ...VALUES, after: ["VALUES"] }] },
      ],
      result: "object",
      effect: "internal-write",
      summary:
        "Adds a row and never changes one that is there. The result has id, success and, after a failure, error.",
      example: 'INSERT "visits", visit\nINSERT INTO "visits" WITH page = "home", at = NOW()',
    },
    {
      keyword: "UPDATE",
      forms: [
        { operands: [TARGET, { name: "set", kind: "set", after: ["SET"], softOnly: true }, WHERE] },
        { operands: [TARGET, CONDITION, VALUES] },
        { operands: [TARGET, { name: "row", kind: "expr" }] },
      ],
      result: "number",
      effect: "internal-write",
      summary: "Changes rows: those that WHERE or a filter text names, or the one of an id. The result is how many.",
      example: 'UPDATE "orders" SET status = "sent", sent = NOW() WHERE id = number\nUPDATE "orders", number, order',
    },
    {
      keyword: "DELETE FROM",
      forms: [{ operands: [TARGET, WHERE] }],
      result: "number",
      effect: "internal-write",
      summary: "Deletes the rows that WHERE names, all of them without WHERE. The result is how many.",
      example: 'DELETE FROM "visits" WHERE at < cutoff',
    },
    {
      keyword: "DELETE",
      forms: [
        { operands: [TARGET, { name: "where", kind: "where" }] },
        { operands: [TARGET, CONDITION] },
        { operands: [TARGET] },
      ],
      result: "number",
      effect: "internal-write",
      summary: "Deletes the rows that a filter text or an id names; with one operand, a file or what an address names.",
      example: 'DELETE "orders", "status = cancelled"',
    },
    {
      keyword: "MERGE",
      aliases: ["MERGE INTO"],
      forms: [
        {
          operands: [
            TARGET,
            { name: "on", kind: "set", after: ["ON"], softOnly: true },
            { name: "rows", kind: "expr", after: ["WITH"], softOnly: true },
          ],
        },
        {
          operands: [
            TARGET,
            { name: "rows", kind: "expr", after: ["WITH"] },
            { name: "key", kind: "expr", after: ["BY"], optional: true },
          ],
        },
      ],
      result: "any",
      effect: "internal-write",
      summary:
        "Inserts the rows whose key is new and updates the others; the result counts inserted, updated, unchanged and total. Of two lists: both in one.",
      example: 'done = MERGE "contacts" WITH rows BY "email"',
    },
    {
      keyword: "AGGREGATE",
      forms: [
        {
          operands: [
            SOURCE,
            {
              name: "operation",
              kind: "word",
              words: ["SUM", "AVG", "COUNT", "MIN", "MAX"],
              beside: true,
              softOnly: true,
            },
            { name: "column", kind: "name", beside: true, softOnly: true, optional: true },
            WHERE,
          ],
        },
        {
          operands: [
            { name: "first", kind: "expr" },
            { name: "second", kind: "expr" },
            { name: "third", kind: "expr", optional: true },
            { name: "filter", kind: "expr", optional: true, filter: "read" },
          ],
        },
      ],
      result: "number",
      effect: "recordable",
      summary:
        "SUM, AVG, COUNT, MIN or MAX of a column of rows or of a table. The operation may stand first or second.",
      example: 'total = AGGREGATE "SUM", orders, "total"\npaid = AGGREGATE orders SUM total WHERE status = "paid"',
    },
    {
      keyword: "GET LAST",
      forms: forms("source"),
      result: "rows",
      effect: "recordable",
      summary: "The row that was added last.",
      example: 'newest = GET LAST "orders"',
    },
    {
      keyword: "QUERY",
      aliases: ["SQL"],
      forms: [{ operands: [{ name: "sql", kind: "expr", filter: "sql" }] }],
      result: "rows",
      effect: "recordable",
      summary: "One SELECT over the bot's tables and data files.",
      example: 'rows = QUERY "SELECT city, COUNT(*) AS n FROM customers GROUP BY city"',
    },
    {
      keyword: "SELECT",
      forms: forms("query"),
      result: "rows",
      statement: false,
      effect: "recordable",
      ownGrammar: true,
      summary: "One SELECT over rows that variables hold, tables and data files, up to the end of the line.",
      example: "rows = SELECT name, total FROM orders WHERE total > 100 ORDER BY total DESC",
    },
    {
      keyword: "SEARCH",
      forms: forms("source, query [, limit]"),
      result: "rows",
      effect: "recordable",
      summary: "Rows in which some column contains every word of the query.",
      example: 'found = SEARCH "products", "red bicycle", 5',
    },
    {
      keyword: "AUTOCOMPLETE",
      forms: forms("source, column, text [, limit]"),
      result: "any",
      statement: false,
      effect: "recordable",
      summary: "Different values of a column that begin with a text.",
      example: 'names = AUTOCOMPLETE "customers", "name", typed, 5',
    },
    {
      keyword: "IMPORT",
      forms: forms("file"),
      result: "rows",
      effect: "recordable",
      summary: "The rows of a CSV or JSON file of the package.",
      example: 'rows = IMPORT "customers.csv"',
    },
    {
      keyword: "TABLE",
      forms: forms("definition:block"),
      result: null,
      effect: "internal-write",
      load: "always",
      summary: "Declares a table: it is made, and missing columns are added, when the package loads.",
      example: "TABLE orders\n  id number key\n  status string(20) default 'new'\nEND TABLE",
    },
    {
      keyword: "CREATE INDEX",
      forms: forms("name, table, columns"),
      result: null,
      effect: "internal-write",
      load: "always",
      summary: "Declares that a table is often searched by these columns.",
      example: "CREATE INDEX by_status ON orders(status)",
    },
  ]),
  ...family("data", "3.9", undefined, [
    {
      keyword: "FILTER",
      forms: [
        {
          operands: [
            { name: "rows", kind: "expr" },
            { name: "filter", kind: "expr" },
          ],
        },
      ],
      result: "rows",
      statement: false,
      effect: "pure",
      function: "FILTER",
      summary: "The rows of a list that a filter text accepts.",
      example: 'open = FILTER rows, "status = open"',
    },
    {
      keyword: "SORT",
      forms: [
        {
          operands: [
            { name: "rows", kind: "expr" },
            { name: "column", kind: "order", after: ["BY"] },
          ],
        },
      ],
      result: "rows",
      statement: false,
      effect: "pure",
      function: "SORT",
      summary: "The rows of a list in the order of a column.",
      example: "best = SORT rows BY total DESC",
    },
    {
      keyword: "MAP",
      forms: forms("rows, columns"),
      result: "rows",
      statement: false,
      effect: "pure",
      function: "MAP",
      summary: "Only the named columns of rows, renamed behind an arrow.",
      example: 'short = MAP rows, "name, price -> cost"',
    },
    {
      keyword: "JOIN",
      forms: forms("rows, with [, key]"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "JOIN",
      summary:
        "Rows of two lists that agree in a column, each pair as one row; of a list and a text, the elements as one text.",
      example: 'full = JOIN orders, customers, "customer_id"',
    },
    {
      keyword: "PIVOT",
      forms: forms("rows, row, value [, third]"),
      result: "rows",
      statement: false,
      effect: "pure",
      function: "PIVOT",
      summary: "Sums of a value column by a row column; with four operands a table of rows by columns.",
      example: 'sums = PIVOT orders, "city", "total"\ntable = PIVOT orders, "city", "month", "total"',
    },
    {
      keyword: "GROUP BY",
      forms: forms("rows, column:name"),
      result: "object",
      statement: false,
      effect: "pure",
      function: "GROUP_BY",
      summary: "An object of the different values of a column, each with its rows.",
      example: 'cities = GROUP BY customers, "city"',
    },
    {
      keyword: "FILL",
      forms: forms("template [, data] [,|TO path]"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "FILL",
      summary: "For each row a copy of a template object, {{column}} replaced.",
      example: 'cards = FILL rows, {title: "{{name}}", text: "{{city}}"}',
    },
  ]),
  ...family("data", "3.9", "drive", [
    {
      keyword: "EXPORT",
      forms: forms("source, path"),
      result: "any",
      effect: "internal-write",
      summary: "Writes the rows of a table to a file.",
      example: 'EXPORT "orders", "orders.csv"',
    },
  ]),
  ...family("data", "3.9", "documents", [
    {
      keyword: "FILL DOCUMENT",
      forms: forms("template [, data] [,|TO path]"),
      result: "any",
      effect: "internal-write",
      summary:
        'A Word document with {{name}} replaced from data, or from the script\'s variables; FILL "letter.docx" is the same.',
      example: 'letter = FILL DOCUMENT "letter.docx", {name: "Ann"} TO "letters/ann.docx"',
    },
  ]),
  ...family("data", "3.9", "connected data", [
    {
      keyword: "SYNCHRONIZE",
      forms: forms("endpoint, table, key, page, limit"),
      result: "number",
      effect: "internal-write",
      summary: "Fetches all pages of a web service into a table.",
      example: 'SYNCHRONIZE "https://api.example.com/items", "items", "id", "page", "limit"',
    },
  ]),
];
