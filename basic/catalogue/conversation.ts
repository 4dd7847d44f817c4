/** Keywords that speak with the person: messages, answers, suggestions, pauses. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const CONVERSATION: readonly KeywordEntry[] = [
  ...family("conversation", "3.5", undefined, [
    {
      keyword: "TALK",
      aliases: ["SEND MESSAGE"],
      forms: forms("text:rest"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "BEGIN TALK",
      forms: forms("text:block"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "PRINT",
      forms: [{ operands: [{ name: "text", kind: "rest", optional: true, semicolons: true }] }],
      result: null,
      effect: "pure",
    },
    {
      keyword: "BEGIN SYSTEM PROMPT",
      forms: forms("text:block"),
      result: null,
      effect: "pure",
      service: "session",
    },
  ]),
  ...family("conversation", "3.6", undefined, [
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
      effect: "pure",
      ownGrammar: true,
    },
    {
      keyword: "HEAR NOWAIT",
      forms: forms(""),
      result: null,
      effect: "pure",
    },
    {
      keyword: "WAIT FOR RESPONSE",
      forms: forms("AS variable [TIMEOUT timeout]"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "WAIT",
      section: "3.13",
      forms: forms("seconds"),
      result: null,
      effect: "pure",
    },
  ]),
  ...family("conversation", "3.7", undefined, [
    {
      keyword: "ADD SUGGESTION",
      forms: forms("TEXT text [,|AS label]", "TOOL tool [,|AS label]", "value AS label", "label, action", "label"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "CLEAR SUGGESTIONS",
      aliases: ["CLEAR SUGGESTION"],
      forms: forms(""),
      result: null,
      effect: "pure",
    },
    {
      keyword: "SHOW CARD",
      forms: forms("card"),
      result: null,
      effect: "pure",
      service: "session",
    },
    {
      keyword: "SHOW LIST",
      forms: forms("rows [, options]"),
      result: null,
      effect: "pure",
      service: "session",
    },
    {
      keyword: "ADD SWITCHER",
      forms: forms("prompt ,|AS label"),
      result: null,
      effect: "pure",
      service: "session",
    },
    {
      keyword: "CLEAR SWITCHERS",
      aliases: ["CLEAR SWITCHER"],
      forms: forms(""),
      result: null,
      effect: "pure",
      service: "session",
    },
  ]),
];
