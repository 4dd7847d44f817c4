/** Reaching the objects: names, and what a failed call means to the client. */
import type { ConversationKey } from "../contracts/ids.ts";
import type { Env } from "../durable-objects/env.ts";
import { FaultError } from "./problem.ts";

export const sessionStub = (env: Env, key: ConversationKey) =>
  env.SESSION.get(env.SESSION.idFromName(`${key.tenant}/${key.bot}/${key.conversation}`));

export const botStub = (env: Env, tenant: string, bot: string) => env.BOT.get(env.BOT.idFromName(`${tenant}/${bot}`));

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
  return new FaultError("service.unavailable", "The conversation cannot be reached at the moment; send it again.");
}

function flag(error: unknown, name: "retryable" | "overloaded"): boolean {
  return typeof error === "object" && error !== null && name in error && Reflect.get(error, name) === true;
}
