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
    },
    {
      keyword: "BEGIN MAIL",
      section: "3.5",
      forms: forms("to [~ text:block]"),
      result: null,
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "CREATE DRAFT",
      forms: forms("to, subject, body [, attachments]", "body, subject"),
      result: "object",
      effect: "internal-write",
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
    },
    {
      keyword: "SEND TO SESSION",
      section: "3.5",
      forms: forms("id, text"),
      result: null,
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "SEND SMS",
      forms: forms("phone, text [, provider] [, priority]"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "SEND WHATSAPP",
      aliases: ["SEND WHATSAPP TO"],
      forms: forms("phone ,|WITH text"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "BROADCAST",
      forms: forms("text ,|TO recipients:expr/BOTS"),
      result: "object",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "SEND TEMPLATE",
      forms: forms("TO to, values:rest", "values:rest"),
      result: "any",
      effect: "unsafe",
      policy: "raise",
    },
    {
      keyword: "CREATE TEMPLATE",
      forms: forms("name, text [, channel] [, subject]"),
      result: "object",
      effect: "internal-write",
    },
    {
      keyword: "GET TEMPLATE",
      forms: forms("name"),
      result: "object",
      effect: "recordable",
    },
  ]),
];
