/** Has collections make the vectors that their passages lack, by the bot's alarm. Until then passages are found by their words. */
import type { EmbeddingAccess } from "../../contracts/knowledge.ts";
import type { KnowledgeApi } from "../../contracts/objects.ts";
import type { Clock } from "../../platform/clock.ts";
import { signatureOf } from "../llm/embed.ts";
import { readMeta, writeMeta } from "./schema.ts";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;
/** Time for one alarm, and for one call. */
const BATCH_MS = 15_000;
const STEP_MS = 5_000;
const MAX_REASON = 300;
/** What the vectors were made with last. */
const SIGNATURE = "embedding";

export interface EmbeddingParts {
  sql: SqlStorage;
  clock: Clock;
  /** Null: no model is configured, and vectors that are there go. Rejects when a secret that it names is not there. */
  access(): Promise<EmbeddingAccess | null>;
  collection(name: string): Pick<KnowledgeApi, "embed">;
}

/** The pause before the next try, ms. */
export const pauseAfter = (attempts: number): number => Math.min(FIRST_DELAY_MS * 2 ** attempts, LONGEST_DELAY_MS);

/** The collection has something new. */
export function wantVectors(sql: SqlStorage, collection: string, now: number): void {
  if (readMeta(sql, SIGNATURE)) plan(sql, collection, now);
}

function plan(sql: SqlStorage, collection: string, now: number): void {
  sql.exec(
    `INSERT INTO embedding_jobs (collection, state, attempts, due_at, reason, waiting) VALUES (?1, 'pending', 0, ?2, NULL, 0)
     ON CONFLICT (collection) DO UPDATE SET state = 'pending', attempts = 0, due_at = ?2, reason = NULL`,
    collection,
    now,
  );
}

/** Another model, another place for the vectors, or none any more: all are made again, or go. */
export function planForModel(sql: SqlStorage, access: EmbeddingAccess | null, now: number): void {
  const signature = access === null ? "" : signatureOf(access);
  if ((readMeta(sql, SIGNATURE) ?? "") === signature) return;
  const collections = sql.exec<{ collection: string }>("SELECT DISTINCT collection FROM index_jobs").toArray();
  for (const { collection } of collections) plan(sql, collection, now);
  writeMeta(sql, SIGNATURE, signature);
}

/** Works off what is due, for at most 15 s. */
export async function workOffEmbedding({ sql, clock, access, collection }: EmbeddingParts): Promise<void> {
  const end = clock.now() + BATCH_MS;
  while (clock.now() < end) {
    const job = sql
      .exec<{ collection: string; attempts: number; due_at: number }>(
        `SELECT collection, attempts, due_at FROM embedding_jobs
         WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, collection LIMIT 1`,
        clock.now(),
      )
      .toArray()[0];
    if (job === undefined) return;
    let pending = 0;
    let reason: string | null = null;
    try {
      const opened = await access();
      ({ pending, error: reason } = await collection(job.collection).embed(opened, STEP_MS));
    } catch (error) {
      reason = error instanceof Error ? error.message.slice(0, MAX_REASON) : "The collection could not be reached.";
    }
    const isDone = reason === null && pending === 0;
    const now = clock.now();
    sql.exec(
      `UPDATE embedding_jobs SET state = ?, attempts = ?, due_at = ?, reason = ?, waiting = ?
       WHERE collection = ? AND due_at = ?`,
      isDone ? "done" : "pending",
      reason === null ? 0 : job.attempts + 1,
      reason === null ? now : now + pauseAfter(job.attempts),
      reason,
      pending,
      job.collection,
      // A document that came meanwhile has set it anew.
      job.due_at,
    );
  }
}
