/** Keywords that speak with the person: messages, answers, suggestions, pauses. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const CONVERSATION: readonly KeywordEntry[] = [
  ...family("conversation", "3.5", undefined, [
    {
      keyword: "TALK",
      aliases: ["SEND MESSAGE"],
      forms: forms("text:rest"),
      result: null,
      effect: "pure",
      summary: "Sends one message to the person. Several operands are joined. An empty text is a blank line.",
      example: 'TALK "Hello, ${name}!"',
    },
    {
      keyword: "BEGIN TALK",
      forms: forms("text:block"),
      result: null,
      effect: "pure",
      summary: "Sends the lines up to END TALK as one message. Only ${...} has a meaning inside.",
      example: "BEGIN TALK\n  Welcome, ${name}.\n\n  * opening hours\n  * prices\nEND TALK",
    },
    {
      keyword: "PRINT",
      forms: [{ operands: [{ name: "text", kind: "rest", optional: true, semicolons: true }] }],
      result: null,
      effect: "pure",
      summary: "Writes a line to the log; the person does not see it.",
      example: 'PRINT "rows: "; COUNT(rows)',
    },
    {
      keyword: "BEGIN SYSTEM PROMPT",
      forms: forms("text:block"),
      result: null,
      effect: "pure",
      service: "session",
      summary:
        "Sets the system prompt of the conversation, in place of an earlier one of the same script; it is added to the prompt of the package.",
      example: "BEGIN SYSTEM PROMPT\n  You sell bicycles. Today is ${TODAY()}.\nEND SYSTEM PROMPT",
    },
  ]),
  ...family("conversation", "3.6", undefined, [
    {
      keyword: "HEAR",
      forms: [
        {
          operands: [
            { name: "variable", kind: "expr" },
            { name: "type", kind: "expr", after: ["AS"], softOnly: true, optional: true },
            { name: "prompt", kind: "expr", after: ["WITH"], softOnly: true, optional: true },
            { name: "default", kind: "expr", after: ["DEFAULT"], softOnly: true, optional: true },
            { name: "timeout", kind: "expr", after: ["TIMEOUT"], softOnly: true, optional: true },
            { name: "retries", kind: "expr", after: ["RETRIES"], softOnly: true, optional: true },
          ],
        },
      ],
      result: "any",
      effect: "pure",
      ownGrammar: true,
      summary:
        "Waits for the person's answer. AS names a type, which is checked and asked again, or a list to choose from.",
      example: 'HEAR age AS INTEGER WITH "How old are you?"\nHEAR colour AS "red", "green", *',
    },
    {
      keyword: "HEAR NOWAIT",
      forms: forms(""),
      result: null,
      effect: "pure",
      summary: "Says that an answer may come while the script goes on; WAIT FOR RESPONSE takes it later.",
      example: "HEAR NOWAIT\nWAIT FOR RESPONSE AS answer TIMEOUT 60",
    },
    {
      keyword: "WAIT FOR RESPONSE",
      forms: forms("AS variable [TIMEOUT timeout]"),
      result: null,
      effect: "pure",
      summary: "Waits for the person's answer for so many seconds at most; the variable is NULL when none came.",
      example: "WAIT FOR RESPONSE AS answer TIMEOUT 30",
    },
    {
      keyword: "WAIT",
      section: "3.13",
      forms: forms("seconds"),
      result: null,
      effect: "pure",
      summary: "Pauses for this many seconds, 300 at most; fractions count.",
      example: "WAIT 1.5",
    },
  ]),
  ...family("conversation", "3.7", undefined, [
    {
      keyword: "ADD SUGGESTION",
      forms: forms("TEXT text [,|AS label]", "TOOL tool [,|AS label]", "value AS label", "label, action", "label"),
      result: null,
      effect: "pure",
      summary: "Offers a button for a quick reply. With AS the value comes first and the visible label second.",
      example: 'ADD SUGGESTION "hours" AS "Opening hours"',
    },
    {
      keyword: "CLEAR SUGGESTIONS",
      aliases: ["CLEAR SUGGESTION"],
      forms: forms(""),
      result: null,
      effect: "pure",
      summary: "Takes away all suggestions.",
      example: "CLEAR SUGGESTIONS",
    },
    {
      keyword: "SHOW CARD",
      forms: forms("card"),
      result: null,
      effect: "pure",
      service: "session",
      summary:
        "Shows a card: an object with title, text, image, alt, fields (label and value of each) and buttons (label and value of each, or labels); a click on a button answers as a suggestion does. Shown again under the same key, the card changes where it stands.",
      example: `ticket = {title: "Ticket 17", fields: {Status: "open"}, buttons: ["Close it", "Leave it"], key: "ticket"}\nSHOW CARD ticket`,
    },
    {
      keyword: "SHOW LIST",
      forms: forms("rows [, options]"),
      result: null,
      effect: "pure",
      service: "session",
      summary:
        "Shows rows: as a table where all have the same two to six plain fields, else as a list, of cards or of their fields. Options: title, as (list or table), columns (names, or an object of names and labels), empty (said where there is no row) and key.",
      example: `tickets = FIND "tickets", "status=open"\nSHOW LIST tickets, {title: "Open tickets", columns: {number: "No.", subject: "Subject"}}`,
    },
    {
      keyword: "ADD SWITCHER",
      forms: forms("prompt ,|AS label"),
      result: null,
      effect: "pure",
      service: "session",
      summary: "Offers a switch that stays; while it is on, its prompt is added to what the model is told.",
      example: 'ADD SWITCHER "Answer in one sentence." AS "Short answers"',
    },
    {
      keyword: "CLEAR SWITCHERS",
      aliases: ["CLEAR SWITCHER"],
      forms: forms(""),
      result: null,
      effect: "pure",
      service: "session",
      summary: "Takes away all switches.",
      example: "CLEAR SWITCHERS",
    },
  ]),
];
