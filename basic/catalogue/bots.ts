/** Keywords for several bots that work together. A bot that is asked again under the same key answers as before: its answers are internal writes. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const BOTS: readonly KeywordEntry[] = family("bots", "3.14", "bots", [
  {
    keyword: "ADD BOT",
    forms: forms(
      "name TRIGGER_ON|WITH_TRIGGER trigger [TOOLS|WITH_TOOLS tools] [SCHEDULE|WITH_SCHEDULE schedule]",
      "name WITH_TOOLS|TOOLS tools [TRIGGER_ON|WITH_TRIGGER trigger]",
      "name WITH_SCHEDULE|SCHEDULE schedule",
      "name",
    ),
    result: null,
    effect: "pure",
    summary:
      "Brings another bot into the conversation: for messages with certain words, with certain tools, or at certain times.",
    example: 'ADD BOT "billing" WITH TRIGGER "invoice, payment"',
  },
  {
    keyword: "REMOVE BOT",
    forms: forms("name"),
    result: null,
    effect: "pure",
    summary: "Takes a bot out of the conversation.",
    example: 'REMOVE BOT "billing"',
  },
  {
    keyword: "LIST BOTS",
    forms: forms(""),
    result: "any",
    effect: "pure",
    summary: "The bots of the conversation, as a list.",
    example: "bots = LIST BOTS",
  },
  {
    keyword: "SET BOT PRIORITY",
    forms: forms("name ,|TO priority"),
    result: null,
    effect: "pure",
    summary: "Which bot goes first where several would answer.",
    example: 'SET BOT PRIORITY "billing", 10',
  },
  {
    keyword: "DELEGATE",
    forms: forms("message TO_BOT|TO bot [TIMEOUT timeout]"),
    result: "text",
    effect: "internal-write",
    summary: "Gives a message to another bot and yields its answer.",
    example: 'answer = DELEGATE "What does order 7 cost?" TO BOT "billing" TIMEOUT 30',
  },
  {
    keyword: "DELEGATE TO",
    forms: forms("bot [WITH_CONTEXT|WITH context]"),
    result: "text",
    effect: "internal-write",
    summary: "Lets another bot go on with the conversation.",
    example: 'DELEGATE TO "billing" WITH CONTEXT order',
  },
  {
    keyword: "BROADCAST TO BOTS",
    forms: forms("message"),
    result: "any",
    effect: "internal-write",
    summary: "Gives a message to all bots of the conversation: BROADCAST message TO BOTS.",
    example: 'BROADCAST "The prices have changed." TO BOTS',
  },
  {
    keyword: "TRANSFER CONVERSATION TO",
    forms: forms("bot"),
    result: null,
    effect: "pure",
    summary: "Hands the conversation over to another bot.",
    example: 'TRANSFER CONVERSATION TO "billing"',
  },
  {
    keyword: "SEND TO BOT",
    forms: forms("bot ,|MESSAGE message"),
    result: null,
    effect: "internal-write",
    summary: "Sends another bot a message without waiting for its answer.",
    example: 'SEND TO BOT "billing" MESSAGE "Order 7 is paid."',
  },
  {
    keyword: "WAIT FOR BOT",
    forms: forms("bot [TIMEOUT timeout]"),
    result: "any",
    effect: "recordable",
    summary: "Waits for the answer of a bot that was sent a message.",
    example: 'answer = WAIT FOR BOT "billing" TIMEOUT 30',
  },
  {
    keyword: "COLLABORATE WITH",
    forms: forms("bots ON task"),
    result: "text",
    effect: "internal-write",
    summary: "Lets several bots work on one task and yields what they found.",
    example: 'plan = COLLABORATE WITH ["sales", "billing"] ON "an offer for order 7"',
  },
  {
    keyword: "BOT REFLECTION",
    forms: forms("[mode:expr/TRUE|FALSE|ON|OFF]"),
    result: "any",
    effect: "pure",
    summary: "Switches on or off that a bot looks back on its answers; a metric's name asks for its figure.",
    example: "BOT REFLECTION ON",
  },
  {
    keyword: "ORCHESTRATE WORKFLOW",
    forms: forms("name [~ steps:rest]"),
    result: null,
    effect: "unsafe",
    policy: "raise",
    summary: "Runs steps one after the other, each by a bot.",
    example:
      'ORCHESTRATE WORKFLOW "offer"\n  STEP 1: BOT "sales" "collect the prices"\n  STEP 2: BOT "billing" "write the offer"\nEND WORKFLOW',
  },
]);
