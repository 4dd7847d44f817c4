/** SEND TEMPLATE: which operand is the template, the channel, the recipient, the values (reference 3.12). */

import { isObject } from "../operations/compare.ts";
import type { BasicObject, Value } from "../values.ts";
import { isRecipient, textOf } from "./operands.ts";

const CHANNELS: ReadonlySet<string> = new Set(["email", "sms", "whatsapp", "telegram", "push"]);

export interface TemplateMessage {
  template: string;
  /** At least one. */
  channels: string[];
  recipient: string;
  variables: BasicObject | null;
}

/** `to` is the operand behind TO, null where there is none. A sentence where the operands make no message. */
export function readTemplateMessage(to: Value, values: readonly Value[]): TemplateMessage | string {
  const variables = values.find(isObject) ?? null;
  const texts = values.filter((value) => !isObject(value)).map(textOf);
  if (texts.includes(null)) return "SEND TEMPLATE takes texts and one object with the values";
  const words = texts.filter((text) => text !== null);
  const channel = words.findIndex(isChannel);
  const [named] = channel < 0 ? [] : words.splice(channel, 1);
  const behindTo = to === null ? null : textOf(to);
  const parts = behindTo === null ? words : [behindTo, ...words];
  if (parts.length !== 2) return "SEND TEMPLATE needs a template and a recipient";
  const [one = "", two = ""] = parts;
  const recipientFirst =
    behindTo !== null ? true : isRecipient(one) === isRecipient(two) ? named === undefined : isRecipient(one);
  const [recipient, template] = recipientFirst ? [one, two] : [two, one];
  const channels =
    named === undefined
      ? [channelOf(recipient)]
      : named
          .toLowerCase()
          .split(",")
          .map((word) => word.trim());
  return { template, channels, recipient, variables };
}

function isChannel(text: string): boolean {
  return text.split(",").every((word) => CHANNELS.has(word.trim().toLowerCase()));
}

/** The channel that an address belongs to. */
function channelOf(recipient: string): string {
  const prefix = /^([a-z]+):/i.exec(recipient)?.[1]?.toLowerCase();
  if (prefix && CHANNELS.has(prefix)) return prefix;
  return recipient.includes("@") ? "email" : "whatsapp";
}
