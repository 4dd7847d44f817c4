/**
 * Conversation history on its way to Postgres, off the message path.
 *
 * A session sends a hint when it has frames beyond its watermark. The consumer asks the session for them, stores them, and
 * only then moves the watermark. The hint holds no data: losing, doubling or reordering hints costs nothing, and a session
 * that hears no confirmation sends another.
 */
import type { ConversationKey } from "../../contracts/ids.ts";
import type { ProjectionHint, SessionApi } from "../../contracts/objects.ts";
import { type Database, openDatabase } from "../../db/client.ts";
import { eraseHistory, storeHistory } from "../../db/queries/history.ts";
import type { Env } from "../env.ts";

/** Frames per transaction: bounds the request's size. */
const BATCH = 200;

/** Queue consumer. A hint that fails is retried by the queue, and by its session's alarm after that. */
export async function projectHistory(batch: MessageBatch<ProjectionHint>, env: Env): Promise<void> {
  if (!env.DATABASE_URL) return batch.ackAll();
  const db = openDatabase({ url: env.DATABASE_URL, proxy: env.NEON_PROXY });
  const done = new Set<string>();
  const erased = new Set<string>();
  for (const message of batch.messages) {
    const { key, erase } = message.body;
    const { tenant, bot, conversation } = key;
    const name = `${tenant}/${bot}/${conversation}`;
    const same = erase ? erased : done;
    try {
      if (!same.has(name)) await (erase ? forgetConversation(db, env, key, name) : projectConversation(db, env, name));
      same.add(name);
      message.ack();
    } catch (error) {
      // Names the conversation, never its contents.
      console.error(
        JSON.stringify({
          level: "warn",
          event: "projection.failed",
          conversation,
          reason: String(error).slice(0, 200),
        }),
      );
      message.retry({ delaySeconds: 5 });
    }
  }
}

async function forgetConversation(db: Database, env: Env, key: ConversationKey, name: string): Promise<void> {
  await eraseHistory(db, key);
  await sessionOf(env, name).confirmErased();
}

function sessionOf(env: Env, name: string): SessionApi {
  // The platform's stub types spell out cloning for nested JSON, and the compiler gives up on that depth.
  const stub: unknown = env.SESSION.get(env.SESSION.idFromName(name));
  return stub as SessionApi;
}

async function projectConversation(db: Database, env: Env, name: string): Promise<void> {
  const session = sessionOf(env, name);
  for (;;) {
    const answer = await session.unprojected(BATCH);
    if (!answer.ok) return; // erased meanwhile
    const last = answer.value.items.at(-1);
    if (!last) return;
    await storeHistory(db, answer.value);
    await session.confirmProjected(last.seq);
    if (answer.value.items.length < BATCH) return;
  }
}
