/** Keywords of the human desk: people who take over from the bot, and what helps them. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const DESK: readonly KeywordEntry[] = [
  ...family("desk", "3.14", "desk", [
    {
      keyword: "TRANSFER TO HUMAN",
      forms: forms("[department] [, priority] [, context]"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "GET QUEUE",
      forms: forms(""),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "NEXT IN QUEUE",
      forms: forms(""),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "ASSIGN CONVERSATION",
      forms: forms("session ,|TO|~ attendant"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "RESOLVE CONVERSATION",
      forms: forms("session [,|WITH|~ reason]"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "SET PRIORITY",
      forms: forms("session ,|TO|~ priority"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "TAG CONVERSATION",
      forms: forms("session ,|WITH|~ tag"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "ADD NOTE",
      forms: forms("note TO session", "session ,|~ note"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "GET ATTENDANTS",
      forms: forms("[status]"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET ATTENDANT STATS",
      forms: forms("attendant"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET ATTENDANT STATUS",
      forms: forms("attendant"),
      result: "text",
      effect: "recordable",
    },
    {
      keyword: "SET ATTENDANT STATUS",
      forms: forms("attendant ,|TO|~ status"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "GET NEXT AVAILABLE AGENT",
      section: "Annex B",
      forms: forms(""),
      result: "object",
      effect: "recordable",
      statement: false,
    },
    {
      keyword: "NOTIFY ATTENDANT",
      aliases: ["NOTIFY AGENT"],
      forms: forms("attendant ,|WITH|~ text"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "ESCALATE TO SUPERVISOR",
      forms: forms("[session] [,|WITH|~ reason]"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "ANALYZE SENTIMENT",
      forms: forms("session ,|~ text", "text"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET TIPS",
      forms: forms("session ,|~ text", "session"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "POLISH MESSAGE",
      forms: forms("text [,|AS|~ tone]"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET SMART REPLIES",
      forms: forms("session"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET SUMMARY",
      forms: forms("session"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET CUSTOMER HISTORY",
      forms: forms("user"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "IS ACTIVE",
      section: "Annex B",
      forms: forms("session"),
      result: "any",
      effect: "recordable",
      statement: false,
    },
    {
      keyword: "GET LAST MESSAGE TIME",
      section: "Annex B",
      forms: forms("session"),
      result: "any",
      effect: "recordable",
      statement: false,
    },
  ]),
  ...family("desk", "3.14", "leads", [
    {
      keyword: "SCORE LEAD",
      aliases: ["AI SCORE LEAD"],
      aliasOperand: "method",
      forms: forms("lead"),
      result: "object",
      effect: "recordable",
    },
    {
      keyword: "GET LEAD SCORE",
      forms: forms("lead"),
      result: "any",
      effect: "recordable",
    },
    {
      keyword: "UPDATE LEAD SCORE",
      forms: forms("lead, change [, reason]"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "SET LEAD SCORE",
      forms: forms("lead ,|TO score"),
      result: "any",
      effect: "internal-write",
    },
    {
      keyword: "QUALIFY LEAD",
      forms: forms("lead [, threshold]"),
      result: "object",
      effect: "recordable",
    },
  ]),
];
