/**
 * Brings documents into the knowledge collections, in the background: file → text (GPU gateway) → passages (knowledge
 * object) → vectors. One row per document holds what is wanted and what is indexed; the bot's alarm works off the
 * difference. A gateway that is down only delays: chat and publishing never wait for it. A document that cannot be read
 * is recorded with the reason and left alone until its content, or the next publishing, gives it another chance.
 */
import { isPagedType } from "../../contracts/gateway.ts";
import type { DocumentOrigin, IndexSettings, KnowledgeDocument } from "../../contracts/knowledge.ts";
import type { BotStatus, KnowledgeApi } from "../../contracts/objects.ts";
import type { ReleaseManifest } from "../../contracts/release.ts";
import type { Clock } from "../../platform/clock.ts";
import { type GatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { indexedAs } from "../knowledge/documents.ts";
import { dateOf, frontMatter } from "../knowledge/front-matter.ts";
import { contentTypeOf } from "./content-type.ts";
import { pauseAfter, wantVectors } from "./embedding-jobs.ts";

/** Time for one alarm; what is left goes on in the next. */
const BATCH_MS = 20_000;
/** A document at which the gateway itself fails so often in a row is at fault. */
const MAX_FAILURES = 8;
const MAX_REASON = 500;
const MAX_FAILED_SHOWN = 100;

export interface IndexingParts {
  sql: SqlStorage;
  clock: Clock;
  settings: IndexSettings;
  /** Bytes that a document of this path may have. */
  maxSize(path: string): number;
  /** The bytes of a document by its hash; null when storage has none. */
  read(hash: string, origin: DocumentOrigin): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Deletes the bytes of a document that was no part of a package. */
  drop(hash: string): Promise<void>;
  /** Null when no gateway is configured; throws when it is configured wrongly. */
  gateway: (() => Pick<GatewayClient, "extract">) | null;
  collection(name: string): Pick<KnowledgeApi, "put" | "adopt" | "hide" | "remove">;
}

interface Job extends Record<string, SqlStorageValue> {
  collection: string;
  path: string;
  wanted_hash: string | null;
  indexed_hash: string | null;
  attempts: number;
  origin: DocumentOrigin;
  type: string | null;
  title: string | null;
}

/** Writes down what the release wants. To be called in the transaction that switches to it. */
export function planIndexing(sql: SqlStorage, manifest: ReleaseManifest, now: number): void {
  const wanted = new Set(manifest.knowledge.map(({ collection, path }) => `${collection}/${path}`));
  for (const { collection, path, hash, size } of manifest.knowledge) {
    sql.exec(
      `INSERT INTO index_jobs (collection, path, wanted_hash, indexed_hash, state, attempts, due_at, reason, size)
       VALUES (?1, ?2, ?3, NULL, 'pending', 0, ?4, NULL, ?5)
       ON CONFLICT (collection, path) DO UPDATE SET
         wanted_hash = ?3, attempts = 0, due_at = ?4, reason = NULL, size = ?5,
         state = CASE WHEN indexed_hash = ?3 AND hidden = 0 THEN 'done' ELSE 'pending' END`,
      collection,
      path,
      hash,
      now,
      size,
    );
  }
  const rows = sql
    .exec<{ collection: string; path: string }>("SELECT collection, path FROM index_jobs WHERE origin = 'release'")
    .toArray();
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

/** What was indexed under other settings is read again. */
export function planForSettings(sql: SqlStorage, settings: IndexSettings, now: number): void {
  sql.exec(
    `UPDATE index_jobs SET state = 'pending', attempts = 0, due_at = ?1, reason = NULL
     WHERE state = 'done' AND wanted_hash IS NOT NULL AND indexed_as IS NOT ?2`,
    now,
    indexedAs(settings),
  );
}

/**
 * Has the documents that nobody wants any more answer no more. To be awaited before a switch is answered; what a failure
 * leaves is hidden by the next alarm.
 */
export async function hideRemoved({ sql, collection }: Pick<IndexingParts, "sql" | "collection">): Promise<void> {
  const rows = sql
    .exec<{ collection: string; path: string }>(
      "SELECT collection, path FROM index_jobs WHERE wanted_hash IS NULL AND indexed_hash IS NOT NULL AND hidden = 0",
    )
    .toArray();
  for (const [name, group] of Map.groupBy(rows, (row) => row.collection)) {
    const paths = group.map(({ path }) => path);
    await collection(name).hide(paths);
    sql.exec(
      `UPDATE index_jobs SET hidden = 1
       WHERE collection = ? AND wanted_hash IS NULL AND path IN (SELECT value FROM json_each(?))`,
      name,
      JSON.stringify(paths),
    );
  }
}

/** When there is work to do next, in ms since the epoch; null when there is none. */
export function nextIndexing(sql: SqlStorage): number | null {
  const row = sql
    .exec<{ due: number | null }>(
      `SELECT min(due_at) AS due FROM
         (SELECT due_at FROM index_jobs WHERE state = 'pending' UNION ALL
          SELECT due_at FROM embedding_jobs WHERE state = 'pending')`,
    )
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
    // What is wanted comes before what is cleared away: a file that was only renamed is taken from there.
    const job = parts.sql
      .exec<Job>(
        `SELECT collection, path, wanted_hash, indexed_hash, attempts, origin, type, title FROM index_jobs
         WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, wanted_hash IS NULL, collection, path LIMIT 1`,
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
    "UPDATE index_jobs SET indexed_hash = NULL, hidden = 0, state = 'pending' WHERE collection = ? AND path = ?",
    job.collection,
    job.path,
  );
  await dropUnused(parts, job.origin, job.indexed_hash);
}

/** The bytes of a document of a package belong to its releases, all others to the row alone. */
async function dropUnused(parts: IndexingParts, origin: DocumentOrigin, hash: string | null): Promise<void> {
  if (origin === "release" || hash === null) return;
  const { users } = parts.sql
    .exec<{ users: number }>(
      "SELECT count(*) AS users FROM index_jobs WHERE origin <> 'release' AND (wanted_hash = ?1 OR indexed_hash = ?1)",
      hash,
    )
    .one();
  if (users === 0) await parts.drop(hash);
}

async function index(parts: IndexingParts, job: Job, hash: string): Promise<void> {
  const { settings } = parts;
  const collection = parts.collection(job.collection);
  const title = job.title ?? titleOf(job.path);
  if (!(await collection.adopt({ path: job.path, hash, title }, settings)))
    await collection.put(await readDocument(parts, job, hash), settings);
  parts.sql.exec(
    `UPDATE index_jobs SET indexed_hash = ?1, indexed_as = ?4, hidden = 0, attempts = 0, reason = NULL,
       state = CASE WHEN wanted_hash = ?1 THEN 'done' ELSE 'pending' END
     WHERE collection = ?2 AND path = ?3`,
    hash,
    job.collection,
    job.path,
    indexedAs(settings),
  );
  wantVectors(parts.sql, job.collection, parts.clock.now());
  if (job.indexed_hash !== hash) await dropUnused(parts, job.origin, job.indexed_hash);
}

async function readDocument(parts: IndexingParts, job: Job, hash: string): Promise<KnowledgeDocument> {
  const { path } = job;
  if (parts.gateway === null) {
    throw new Delay("Documents are read by the GPU gateway, and none is configured (GATEWAY_URL).");
  }
  const body = await parts.read(hash, job.origin);
  if (body === null) throw new Fault("The file is no longer in storage: publish the package again.");
  const limit = parts.maxSize(path);
  if (body.byteLength > limit)
    throw new Fault(`The document has ${body.byteLength} bytes; ${limit} are allowed (kb-doc-max-size and its like).`);
  // The end of a page's address says nothing of what lies there.
  const name = job.origin === "website" ? {} : { fileName: path.slice(path.lastIndexOf("/") + 1) };
  const read = await parts.gateway().extract({ body, contentType: job.type ?? contentTypeOf(path), ...name });
  const isPaged = isPagedType(read.type);
  const metadata = read.type === "markdown" ? frontMatter(body) : {};
  const title = job.title ?? read.title?.trim();
  return {
    path,
    hash,
    title: title || titleOf(path),
    named: !title,
    datedAt: dateOf(metadata),
    metadata,
    pages: read.pages.map((page) => ({ ...page, page: isPaged ? page.page : 0 })),
  };
}

/** What a file without a title of its own is called. */
function titleOf(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.[^.]+$/, "")
    .replaceAll(/[-_]+/g, " ");
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
  const due = parts.clock.now() + pauseAfter(job.attempts);
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
