/** Keywords around knowledge collections and the language model. */
import type { KeywordEntry } from "./entry.ts";

export const KNOWLEDGE: readonly KeywordEntry[] = [
  {
    keyword: "USE KB",
    aliases: ["ADD KB"],
    forms: [{ operands: [{ name: "name", kind: "expr" }] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Attaches a knowledge collection, a folder under .gbkb, to the conversation.",
    example: 'USE KB "manuals"',
  },
  {
    keyword: "CLEAR KB",
    aliases: ["CLEAR KB ALL"],
    forms: [{ operands: [{ name: "name", kind: "expr", optional: true }] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Detaches one knowledge collection, or all of them.",
    example: 'CLEAR KB "manuals"',
  },
  {
    keyword: "THINK KB",
    aliases: ["SEARCH KB"],
    forms: [{ operands: [{ name: "query", kind: "expr" }] }],
    result: "object",
    statement: true,
    effect: "recordable",
    summary: "Searches the attached knowledge and yields results, a confidence and the sources.",
    example: 'found = THINK KB "return policy"\nTALK found.results[0].text',
  },
  {
    keyword: "LLM",
    aliases: ["ASK"],
    forms: [
      {
        operands: [
          { name: "prompt", kind: "expr" },
          {
            name: "options",
            kind: "expr",
            after: ["WITH"],
            softOnly: true,
            optional: true,
            words: ["CONTEXT", "KB", "TOOLS"],
          },
        ],
      },
    ],
    result: "text",
    statement: true,
    effect: "recordable",
    summary: "One completion of the model, without the conversation's history unless WITH asks for more.",
    example: 'title = LLM "Give this ticket a short title: " + problem',
  },
  {
    keyword: "SET CONTEXT",
    forms: [
      {
        operands: [
          { name: "name", kind: "expr" },
          { name: "text", kind: "expr", after: ["AS"] },
        ],
      },
      { operands: [{ name: "text", kind: "expr" }] },
    ],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Keeps a text that every later turn of the model sees; a name tells several apart.",
    example: 'SET CONTEXT "order" AS "The person asks about order " + number',
  },
];
