/** For people: the keywords of ../messages.ts. */
import type { KeywordText } from "../entry.ts";

export const MESSAGES_TEXTS: Readonly<Record<string, KeywordText>> = {
  "SEND MAIL": {
    summary: "Sends a mail. With two operands the subject is the bot's name.",
    example: 'SEND MAIL "ann@example.com", "Your order", "It is on its way.", "invoice.pdf"',
  },
  "BEGIN MAIL": {
    summary:
      "Sends the lines up to END MAIL as a mail. Lines such as Subject:, Cc:, Bcc:, From:, Reply-To: and Attach: come first; a blank line ends them.",
    example: "BEGIN MAIL ann@example.com\nSubject: Your order ${number}\n\nIt is on its way.\nEND MAIL",
  },
  "CREATE DRAFT": {
    summary: "Puts a mail into the drafts.",
    example: 'CREATE DRAFT "ann@example.com", "Your question", answer',
  },
  "TALK TO": {
    summary:
      "Sends a message to somebody else: channel:address, a telephone number for WhatsApp, a mail address, or the id of a user.",
    example: 'TALK TO "whatsapp:+4915112345678", "Your order is ready."',
  },
  "SEND TO SESSION": {
    summary: "Sends a message into another conversation of the bot.",
    example: 'SEND TO SESSION ticket.session, "We have found your parcel."',
  },
  "SEND SMS": {
    summary: "Sends a text message; a third operand is a provider or a priority.",
    example: 'sent = SEND SMS "+4915112345678", "Your code is " + code',
  },
  "SEND WHATSAPP": {
    summary: "Sends a WhatsApp message.",
    example: 'SEND WHATSAPP TO "+4915112345678" WITH "Your order is ready."',
  },
  BROADCAST: {
    summary: "Sends a message to each of a list of recipients.",
    example: 'BROADCAST "We open at noon today." TO customers',
  },
  "SEND TEMPLATE": {
    summary:
      "Sends a message made from a template: its name, the channel, the recipient and the values are told apart by what they are. Yields one result for each delivery.",
    example: 'sent = SEND TEMPLATE "welcome", "email", "ann@example.com", {name: "Ann"}',
  },
  "CREATE TEMPLATE": {
    summary: "Stores a message template with {{name}} in place of the values.",
    example: 'CREATE TEMPLATE "welcome", "Hello {{name}}!"',
  },
  "GET TEMPLATE": { summary: "A message template by its name.", example: 'template = GET TEMPLATE "welcome"' },
};
