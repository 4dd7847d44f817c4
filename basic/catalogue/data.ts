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
    },
    {
      keyword: "SAVE",
      forms: [{ operands: [TARGET, VALUES] }],
      result: "text",
      effect: "internal-write",
    },
    {
      keyword: "SAVE FROM UNSTRUCTURED",
      forms: forms("table, text"),
      result: "text",
      effect: "internal-write",
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
    },
    {
      keyword: "DELETE FROM",
      forms: [{ operands: [TARGET, WHERE] }],
      result: "number",
      effect: "internal-write",
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
    },
    {
      keyword: "GET LAST",
      forms: forms("source"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "QUERY",
      aliases: ["SQL"],
      forms: [{ operands: [{ name: "sql", kind: "expr", filter: "sql" }] }],
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "SELECT",
      forms: forms("query"),
      result: "rows",
      statement: false,
      effect: "recordable",
      ownGrammar: true,
    },
    {
      keyword: "SEARCH",
      forms: forms("source, query [, limit]"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "AUTOCOMPLETE",
      forms: forms("source, column, text [, limit]"),
      result: "any",
      statement: false,
      effect: "recordable",
    },
    {
      keyword: "IMPORT",
      forms: forms("file"),
      result: "rows",
      effect: "recordable",
    },
    {
      keyword: "TABLE",
      forms: forms("definition:block"),
      result: null,
      effect: "internal-write",
      load: "always",
    },
    {
      keyword: "CREATE INDEX",
      forms: forms("name, table, columns"),
      result: null,
      effect: "internal-write",
      load: "always",
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
    },
    {
      keyword: "MAP",
      forms: forms("rows, columns"),
      result: "rows",
      statement: false,
      effect: "pure",
      function: "MAP",
    },
    {
      keyword: "JOIN",
      forms: forms("rows, with [, key]"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "JOIN",
    },
    {
      keyword: "PIVOT",
      forms: forms("rows, row, value [, third]"),
      result: "rows",
      statement: false,
      effect: "pure",
      function: "PIVOT",
    },
    {
      keyword: "GROUP BY",
      forms: forms("rows, column:name"),
      result: "object",
      statement: false,
      effect: "pure",
      function: "GROUP_BY",
    },
    {
      keyword: "FILL",
      forms: forms("template [, data] [,|TO path]"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "FILL",
    },
  ]),
  ...family("data", "3.9", "drive", [
    {
      keyword: "EXPORT",
      forms: forms("source, path"),
      result: "any",
      effect: "internal-write",
    },
  ]),
  ...family("data", "3.9", "documents", [
    {
      keyword: "FILL DOCUMENT",
      forms: forms("template [, data] [,|TO path]"),
      result: "any",
      effect: "internal-write",
    },
  ]),
  ...family("data", "3.9", "connected data", [
    {
      keyword: "SYNCHRONIZE",
      forms: forms("endpoint, table, key, page, limit"),
      result: "number",
      effect: "internal-write",
    },
  ]),
];
