/**
 * Vectors in the collection's own database: exact search by cosine. All vectors have length 1, so the cosine is the sum of
 * products. They are held in memory between questions, within a bound for the whole isolate: it has 128 MB, and the platform
 * puts several objects into one. What finds no room is read from the database for each question: slower, never more memory.
 */
import type { RankedChunk } from "./rank-words.ts";

/** Bytes of vectors that all objects of an isolate hold together. */
export const VECTOR_MEMORY = 48 * 1024 * 1024;
/** Rows that are scored at a time when they are read for one question. */
const BLOCK = 512;

interface Block {
  chunks: Float64Array;
  documents: Float64Array;
  /** One vector after the other. */
  values: Float32Array;
}

/** Questions after which vectors that nobody asked for make room: sooner, shards of one collection would push each other out. */
const IDLE_QUESTIONS = 100;

interface Holding {
  bytes: number;
  usedAt: number;
}
/** Of this isolate. */
const held = new Map<VectorShelf, Holding>();
/** Counts the questions. */
let question = 0;

export class VectorShelf {
  readonly #sql: SqlStorage;
  #block: Block | null = null;
  #signature: string | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Bytes in memory. */
  get memory(): number {
    return this.#block === null ? 0 : this.#block.values.byteLength;
  }

  /** To be called when vectors or documents have changed. */
  forget(): void {
    this.#block = null;
    this.#signature = null;
    held.delete(this);
  }

  /** The nearest, best first. `documents`: those that may answer; null = all. */
  rank(asked: Float32Array, signature: string, limit: number, documents: ReadonlySet<number> | null): RankedChunk[] {
    question += 1;
    const best = new Best(limit);
    const block = this.#load(signature, asked.length);
    if (block !== null) score(block, asked, documents, best);
    else for (const part of this.#read(signature, asked.length)) score(part, asked, documents, best);
    return best.list();
  }

  #load(signature: string, dimensions: number): Block | null {
    if (this.#block !== null && this.#signature === signature) {
      held.set(this, { bytes: this.memory, usedAt: question });
      return this.#block;
    }
    this.forget();
    const { count } = this.#sql
      .exec<{ count: number }>(
        "SELECT count(*) AS count FROM vectors WHERE signature = ? AND vector IS NOT NULL",
        signature,
      )
      .one();
    const bytes = count * dimensions * 4;
    if (!makeRoom(bytes)) return null;
    const block = emptyBlock(count, dimensions);
    let at = 0;
    for (const part of this.#read(signature, dimensions)) {
      block.chunks.set(part.chunks, at);
      block.documents.set(part.documents, at);
      block.values.set(part.values, at * dimensions);
      at += part.chunks.length;
    }
    this.#block = block;
    this.#signature = signature;
    held.set(this, { bytes, usedAt: question });
    return block;
  }

  *#read(signature: string, dimensions: number): Generator<Block> {
    const rows = this.#sql.exec<{ chunk_id: number; document_id: number; vector: ArrayBuffer }>(
      "SELECT chunk_id, document_id, vector FROM vectors WHERE signature = ? AND vector IS NOT NULL",
      signature,
    );
    let block = emptyBlock(BLOCK, dimensions);
    let at = 0;
    for (const { chunk_id, document_id, vector } of rows) {
      if (vector.byteLength !== dimensions * 4) continue;
      block.chunks[at] = chunk_id;
      block.documents[at] = document_id;
      block.values.set(new Float32Array(vector), at * dimensions);
      at += 1;
      if (at === BLOCK) {
        yield block;
        block = emptyBlock(BLOCK, dimensions);
        at = 0;
      }
    }
    if (at > 0)
      yield {
        chunks: block.chunks.subarray(0, at),
        documents: block.documents.subarray(0, at),
        values: block.values.subarray(0, at * dimensions),
      };
  }
}

/** Takes vectors out of memory that nobody asks for, until so many bytes fit; false when they do not. */
function makeRoom(bytes: number): boolean {
  if (bytes > VECTOR_MEMORY) return false;
  let used = 0;
  for (const holding of held.values()) used += holding.bytes;
  for (const [shelf, holding] of [...held].sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
    if (used + bytes <= VECTOR_MEMORY || question - holding.usedAt < IDLE_QUESTIONS) break;
    shelf.forget();
    used -= holding.bytes;
  }
  return used + bytes <= VECTOR_MEMORY;
}

const emptyBlock = (count: number, dimensions: number): Block => ({
  chunks: new Float64Array(count),
  documents: new Float64Array(count),
  values: new Float32Array(count * dimensions),
});

function score(block: Block, asked: Float32Array, documents: ReadonlySet<number> | null, best: Best): void {
  const dimensions = asked.length;
  for (let row = 0; row < block.chunks.length; row += 1) {
    if (documents !== null && !documents.has(block.documents[row] ?? 0)) continue;
    const product = dot(block.values, row * dimensions, asked);
    if (product > best.least) best.add(block.chunks[row] ?? 0, product);
  }
}

/** Sum of products; four at a time, which the compiler keeps in registers of their own. */
function dot(values: Float32Array, from: number, asked: Float32Array): number {
  const length = asked.length;
  const whole = length - (length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  // The indexes are within bounds; `!` costs nothing, where a fallback would be checked in the innermost loop.
  for (let at = 0; at < whole; at += 4) {
    a += values[from + at]! * asked[at]!;
    b += values[from + at + 1]! * asked[at + 1]!;
    c += values[from + at + 2]! * asked[at + 2]!;
    d += values[from + at + 3]! * asked[at + 3]!;
  }
  for (let at = whole; at < length; at += 1) a += values[from + at]! * asked[at]!;
  return a + b + c + d;
}

/** The few best of many, kept in order. */
class Best {
  readonly #limit: number;
  readonly #list: RankedChunk[] = [];
  /** What does not exceed it is not among the best; opposite or unrelated passages never are. */
  least = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(id: number, value: number): void {
    const list = this.#list;
    let at = list.length;
    while (at > 0 && (list[at - 1]?.score ?? 0) < value) at -= 1;
    list.splice(at, 0, { id, score: value });
    if (list.length > this.#limit) list.pop();
    if (list.length === this.#limit) this.least = list.at(-1)?.score ?? 0;
  }

  list(): RankedChunk[] {
    return this.#list.map(({ id, score }) => ({ id, score: Math.min(1, score) }));
  }
}
