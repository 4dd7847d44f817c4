/**
 * Secrets of a bot by reference: a value `vault:NAME` of the configuration, or of a script, stands for what
 * `PUT /api/v1/bots/BOT/secrets/NAME` set. It is looked up at the moment of use, so that the one that was set last is used,
 * and goes nowhere but into the request that needs it: never into a journal, a log, a frame or a value of a script.
 */
import { vaultName } from "../contracts/bot-settings.ts";
import type { Env } from "./env.ts";
import { botObject } from "./objects.ts";

/** The value itself, or what the reference stands for. Throws an Error with a sentence when there is no such secret. */
export async function resolveSecret(env: Env, key: { tenant: string; bot: string }, value: string): Promise<string> {
  const name = vaultName(value);
  if (name === null) return value;
  const secret = await botObject(env, key).secret(name);
  if (!secret.ok) throw new Error(secret.detail);
  return secret.value;
}
