/**
 * The key to one conversation: `KEYID.SIGNATURE`, an HMAC-SHA-256 over tenant, bot, conversation and key id. It holds no
 * data, has no expiry and is checked without waking the conversation; erasing the conversation is what revokes it.
 * A new signing key is introduced by adding it and naming it `current`; tokens of the older ones stay valid while listed.
 */
import * as z from "zod";
import { botName, type ConversationKey, conversationId, tenantId } from "../contracts/ids.ts";

const keyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);
const secret = z.string().regex(/^[A-Za-z0-9_-]{43,}$/, "a key is at least 32 bytes in base64url");
const keySet = z
  .object({ current: keyId, keys: z.record(keyId, secret) })
  .refine((set) => Object.hasOwn(set.keys, set.current), "`current` names no key of the list");

export interface ConversationKeys {
  /** Id of the key that signs. */
  readonly current: string;
  readonly keys: ReadonlyMap<string, Promise<CryptoKey>>;
}

const SIGNATURE_BYTES = 32;
/** 32 for the key id, a dot, 43 for the signature. */
const MAX_TOKEN = 80;

/** Reads the secret CONVERSATION_KEYS. Throws with the reason, never with the keys, when it is malformed. */
export function parseConversationKeys(json: string): ConversationKeys {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    throw new Error("CONVERSATION_KEYS is not JSON");
  }
  const parsed = keySet.safeParse(data);
  if (!parsed.success) {
    throw new Error(`CONVERSATION_KEYS is malformed: ${parsed.error.issues.map((issue) => issue.message).join("; ")}`);
  }
  const keys = new Map<string, Promise<CryptoKey>>();
  for (const [id, value] of Object.entries(parsed.data.keys)) keys.set(id, importKey(value));
  return { current: parsed.data.current, keys };
}

/** A token for the conversation, signed with the current key. */
export async function mint(keys: ConversationKeys, key: ConversationKey): Promise<string> {
  const signer = keys.keys.get(keys.current);
  if (!signer) throw new Error("CONVERSATION_KEYS names no current key");
  const signature = await crypto.subtle.sign("HMAC", await signer, signedText(key, keys.current));
  return `${keys.current}.${toBase64Url(new Uint8Array(signature))}`;
}

/** True when the token opens exactly this conversation. Compared in constant time; never throws on a malformed token. */
export async function verify(keys: ConversationKeys, key: ConversationKey, token: string): Promise<boolean> {
  if (token.length > MAX_TOKEN) return false;
  const dot = token.indexOf(".");
  const signer = keys.keys.get(token.slice(0, Math.max(dot, 0)));
  const signature = fromBase64Url(token.slice(dot + 1));
  if (!signer || signature?.length !== SIGNATURE_BYTES || !wellFormed(key)) return false;
  return crypto.subtle.verify("HMAC", await signer, signature, signedText(key, token.slice(0, dot)));
}

/** Ids of these forms hold no line break, so that the parts of the signed text cannot run into each other. */
function wellFormed(key: ConversationKey): boolean {
  return (
    tenantId.safeParse(key.tenant).success &&
    botName.safeParse(key.bot).success &&
    conversationId.safeParse(key.conversation).success
  );
}

function signedText(key: ConversationKey, id: string): Uint8Array<ArrayBuffer> {
  const text = `basalt conversation 1\n${key.tenant}\n${key.bot}\n${key.conversation}\n${id}`;
  return Uint8Array.from(new TextEncoder().encode(text));
}

function importKey(base64Url: string): Promise<CryptoKey> {
  const bytes = fromBase64Url(base64Url);
  if (!bytes) return Promise.reject(new Error("a key of CONVERSATION_KEYS is not base64url"));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}
