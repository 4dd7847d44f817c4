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
    summary: "Attaches a knowledge collection, a folder under .gbkb, to the conversation.",
    example: 'USE KB "manuals"',
  },
  {
    keyword: "CLEAR KB",
    aliases: ["CLEAR KB ALL"],
    forms: forms("[name]"),
    result: "any",
    effect: "pure",
    summary: "Detaches one knowledge collection, or all of them.",
    example: 'CLEAR KB "manuals"',
  },
  {
    keyword: "THINK KB",
    aliases: ["SEARCH KB"],
    forms: forms("query [, options]"),
    result: "object",
    effect: "recordable",
    summary:
      "Searches the attached knowledge and yields results, a confidence and the sources. Options: kb, path, where (front matter), limit.",
    example: 'found = THINK KB "return policy"\nTALK found.results[0].text',
  },
  {
    keyword: "KB STATISTICS",
    forms: forms(""),
    result: "object",
    effect: "recordable",
    summary: "Figures of all knowledge of the bot: collections, documents, sizes.",
    example: "figures = KB STATISTICS\nTALK figures.total_documents",
  },
  {
    keyword: "KB LIST COLLECTIONS",
    forms: forms(""),
    result: "any",
    effect: "recordable",
    summary: "The names of the bot's knowledge collections, as a list.",
    example: "FOR EACH collection IN KB LIST COLLECTIONS\n  TALK collection\nNEXT",
  },
  {
    keyword: "KB COLLECTION STATS",
    forms: forms("name"),
    result: "object",
    effect: "recordable",
    summary: "Figures of one knowledge collection.",
    example: 'figures = KB COLLECTION STATS "manuals"\nTALK figures.points_count',
  },
  {
    keyword: "KB DOCUMENTS COUNT",
    forms: forms(""),
    result: "number",
    effect: "recordable",
    summary: "How many documents the bot's knowledge has.",
    example: "count = KB DOCUMENTS COUNT",
  },
  {
    keyword: "KB DOCUMENTS ADDED SINCE",
    forms: forms("days"),
    result: "number",
    effect: "recordable",
    summary: "How many documents were added within so many days.",
    example: "fresh = KB DOCUMENTS ADDED SINCE 7",
  },
  {
    keyword: "KB STORAGE SIZE",
    forms: forms(""),
    result: "number",
    effect: "recordable",
    summary: "How much room the bot's knowledge takes, in megabytes.",
    example: 'TALK "Knowledge: " + KB STORAGE SIZE + " MB"',
  },
]);
