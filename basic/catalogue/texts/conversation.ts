/** For people: the keywords of ../conversation.ts. */
import type { KeywordText } from "../entry.ts";

export const CONVERSATION_TEXTS: Readonly<Record<string, KeywordText>> = {
  TALK: {
    summary: "Sends one message to the person. Several operands are joined. An empty text is a blank line.",
    example: 'TALK "Hello, ${name}!"',
  },
  "BEGIN TALK": {
    summary: "Sends the lines up to END TALK as one message. Only ${...} has a meaning inside.",
    example: "BEGIN TALK\n  Welcome, ${name}.\n\n  * opening hours\n  * prices\nEND TALK",
  },
  PRINT: { summary: "Writes a line to the log; the person does not see it.", example: 'PRINT "rows: "; COUNT(rows)' },
  "BEGIN SYSTEM PROMPT": {
    summary:
      "Sets the system prompt of the conversation, in place of an earlier one of the same script; it is added to the prompt of the package.",
    example: "BEGIN SYSTEM PROMPT\n  You sell bicycles. Today is ${TODAY()}.\nEND SYSTEM PROMPT",
  },
  HEAR: {
    summary:
      "Waits for the person's answer. AS names a type, which is checked and asked again, or a list to choose from.",
    example: 'HEAR age AS INTEGER WITH "How old are you?"\nHEAR colour AS "red", "green", *',
  },
  "HEAR NOWAIT": {
    summary: "Says that an answer may come while the script goes on; WAIT FOR RESPONSE takes it later.",
    example: "HEAR NOWAIT\nWAIT FOR RESPONSE AS answer TIMEOUT 60",
  },
  "WAIT FOR RESPONSE": {
    summary: "Waits for the person's answer for so many seconds at most; the variable is NULL when none came.",
    example: "WAIT FOR RESPONSE AS answer TIMEOUT 30",
  },
  WAIT: { summary: "Pauses for this many seconds, 300 at most; fractions count.", example: "WAIT 1.5" },
  "ADD SUGGESTION": {
    summary: "Offers a button for a quick reply. With AS the value comes first and the visible label second.",
    example: 'ADD SUGGESTION "hours" AS "Opening hours"',
  },
  "CLEAR SUGGESTIONS": { summary: "Takes away all suggestions.", example: "CLEAR SUGGESTIONS" },
  "SHOW CARD": {
    summary:
      "Shows a card: an object with title, text, image, alt, fields (label and value of each) and buttons (label and value of each, or labels); a click on a button answers as a suggestion does. Shown again under the same key, the card changes where it stands.",
    example: `ticket = {title: "Ticket 17", fields: {Status: "open"}, buttons: ["Close it", "Leave it"], key: "ticket"}\nSHOW CARD ticket`,
  },
  "SHOW LIST": {
    summary:
      "Shows rows: as a table where all have the same two to six plain fields, else as a list, of cards or of their fields. Options: title, as (list or table), columns (names, or an object of names and labels), empty (said where there is no row) and key.",
    example: `tickets = FIND "tickets", "status=open"\nSHOW LIST tickets, {title: "Open tickets", columns: {number: "No.", subject: "Subject"}}`,
  },
  "ADD SWITCHER": {
    summary: "Offers a switch that stays; while it is on, its prompt is added to what the model is told.",
    example: 'ADD SWITCHER "Answer in one sentence." AS "Short answers"',
  },
  "CLEAR SWITCHERS": { summary: "Takes away all switches.", example: "CLEAR SWITCHERS" },
};
