/**
 * Secrets of a bot by reference: a value `vault:NAME` of the configuration, or of a script, stands for what
 * `PUT /api/v1/bots/BOT/secrets/NAME` set. It is looked up at the moment of use and goes nowhere but into the request that
 * needs it: never into a journal, a log, a frame or a value of a script.
 */
import { vaultName } from "../contracts/bot-settings.ts";
import type { Env } from "./env.ts";
import { botObject } from "./objects.ts";

/** A secret that was changed is in use everywhere after this. */
const KEPT_MS = 30_000;
const MAX_KEPT = 500;

const kept = new Map<string, { value: string; until: number }>();

/**
 * The value itself, or what the reference stands for. Throws an Error with a sentence when there is no such secret.
 * `now` in ms.
 */
export async function resolveSecret(
  env: Env,
  key: { tenant: string; bot: string },
  value: string,
  now: number,
): Promise<string> {
  const name = vaultName(value);
  if (name === null) return value;
  const place = `${key.tenant}/${key.bot}/${name}`;
  const near = kept.get(place);
  if (near !== undefined && near.until > now) return near.value;
  const secret = await botObject(env, key).secret(name);
  if (!secret.ok) throw new Error(secret.detail);
  kept.delete(place);
  kept.set(place, { value: secret.value, until: now + KEPT_MS });
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return secret.value;
}
