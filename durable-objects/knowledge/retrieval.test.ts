/** A fixed part of `npm run bench -- retrieval`, held to counts: a change that makes answers worse is seen here. */
import { expect, test, vi } from "vitest";
import { type CorpusQuestion, makeCorpus, shared } from "../../bench/retrieval/corpus.ts";
import { judge } from "../../bench/retrieval/judge.ts";
import type { EmbeddingAccess } from "../../contracts/knowledge.ts";
import { knowledgeWorld, SETTINGS } from "../../test/support/knowledge-world.ts";
import { modelsOf } from "../../test/support/models-worker.ts";

vi.mock("cloudflare:workers", () => ({
  DurableObject: class {
    ctx: unknown;
    env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));
const { KnowledgeObject } = await import("../knowledge-object.ts");
const { embedTexts, signatureOf } = await import("../llm/embed.ts");

const MODEL: EmbeddingAccess = {
  url: "",
  model: "local:hash",
  key: "",
  dimensions: 0,
  batchSize: 500,
  concurrent: 1,
  timeoutMs: 1_000,
  qdrant: null,
};
const NAME = "t/b/k";

test("the question set is what it says", () => {
  const { passages, questions } = makeCorpus({ seed: 7, passages: 2_000, questions: 330 });
  expect(passages).toHaveLength(2_000);
  expect(questions).toHaveLength(330);
  expect(new Set(passages.map(({ id }) => id)).size).toBe(2_000);
  const far = questions.filter(({ kind }) => kind === "far");
  expect(far).toHaveLength(110);
  const textOf = new Map(passages.map(({ id, text }) => [id, text]));
  for (const { text, answer } of far) expect(shared(text, textOf.get(answer) ?? "")).toBeLessThanOrEqual(1);
  expect(makeCorpus({ seed: 7, passages: 2_000, questions: 330 }).questions).toEqual(questions);
});

test("questions find their passages", async () => {
  const world = knowledgeWorld(KnowledgeObject);
  const { passages, questions } = makeCorpus({ seed: 7, passages: 600, questions: 120 });
  for (const { id, title, text } of passages)
    await world.get(NAME).put({ path: id, hash: id, title, pages: [{ page: 0, text, headings: [] }] }, SETTINGS);
  expect(await world.get(NAME).embed(MODEL, 10_000)).toEqual({ embedded: 600, pending: 0, error: null });
  const judged = async (mode: "words" | "dense" | "hybrid") => {
    const rankings = new Map<CorpusQuestion, string[]>();
    for (const question of questions) {
      const [values = new Float32Array()] = await embedTexts(modelsOf(), MODEL, [question.text]);
      const vector = mode === "words" ? null : { signature: signatureOf(MODEL), values, qdrant: null };
      const words = mode === "dense" ? null : { stemming: true, stopWords: true };
      rankings.set(
        question,
        (await world.search(NAME, question.text, { vector, words })).map(({ source }) => source),
      );
    }
    return judge(rankings, "near");
  };
  const [words, dense, hybrid] = [await judged("words"), await judged("dense"), await judged("hybrid")];
  expect(words.recallAt5).toBeGreaterThanOrEqual(0.98);
  expect(words.mrr).toBeGreaterThanOrEqual(0.96);
  expect(dense.recallAt5).toBeGreaterThanOrEqual(0.85);
  expect(hybrid.recallAt5).toBeGreaterThanOrEqual(0.93);
});
