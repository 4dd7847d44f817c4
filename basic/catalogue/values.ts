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
    },
    {
      keyword: "NEW ARRAY",
      forms: forms(""),
      result: "any",
      statement: false,
      effect: "pure",
      literal: "array",
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
    },
    {
      keyword: "LAST",
      forms: forms("value"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "LAST",
    },
    {
      keyword: "JSON PARSE",
      forms: forms("text"),
      result: "any",
      statement: false,
      effect: "pure",
      function: "JSON_PARSE",
      section: "3.15",
    },
  ]),
];
