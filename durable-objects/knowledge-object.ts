/** One collection of a bot's knowledge (object name `tenant/bot/collection`). Wiring only; the work is in knowledge/. */
import { DurableObject } from "cloudflare:workers";
import type { KnowledgeApi, KnowledgeDocument, Passage } from "../contracts/objects.ts";
import { systemClock } from "../platform/clock.ts";
import type { Env } from "./env.ts";
import { putDocument, removeDocument } from "./knowledge/documents.ts";
import { createKnowledgeSchema } from "./knowledge/schema.ts";
import { searchChunks } from "./knowledge/search.ts";

export class KnowledgeObject extends DurableObject<Env> implements KnowledgeApi {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createKnowledgeSchema(this.#sql);
  }

  async put(document: KnowledgeDocument): Promise<void> {
    this.ctx.storage.transactionSync(() => putDocument(this.#sql, document, systemClock.now()));
  }

  async remove(path: string): Promise<void> {
    this.ctx.storage.transactionSync(() => removeDocument(this.#sql, path));
  }

  async list(): Promise<{ path: string; hash: string; chunks: number }[]> {
    return this.#sql
      .exec<{ path: string; hash: string; chunks: number }>("SELECT path, hash, chunks FROM documents ORDER BY path")
      .toArray();
  }

  async search(query: string, limit: number): Promise<Passage[]> {
    return searchChunks(this.#sql, query, limit);
  }

  async addedSince(time: number): Promise<number> {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM documents WHERE added_at >= ?", time).one()
      .count;
  }

  async stats(): Promise<{ documents: number; chunks: number; bytes: number }> {
    return this.#sql
      .exec<{ documents: number; chunks: number; bytes: number }>(
        `SELECT count(*) AS documents, coalesce(sum(chunks), 0) AS chunks, coalesce(sum(bytes), 0) AS bytes
         FROM documents`,
      )
      .one();
  }
}
