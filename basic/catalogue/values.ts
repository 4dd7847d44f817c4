/** Keyword spellings of plain values: the parser turns them into literals and calls of built-in functions. */
import type { KeywordEntry } from "./entry.ts";

export const VALUES: readonly KeywordEntry[] = [
  {
    keyword: "NEW OBJECT",
    aliases: ["CREATE OBJECT"],
    forms: [{ operands: [] }],
    result: "object",
    statement: false,
    effect: "pure",
    literal: "object",
    summary: "An empty object, the same as {}.",
    example: "ticket = NEW OBJECT",
  },
  {
    keyword: "NEW ARRAY",
    forms: [{ operands: [] }],
    result: "any",
    statement: false,
    effect: "pure",
    literal: "array",
    summary: "An empty list, the same as [].",
    example: "items = NEW ARRAY",
  },
  {
    keyword: "FORMAT",
    forms: [
      {
        operands: [
          { name: "value", kind: "expr" },
          { name: "pattern", kind: "expr", after: ["AS"], primary: true, optional: true },
        ],
      },
    ],
    result: "text",
    statement: false,
    effect: "pure",
    function: "FORMAT",
    summary: "The text of a value by a pattern; without one its plain text.",
    example: 'TALK "Due: " + FORMAT due AS "DD/MM/YYYY"',
  },
  {
    keyword: "FIRST",
    forms: [{ operands: [{ name: "value", kind: "expr" }] }],
    result: "any",
    statement: false,
    effect: "pure",
    function: "FIRST",
    summary: "The first row, element or word.",
    example: "newest = FIRST rows",
  },
  {
    keyword: "LAST",
    forms: [{ operands: [{ name: "value", kind: "expr" }] }],
    result: "any",
    statement: false,
    effect: "pure",
    function: "LAST",
    summary: "The last row, element or word.",
    example: "oldest = LAST rows",
  },
];
