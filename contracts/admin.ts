/** Bodies of the administrative routes: sign-in by link, API tokens, bots. */
import * as z from "zod";
import type { BotStatus } from "./objects.ts";
import { SCOPES } from "./scopes.ts";

export { SCOPES, type Scope } from "./scopes.ts";
/** API tokens can be told from any other secret, also by scanners of leaked code. */
export const API_TOKEN_PREFIX = "bsk_";

/** Names of session objects, as the platform's storage spells them. */
export const reprojectRequest = z.object({ objects: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(1_000) });

/**
 * What the start script says: how many files the process has open and may have, or plainly that newcomers are to be turned
 * away, and when they are not any more.
 */
export const admissionRequest = z.union([
  z.object({ full: z.boolean() }),
  z.object({ limit: z.int().positive(), used: z.int().min(0), sockets: z.int().min(0) }),
]);
/** Whether newcomers are turned away at the moment. */
export interface AdmissionState {
  full: boolean;
}

export const sessionRequest = z.object({ token: z.string().min(1).max(2_000) });

export const tokenRequest = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  /** Days until it expires; null = never. */
  expiresInDays: z.int().min(1).max(3_650).nullable().default(90),
});
export type TokenRequest = z.infer<typeof tokenRequest>;

/** Conversations that the check of a release looks at: each is woken. */
export const upgradeCheckRequest = z.strictObject({ limit: z.int().min(1).max(200).default(100) });

/** Times are ISO 8601. */
export interface ApiToken {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}
/** The only answer that ever holds the key itself. */
export interface NewApiToken extends ApiToken {
  token: string;
}
export interface AdminSession {
  tenant: string;
  expiresAt: string;
}
export interface OneTimeLink {
  url: string;
  expiresAt: string;
}
export interface BotSummary extends BotStatus {
  bot: string;
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** `/readyz`. */
export interface Readiness {
  /** `degraded`: chat works, a part that something else needs does not. */
  status: "ready" | "degraded" | "unavailable";
  parts: Record<string, PartState>;
}
export interface PartState {
  /** `absent`: not set up here, and nothing expects it. */
  state: "up" | "down" | "absent";
  latencyMs: number | null;
  /** True when no conversation can go on without it. */
  required: boolean;
}
