/** Keywords around knowledge collections. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const KNOWLEDGE: readonly KeywordEntry[] = family("knowledge", "3.7", "knowledge", [
  {
    keyword: "USE KB",
    aliases: ["ADD KB"],
    forms: forms("name"),
    result: null,
    effect: "pure",
  },
  {
    keyword: "CLEAR KB",
    aliases: ["CLEAR KB ALL"],
    forms: forms("[name]"),
    result: "any",
    effect: "pure",
  },
  {
    keyword: "THINK KB",
    aliases: ["SEARCH KB"],
    forms: forms("query [, options]"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "KB STATISTICS",
    forms: forms(""),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "KB LIST COLLECTIONS",
    forms: forms(""),
    result: "any",
    effect: "recordable",
  },
  {
    keyword: "KB COLLECTION STATS",
    forms: forms("name"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "KB DOCUMENTS COUNT",
    forms: forms(""),
    result: "number",
    effect: "recordable",
  },
  {
    keyword: "KB DOCUMENTS ADDED SINCE",
    forms: forms("days"),
    result: "number",
    effect: "recordable",
  },
  {
    keyword: "KB STORAGE SIZE",
    forms: forms(""),
    result: "number",
    effect: "recordable",
  },
]);
