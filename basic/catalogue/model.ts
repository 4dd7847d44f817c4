/** Keywords that ask the language model. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const MODEL: readonly KeywordEntry[] = [
  ...family("model", "3.7", "model", [
    {
      keyword: "LLM",
      aliases: ["ASK"],
      forms: forms("prompt [WITH options:expr/CONTEXT|KB|TOOLS|JSON]"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "REWRITE",
      forms: forms("prompt"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "ANSWER",
      forms: forms("question"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "USE MODEL",
      forms: forms("name"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "SET MODEL ROUTING",
      forms: forms("routing"),
      result: null,
      effect: "pure",
    },
    {
      keyword: "GET CURRENT MODEL",
      forms: forms(""),
      result: "text",
      effect: "pure",
    },
    {
      keyword: "LIST MODELS",
      forms: forms(""),
      result: "any",
      effect: "recordable",
    },
  ]),
  ...family("model", "3.14", "model", [
    {
      keyword: "TRANSLATE",
      forms: forms("text ,|TO language"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "SUMMARIZE",
      forms: forms("text"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "CLASSIFY",
      forms: forms("text ,|AS|INTO categories"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "SENTIMENT",
      forms: forms("text"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "CALCULATE",
      forms: forms("formula [,|WITH variables]"),
      result: "number",
      effect: "recordable",
    },
    {
      keyword: "VALIDATE",
      forms: forms("value ,|AS rule [,|WITH details]"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "DETECT URGENCY",
      section: "Annex B",
      forms: forms("text"),
      result: "text",
      effect: "recordable",
      statement: false,
    },
    {
      keyword: "CLASSIFY INTENT",
      section: "Annex B",
      forms: forms("text"),
      result: "text",
      effect: "recordable",
      statement: false,
    },
  ]),
];
