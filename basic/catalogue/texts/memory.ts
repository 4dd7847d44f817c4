/** For people: the keywords of ../memory.ts. */
import type { KeywordText } from "../entry.ts";

export const MEMORY_TEXTS: Readonly<Record<string, KeywordText>> = {
  "SET BOT MEMORY": {
    summary: "Stores a value under a key for all conversations of the bot.",
    example: 'SET BOT MEMORY "greeting", "Good to see you"',
  },
  "GET BOT MEMORY": {
    summary: "Reads a value of the bot's memory; NULL where the key was never set.",
    example: 'greeting = GET BOT MEMORY "greeting"',
  },
  "CACHE SET": {
    summary: "Stores a value for so many seconds for all conversations of the bot.",
    example: 'CACHE SET "rate", rate, 600',
  },
  "CACHE GET": {
    summary: "A value of the cache; NULL where there is none or its time is over.",
    example: 'rate = CACHE GET "rate"',
  },
  "BOT SHARE MEMORY": {
    summary: "Gives another bot a value of this bot's memory.",
    example: 'BOT SHARE MEMORY "prices" WITH "sales"',
  },
  "BOT SYNC MEMORY FROM": { summary: "Takes over what another bot shares.", example: 'BOT SYNC MEMORY FROM "sales"' },
  "SET USER MEMORY": {
    summary: "Stores a value under a key for the person, in all conversations.",
    example: 'SET USER MEMORY "size", "M"',
  },
  "GET USER MEMORY": {
    summary: "Reads a value of the person's memory; NULL where the key was never set.",
    example: 'size = GET USER MEMORY "size"',
  },
  "CLEAR USER MEMORY": {
    summary: "Forgets one value of the person's memory, or all of them.",
    example: 'CLEAR USER MEMORY "size"',
  },
  "SET USER FACT": {
    summary: "Notes a fact about the person, which the model sees in every conversation.",
    example: 'SET USER FACT "diet", "vegetarian"',
  },
  "REMEMBER USER FACT": {
    summary: "Notes a fact about the person in words.",
    example: 'REMEMBER USER FACT "prefers to be called in the morning"',
  },
  "USER FACTS": { summary: "The facts that are noted about the person.", example: "facts = USER FACTS()" },
  REMEMBER: {
    summary:
      'Stores a value for the person and this bot: for "2 hours", "30 days" or another duration, for so many days, or for ever.',
    example: 'REMEMBER "last_order", number, "30 days"',
  },
  RECALL: {
    summary: "A value that REMEMBER stored; NULL where there is none or its time is over.",
    example: 'number = RECALL "last_order"',
  },
  "SET SESSION": {
    summary: "Stores a value under a key of this conversation, or of another one by its id.",
    example: 'SET SESSION "case", number',
  },
  "GET SESSION": {
    summary:
      "A value of this conversation, or of another one by its id: what SET SESSION stored, or id, user_name, channel and the like.",
    example: 'number = GET SESSION "case"\nother = GET SESSION id, "user_name"',
  },
  SET: {
    summary:
      "With a text before = or a comma, stores a key of the conversation; with three texts, changes rows of a table. SET name = value is a plain assignment.",
    example: 'SET "order.number" = number\nSET "orders", "id=7", "status=sent"',
  },
  "SET USER": {
    summary: "Says who the person is, for what follows in this conversation.",
    example: "SET USER customer.id",
  },
  "GET CLIENT IP": {
    summary: "The network address of the person, where the channel has one.",
    example: "address = GET_CLIENT_IP()",
  },
  "GET USER AGENT": {
    summary: "The program through which the person speaks, where the channel says it.",
    example: "browser = GET_USER_AGENT()",
  },
  "SET CONFIG": {
    summary: "Changes a value of the bot's configuration.",
    example: 'SET CONFIG "welcome-message" TO "Good to see you"',
  },
  "GET ENV": {
    summary: "A value of the environment that the operator made readable for scripts.",
    example: 'region = GET ENV "REGION"',
  },
};
