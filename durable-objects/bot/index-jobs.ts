/**
 * Brings a release's documents into the knowledge collections, in the background: file → text (GPU gateway) → passages
 * (knowledge object). One row per document holds what is wanted and what is indexed; the bot's alarm works off the
 * difference. A gateway that is down only delays: chat and publishing never wait for it. A document that cannot be read
 * is recorded with the reason and left alone until its content, or the next publishing, gives it another chance.
 */
import { isPagedType } from "../../contracts/gateway.ts";
import type { BotStatus, KnowledgeApi, KnowledgeDocument } from "../../contracts/objects.ts";
import type { ReleaseManifest } from "../../contracts/release.ts";
import type { Clock } from "../../platform/clock.ts";
import { type GatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { contentTypeOf } from "./content-type.ts";

/** Time for one alarm; what is left goes on in the next. */
const BATCH_MS = 20_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;
/** A document at which the gateway itself fails so often in a row is at fault. */
const MAX_FAILURES = 8;
const MAX_REASON = 500;
const MAX_FAILED_SHOWN = 100;

export interface IndexingParts {
  sql: SqlStorage;
  clock: Clock;
  /** The bytes of a document by its hash; null when storage has none. */
  read(hash: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Null when no gateway is configured; throws when it is configured wrongly. */
  gateway: (() => Pick<GatewayClient, "extract">) | null;
  collection(name: string): Pick<KnowledgeApi, "put" | "remove">;
}

interface Job extends Record<string, SqlStorageValue> {
  collection: string;
  path: string;
  wanted_hash: string | null;
  attempts: number;
}

/** Writes down what the release wants. To be called in the transaction that switches to it. */
export function planIndexing(sql: SqlStorage, manifest: ReleaseManifest, now: number): void {
  const wanted = new Set(manifest.knowledge.map(({ collection, path }) => `${collection}/${path}`));
  for (const { collection, path, hash } of manifest.knowledge) {
    sql.exec(
      `INSERT INTO index_jobs (collection, path, wanted_hash, indexed_hash, state, attempts, due_at, reason)
       VALUES (?1, ?2, ?3, NULL, 'pending', 0, ?4, NULL)
       ON CONFLICT (collection, path) DO UPDATE SET
         wanted_hash = ?3, attempts = 0, due_at = ?4, reason = NULL,
         state = CASE WHEN indexed_hash = ?3 THEN 'done' ELSE 'pending' END`,
      collection,
      path,
      hash,
      now,
    );
  }
  const rows = sql.exec<{ collection: string; path: string }>("SELECT collection, path FROM index_jobs").toArray();
  for (const { collection, path } of rows) {
    if (wanted.has(`${collection}/${path}`)) continue;
    sql.exec(
      `UPDATE index_jobs SET wanted_hash = NULL, state = 'pending', attempts = 0, due_at = ?, reason = NULL
       WHERE collection = ? AND path = ?`,
      now,
      collection,
      path,
    );
  }
}

/** When there is work to do next, in ms since the epoch; null when there is none. */
export function nextIndexing(sql: SqlStorage): number | null {
  const row = sql
    .exec<{ due: number | null }>("SELECT min(due_at) AS due FROM index_jobs WHERE state = 'pending'")
    .one();
  return row.due;
}

export function indexingStatus(sql: SqlStorage): BotStatus["knowledge"] {
  const counts = sql
    .exec<{ pending: number; documents: number }>(
      `SELECT count(*) FILTER (WHERE state = 'pending') AS pending,
         count(*) FILTER (WHERE indexed_hash IS NOT NULL AND wanted_hash IS NOT NULL) AS documents FROM index_jobs`,
    )
    .one();
  const failed = sql
    .exec<{ path: string; reason: string }>(
      `SELECT path, reason FROM index_jobs WHERE state = 'failed' ORDER BY path LIMIT ${MAX_FAILED_SHOWN}`,
    )
    .toArray();
  return { ...counts, failed };
}

/** Works off what is due, for at most 20 s. Never throws for what a document, the gateway or a collection does. */
export async function workOffIndexing(parts: IndexingParts): Promise<void> {
  const end = parts.clock.now() + BATCH_MS;
  while (parts.clock.now() < end) {
    const job = parts.sql
      .exec<Job>(
        `SELECT collection, path, wanted_hash, attempts FROM index_jobs
         WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, collection, path LIMIT 1`,
        parts.clock.now(),
      )
      .toArray()[0];
    if (job === undefined) return;
    try {
      if (job.wanted_hash === null) await remove(parts, job);
      else await index(parts, job, job.wanted_hash);
    } catch (error) {
      postpone(parts, job, error);
    }
  }
}

async function remove(parts: IndexingParts, job: Job): Promise<void> {
  await parts.collection(job.collection).remove(job.path);
  // A publishing may have come meanwhile and want the document again: then its content has to go in anew.
  parts.sql.exec(
    "DELETE FROM index_jobs WHERE collection = ? AND path = ? AND wanted_hash IS NULL",
    job.collection,
    job.path,
  );
  parts.sql.exec(
    "UPDATE index_jobs SET indexed_hash = NULL, state = 'pending' WHERE collection = ? AND path = ?",
    job.collection,
    job.path,
  );
}

async function index(parts: IndexingParts, job: Job, hash: string): Promise<void> {
  const document = await readDocument(parts, job.path, hash);
  await parts.collection(job.collection).put(document);
  parts.sql.exec(
    `UPDATE index_jobs SET indexed_hash = ?1, attempts = 0, reason = NULL,
       state = CASE WHEN wanted_hash = ?1 THEN 'done' ELSE 'pending' END
     WHERE collection = ?2 AND path = ?3`,
    hash,
    job.collection,
    job.path,
  );
}

async function readDocument(parts: IndexingParts, path: string, hash: string): Promise<KnowledgeDocument> {
  if (parts.gateway === null) {
    throw new Delay("Documents are read by the GPU gateway, and none is configured (GATEWAY_URL).");
  }
  const body = await parts.read(hash);
  if (body === null) throw new Fault("The file is no longer in storage: publish the package again.");
  const fileName = path.slice(path.lastIndexOf("/") + 1);
  const read = await parts.gateway().extract({ body, contentType: contentTypeOf(path), fileName });
  const isPaged = isPagedType(read.type);
  return {
    path,
    hash,
    title: read.title?.trim() || fileName.replace(/\.[^.]+$/, "").replaceAll(/[-_]+/g, " "),
    pages: read.pages.map((page) => ({ ...page, page: isPaged ? page.page : 0 })),
  };
}

/** The document's own fault: trying again changes nothing. */
class Fault extends Error {}
/** A part that is away: other documents wait as well. */
class Delay extends Error {}

function postpone(parts: IndexingParts, job: Job, error: unknown): void {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON);
  const kind = judge(error, job.attempts + 1);
  if (kind === "fault") {
    // What the collection may hold of an earlier version stays: an old answer is better than none.
    parts.sql.exec(
      `UPDATE index_jobs SET state = 'failed', reason = ? WHERE collection = ? AND path = ? AND wanted_hash IS ?`,
      reason,
      job.collection,
      job.path,
      job.wanted_hash,
    );
    return;
  }
  const due = parts.clock.now() + Math.min(FIRST_DELAY_MS * 2 ** job.attempts, LONGEST_DELAY_MS);
  parts.sql.exec(
    "UPDATE index_jobs SET attempts = attempts + 1, due_at = ?, reason = ? WHERE collection = ? AND path = ?",
    due,
    reason,
    job.collection,
    job.path,
  );
  if (kind === "away") {
    parts.sql.exec(
      "UPDATE index_jobs SET due_at = ?1 WHERE state = 'pending' AND wanted_hash IS NOT NULL AND due_at < ?1",
      due,
    );
  }
}

function judge(error: unknown, attempts: number): "fault" | "away" | "again" {
  if (error instanceof Fault) return "fault";
  if (error instanceof Delay) return "away";
  if (error instanceof GatewayError) {
    if (error.code.startsWith("document.") || error.code.startsWith("request.")) return "fault";
    // A document that makes the gateway run out of time, or fail inside, does so again; one that is away may come back.
    if (error.code === "gateway.timeout" || error.code === "internal" || error.code === "gateway.answer-invalid") {
      return attempts >= MAX_FAILURES ? "fault" : "again";
    }
    return "away";
  }
  // A collection that is full says so by a RangeError; its class does not survive the call, its name does.
  return error instanceof Error && error.name === "RangeError" ? "fault" : "again";
}
