/** What a conversation is made of when it begins: the bot's current release, pinned. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Env } from "../env.ts";
import { botObject } from "./effects/objects.ts";
import type { PinnedRelease } from "./state.ts";

/** A row of SQLite may hold 2 MB. */
const MAX_RELEASE = 1_500_000;

export async function pinRelease(env: Env, key: ConversationKey): Promise<Result<PinnedRelease>> {
  const current = await botObject(env, key).current();
  if (!current.ok) return current;
  const { hash, bot, scripts, config, systemPrompt, knowledge, data } = current.value;
  const release: PinnedRelease = { hash, bot, scripts, config, systemPrompt, knowledge, data };
  if (JSON.stringify(release).length > MAX_RELEASE) {
    return fail("release.invalid", "The bot's release names too many files to be pinned to a conversation.");
  }
  return ok(release);
}
