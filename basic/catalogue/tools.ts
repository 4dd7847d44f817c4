/** Keywords that say what a conversation works with: its tools, contexts, web sites and accounts, and who may use the script. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const TOOLS: readonly KeywordEntry[] = [
  ...family("tools", "3.7", "session", [
    {
      keyword: "ADD TOOL",
      aliases: ["USE TOOL"],
      forms: forms("name"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "REMOVE TOOL",
      forms: forms("name"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "CLEAR TOOLS",
      forms: forms(""),
      result: null,
      effect: "pure",
    },
    {
      keyword: "LIST TOOLS",
      forms: forms(""),
      result: "any",
      effect: "pure",
    },
    {
      keyword: "SET CONTEXT",
      forms: forms("name ,|AS text", "text"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "CLEAR CONTEXT",
      forms: forms("[name]"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "SET ANSWER MODE",
      forms: forms("mode"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "ALLOW ROLE",
      section: "3.14",
      forms: forms("role"),
      result: null,
      effect: "pure",
      service: "accounts",
    },
    {
      keyword: "USE ACCOUNT",
      forms: forms("mail"),
      result: null,
      effect: "pure",
      service: "accounts",
    },
    {
      keyword: "USE WEBSITE",
      forms: forms("url [REFRESH period]"),
      result: null,
      effect: "internal-write",
      service: "web",
      load: "also",
    },
    {
      keyword: "CLEAR WEBSITES",
      forms: forms(""),
      result: null,
      effect: "pure",
      service: "web",
    },
  ]),
];
