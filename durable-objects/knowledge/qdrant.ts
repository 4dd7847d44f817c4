/**
 * Vectors in a Qdrant server, in place of the collection's own database. One Qdrant collection per length of the vectors
 * holds the points of all tenants, as Qdrant advises for many tenants; whose a point is stands in its payload. Every request
 * goes through `inScope`, which is the one place that adds the conditions: nothing else here builds a filter.
 */
import { QdrantClient } from "@qdrant/js-client-rest";
import type { QdrantAccess } from "../../contracts/knowledge.ts";
import type { RankedChunk } from "./rank-words.ts";

/** ms for one request. */
const TIMEOUT_MS = 20_000;
const PREFIX = "basalt";
/** Payload fields that say whose a point is; the first separates tenants on disk. */
const SCOPE_FIELDS = ["tenant", "bot", "collection", "shard"] as const;

/** Whose points these are. `shard` counts from 1. */
export interface PointScope {
  tenant: string;
  bot: string;
  collection: string;
  shard: number;
}

export interface Point {
  chunk: number;
  document: number;
  vector: Float32Array;
}

type Condition = { key: string; match: { value: string | number } | { any: number[] } };

export class QdrantPoints {
  readonly #client: QdrantClient;
  readonly #scope: PointScope;
  /** Collections that are known to exist. */
  readonly #made = new Set<string>();

  constructor(access: QdrantAccess, scope: PointScope) {
    const url = new URL(access.url);
    this.#client = new QdrantClient({
      url: access.url,
      // Without a port the client would take 6333, whatever the address says.
      port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
      // Not as `apiKey`: the client would warn on the console for a server in the private network, once for each question.
      headers: access.apiKey === "" ? {} : { "api-key": access.apiKey },
      timeout: TIMEOUT_MS,
      checkCompatibility: false,
    });
    this.#scope = scope;
  }

  /** The conditions that keep a request within its tenant, bot, collection and shard, with more. */
  #inScope(...more: Condition[]): { must: Condition[] } {
    return { must: [...SCOPE_FIELDS.map((key) => ({ key, match: { value: this.#scope[key] } })), ...more] };
  }

  async put(points: readonly Point[], model: string, dimensions: number): Promise<void> {
    if (points.length === 0) return;
    await this.#make(dimensions);
    await this.#client.upsert(nameOf(dimensions), {
      wait: true,
      points: await Promise.all(
        points.map(async ({ chunk, document, vector }) => ({
          id: await pointId(this.#scope, chunk),
          vector: [...vector],
          payload: { ...this.#scope, model, chunk, document },
        })),
      ),
    });
  }

  /** The nearest, best first. `documents`: those that may answer; null = all. */
  async rank(
    question: Float32Array,
    model: string,
    limit: number,
    documents: readonly number[] | null,
  ): Promise<RankedChunk[]> {
    const conditions: Condition[] = [{ key: "model", match: { value: model } }];
    if (documents !== null) conditions.push({ key: "document", match: { any: [...documents] } });
    const { points } = await this.#client.query(nameOf(question.length), {
      query: [...question],
      filter: this.#inScope(...conditions),
      limit,
      with_payload: ["chunk"],
    });
    return points.flatMap(({ payload, score }) => {
      const chunk = payload?.["chunk"];
      return typeof chunk === "number" && score > 0 ? { id: chunk, score: Math.min(1, score) } : [];
    });
  }

  async remove(chunks: readonly number[], dimensions: number): Promise<void> {
    if (chunks.length === 0) return;
    await this.#client.delete(nameOf(dimensions), {
      wait: true,
      filter: this.#inScope({ key: "chunk", match: { any: [...chunks] } }),
    });
  }

  /** All points of this scope. */
  async clear(dimensions: number): Promise<void> {
    await this.#client.delete(nameOf(dimensions), { wait: true, filter: this.#inScope() });
  }

  async #make(dimensions: number): Promise<void> {
    const name = nameOf(dimensions);
    if (this.#made.has(name)) return;
    const { exists } = await this.#client.collectionExists(name);
    if (!exists) {
      try {
        await this.#client.createCollection(name, { vectors: { size: dimensions, distance: "Cosine" } });
      } catch (error) {
        // Another collection's object may have been first.
        if (!(await this.#client.collectionExists(name)).exists) throw error;
      }
    }
    // Making an index that is there changes nothing.
    for (const field of SCOPE_FIELDS.slice(0, 3))
      await this.#client.createPayloadIndex(name, {
        field_name: field,
        field_schema: { type: "keyword", ...(field === "tenant" ? { is_tenant: true } : {}) },
        wait: true,
      });
    for (const field of ["shard", "chunk", "document"])
      await this.#client.createPayloadIndex(name, { field_name: field, field_schema: "integer", wait: true });
    await this.#client.createPayloadIndex(name, { field_name: "model", field_schema: "keyword", wait: true });
    this.#made.add(name);
  }
}

const nameOf = (dimensions: number): string => `${PREFIX}-${dimensions}`;

/** The same chunk has the same id for good (the first 16 bytes of a SHA-256 as a UUID of version 8, RFC 9562). */
async function pointId({ tenant, bot, collection, shard }: PointScope, chunk: number): Promise<string> {
  const name = JSON.stringify([tenant, bot, collection, shard, chunk]);
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name))).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
