/** The door of one conversation: ids by form, the token by its signature, both before any object wakes. */
import { botName, type ConversationKey, conversationId } from "../../contracts/ids.ts";
import type { Env } from "../../durable-objects/env.ts";
import { type ConversationKeys, mint, parseConversationKeys, verify } from "../../platform/conversation-token.ts";
import { base32hex, newConversationId } from "../../platform/ids.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";
import { bearer } from "./principal.ts";
import { operatorKey, sha256Hex } from "./secrets.ts";

let parsed: { text: string; keys: ConversationKeys } | undefined;

export function keysOf(env: Env): ConversationKeys {
  if (parsed?.text !== env.CONVERSATION_KEYS)
    parsed = { text: env.CONVERSATION_KEYS, keys: parseConversationKeys(env.CONVERSATION_KEYS) };
  return parsed.keys;
}

export function botOf(c: Ctx): string {
  const bot = c.req.param("bot") ?? "";
  if (!botName.safeParse(bot).success) throw new FaultError("bot.unknown", "No bot can have this name.");
  return bot;
}

export function conversationOf(c: Ctx): ConversationKey {
  const bot = botOf(c);
  const conversation = c.req.param("id") ?? "";
  if (!conversationId.safeParse(conversation).success)
    throw new FaultError("conversation.unknown", "A conversation's id has 26 characters, 0-9 and a-v.");
  return { tenant: c.get("tenant"), bot, conversation };
}

/** The conversation that the bearer token opens, or 401. */
export async function requireConversation(c: Ctx): Promise<ConversationKey> {
  const key = conversationOf(c);
  const token = bearer(c);
  if (token === null) throw new FaultError("auth.required", "Send the conversation's token as a bearer token.");
  await checkToken(c, key, token);
  return key;
}

export const opensConversation = (c: Ctx, key: ConversationKey, token: string): Promise<boolean> =>
  verify(keysOf(c.env), key, token);

export async function checkToken(c: Ctx, key: ConversationKey, token: string): Promise<void> {
  if (!(await opensConversation(c, key, token)))
    throw new FaultError("auth.invalid", "The token does not open this conversation.");
}

export const mintToken = (env: Env, key: ConversationKey): Promise<string> => mint(keysOf(env), key);

/**
 * A new conversation's id: random, or, with an Idempotency-Key, derived from key, body, bot and client address, so that
 * a repeated request names the same conversation without a store of keys. The address is part of it because the answer
 * holds the conversation's token: a guessable key of one visitor must not hand it to another.
 */
export async function idForOpening(c: Ctx, bot: string, body: unknown): Promise<string> {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return newConversationId();
  if (!/^[\x20-\x7e]{1,255}$/.test(given))
    throw new FaultError("request.invalid", "Idempotency-Key has 1 to 255 printable ASCII characters.");
  const address = c.req.header("cf-connecting-ip") ?? "";
  const text = ["open 1", c.get("tenant"), bot, address, given, await sha256Hex(JSON.stringify(body))].join("\n");
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", operatorKey(c.env), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return base32hex(new Uint8Array(mac, 0, 16));
}
