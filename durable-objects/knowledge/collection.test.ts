/** One suite for both places of the vectors: the collection's own database, and Qdrant. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { EmbeddingAccess, KnowledgeDocument, SearchRequest } from "../../contracts/knowledge.ts";
import { knowledgeWorld, SETTINGS } from "../../test/support/knowledge-world.ts";
import { modelsOf } from "../../test/support/models-worker.ts";
import { type QdrantServer, qdrantDescription, startQdrant } from "../../test/support/qdrant-server.ts";

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

const API_KEY = "test-key";
const description = qdrantDescription();
let qdrant: QdrantServer | null = null;
beforeAll(async () => {
  if (description !== null) qdrant = await startQdrant(description, API_KEY);
});
afterAll(async () => qdrant?.close());

const document = (path: string, text: string, more: Partial<KnowledgeDocument> = {}): KnowledgeDocument => ({
  path,
  hash: `${path}:${text.length}`,
  title: path,
  pages: [{ page: 0, text, headings: [] }],
  ...more,
});

describe.each(["in the object", ...(description === null ? [] : ["in Qdrant"])])("vectors %s", (place) => {
  const isQdrant = place === "in Qdrant";
  let world: ReturnType<typeof knowledgeWorld<InstanceType<typeof KnowledgeObject>>>;
  beforeEach(() => {
    world = knowledgeWorld(KnowledgeObject);
  });
  afterEach(() => {
    expect(qdrant?.violations ?? []).toEqual([]);
    qdrant?.collections.clear();
  });

  const access = (more: Partial<EmbeddingAccess> = {}): EmbeddingAccess => ({
    url: "",
    model: "local:hash",
    key: "",
    dimensions: 0,
    batchSize: 8,
    concurrent: 2,
    timeoutMs: 1_000,
    qdrant: isQdrant && qdrant ? { url: qdrant.url, apiKey: API_KEY } : null,
    ...more,
  });
  const meaning = async (query: string, model = access()): Promise<Partial<SearchRequest>> => {
    const [values = new Float32Array()] = await embedTexts(modelsOf(), model, [query]);
    return { words: null, vector: { signature: signatureOf(model), values, qdrant: model.qdrant } };
  };
  const sources = (found: { source: string }[]): string[] => found.map(({ source }) => source);
  const embedAll = async (name: string, model = access()) => {
    for (;;) {
      const progress = await world.get(name).embed(model, 1_000);
      expect(progress.error).toBeNull();
      if (progress.pending === 0) return;
    }
  };

  test("a passage is found by its words at once, by its vector once that is made, and by neither when it is gone", async () => {
    const name = "t/b/k";
    await world.get(name).put(document("owl", "The owl sleeps in the barn."), SETTINGS);
    await world.get(name).put(document("zebra", "The zebra grazes by the river."), SETTINGS);
    const byVector = await meaning("zebras grazing rivers");
    expect(sources(await world.search(name, "zebra"))).toEqual(["zebra"]);
    expect(await world.search(name, "zebra", byVector)).toEqual([]);
    await embedAll(name);
    expect((await world.get(name).stats()).vectors).toBe(2);
    expect(sources(await world.search(name, "zebras grazing rivers", byVector))).toEqual(["zebra"]);
    await world.get(name).hide(["zebra"]);
    expect(await world.search(name, "zebra", byVector)).toEqual([]);
    expect(await world.search(name, "zebra")).toEqual([]);
    await world.get(name).remove("zebra");
    await world.get(name).put(document("lion", "The lion roars at night."), SETTINGS);
    // The lion's passage has the zebra's number by now, and no vector yet.
    expect(await world.search(name, "zebra", byVector)).toEqual([]);
    await embedAll(name);
    expect(await world.search(name, "zebra", byVector)).toEqual([]);
    if (isQdrant) expect(qdrant?.collections.get("basalt-384")?.points.size).toBe(2);
  });

  test("both rankings together", async () => {
    const name = "t/b/k";
    const texts = ["The zebra grazes.", "Zebras graze on grassland.", "An owl hoots.", "Rivers flow to the sea."];
    for (const [index, text] of texts.entries()) await world.get(name).put(document(`d${index}`, text), SETTINGS);
    await embedAll(name);
    const both = { ...(await meaning("zebra grazes")), words: { stemming: true, stopWords: true } };
    const found = await world.search(name, "zebra grazes", both);
    expect(sources(found).slice(0, 2)).toEqual(["d0", "d1"]);
    expect(found.every(({ relevance }) => relevance > 0 && relevance <= 1)).toBe(true);
  });

  test("another model: words answer until the vectors are made again", async () => {
    const name = "t/b/k";
    await world.get(name).put(document("zebra", "The zebra grazes."), SETTINGS);
    await embedAll(name);
    const other = access({ dimensions: 256 });
    const byOther = await meaning("zebra", other);
    expect(await world.search(name, "zebra", byOther)).toEqual([]);
    expect(sources(await world.search(name, "zebra"))).toEqual(["zebra"]);
    await embedAll(name, other);
    expect(sources(await world.search(name, "zebra", byOther))).toEqual(["zebra"]);
    expect(await world.search(name, "zebra", await meaning("zebra"))).toEqual([]);
    if (isQdrant) expect(qdrant?.collections.get("basalt-384")?.points.size).toBe(0);
    await world.get(name).embed(null, 1_000);
    expect((await world.get(name).stats()).vectors).toBe(0);
  });

  test("tenants, bots and collections never see each other's passages", async () => {
    const names = ["t/b/k", "t/b/other", "t/c/k", "u/b/k"];
    for (const name of names) {
      await world.get(name).put(document(name, `The zebra of ${name.replaceAll("/", " ")}.`), SETTINGS);
      await embedAll(name);
    }
    const byVector = await meaning("zebra");
    for (const name of names) expect(sources(await world.search(name, "zebra", byVector))).toEqual([name]);
    await world.get("t/b/k").erase(access());
    expect(await world.search("t/b/k", "zebra", byVector)).toEqual([]);
    expect(await world.search("t/b/k", "zebra")).toEqual([]);
    for (const name of names.slice(1)) expect(sources(await world.search(name, "zebra", byVector))).toEqual([name]);
  });

  test("filters: path, front matter, dates", async () => {
    const name = "t/b/k";
    const put = (path: string, metadata: KnowledgeDocument["metadata"], datedAt: number) =>
      world.get(name).put(document(path, `The zebra in ${path}.`, { metadata: metadata ?? {}, datedAt }), SETTINGS);
    await put("a/one", { lang: "EN", tags: ["stripes", "grass"], public: true, year: 2024 }, 100);
    await put("a/two", { lang: "pt", tags: ["river"], public: false }, 200);
    await put("b/three", { 'it\'s "odd"': "x' OR 1=1 --" }, 300);
    await embedAll(name);
    const byVector = await meaning("zebra");
    for (const request of [{}, byVector]) {
      const found = async (filter: SearchRequest["filter"]) =>
        sources(await world.search(name, "zebra", { ...request, filter })).toSorted();
      expect(await found({ path: "a/" })).toEqual(["a/one", "a/two"]);
      expect(await found({ path: "a_" })).toEqual([]);
      expect(await found({ metadata: { lang: "en" } })).toEqual(["a/one"]);
      expect(await found({ metadata: { tags: "GRASS" } })).toEqual(["a/one"]);
      expect(await found({ metadata: { public: true } })).toEqual(["a/one"]);
      expect(await found({ metadata: { public: false, lang: "pt" } })).toEqual(["a/two"]);
      expect(await found({ metadata: { year: 2024 } })).toEqual(["a/one"]);
      expect(await found({ metadata: { 'it\'s "odd"': "x' OR 1=1 --" } })).toEqual(["b/three"]);
      expect(await found({ metadata: { "x') OR 1=1 --": "y" } })).toEqual([]);
      expect(await found({ since: 150, until: 250 })).toEqual(["a/two"]);
    }
  });

  test("a renamed document is not read again, and changes its name in what it is found by", async () => {
    const name = "t/b/k";
    const text = document("old-name", "Grazing by the river.", { hash: "h", title: "old name", named: true });
    await world.get(name).put(text, SETTINGS);
    await embedAll(name);
    const wanted = { path: "giraffe", hash: "h", title: "giraffe" };
    expect(await world.get(name).adopt(wanted, SETTINGS)).toBe(false);
    await world.get(name).hide(["old-name"]);
    expect(await world.get(name).adopt(wanted, { ...SETTINGS, chunkSize: 500 })).toBe(false);
    expect(await world.get(name).adopt(wanted, SETTINGS)).toBe(true);
    expect(sources(await world.search(name, "giraffe"))).toEqual(["giraffe"]);
    expect(sources(await world.search(name, "grazing", await meaning("Grazing by the river.")))).toEqual(["giraffe"]);
    expect(await world.get(name).list()).toEqual([{ path: "giraffe", hash: "h", chunks: 1 }]);
  });

  test("what is too much for one object goes on in others, which answer as one", async () => {
    const name = "t/b/k";
    world.get(name).shardLimits = { bytes: 2_000, vectorBytes: 1e9 };
    const fill = "Grass and water, day after day. ".repeat(20);
    for (let n = 0; n < 12; n += 1)
      await world.get(name).put(document(`d${n}`, `${fill} The number is item${n}.`), SETTINGS);
    expect(world.names().length).toBeGreaterThan(3);
    await embedAll(name);
    const { documents, chunks, vectors, shards } = await world.get(name).stats();
    expect({ documents, vectors, shards }).toEqual({ documents: 12, vectors: chunks, shards: world.names().length });
    world.restart();
    expect((await world.get(name).list()).length).toBe(12);
    for (const n of [0, 5, 11]) {
      expect(sources(await world.search(name, `item${n}`))).toEqual([`d${n}`]);
      const byVector = await meaning(`Grass and water, day after day. The number is item${n}. d${n}`);
      expect(sources(await world.search(name, "x", byVector))[0]).toBe(`d${n}`);
    }
    await world.get(name).put(document("d11", "Replaced by the owl."), SETTINGS);
    expect(await world.search(name, "item11")).toEqual([]);
    expect(sources(await world.search(name, "owl"))).toEqual(["d11"]);
    await world.get(name).hide(["d10"]);
    expect(await world.search(name, "item10")).toEqual([]);
    await world.get(name).remove("d10");
    expect((await world.get(name).stats()).documents).toBe(11);
    expect(await world.get(name).addedSince(0)).toBe(11);
  });

  test("a server that is away is told without the key, and goes on later", async () => {
    const name = "t/b/k";
    await world.get(name).put(document("zebra", "The zebra grazes."), SETTINGS);
    const away = isQdrant
      ? access()
      : access({ url: "http://127.0.0.1:1/v1", model: "m", key: "sk-secret", timeoutMs: 300 });
    if (isQdrant && qdrant) qdrant.broken = 500;
    const { error, pending } = await world.get(name).embed(away, 100);
    expect(pending).toBe(1);
    expect(error).toMatch(/^The server for vectors (did not answer|answered HTTP 500)/);
    expect(error).not.toMatch(/secret|test-key/);
    if (qdrant) qdrant.broken = null;
    await embedAll(name);
    expect(sources(await world.search(name, "zebra", await meaning("zebra")))).toEqual(["zebra"]);
  });

  if (isQdrant)
    test("every request names its tenant, and points of tenants lie apart", async () => {
      await world.get("t/b/k").put(document("a", "zebra"), SETTINGS);
      await embedAll("t/b/k");
      const collection = qdrant?.collections.get("basalt-384");
      expect(collection?.indexes.get("tenant")).toEqual({ type: "keyword", is_tenant: true });
      expect([...(collection?.points.values() ?? [])].map(({ payload }) => payload)).toMatchObject([
        { tenant: "t", bot: "b", collection: "k", shard: 1 },
      ]);
    });
});
