/** Names and ids that cross the wire: what they may look like, and which are ours. */
import * as z from "zod";

export const tenantId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/** First path segments that belong to the product; no bot may be called so. */
export const RESERVED_BOT_NAMES: ReadonlySet<string> = new Set([
  "v1",
  "api",
  "auth",
  "docs",
  "hooks",
  "embed",
  "console",
  "assets",
  "healthz",
  "readyz",
  "metrics",
  "openapi.json",
  ".well-known",
  "favicon.ico",
  "robots.txt",
  "shared",
  "admin",
  "static",
  "webhook",
  "ws",
]);
export const botName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "a bot name has 1 to 63 characters: lower-case letters, digits, - and _")
  .refine((name) => !RESERVED_BOT_NAMES.has(name), "this name is reserved");

/** 128 random bits in base32hex; made by the server. */
export const conversationId = z.string().regex(/^[a-v0-9]{26}$/);
/** Chosen by the client, unique in the conversation. */
export const messageId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21-\x7e]+$/);

/** Where a conversation lives. Tenant and bot come from the verified host and path, never from a body. */
export interface ConversationKey {
  tenant: string;
  bot: string;
  conversation: string;
}
