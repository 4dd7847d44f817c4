/** A collection for the tests: documents go in with the settings that a bot has by default, passages come out as of one ranking. */
import { env } from "cloudflare:workers";
import type { IndexSettings, KnowledgeDocument, Passage, SearchRequest } from "../../contracts/knowledge.ts";
import type { KnowledgeApi } from "../../contracts/objects.ts";
import { fuse } from "../../durable-objects/knowledge/fusion.ts";

export const SETTINGS: IndexSettings = { chunkSize: 1_000, chunkOverlap: 200, stemming: true };
export const FUSION = { limit: 50, tokens: 1e9, minScore: 0, denseWeight: 0.7, sparseWeight: 0.3, rrfK: 60 };

export interface TestCollection {
  api: KnowledgeApi;
  put(document: KnowledgeDocument, settings?: IndexSettings): Promise<void>;
  remove(path: string): Promise<void>;
  list(): Promise<{ path: string; hash: string; chunks: number }[]>;
  stats(): ReturnType<KnowledgeApi["stats"]>;
  search(query: string, limit: number, request?: Partial<SearchRequest>): Promise<Passage[]>;
}

/** By the object's name, `tenant/bot/collection`. */
export function knowledgeOf(name: string): TestCollection {
  const api = env.KNOWLEDGE.getByName(name) as unknown as KnowledgeApi;
  return {
    api,
    put: (document, settings = SETTINGS) => api.put(document, settings),
    remove: (path) => api.remove(path),
    list: () => api.list(),
    stats: () => api.stats(),
    async search(query, limit, request = {}) {
      const ranking = await api.search({
        query,
        limit: Math.min(60, Math.max(limit, limit > 0 ? 30 : 0)),
        words: { stemming: true, stopWords: true },
        vector: null,
        filter: null,
        ...request,
      });
      return fuse([{ collection: name, ranking }], { ...FUSION, limit });
    },
  };
}
