/** A question to several collections of one bot: its vector is made once, each collection ranks, the rankings are merged. */
import { vaultName } from "../../contracts/bot-settings.ts";
import type { DocumentFilter, EmbeddingAccess, IndexSettings, SearchRequest } from "../../contracts/knowledge.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { embeddingAccess, embedTexts, signatureOf } from "../llm/embed.ts";
import { callObject, knowledgeObject } from "../objects.ts";
import { type FoundPassage, fuse } from "./fusion.ts";
import { MAX_RANKED } from "./search.ts";

/** Passages that each ranking brings at least: fusion needs more than come out. */
const LEAST_RANKED = 30;
const MAX_TOKENS = 8_000;

export interface SearchParts {
  env: Env;
  key: { tenant: string; bot: string };
  clock: Clock;
  signal: AbortSignal;
  config: PackageConfig;
  /** The value behind `vault:NAME`. */
  secret(name: string): Promise<string>;
  /** Told when the answer is less than it could be. */
  warn(text: string): void;
}

export const indexSettings = (config: PackageConfig): IndexSettings => ({
  chunkSize: config["rag-chunk-size"],
  chunkOverlap: config["rag-chunk-overlap"],
  stemming: config["bm25-stemming"],
});

/** Ranked as the configuration says, best first, `rag-max-results` passages and 8,000 tokens at most. */
export async function searchCollections(
  parts: SearchParts,
  collections: readonly string[],
  query: string,
  options: { filter?: DocumentFilter | null; limit?: number } = {},
): Promise<FoundPassage[]> {
  const { config, env, key, clock, signal } = parts;
  const limit = options.limit ?? config["rag-max-results"];
  const vector = collections.length === 0 ? null : await questionVector(parts, query);
  const isHybrid = config["rag-hybrid-enabled"] && config["bm25-enabled"];
  const words = { stemming: config["bm25-stemming"], stopWords: config["bm25-stopwords"] };
  const request: SearchRequest = {
    query,
    limit: Math.min(MAX_RANKED, Math.max(LEAST_RANKED, 2 * limit)),
    words: vector === null || isHybrid ? words : null,
    vector,
    filter: options.filter ?? null,
  };
  const rankings = await Promise.all(
    collections.map(async (collection) => {
      const object = knowledgeObject(env, key, collection);
      return { collection, ranking: await callObject(clock, signal, () => object.search(request)) };
    }),
  );
  if (rankings.some(({ ranking }) => ranking.isPartial))
    parts.warn("The store of the vectors did not answer: knowledge was searched by words alone.");
  return fuse(rankings, {
    limit,
    tokens: MAX_TOKENS,
    minScore: config["rag-min-score"],
    denseWeight: config["rag-dense-weight"],
    sparseWeight: config["rag-sparse-weight"],
    rrfK: config["rag-rrf-k"],
  });
}

/** The access with its secrets in place of their names. */
export async function openAccess(access: EmbeddingAccess, secret: SearchParts["secret"]): Promise<EmbeddingAccess> {
  const open = async (value: string): Promise<string> => {
    const name = vaultName(value);
    return name === null ? value : secret(name);
  };
  const { qdrant } = access;
  return {
    ...access,
    key: await open(access.key),
    qdrant: qdrant === null ? null : { ...qdrant, apiKey: await open(qdrant.apiKey) },
  };
}

/** Null where no model is configured, or where it does not answer: then words alone decide. */
async function questionVector(parts: SearchParts, query: string): Promise<SearchRequest["vector"]> {
  const configured = embeddingAccess(parts.config);
  if (configured === null || query.trim() === "") return null;
  try {
    const access = await openAccess(configured, parts.secret);
    const signature = signatureOf(access);
    const cache = parts.config["rag-cache-enabled"];
    const name = JSON.stringify([parts.key.tenant, parts.key.bot, signature, query]);
    const known = cache ? cached(name, parts.clock.now()) : null;
    const models = { worker: parts.env.MODELS, tenant: parts.key.tenant };
    const values = known ?? (await embedTexts(models, access, [query], parts.signal))[0];
    if (values === undefined) return null;
    if (cache && known === null) remember(name, values, parts.clock.now() + parts.config["rag-cache-ttl"] * 1_000);
    return { signature, values, qdrant: access.qdrant };
  } catch (error) {
    if (parts.signal.aborted) throw error;
    parts.warn("The embedding model did not answer: knowledge was searched by words alone.");
    return null;
  }
}

/** Vectors of questions that this isolate was asked, the oldest first; a thousand of 1,536 numbers are 6 MB. */
const MAX_CACHED = 1_000;
const questions = new Map<string, { values: Float32Array; until: number }>();

function cached(name: string, now: number): Float32Array | null {
  const entry = questions.get(name);
  if (entry === undefined || entry.until <= now) return null;
  return entry.values;
}

function remember(name: string, values: Float32Array, until: number): void {
  questions.delete(name);
  questions.set(name, { values, until });
  for (const oldest of questions.keys()) {
    if (questions.size <= MAX_CACHED) break;
    questions.delete(oldest);
  }
}
