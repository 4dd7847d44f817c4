/**
 * A collection that grows too large for one object goes on in others: the first one (`tenant/bot/collection`) keeps what it
 * has, knows in which shard (`tenant/bot/collection/2`, `/3` ...) each further document lies, and asks them all.
 */
import { readNote } from "./schema.ts";

/** Bytes of text, and of vectors, that one object takes before the next is begun: an isolate has 128 MB for all its objects. */
export const SHARD_BYTES = 16 * 1024 * 1024;
export const SHARD_VECTOR_BYTES = 24 * 1024 * 1024;
const MAX_SHARDS = 64;
/** Numbers of a vector, where no server has told yet. */
const LIKELY_DIMENSIONS = 384;

export interface ShardLoad {
  bytes: number;
  chunks: number;
}
export interface ShardLimits {
  bytes: number;
  vectorBytes: number;
}

/** This object's own. */
export function ownLoad(sql: SqlStorage): ShardLoad {
  return sql
    .exec<{ bytes: number; chunks: number }>(
      "SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(chunks), 0) AS chunks FROM documents",
    )
    .one();
}

/** The other shards, by number. */
export const shardNumbers = (sql: SqlStorage): number[] =>
  sql
    .exec<{ number: number }>("SELECT number FROM shards ORDER BY number")
    .toArray()
    .map(({ number }) => number);

export const shardOf = (sql: SqlStorage, path: string): number | null =>
  sql.exec<{ shard: number }>("SELECT shard FROM placements WHERE path = ?", path).toArray()[0]?.shard ?? null;

/**
 * The shard of a document: the one that has it, else the first with room; a new one is written down here. 1 is this object.
 * To be called inside a transaction. Throws a RangeError when there is no more room.
 */
export function placeDocument(sql: SqlStorage, path: string, limits: ShardLimits): number {
  const placed = shardOf(sql, path);
  if (placed !== null) return placed;
  if (sql.exec("SELECT 1 FROM documents WHERE path = ?", path).toArray().length > 0) return 1;
  const dimensions = Number(readNote(sql, "dimensions") ?? LIKELY_DIMENSIONS);
  const isFull = ({ bytes, chunks }: ShardLoad): boolean =>
    bytes >= limits.bytes || chunks * dimensions * 4 >= limits.vectorBytes;
  if (!isFull(ownLoad(sql))) return 1;
  const shards = sql
    .exec<{ number: number; bytes: number; chunks: number }>("SELECT number, bytes, chunks FROM shards ORDER BY number")
    .toArray();
  const number = shards.find((shard) => !isFull(shard))?.number ?? (shards.at(-1)?.number ?? 1) + 1;
  if (number > MAX_SHARDS)
    throw new RangeError("The collection is full: split its documents into several folders of the package.");
  sql.exec("INSERT OR IGNORE INTO shards (number) VALUES (?)", number);
  sql.exec("INSERT INTO placements (path, shard) VALUES (?, ?)", path, number);
  return number;
}

export function noteLoad(sql: SqlStorage, number: number, { bytes, chunks }: ShardLoad): void {
  sql.exec("UPDATE shards SET bytes = ?, chunks = ? WHERE number = ?", bytes, chunks, number);
}
