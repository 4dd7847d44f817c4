/** Keywords that read and write tables and data files. */
import type { KeywordEntry } from "./entry.ts";

export const DATA: readonly KeywordEntry[] = [
  {
    keyword: "SAVE",
    family: "data",
    section: "3.9",
    service: "data",
    forms: [
      {
        operands: [
          { name: "table", kind: "expr" },
          { name: "values", kind: "rest", columns: "columns" },
        ],
      },
    ],
    result: "text",
    statement: true,
    effect: "internal-write",
    summary:
      "Inserts or updates: one object or list of objects; an id and an object; or single values, whose columns are named like the variables.",
    example: 'id = SAVE "tickets", ticket\nSAVE "visits.csv", name, email, NOW()',
  },
  {
    keyword: "FIND",
    aliases: ["FIND ALL"],
    family: "data",
    section: "3.9",
    service: "data",
    forms: [
      {
        operands: [
          { name: "source", kind: "expr" },
          { name: "where", kind: "where", optional: true },
        ],
      },
      {
        operands: [
          { name: "source", kind: "expr" },
          { name: "filter", kind: "expr", filter: "read" },
        ],
      },
      {
        operands: [
          { name: "source", kind: "expr" },
          { name: "column", kind: "expr" },
          { name: "value", kind: "expr" },
        ],
      },
    ],
    result: "rows",
    statement: true,
    effect: "recordable",
    summary:
      "Reads rows of a table, a data file or a list of rows. Nothing found is an empty set, which is false in IF.",
    example: 'open = FIND "tickets" WHERE status = "open" AND owner = name ORDER BY created DESC LIMIT 5',
  },
];
