/** Keywords that keep values: for the conversation, for a person, for the bot. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const MEMORY: readonly KeywordEntry[] = [
  ...family("memory", "3.8", "bot memory", [
    {
      keyword: "SET BOT MEMORY",
      forms: forms("key ,|AS value"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "GET BOT MEMORY",
      forms: forms("key"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "CACHE SET",
      forms: forms("key, value [, seconds]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "CACHE GET",
      forms: forms("key"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "BOT SHARE MEMORY",
      forms: forms("key ,|WITH bot"),
      result: null,
      effect: "internal-write",
      service: "bots",
    },
    {
      keyword: "BOT SYNC MEMORY FROM",
      forms: forms("bot"),
      result: null,
      effect: "internal-write",
      service: "bots",
    },
  ]),
  ...family("memory", "3.8", "user memory", [
    {
      keyword: "SET USER MEMORY",
      forms: forms("key ,|AS value"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "GET USER MEMORY",
      forms: forms("key"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "CLEAR USER MEMORY",
      forms: forms("[key]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "SET USER FACT",
      forms: forms("key ,|AS value"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "REMEMBER USER FACT",
      forms: forms("text"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "USER FACTS",
      forms: forms(""),
      result: "any",
      effect: "recordable",
      statement: false,
    },
    {
      keyword: "REMEMBER",
      forms: forms("key ,|= value [, duration]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "RECALL",
      forms: forms("key"),
      result: "any",
      effect: "recordable",
    },
  ]),
  ...family("memory", "3.8", "session", [
    {
      keyword: "SET SESSION",
      forms: forms("id, key ,|AS value", "key ,|AS value"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "GET SESSION",
      forms: [
        {
          operands: [
            { name: "id", kind: "expr" },
            { name: "key", kind: "expr", unlessText: true },
          ],
        },
        ...forms("key"),
      ],
      result: "any",
      effect: "pure",
    },
    {
      keyword: "SET",
      forms: forms("table, filter, changes", "key ,|= value"),
      result: null,
      effect: "internal-write",
      ownGrammar: true,
    },
    {
      keyword: "SET USER",
      forms: forms("id"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "GET CLIENT IP",
      section: "Annex B",
      forms: forms(""),
      result: "text",
      effect: "pure",
      statement: false,
    },
    {
      keyword: "GET USER AGENT",
      section: "Annex B",
      forms: forms(""),
      result: "text",
      effect: "pure",
      statement: false,
    },
  ]),
  ...family("memory", "3.8", "accounts", [
    {
      keyword: "SET CONFIG",
      forms: forms("key ,|TO value"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "GET ENV",
      forms: forms("name"),
      result: "text",
      effect: "recordable",
    },
  ]),
];
