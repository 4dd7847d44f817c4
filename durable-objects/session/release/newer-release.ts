/** The bot's current release, where it is another one than a conversation is pinned to. */
import { within } from "../../../platform/clock.ts";
import { botObject } from "../../objects.ts";
import type { Conversation } from "../conversation.ts";
import type { PinnedRelease } from "../state.ts";
import { pinned } from "./open.ts";

/** For so long the isolate believes what it was told; of a release that is being worked on it asks each time. */
const BELIEVED_MS = 5_000;
const MAX_BOTS = 1_000;
/** A turn waits no longer to learn of a release: it goes on as it was. */
const WAIT_MS = 2_000;

/** By `tenant/bot`, oldest first. */
const known = new Map<string, { hash: string | null; at: number }>();

/**
 * Null where there is none, or the bot object does not answer: then the conversation goes on with what it has. The bot
 * object keeps the release for this conversation from here on, until the turn has told where it is.
 */
export async function newerRelease(
  conversation: Conversation,
  turn: number,
  except: string | null,
): Promise<PinnedRelease | null> {
  try {
    return (await within(conversation.clock, WAIT_MS, find(conversation, turn, except)))?.value ?? null;
  } catch (error) {
    console.error("the current release could not be asked for", conversation.identity.key.conversation, error);
    return null;
  }
}

async function find(conversation: Conversation, turn: number, except: string | null): Promise<PinnedRelease | null> {
  const { env, identity, release } = conversation;
  const hash = await currentHash(conversation);
  if (hash === null || hash === release.hash || hash === except) return null;
  const followed = await botObject(env, identity.key).follow(identity.key.conversation, turn);
  if (!followed.ok) throw new Error(`${followed.code}: ${followed.detail}`);
  const newer = pinned(followed.value);
  if (!newer.ok) throw new Error(`${newer.code}: ${newer.detail}`);
  return newer.value.hash === release.hash ? null : newer.value;
}

async function currentHash({ env, clock, identity, release }: Conversation): Promise<string | null> {
  const { tenant, bot } = identity.key;
  const name = `${tenant}/${bot}`;
  const believed = release.development ? undefined : known.get(name);
  const now = clock.now();
  if (believed && now - believed.at < BELIEVED_MS && now >= believed.at) return believed.hash;
  const hash = await botObject(env, identity.key).currentHash();
  known.delete(name);
  known.set(name, { hash, at: clock.now() });
  for (const [oldest] of known) {
    if (known.size <= MAX_BOTS) break;
    known.delete(oldest);
  }
  return hash;
}
