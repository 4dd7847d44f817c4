/** Objects as others speak to them, by the names that contracts/objects.ts gives them. */

import type { StoredTables } from "../contracts/backup.ts";
import type { DriveApi } from "../contracts/drive.ts";
import type { ConversationKey } from "../contracts/ids.ts";
import type { LedgerApi } from "../contracts/ledger.ts";
import type { BotApi, DataApi, KnowledgeApi, SessionApi } from "../contracts/objects.ts";
import type { UserApi } from "../contracts/person.ts";
import type { Clock } from "../platform/clock.ts";
import type { Env } from "./env.ts";
import type { SessionObject } from "./session-object.ts";

// The platform's types for calls between objects lose recursive JSON types on the way (they become `never`). The classes
// behind these bindings implement exactly the interfaces named here, and both sides are type-checked against them.

type BotKey = Pick<ConversationKey, "tenant" | "bot">;

/** `fork` is for the object of replays alone. */
export function sessionObject(
  env: Env,
  { tenant, bot, conversation }: ConversationKey,
): SessionApi & Pick<SessionObject, "fork"> {
  return env.SESSION.getByName(`${tenant}/${bot}/${conversation}`) as unknown as SessionObject;
}

export function botObject(env: Env, key: BotKey): BotApi {
  return env.BOT.getByName(`${key.tenant}/${key.bot}`) as unknown as BotApi;
}

export function dataObject(env: Env, key: BotKey): DataApi {
  return env.DATA.getByName(`${key.tenant}/${key.bot}`) as unknown as DataApi;
}

export function driveObject(env: Env, key: BotKey): DriveApi {
  return env.DRIVE.getByName(`${key.tenant}/${key.bot}`) as unknown as DriveApi;
}

export function knowledgeObject(env: Env, key: BotKey, collection: string): KnowledgeApi {
  return env.KNOWLEDGE.getByName(`${key.tenant}/${key.bot}/${collection}`) as unknown as KnowledgeApi;
}

/** `person`: the key of a verified person. */
export function userObject(env: Env, tenant: string, person: string): UserApi {
  return env.USER.getByName(`${tenant}/${person}`) as unknown as UserApi;
}

export function ledgerObject(env: Env, tenant: string): LedgerApi {
  return env.LEDGER.getByName(tenant) as unknown as LedgerApi;
}

/** A store of the bot as its backups see it: `session/ID`, `data` or `drive`. */
export function storedTables(env: Env, { tenant, bot }: BotKey, store: string): StoredTables {
  const object =
    store === "data"
      ? env.DATA.getByName(`${tenant}/${bot}`)
      : store === "drive"
        ? env.DRIVE.getByName(`${tenant}/${bot}`)
        : env.SESSION.getByName(`${tenant}/${bot}/${store.slice("session/".length)}`);
  return object as unknown as StoredTables;
}

const PAUSES_MS = [100, 400, 1_600];

/**
 * A call to another object, repeated when the platform says that it may be: an object that is being moved or restarted
 * answers so. Reads may be repeated, and writes carry a key that is applied once.
 */
export async function callObject<T>(clock: Clock, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const pause = PAUSES_MS[attempt];
      if (pause === undefined || signal.aborted || !isRetryable(error)) throw error;
      await clock.sleep(pause, signal);
    }
  }
}

function isRetryable(error: unknown): boolean {
  return (
    error instanceof Error &&
    "retryable" in error &&
    error.retryable === true &&
    !("overloaded" in error && error.overloaded === true)
  );
}
