/**
 * One collection of a bot's knowledge (object name `tenant/bot/collection`), or a further shard of it
 * (`tenant/bot/collection/2` ...). Wiring only; the work is in knowledge/.
 */
import { DurableObject } from "cloudflare:workers";
import type {
  CollectionStats,
  EmbeddingAccess,
  EmbeddingProgress,
  IndexSettings,
  KnowledgeDocument,
  Ranking,
  SearchRequest,
} from "../contracts/knowledge.ts";
import type { KnowledgeApi } from "../contracts/objects.ts";
import { systemClock } from "../platform/clock.ts";
import type { Env } from "./env.ts";
import { adoptDocument, hideDocuments, putDocument, removeDocument } from "./knowledge/documents.ts";
import { embedSome } from "./knowledge/embedding.ts";
import { type PointScope, QdrantPoints } from "./knowledge/qdrant.ts";
import { createKnowledgeSchema, hasKnowledgeSchema } from "./knowledge/schema.ts";
import { mergeRankings, NOTHING, type RankByMeaning, searchObject } from "./knowledge/search.ts";
import {
  noteLoad,
  ownLoad,
  placeDocument,
  SHARD_BYTES,
  SHARD_VECTOR_BYTES,
  type ShardLoad,
  shardNumbers,
  shardOf,
} from "./knowledge/shards.ts";
import { VectorShelf } from "./knowledge/vectors.ts";

const EMPTY: CollectionStats = {
  documents: 0,
  chunks: 0,
  bytes: 0,
  vectors: 0,
  diskBytes: 0,
  memoryBytes: 0,
  shards: 0,
};

export class KnowledgeObject extends DurableObject<Env> implements KnowledgeApi {
  readonly #sql: SqlStorage;
  readonly #vectors: VectorShelf;
  readonly #scope: PointScope;
  /** False until the first document comes. */
  #isReady: boolean;
  /** Tests begin new shards sooner. */
  shardLimits = { bytes: SHARD_BYTES, vectorBytes: SHARD_VECTOR_BYTES };

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#vectors = new VectorShelf(this.#sql);
    this.#scope = scopeOf(ctx.id.name ?? "");
    this.#isReady = hasKnowledgeSchema(this.#sql);
    if (this.#isReady) createKnowledgeSchema(this.#sql);
  }

