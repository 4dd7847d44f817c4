/** For people: the keywords of ../bots.ts. */
import type { KeywordText } from "../entry.ts";

export const BOTS_TEXTS: Readonly<Record<string, KeywordText>> = {
  "ADD BOT": {
    summary:
      "Brings another bot into the conversation: for messages with certain words, with certain tools, or at certain times.",
    example: 'ADD BOT "billing" WITH TRIGGER "invoice, payment"',
  },
  "REMOVE BOT": { summary: "Takes a bot out of the conversation.", example: 'REMOVE BOT "billing"' },
  "LIST BOTS": { summary: "The bots of the conversation, as a list.", example: "bots = LIST BOTS" },
  "SET BOT PRIORITY": {
    summary: "Which bot goes first where several would answer.",
    example: 'SET BOT PRIORITY "billing", 10',
  },
  DELEGATE: {
    summary: "Gives a message to another bot and yields its answer.",
    example: 'answer = DELEGATE "What does order 7 cost?" TO BOT "billing" TIMEOUT 30',
  },
  "DELEGATE TO": {
    summary: "Lets another bot go on with the conversation.",
    example: 'DELEGATE TO "billing" WITH CONTEXT order',
  },
  "BROADCAST TO BOTS": {
    summary: "Gives a message to all bots of the conversation: BROADCAST message TO BOTS.",
    example: 'BROADCAST "The prices have changed." TO BOTS',
  },
  "TRANSFER CONVERSATION TO": {
    summary: "Hands the conversation over to another bot.",
    example: 'TRANSFER CONVERSATION TO "billing"',
  },
  "SEND TO BOT": {
    summary: "Sends another bot a message without waiting for its answer.",
    example: 'SEND TO BOT "billing" MESSAGE "Order 7 is paid."',
  },
  "WAIT FOR BOT": {
    summary: "Waits for the answer of a bot that was sent a message.",
    example: 'answer = WAIT FOR BOT "billing" TIMEOUT 30',
  },
  "COLLABORATE WITH": {
    summary: "Lets several bots work on one task and yields what they found.",
    example: 'plan = COLLABORATE WITH ["sales", "billing"] ON "an offer for order 7"',
  },
  "BOT REFLECTION": {
    summary: "Switches on or off that a bot looks back on its answers; a metric's name asks for its figure.",
    example: "BOT REFLECTION ON",
  },
  "ORCHESTRATE WORKFLOW": {
    summary: "Runs steps one after the other, each by a bot.",
    example:
      'ORCHESTRATE WORKFLOW "offer"\n  STEP 1: BOT "sales" "collect the prices"\n  STEP 2: BOT "billing" "write the offer"\nEND WORKFLOW',
  },
};
