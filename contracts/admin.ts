/** Bodies of the administrative routes: sign-in by link, API tokens, bots. */
import { z } from "zod";
import type { BotStatus } from "./objects.ts";
import { SCOPES } from "./scopes.ts";

export { SCOPES, type Scope } from "./scopes.ts";
/** API tokens can be told from any other secret, also by scanners of leaked code. */
export const API_TOKEN_PREFIX = "bsk_";

/** Names of session objects, as the platform's storage spells them. */
export const reprojectRequest = z.object({ objects: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(1_000) });

/** What the start script says while the instance cannot take more people, and when it can again. */
export const admissionRequest = z.object({ full: z.boolean() });

export const sessionRequest = z.object({ token: z.string().min(1).max(2_000) });

export const tokenRequest = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  /** Days until it expires; null = never. */
  expiresInDays: z.int().min(1).max(3_650).nullable().default(90),
});
export type TokenRequest = z.infer<typeof tokenRequest>;

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
