/** What a conversation is made of when it begins: the bot's current release, pinned. */
import { fail, ok, type Result } from "../../../contracts/faults.ts";
import type { ConversationKey } from "../../../contracts/ids.ts";
import type { ReleaseManifest } from "../../../contracts/release.ts";
import type { Env } from "../../env.ts";
import { botObject } from "../../objects.ts";
import type { PinnedRelease } from "../state.ts";

/** A row of SQLite may hold 2 MB. */
const MAX_RELEASE = 1_500_000;

/**
 * One call, with which the bot object writes down that this conversation needs the release; the same conversation again
 * gets the same one. `release` names another than the current one.
 */
export async function pinRelease(
  env: Env,
  key: ConversationKey,
  channel: string,
  release?: string,
): Promise<Result<PinnedRelease>> {
  const begun = await botObject(env, key).begin(key.conversation, channel, release);
  return begun.ok ? pinned(begun.value) : begun;
}

/** What of a manifest a conversation keeps. */
export function pinned(manifest: ReleaseManifest): Result<PinnedRelease> {
  const { hash, bot, scripts, config, systemPrompt, knowledge, data, overrides, development } = manifest;
  const release: PinnedRelease = { hash, bot, scripts, config, systemPrompt, knowledge, data };
  if (overrides) release.overrides = overrides;
  if (development) release.development = true;
  if (JSON.stringify(release).length > MAX_RELEASE) {
    return fail("release.invalid", "The bot's release names too many files to be pinned to a conversation.");
  }
  return ok(release);
}
