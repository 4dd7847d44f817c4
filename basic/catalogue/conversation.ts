/** Keywords that speak with the person: messages, answers, suggestions, pauses. */
import type { KeywordEntry } from "./entry.ts";

export const CONVERSATION: readonly KeywordEntry[] = [
  {
    keyword: "TALK",
    forms: [{ operands: [{ name: "text", kind: "rest" }] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Sends one message to the person. Several operands are joined. An empty text is a blank line.",
    example: 'TALK "Hello, ${name}!"',
  },
  {
    keyword: "BEGIN TALK",
    forms: [{ operands: [{ name: "text", kind: "block" }] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Sends the lines up to END TALK as one message. Only ${...} has a meaning inside.",
    example: "BEGIN TALK\n  Welcome, ${name}.\n\n  * opening hours\n  * prices\nEND TALK",
  },
  {
    keyword: "PRINT",
    forms: [{ operands: [{ name: "text", kind: "rest", optional: true, semicolons: true }] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Writes a line to the log; the person does not see it.",
    example: 'PRINT "rows: "; COUNT(rows)',
  },
  {
    keyword: "HEAR",
    forms: [
      {
        operands: [
          { name: "variable", kind: "expr" },
          { name: "type", kind: "expr", after: ["AS"], softOnly: true, optional: true },
          { name: "prompt", kind: "expr", after: ["WITH"], softOnly: true, optional: true },
          { name: "default", kind: "expr", after: ["DEFAULT"], softOnly: true, optional: true },
          { name: "timeout", kind: "expr", after: ["TIMEOUT"], softOnly: true, optional: true },
          { name: "retries", kind: "expr", after: ["RETRIES"], softOnly: true, optional: true },
        ],
      },
    ],
    result: "any",
    statement: true,
    effect: "pure",
    ownGrammar: true,
    summary:
      "Waits for the person's answer. AS names a type, which is checked and asked again, or a list to choose from.",
    example: 'HEAR age AS INTEGER WITH "How old are you?"\nHEAR colour AS "red", "green", *',
  },
  {
    keyword: "ADD SUGGESTION",
    forms: [
      {
        operands: [
          { name: "text", kind: "expr", after: ["TEXT"], softOnly: true },
          { name: "label", kind: "expr", after: ["AS"], optional: true },
        ],
      },
      {
        operands: [
          { name: "tool", kind: "expr", after: ["TOOL"], softOnly: true },
          { name: "label", kind: "expr", after: ["AS"], optional: true },
        ],
      },
      {
        operands: [
          { name: "value", kind: "expr" },
          { name: "label", kind: "expr", after: ["AS"], softOnly: true },
        ],
      },
      {
        operands: [
          { name: "label", kind: "expr" },
          { name: "action", kind: "expr" },
        ],
      },
      { operands: [{ name: "label", kind: "expr" }] },
    ],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Offers a button for a quick reply. With AS the value comes first and the visible label second.",
    example: 'ADD SUGGESTION "hours" AS "Opening hours"',
  },
  {
    keyword: "CLEAR SUGGESTIONS",
    aliases: ["CLEAR SUGGESTION"],
    forms: [{ operands: [] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Takes away all suggestions.",
    example: "CLEAR SUGGESTIONS",
  },
  {
    keyword: "WAIT",
    forms: [{ operands: [{ name: "seconds", kind: "expr" }] }],
    result: null,
    statement: true,
    effect: "pure",
    summary: "Pauses for this many seconds, 300 at most; fractions count.",
    example: "WAIT 1.5",
  },
];
