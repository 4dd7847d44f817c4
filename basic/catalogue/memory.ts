/** Keywords that keep values beyond a conversation. */
import type { KeywordEntry } from "./entry.ts";

export const MEMORY: readonly KeywordEntry[] = [
  {
    keyword: "SET BOT MEMORY",
    forms: [
      {
        operands: [
          { name: "key", kind: "expr" },
          { name: "value", kind: "expr", after: ["AS"] },
        ],
      },
    ],
    result: null,
    statement: true,
    effect: "internal-write",
    summary: "Stores a value under a key for all conversations of the bot.",
    example: 'SET BOT MEMORY "greeting", "Good to see you"',
  },
  {
    keyword: "GET BOT MEMORY",
    forms: [{ operands: [{ name: "key", kind: "expr" }] }],
    result: "any",
    statement: true,
    effect: "recordable",
    summary: "Reads a value of the bot's memory; NULL where the key was never set.",
    example: 'greeting = GET BOT MEMORY "greeting"',
  },
];
