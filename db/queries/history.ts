/** Conversation history: written by the projection, read by pages that list and show conversations. */
import { and, asc, desc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { HistoryBatch } from "../../contracts/objects.ts";
import { asTenant, type Database } from "../client.ts";
import { bots, conversations, erasedConversations, messages, tenants } from "../schema.ts";

/**
 * Stores a batch of one conversation. Frames have fixed numbers, so storing them twice changes nothing, and a batch
 * that comes late cannot move the conversation's row backwards.
 */
export async function storeHistory(db: Database, batch: HistoryBatch): Promise<void> {
  const { tenant, bot, conversation } = batch.key;
  const last = batch.items.at(-1);
  if (!last) return;
  const place = { tenantId: tenant, bot, conversationId: conversation };
  await asTenant(db, tenant, [
    db.execute(oneAtATime(batch.key)),
    db.insert(tenants).values({ id: tenant, name: tenant }).onConflictDoNothing(),
    db.insert(bots).values({ tenantId: tenant, name: bot }).onConflictDoNothing(),
    db
      .insert(conversations)
      .values({
        tenantId: tenant,
        bot,
        id: conversation,
        channel: batch.channel,
        release: batch.release,
        state: batch.state,
        lastSeq: last.seq,
        startedAt: new Date(batch.startedAt),
        updatedAt: new Date(last.at),
      })
      .onConflictDoUpdate({
        target: [conversations.tenantId, conversations.bot, conversations.id],
        set: { state: sql`excluded.state`, lastSeq: sql`excluded.last_seq`, updatedAt: sql`excluded.updated_at` },
        setWhere: sql`excluded.last_seq > ${conversations.lastSeq}`,
      }),
    db
      .insert(messages)
      .values(
        batch.items.map((item) => ({
          ...place,
          seq: item.seq,
          turn: item.turn,
          at: new Date(item.at),
          type: item.type,
          role: item.role,
          text: item.text,
          body: item.body,
        })),
      )
      .onConflictDoNothing(),
  ]);
}

/**
 * Deletes a conversation's history and keeps it out: a batch that was read before and comes after stores nothing. Erasing
 * again changes nothing.
 */
export async function eraseHistory(db: Database, key: ConversationKey): Promise<void> {
  const { tenant, bot, conversation } = key;
  await asTenant(db, tenant, [
    db.execute(oneAtATime(key)),
    db.insert(erasedConversations).values({ tenantId: tenant, bot, id: conversation }).onConflictDoNothing(),
    // Its messages go with it.
    db
      .delete(conversations)
      .where(and(eq(conversations.tenantId, tenant), eq(conversations.bot, bot), eq(conversations.id, conversation))),
  ]);
}

/**
 * Storing and erasing one conversation wait for each other, until the transaction ends: each statement after this one sees
 * what the other has committed. Without it a batch could look for the tombstone just before it is there.
 */
const oneAtATime = ({ tenant, bot, conversation }: ConversationKey): SQL =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${tenant}/${bot}/${conversation}`}, 0))`;

/** Frames of one conversation in order, `limit` at most, after a frame number. */
export async function readHistory(
  db: Database,
  tenant: string,
  bot: string,
  conversation: string,
  after = 0,
  limit = 1_000,
) {
  const [rows] = await asTenant(db, tenant, [
    db
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.tenantId, tenant),
          eq(messages.bot, bot),
          eq(messages.conversationId, conversation),
          gt(messages.seq, after),
        ),
      )
      .orderBy(asc(messages.seq))
      .limit(limit),
  ]);
  return rows;
}

/** A bot's conversations, the latest first. */
export async function listConversations(db: Database, tenant: string, bot: string, limit = 50) {
  const [rows] = await asTenant(db, tenant, [
    db
      .select()
      .from(conversations)
      .where(and(eq(conversations.tenantId, tenant), eq(conversations.bot, bot)))
      .orderBy(desc(conversations.updatedAt))
      .limit(limit),
  ]);
  return rows;
}
