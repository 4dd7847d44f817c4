/** Reaching the objects: names, and what a failed call means to the client. */
import type { DriveApi } from "../contracts/drive.ts";
import type { ConversationKey } from "../contracts/ids.ts";
import type { LedgerApi } from "../contracts/ledger.ts";
import type { BotApi, DataApi, ReplayApi, SessionApi } from "../contracts/objects.ts";
import type { Env } from "../durable-objects/env.ts";
import { FaultError } from "./problem.ts";

// The platform's stub types spell out cloning for every nested JSON value, and the compiler gives up on that depth. The
// classes implement these interfaces, so the stubs may be seen through them.
type SessionStub = SessionApi & Pick<DurableObjectStub, "fetch">;

export function sessionStub(env: Env, key: ConversationKey): SessionStub {
  const stub: unknown = env.SESSION.get(env.SESSION.idFromName(`${key.tenant}/${key.bot}/${key.conversation}`));
  return stub as SessionStub;
}

/** `name`: of the replay's object (contracts/objects.ts, ReplayApi). */
export function replayStub(env: Env, name: string): ReplayApi {
  const stub: unknown = env.REPLAY.get(env.REPLAY.idFromName(name));
  return stub as ReplayApi;
}

export function driveStub(env: Env, tenant: string, bot: string): DriveApi {
  const stub: unknown = env.DRIVE.get(env.DRIVE.idFromName(`${tenant}/${bot}`));
  return stub as DriveApi;
}

export function botStub(env: Env, tenant: string, bot: string): BotApi {
  const stub: unknown = env.BOT.get(env.BOT.idFromName(`${tenant}/${bot}`));
  return stub as BotApi;
}

export function ledgerStub(env: Env, tenant: string): LedgerApi {
  const stub: unknown = env.LEDGER.get(env.LEDGER.idFromName(tenant));
  return stub as LedgerApi;
}

export function dataStub(env: Env, tenant: string, bot: string): DataApi {
  const stub: unknown = env.DATA.get(env.DATA.idFromName(`${tenant}/${bot}`));
  return stub as DataApi;
}

/**
 * Runs one call to an object. Every call of ours is idempotent (messages by their id, opening by the conversation's), so
 * one that the platform marks as retryable is made once more; `call` must fetch its stub anew, a broken one stays broken.
 */
export async function callObject<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!flag(error, "retryable") || flag(error, "overloaded")) throw unavailable(error);
  }
  try {
    return await call();
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): FaultError {
  // The reason stays in the log: it can hold internals. The object's own messages never hold what a person wrote.
  const reason = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : "unknown";
  console.error(JSON.stringify({ level: "error", event: "object.call-failed", reason }));
  return new FaultError(
    "service.unavailable",
    "The object that holds this cannot be reached at the moment; send the request again.",
  );
}

function flag(error: unknown, name: "retryable" | "overloaded"): boolean {
  return typeof error === "object" && error !== null && name in error && Reflect.get(error, name) === true;
}
