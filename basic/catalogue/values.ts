/** Keyword spellings of plain values: the parser turns them into literals and calls of built-in functions. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const VALUES: readonly KeywordEntry[] = [
  ...family("values", "3.1", undefined, [
    {
      keyword: "NEW OBJECT",
      aliases: ["CREATE OBJECT"],
      forms: forms(""),
      result: "object",
      statement: false,
      effect: "pure",
      literal: "object",
      summary: "An empty object, the same as {}.",
      example: "ticket = NEW OBJECT",
    },
    {
      keyword: "NEW ARRAY",
      forms: forms(""),
      result: "any",
      statement: false,
      effect: "pure",
      literal: "array",
      summary: "An empty list, the same as [].",
      example: "items = NEW ARRAY",
    },
  ]),
  ...family("values", "2.8", undefined, [
    {
      keyword: "FORMAT",
      forms: forms("value [,|AS pattern:primary/JSON|CSV|XML|YAML]"),
      result: "text",
      statement: false,
      effect: "pure",
      function: "FORMAT",
      summary: "The text of a value by a pattern; without one its plain text.",
      example: 'TALK "Due: " + FORMAT due AS "DD/MM/YYYY"',
    },
  ]),
  ...family("values", "2.7", undefined, [
    {
      keyword: "DATEADD",
      forms: forms("date, amount, unit"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "DATEADD",
      summary: "A date so many days, months or other units later; the operands may stand in any order.",
      example: 'due = DATEADD TODAY(), 14, "day"',
    },
    {
      keyword: "DATEDIFF",
      forms: [
        {
          operands: [
            { name: "first", kind: "expr" },
            { name: "second", kind: "expr" },
            { name: "third", kind: "expr", optional: true, unit: true },
          ],
        },
      ],
      result: "number",
      statement: false,
      effect: "pure",
      function: "DATEDIFF",
      summary: "How far two dates lie apart: in days, or in the unit that stands first or last.",
      example: 'days = DATEDIFF due, TODAY()\nhours = DATEDIFF "hour", start, finish',
    },
  ]),
  ...family("values", "3.9", undefined, [
    {
      keyword: "FIRST",
      forms: forms("value"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "FIRST",
      summary: "The first row, element or word.",
      example: "newest = FIRST rows",
    },
    {
      keyword: "LAST",
      forms: forms("value"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "LAST",
      summary: "The last row, element or word.",
      example: "oldest = LAST rows",
    },
    {
      keyword: "JSON PARSE",
      forms: forms("text"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "JSON_PARSE",
      section: "3.15",
      summary: "The value that a JSON text holds; an object or list stays as it is.",
      example: "figures = JSON PARSE answer",
    },
  ]),
];
