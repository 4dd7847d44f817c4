/** Keywords that write to somebody: mail, messages to other people and channels, templates. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const MESSAGES: readonly KeywordEntry[] = [
  ...family("messages", "3.12", "mail", [
    {
      keyword: "SEND MAIL",
      aliases: ["SEND EMAIL"],
      forms: forms(
        "TO to ,|SUBJECT subject ,|BODY body [,|ATTACHMENT|ATTACHMENTS attachments] [USING account]",
        "to ,|SUBJECT subject ,|BODY body [,|ATTACHMENT|ATTACHMENTS attachments] [USING account]",
        "to ,|BODY body [ATTACHMENT|ATTACHMENTS attachments] [USING account]",
      ),
      result: "object",
      effect: "unsafe",
      policy: "raise",
      summary: "Sends a mail. With two operands the subject is the bot's name.",
      example: 'SEND MAIL "ann@example.com", "Your order", "It is on its way.", "invoice.pdf"',
    },
    {
      keyword: "BEGIN MAIL",
      section: "3.5",
      forms: forms("to [~ text:block]"),
      result: null,
      effect: "unsafe",
      policy: "raise",
      summary:
        "Sends the lines up to END MAIL as a mail. Lines such as Subject:, Cc:, Bcc:, From:, Reply-To: and Attach: come first; a blank line ends them.",
      example: "BEGIN MAIL ann@example.com\nSubject: Your order ${number}\n\nIt is on its way.\nEND MAIL",
    },
    {
      keyword: "CREATE DRAFT",
      forms: forms("to, subject, body [, attachments]", "body, subject"),
      result: "object",
      effect: "internal-write",
      summary: "Puts a mail into the drafts.",
      example: 'CREATE DRAFT "ann@example.com", "Your question", answer',
    },
  ]),
  ...family("messages", "3.12", "messaging", [
    {
      keyword: "TALK TO",
      section: "3.5",
      forms: forms("recipient, text:rest"),
      result: null,
      effect: "unsafe",
      policy: "raise",
      summary:
        "Sends a message to somebody else: channel:address, a telephone number for WhatsApp, a mail address, or the id of a user.",
      example: 'TALK TO "whatsapp:+4915112345678", "Your order is ready."',
    },
    {
      keyword: "SEND TO SESSION",
      section: "3.5",
      forms: forms("id, text"),
      result: null,
      effect: "unsafe",
      policy: "raise",
      summary: "Sends a message into another conversation of the bot.",
      example: 'SEND TO SESSION ticket.session, "We have found your parcel."',
    },
    {
      keyword: "SEND SMS",
      forms: forms("phone, text [, provider] [, priority]"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
      summary: "Sends a text message; a third operand is a provider or a priority.",
      example: 'sent = SEND SMS "+4915112345678", "Your code is " + code',
    },
    {
      keyword: "SEND WHATSAPP",
      aliases: ["SEND WHATSAPP TO"],
      forms: forms("phone ,|WITH text"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
      summary: "Sends a WhatsApp message.",
      example: 'SEND WHATSAPP TO "+4915112345678" WITH "Your order is ready."',
    },
    {
      keyword: "BROADCAST",
      forms: forms("text ,|TO recipients:expr/BOTS"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
      summary: "Sends a message to each of a list of recipients.",
      example: 'BROADCAST "We open at noon today." TO customers',
    },
    {
      keyword: "SEND TEMPLATE",
      forms: forms("TO to, values:rest", "values:rest"),
      result: "any",
      effect: "unsafe",
      policy: "raise",
      summary:
        "Sends a message made from a template: its name, the channel, the recipient and the values are told apart by what they are. Yields one result for each delivery.",
      example: 'sent = SEND TEMPLATE "welcome", "email", "ann@example.com", {name: "Ann"}',
    },
    {
      keyword: "CREATE TEMPLATE",
      forms: forms("name, text [, channel] [, subject]"),
      result: "object",
      effect: "internal-write",
      summary: "Stores a message template with {{name}} in place of the values.",
      example: 'CREATE TEMPLATE "welcome", "Hello {{name}}!"',
    },
    {
      keyword: "GET TEMPLATE",
      forms: forms("name"),
      result: "object",
      effect: "recordable",
      summary: "A message template by its name.",
      example: 'template = GET TEMPLATE "welcome"',
    },
  ]),
];