  async put(document: KnowledgeDocument, settings: IndexSettings): Promise<void> {
    this.#prepare();
    const shard = this.#isShard()
      ? 1
      : this.ctx.storage.transactionSync(() => placeDocument(this.#sql, document.path, this.shardLimits));
    if (shard !== 1) {
      await this.#shard(shard).put(document, settings);
      await this.#noteLoad(shard);
      return;
    }
    this.ctx.storage.transactionSync(() => putDocument(this.#sql, document, settings, systemClock.now()));
    this.#vectors.forget();
  }

  async adopt(wanted: { path: string; hash: string; title: string }, settings: IndexSettings): Promise<boolean> {
    if (!this.#isReady) return false;
    const isHere = this.ctx.storage.transactionSync(() => adoptDocument(this.#sql, wanted, settings));
    if (isHere) {
      this.#vectors.forget();
      return true;
    }
    for (const number of shardNumbers(this.#sql)) {
      if (!(await this.#shard(number).adopt(wanted, settings))) continue;
      this.#sql.exec("INSERT OR REPLACE INTO placements (path, shard) VALUES (?, ?)", wanted.path, number);
      return true;
    }
    return false;
  }

  async hide(paths: string[]): Promise<void> {
    if (!this.#isReady) return;
    this.ctx.storage.transactionSync(() => hideDocuments(this.#sql, paths));
    await Promise.all(this.#shards().map((shard) => shard.hide(paths)));
  }

  async remove(path: string): Promise<void> {
    if (!this.#isReady) return;
    this.ctx.storage.transactionSync(() => removeDocument(this.#sql, path));
    this.#vectors.forget();
    const shard = shardOf(this.#sql, path);
    if (shard === null) return;
    await this.#shard(shard).remove(path);
    this.#sql.exec("DELETE FROM placements WHERE path = ?", path);
    await this.#noteLoad(shard);
  }

  async list(): Promise<{ path: string; hash: string; chunks: number }[]> {
    if (!this.#isReady) return [];
    const own = this.#sql
      .exec<{ path: string; hash: string; chunks: number }>(
        "SELECT path, hash, chunks FROM documents WHERE hidden = 0 ORDER BY path",
      )
      .toArray();
    const others = await Promise.all(this.#shards().map((shard) => shard.list()));
    return [...own, ...others.flat()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async search(request: SearchRequest): Promise<Ranking> {
    if (!this.#isReady) return NOTHING;
    const others = this.#shards().map((shard) => shard.search(request));
    const own = searchObject(this.#sql, request, this.#byMeaning(request));
    return others.length === 0 ? own : mergeRankings(await Promise.all([own, ...others]), request.limit);
  }

  async embed(access: EmbeddingAccess | null, budgetMs: number): Promise<EmbeddingProgress> {
    if (!this.#isReady) return { embedded: 0, pending: 0, error: null };
    const end = systemClock.now() + budgetMs;
    const progress = await embedSome(
      {
        storage: this.ctx.storage,
        clock: systemClock,
        scope: this.#scope,
        models: { worker: this.env.MODELS, tenant: this.#scope.tenant },
      },
      access,
      budgetMs,
    );
    this.#vectors.forget();
    for (const shard of this.#shards()) {
      const more = await shard.embed(access, Math.max(0, end - systemClock.now()));
      progress.embedded += more.embedded;
      progress.pending += more.pending;
      progress.error ??= more.error;
    }
    return progress;
  }

  async addedSince(time: number): Promise<number> {
    if (!this.#isReady) return 0;
    const { count } = this.#sql
      .exec<{ count: number }>("SELECT count(*) AS count FROM documents WHERE hidden = 0 AND added_at >= ?", time)
      .one();
    const others = await Promise.all(this.#shards().map((shard) => shard.addedSince(time)));
    return others.reduce((sum, one) => sum + one, count);
  }

  async stats(): Promise<CollectionStats> {
    if (!this.#isReady) return EMPTY;
    const own = this.#sql
      .exec<{ documents: number; chunks: number; bytes: number }>(
        `SELECT count(*) AS documents, coalesce(sum(chunks), 0) AS chunks, coalesce(sum(bytes), 0) AS bytes
         FROM documents WHERE hidden = 0`,
      )
      .one();
    const { vectors } = this.#sql.exec<{ vectors: number }>("SELECT count(*) AS vectors FROM vectors").one();
    const others = await Promise.all(this.#shards().map((shard) => shard.stats()));
    const total: CollectionStats = {
      ...own,
      vectors,
      diskBytes: this.#sql.databaseSize,
      memoryBytes: this.#vectors.memory,
      shards: 1,
    };
    for (const one of others)
      for (const key of ["documents", "chunks", "bytes", "vectors", "diskBytes", "memoryBytes", "shards"] as const)
        total[key] += one[key];
    return total;
  }

  async load(): Promise<ShardLoad> {
    return this.#isReady ? ownLoad(this.#sql) : { bytes: 0, chunks: 0 };
  }

  async erase(access: EmbeddingAccess | null): Promise<void> {
    if (!this.#isReady) return;
    await Promise.all(this.#shards().map((shard) => shard.erase(access)));
    if (access?.qdrant) {
      const row = this.#sql
        .exec<{ value: string }>("SELECT value FROM knowledge_meta WHERE key = 'dimensions'")
        .toArray()[0];
      if (row) await new QdrantPoints(access.qdrant, this.#scope).clear(Number(row.value));
    }
    this.#vectors.forget();
    this.#isReady = false;
    await this.ctx.storage.deleteAll();
  }

  #prepare(): void {
    if (this.#isReady) return;
    createKnowledgeSchema(this.#sql);
    this.#isReady = true;
  }

  #byMeaning({ vector }: SearchRequest): RankByMeaning {
    return async (question, limit, documents) => {
      if (!vector?.qdrant)
        return this.#vectors.rank(question.values, question.signature, limit, documents && new Set(documents));
      const points = new QdrantPoints(vector.qdrant, this.#scope);
      const found = await points.rank(question.values, question.signature, limit, documents);
      // A point that outlived its passage, whose number another one may have by now.
      return found.filter(
        ({ id }) =>
          this.#sql.exec("SELECT 1 FROM vectors WHERE chunk_id = ? AND signature = ?", id, question.signature).toArray()
            .length > 0,
      );
    };
  }

  #isShard(): boolean {
    return this.#scope.shard !== 1;
  }

  #shard(number: number): KnowledgeApi {
    const { tenant, bot, collection } = this.#scope;
    return this.env.KNOWLEDGE.getByName(`${tenant}/${bot}/${collection}/${number}`) as unknown as KnowledgeApi;
  }

  #shards(): KnowledgeApi[] {
    return shardNumbers(this.#sql).map((number) => this.#shard(number));
  }

  async #noteLoad(number: number): Promise<void> {
    noteLoad(this.#sql, number, await this.#shard(number).load());
  }
}

/** A collection's name holds no slash. */
function scopeOf(name: string): PointScope {
  const [tenant = "", bot = "", collection = "", shard = "1"] = name.split("/");
  return { tenant, bot, collection, shard: Number(shard) };
}
