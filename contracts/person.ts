/** A person whose identity somebody vouches for, and what the bots of a tenant keep of them (docs/memory.md). */
import type { Result } from "./faults.ts";
import type { JsonValue } from "./json.ts";

/** Set by the edge or by the conversation itself, never by the body of a request. */
export interface VerifiedPerson {
  /** Name of their object below the tenant's; tells nothing of who they are. */
  key: string;
}

/** User memory of all bots, facts for the model, or what REMEMBER keeps for one bot (`bot/NAME`). */
export type PersonScope = "memory" | "fact" | `bot/${string}`;

export interface PersonValue {
  scope: PersonScope;
  key: string;
  value: JsonValue;
  /** ms; null keeps it for good. */
  until: number | null;
}

export const PERSON_LIMITS = {
  /** Characters of a key, and of a value as JSON. */
  key: 200,
  value: 100_000,
  /** Of all values of one person as JSON. */
  total: 20_000_000,
} as const;

/** One per tenant and verified person; object name `tenant/person`. */
export interface UserApi {
  /** NULL where there is none, or its time is over. */
  get(scope: PersonScope, key: string): Promise<JsonValue>;
  /** NULL takes the key away. Applied once per `effect`; refused where the scope would have more than `maxKeys`. */
  set(effect: string, value: PersonValue, maxKeys: number): Promise<Result<null>>;
  /** One key of a scope, or all of it where `key` is null. Applied once per `effect`. */
  clear(effect: string, scope: PersonScope, key: string | null): Promise<void>;
  /** Oldest first. */
  list(scope: PersonScope, limit: number): Promise<{ key: string; value: JsonValue }[]>;
  /** Everything, in all scopes, for good. */
  erase(): Promise<void>;
}
