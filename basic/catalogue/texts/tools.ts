/** For people: the keywords of ../tools.ts. */
import type { KeywordText } from "../entry.ts";

export const TOOLS_TEXTS: Readonly<Record<string, KeywordText>> = {
  "ADD TOOL": {
    summary:
      "Attaches a script of the package to the conversation as a tool of the model. A missing script is a warning.",
    example: 'ADD TOOL "track-order"',
  },
  "REMOVE TOOL": { summary: "Detaches one tool from the conversation.", example: 'REMOVE TOOL "track-order"' },
  "CLEAR TOOLS": { summary: "Detaches all tools from the conversation.", example: "CLEAR TOOLS" },
  "LIST TOOLS": {
    summary: "The names of the tools that are attached, as a list.",
    example: 'tools = LIST TOOLS\nTALK JOIN(tools, ", ")',
  },
  "SET CONTEXT": {
    summary: "Keeps a text that every later turn of the model sees; a name tells several apart.",
    example: 'SET CONTEXT "order" AS "The person asks about order " + number',
  },
  "CLEAR CONTEXT": { summary: "Forgets one context, or all of them.", example: 'CLEAR CONTEXT "order"' },
  "SET ANSWER MODE": {
    summary: 'How plain messages are answered: "document", "sql", "chart", "tool", "direct" or "default".',
    example: 'SET ANSWER MODE "document"',
  },
  "ALLOW ROLE": {
    summary: "Refuses the script to everybody who does not have this role.",
    example: 'ALLOW ROLE "manager"',
  },
  "USE ACCOUNT": {
    summary: "Attaches a connected account, with its mail, calendar and files, to the conversation.",
    example: 'USE ACCOUNT "office@example.com"',
  },
  "USE WEBSITE": {
    summary: "Reads a web site into the knowledge of the conversation, and reads it again after the period.",
    example: 'USE WEBSITE "https://example.com/help" REFRESH "7d"',
  },
  "CLEAR WEBSITES": { summary: "Detaches all web sites from the conversation.", example: "CLEAR WEBSITES" },
};
