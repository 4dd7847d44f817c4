/** Gives each passage its vector, in the background and in small steps; until then the passage is found by its words. */
import type { EmbeddingAccess, EmbeddingProgress } from "../../contracts/knowledge.ts";
import type { Clock } from "../../platform/clock.ts";
import { embedTexts, signatureOf } from "../llm/embed.ts";
import { ModelError, type Models } from "../llm/models.ts";
import { type PointScope, QdrantPoints } from "./qdrant.ts";
import { readNote, writeNote } from "./schema.ts";

/** Points that are taken out of Qdrant with one request. */
const REMOVED_AT_ONCE = 1_000;

export interface EmbeddingParts {
  storage: DurableObjectStorage;
  clock: Clock;
  scope: PointScope;
  models: Models;
}

interface Waiting extends Record<string, SqlStorageValue> {
  id: number;
  document_id: number;
  title: string;
  heading: string | null;
  content: string;
}

/** Works for about `budgetMs`; null removes all vectors. What is done before a failure stays done. */
export async function embedSome(
  parts: EmbeddingParts,
  access: EmbeddingAccess | null,
  budgetMs: number,
): Promise<EmbeddingProgress> {
  const { sql } = parts.storage;
  if (access === null) {
    sql.exec("DELETE FROM vectors");
    return { embedded: 0, pending: 0, error: null };
  }
  const progress: EmbeddingProgress = { embedded: 0, pending: 0, error: null };
  try {
    await embedBatches(parts, access, parts.clock.now() + budgetMs, progress);
  } catch (error) {
    progress.error = reasonOf(error);
  }
  progress.pending = pendingCount(sql, signatureOf(access));
  return progress;
}

/** Kind and status only: what a server answers may quote the text or the key. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError && error.message.startsWith("The embedding server")) return error.message;
  // Of Qdrant's client, and of the models worker.
  const status: unknown =
    error instanceof ModelError ? error.failure.status : error instanceof Error ? Reflect.get(error, "status") : null;
  if (typeof status === "number") return `The server for vectors answered HTTP ${status}.`;
  if (error instanceof ModelError && error.failure.kind === "forbidden")
    return "This installation may not call the address of the server for vectors (OUTBOUND_PRIVATE_HOSTS).";
  const kind = error instanceof ModelError ? error.failure.kind : error instanceof Error ? error.name : "unknown error";
  return `The server for vectors did not answer (${kind}).`;
}

async function embedBatches(
  { storage, clock, scope, models }: EmbeddingParts,
  access: EmbeddingAccess,
  end: number,
  progress: EmbeddingProgress,
): Promise<void> {
  const { sql } = storage;
  const points = access.qdrant ? new QdrantPoints(access.qdrant, scope) : null;
  const signature = signatureOf(access);
  await clearRemoved(sql, points);
  do {
    const batch = waiting(sql, signature, access.batchSize * access.concurrent);
    if (batch.length === 0) break;
    const vectors = await embedTexts(models, access, batch.map(textOf));
    const dimensions = vectors[0]?.length ?? 0;
    const made = batch.map(({ id, document_id }, index) => ({
      chunk: id,
      document: document_id,
      vector: vectors[index] ?? new Float32Array(dimensions),
    }));
    if (points !== null) {
      await leaveOtherSize(sql, points, dimensions);
      await points.put(made, signature, dimensions);
    }
    storage.transactionSync(() => {
      writeNote(sql, "dimensions", String(dimensions));
      for (const [index, { chunk, document, vector }] of made.entries()) {
        // A chunk that was replaced meanwhile has another text, maybe under the same number.
        sql.exec(
          `INSERT OR REPLACE INTO vectors (chunk_id, document_id, signature, vector)
           SELECT id, ?, ?, ? FROM chunks WHERE id = ? AND document_id = ? AND content = ?`,
          document,
          signature,
          points === null ? new Uint8Array(vector.buffer) : null,
          chunk,
          document,
          batch[index]?.content ?? "",
        );
      }
    });
    progress.embedded += made.length;
  } while (clock.now() < end);
}

const MISSING = `FROM chunks LEFT JOIN vectors ON vectors.chunk_id = chunks.id AND vectors.signature = ?
  WHERE vectors.chunk_id IS NULL`;

const waiting = (sql: SqlStorage, signature: string, limit: number): Waiting[] =>
  sql
    .exec<Waiting>(
      `SELECT chunks.id, chunks.document_id, chunks.heading, chunks.content,
         (SELECT title FROM documents WHERE id = chunks.document_id) AS title ${MISSING} ORDER BY chunks.id LIMIT ?`,
      signature,
      limit,
    )
    .toArray();

const pendingCount = (sql: SqlStorage, signature: string): number =>
  sql.exec<{ count: number }>(`SELECT count(*) AS count ${MISSING}`, signature).one().count;

/** A passage alone may not say what it is about. */
const textOf = ({ title, heading, content }: Waiting): string =>
  [...new Set([title, heading ?? "", content])].filter((part) => part !== "").join("\n");

/** Takes out of Qdrant what this object has already forgotten. */
async function clearRemoved(sql: SqlStorage, points: QdrantPoints | null): Promise<void> {
  if (points === null) return;
  const dimensions = Number(readNote(sql, "dimensions") ?? 0);
  for (;;) {
    const chunks = sql
      .exec<{ chunk_id: number }>(`SELECT chunk_id FROM removed_points LIMIT ${REMOVED_AT_ONCE}`)
      .toArray()
      .map(({ chunk_id }) => chunk_id);
    if (chunks.length === 0) return;
    if (dimensions > 0) await points.remove(chunks, dimensions);
    sql.exec("DELETE FROM removed_points WHERE chunk_id IN (SELECT value FROM json_each(?))", JSON.stringify(chunks));
  }
}

/** Points of another length lie in another collection of Qdrant: nobody would ever ask for them again. */
async function leaveOtherSize(sql: SqlStorage, points: QdrantPoints, dimensions: number): Promise<void> {
  const before = Number(readNote(sql, "dimensions") ?? 0);
  const hadPoints = sql.exec("SELECT 1 FROM vectors WHERE vector IS NULL LIMIT 1").toArray().length > 0;
  if (before !== 0 && before !== dimensions && hadPoints) await points.clear(before);
}
