/** What bench/retrieval/measure.ts asks: the product's knowledge object, with nothing before it. */
import type { EmbeddingAccess, SearchRequest } from "../../contracts/knowledge.ts";
import type { KnowledgeApi } from "../../contracts/objects.ts";
import { fuse } from "../../durable-objects/knowledge/fusion.ts";
import { embedTexts, signatureOf } from "../../durable-objects/llm/embed.ts";
import type { Models } from "../../durable-objects/llm/models.ts";
import type { BenchAnswer, BenchRequest } from "./requests.ts";

export { KnowledgeObject } from "../../durable-objects/knowledge-object.ts";

const SETTINGS = { chunkSize: 1_000, chunkOverlap: 200, stemming: true };
const FUSION = { limit: 10, tokens: 8_000, minScore: 0, denseWeight: 0.7, sparseWeight: 0.3, rrfK: 60 };
/** The embedding is our own, which calls nobody. */
const NO_MODELS: Models = {
  worker: { fetch: () => Promise.reject(new Error("the benchmark calls no model")) },
  tenant: "bench",
};
const MODEL: EmbeddingAccess = {
  url: "",
  model: "local:hash",
  key: "",
  dimensions: 0,
  batchSize: 250,
  concurrent: 2,
  timeoutMs: 30_000,
  qdrant: null,
};

export default {
  async fetch(request: Request, env: { KNOWLEDGE: DurableObjectNamespace }): Promise<Response> {
    const { collection, put, embed, search } = await request.json<BenchRequest>();
    const object = env.KNOWLEDGE.getByName(`bench/bench/${collection}`) as unknown as KnowledgeApi;
    const answer: BenchAnswer = { sources: [], pending: 0 };
    for (const document of put ?? []) await object.put(document, SETTINGS);
    if (embed) answer.pending = (await object.embed(MODEL, 5_000)).pending;
    if (search) answer.sources = await ranked(object, search);
    // What a call costs that has nothing to do.
    if (!put && !embed && !search) await object.load();
    return Response.json(answer);
  },
};

async function ranked(object: KnowledgeApi, { query, mode }: NonNullable<BenchRequest["search"]>): Promise<string[]> {
  const [values] = mode === "words" ? [] : await embedTexts(NO_MODELS, MODEL, [query]);
  const request: SearchRequest = {
    query,
    limit: 30,
    words: mode === "dense" ? null : { stemming: true, stopWords: true },
    vector: values === undefined ? null : { signature: signatureOf(MODEL), values, qdrant: null },
    filter: null,
  };
  const ranking = await object.search(request);
  return fuse([{ collection: "bench", ranking }], FUSION).map(({ source }) => source);
}
