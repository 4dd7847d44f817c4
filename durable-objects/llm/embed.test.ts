import { afterEach, describe, expect, test, vi } from "vitest";
import type { EmbeddingAccess } from "../../contracts/knowledge.ts";
import { packageConfig } from "../../contracts/package-config.ts";
import { modelsOf } from "../../test/support/models-worker.ts";
import { openAccess } from "../knowledge/search-collections.ts";
import { embeddingAccess, embedTexts, signatureOf } from "./embed.ts";
import { hashEmbedding } from "./embed-hash.ts";

const access = (more: Partial<EmbeddingAccess> = {}): EmbeddingAccess => ({
  url: "http://embed.test",
  model: "m",
  key: "sk-test",
  dimensions: 0,
  batchSize: 2,
  concurrent: 2,
  timeoutMs: 5_000,
  qdrant: null,
  ...more,
});
interface Asked {
  url: string;
  authorization: string | null;
  body: { model: string; input: string[]; dimensions?: number };
}

/** Stands for the server; `answer` says the vectors of a request, or a status. */
function server(answer: (input: string[], request: number) => unknown[] | number): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const body = await request.json<Asked["body"]>();
    asked.push({ url: request.url, authorization: request.headers.get("authorization"), body });
    const told = answer(body.input, asked.length);
    if (typeof told === "number") return Response.json({ error: { message: "no" } }, { status: told });
    const data = told.map((embedding, index) => ({ object: "embedding", index, embedding }));
    return Response.json({ object: "list", data, model: "m", usage: { prompt_tokens: 1, total_tokens: 1 } });
  });
  return asked;
}
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a server that speaks /v1/embeddings", () => {
  test("texts go in batches and come back in their order, with length 1", async () => {
    const asked = server((input) => input.map((text) => [Number(text), 0, 0]));
    const vectors = await embedTexts(modelsOf("embed.test,h"), access({ dimensions: 3 }), ["3", "-4", "5", "-6", "7"]);
    expect(vectors.map((vector) => [...vector])).toEqual([1, -1, 1, -1, 1].map((x) => [x, 0, 0]));
    expect(asked.map(({ body }) => body.input.length).sort()).toEqual([1, 2, 2]);
    expect(asked[0]).toMatchObject({
      url: "http://embed.test/v1/embeddings",
      authorization: "Bearer sk-test",
      body: { model: "m", dimensions: 3 },
    });
  });

  test.each([
    ["http://h/v1/embeddings", "http://h/v1/embeddings"],
    ["http://h/api/", "http://h/api/embeddings"],
  ])("the address may be the endpoint or the API's root: %s", async (url, expected) => {
    const asked = server((input) => input.map(() => [1]));
    await embedTexts(modelsOf("embed.test,h"), access({ url }), ["x"]);
    expect(asked[0]?.url).toBe(expected);
  });

  test("a busy server is asked again, a refusal is told", async () => {
    const asked = server((input, request) => (request === 1 ? 503 : input.map(() => [1])));
    expect(await embedTexts(modelsOf("embed.test,h"), access(), ["x"])).toHaveLength(1);
    expect(asked).toHaveLength(2);
    server(() => 401);
    await expect(embedTexts(modelsOf("embed.test,h"), access(), ["x"])).rejects.toMatchObject({
      failure: { kind: "credentials", status: 401 },
    });
  });

  test("answers that are no vectors of one length are refused", async () => {
    server((input) => input.map((_, index) => (index === 0 ? [1, 2] : [1])));
    await expect(embedTexts(modelsOf("embed.test,h"), access(), ["a", "b"])).rejects.toThrow(
      "answered 1 numbers for a vector of 2",
    );
    server((input) => input.map(() => [1, 2]));
    await expect(embedTexts(modelsOf("embed.test,h"), access({ dimensions: 3 }), ["a"])).rejects.toThrow(
      "2 numbers for a vector of 3",
    );
    server(() => [[1]]);
    await expect(embedTexts(modelsOf("embed.test,h"), access(), ["a", "b"])).rejects.toThrow("malformed");
    server((input) => input.map(() => []));
    await expect(embedTexts(modelsOf("embed.test,h"), access(), ["a"])).rejects.toThrow("have 0 numbers");
  });
});

test("the configuration: nothing, a server, our own; secrets are opened by name", async () => {
  const config = (keys: Record<string, string>) => embeddingAccess(packageConfig.parse(keys));
  expect(config({})).toBeNull();
  expect(config({ "embedding-url": "http://h/v1" })).toBeNull();
  expect(config({ "embedding-model": "local:hash", "embedding-url": "http://h" })).toMatchObject({ url: "", key: "" });
  const given = config({
    "embedding-url": "http://h/v1",
    "embedding-model": "m",
    "embedding-key": "vault:embed",
    "qdrant-url": "http://q:6333",
    "qdrant-api-key": "vault:qdrant",
  });
  const opened = given && (await openAccess(given, async (name) => `secret of ${name}`));
  expect(opened).toMatchObject({ key: "secret of embed", qdrant: { apiKey: "secret of qdrant" } });
  expect(opened && signatureOf(opened)).not.toContain("secret");
});

describe("local:hash", () => {
  const likeness = (a: string, b: string): number => {
    const [x, y] = [hashEmbedding(a, 384), hashEmbedding(b, 384)];
    return x.reduce((sum, part, index) => sum + part * (y[index] ?? 0), 0);
  };

  test("the same text has the same vector; like words lie near, others far", () => {
    expect(likeness("descaling the machine", "descaling the machine")).toBeCloseTo(1, 5);
    expect(likeness("how do I descale machines", "descaling the machine")).toBeGreaterThan(0.35);
    expect(likeness("descaleing machine", "descaling the machine")).toBeGreaterThan(0.5);
    expect(Math.abs(likeness("opening hours on Sunday", "descaling the machine"))).toBeLessThan(0.2);
  });

  test("a text without words is a vector of zeros", () => {
    expect([...hashEmbedding("?! the", 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
