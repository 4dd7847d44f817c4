/**
 * The address of one file for whoever has it: `KEYID.SUBJECT.SIGNATURE`, an HMAC-SHA-256 over tenant, subject and key id with
 * the keys that sign conversation tokens. The subject says what is opened and until when; it is no secret and holds none.
 * A link of the drive can be revoked, because its entry is asked for; one to an attachment is short.
 */
import { type ConversationKeys, fromBase64Url, toBase64Url } from "./conversation-token.ts";

export type FileTokenSubject =
  | { kind: "link"; bot: string; link: string; expires: number }
  | { kind: "attachment"; bot: string; conversation: string; attachment: string; expires: number };

const MAX_TOKEN = 400;
const FORM = /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{1,300})\.([A-Za-z0-9_-]{43})$/;
const SUBJECT = /^(?:l\/([a-z0-9_-]+)\/([a-v0-9]{26})|a\/([a-z0-9_-]+)\/([a-v0-9]{26})\/([a-v0-9]{26}))\/(\d{1,16})$/;

export async function mintFileToken(
  keys: ConversationKeys,
  tenant: string,
  subject: FileTokenSubject,
): Promise<string> {
  const signer = keys.keys.get(keys.current);
  if (!signer) throw new Error("CONVERSATION_KEYS names no current key");
  const parts =
    subject.kind === "link"
      ? ["l", subject.bot, subject.link]
      : ["a", subject.bot, subject.conversation, subject.attachment];
  const text = toBase64Url(new TextEncoder().encode([...parts, subject.expires].join("/")));
  const signature = await crypto.subtle.sign("HMAC", await signer, signedText(tenant, text, keys.current));
  return `${keys.current}.${text}.${toBase64Url(new Uint8Array(signature))}`;
}

/** What the token opens, also when it is over; null when it was not signed here. Compared in constant time. */
export async function readFileToken(
  keys: ConversationKeys,
  tenant: string,
  token: string,
): Promise<FileTokenSubject | null> {
  const [, id = "", text = "", code = ""] = token.length > MAX_TOKEN ? [] : (FORM.exec(token) ?? []);
  const signer = keys.keys.get(id);
  const signature = fromBase64Url(code);
  if (!signer || !signature) return null;
  if (!(await crypto.subtle.verify("HMAC", await signer, signature, signedText(tenant, text, id)))) return null;
  const bytes = fromBase64Url(text);
  const [, linkBot, link, bot, conversation, attachment, time] =
    SUBJECT.exec(new TextDecoder().decode(bytes ?? undefined)) ?? [];
  const expires = Number(time);
  if (linkBot !== undefined && link !== undefined) return { kind: "link", bot: linkBot, link, expires };
  if (bot === undefined || conversation === undefined || attachment === undefined) return null;
  return { kind: "attachment", bot, conversation, attachment, expires };
}

function signedText(tenant: string, subject: string, id: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(`basalt file 1\n${tenant}\n${subject}\n${id}`));
}
