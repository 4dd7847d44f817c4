/** Knowledge from outside: routes, documents beside a package, what publishing changes at once, and what a script gets. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type CollectionStatus,
  type DocumentStatus,
  type KnowledgeAnswer,
  knowledgeKey,
} from "../../contracts/knowledge.ts";
import type { BotApi } from "../../contracts/objects.ts";

import type { BotObject } from "../../durable-objects/bot-object.ts";
import type { KnowledgeObject } from "../../durable-objects/knowledge-object.ts";
import { apiToken, call, codeOf, send } from "./support-edge.ts";
import { knowledgeOf } from "./support-knowledge.ts";
import { replayAll } from "./support-replay.ts";
import { open, TENANT, told } from "./support-session.ts";

afterAll(replayAll, 120_000);

const START = `USE KB "faq"
r = THINK KB "zebra", {path: "k.gbkb/faq/a"}
TALK r.total_results, " ", r.results[0].source, " ", r.results[0].start, "-", r.results[0].end
s = KB STATISTICS
TALK s.total_vectors, " ", s.collections[0].vectors_count > 0, " ", s.total_disk_size_mb > 0
`;
let bots = 0;
let asked: string[] = [];
let jwk = "";
const unset = { GATEWAY_URL: undefined, GATEWAY_PRIVATE_JWK: undefined };

beforeEach(async () => {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const { privateKey } = pair as CryptoKeyPair;
  jwk = JSON.stringify({ ...(await crypto.subtle.exportKey("jwk", privateKey)), kid: "k" });
  Object.assign(env, { GATEWAY_URL: "http://gateway.test", GATEWAY_PRIVATE_JWK: jwk });
  asked = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
    const name = decodeURIComponent(new Headers(init?.headers).get("x-file-name") ?? "");
    asked.push(name);
    const text = new TextDecoder().decode(init?.body as Uint8Array).replace(/^---.*?---\n/s, "");
    return Response.json({ type: "markdown", title: null, pages: [{ page: 1, text, headings: [] }], warnings: [] });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(env, unset);
});

const botStub = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`);
const botOf = (bot: string) => botStub(bot) as unknown as BotApi;

async function publish(bot: string, texts: Record<string, string>, config = "name,value\n"): Promise<void> {
  const files = { "k.gbdialog/start.bas": START, "k.gbot/config.csv": config };
  const documents = Object.entries(texts).map(([name, text]) => [`k.gbkb/${name}`, text]);
  const zip = zipSync(
    Object.fromEntries(
      [...Object.entries(files), ...documents].map(([path, text]) => [path, new TextEncoder().encode(text)]),
    ),
  );
  const published = await botOf(bot).publish(TENANT, bot, zip.slice().buffer);
  if (!published.ok) throw new Error(published.detail);
}

/** Until nothing is left to do. */
async function settle(bot: string): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await runInDurableObject(botStub(bot) as unknown as DurableObjectStub<BotObject>, (_, state) => {
      state.storage.sql.exec("UPDATE index_jobs SET due_at = 0");
    });
    if (!(await runDurableObjectAlarm(botStub(bot)))) return;
  }
}

async function setUp(texts: Record<string, string>, config?: string) {
  const bot = `know-${++bots}`;
  await publish(bot, texts, config);
  await settle(bot);
  const token = await apiToken("knowledge:read", "knowledge:write");
  const base = `/api/v1/bots/${bot}/knowledge`;
  const search = async (query: string, more: object = {}, collection = "faq") => {
    const answer = await send(token, `${base}/${collection}/search`, { query, ...more });
    expect(answer.status).toBe(200);
    return (await answer.json<KnowledgeAnswer>()).items;
  };
  const documents = async (query = "") =>
    (await send(token, `${base}/faq/documents${query}`)).json<{ items: DocumentStatus[]; nextCursor: string | null }>();
  const put = (name: string, text: string, collection = "faq") =>
    call(`${base}/${collection}/documents/${name}`, {
      method: "PUT",
      body: text,
      headers: { authorization: `Bearer ${token}`, "content-type": "text/markdown" },
    });
  const remove = (name: string) => send(token, `${base}/faq/documents/${name}`, undefined, "DELETE");
  return { bot, token, base, search, documents, put, remove };
}

describe("a bot's knowledge", () => {
  const TEXTS = {
    "faq/a.md": "---\nlang: pt\ndate: 2024-05-01\n---\nThe zebra grazes by the river.",
    "faq/b.md": "The owl sleeps in the barn.",
  };

  test("collections, documents and passages, with vectors where a model is configured", async () => {
    const { bot, token, base, search, documents } = await setUp(TEXTS, "name,value\nembedding-model,local:hash\n");
    const { items } = await (await send(token, base)).json<{ items: CollectionStatus[] }>();
    expect(items).toMatchObject([
      { name: "faq", documents: 2, chunks: 2, vectors: 2, pending: 0, failed: 0, shards: 1 },
    ]);
    expect(items[0]?.embedding).toEqual({ model: "local:hash", state: "done", reason: null });
    const page = await documents("?limit=1");
    expect(page).toMatchObject({
      items: [{ path: "k.gbkb/faq/a.md", origin: "release", state: "done", searchable: true }],
    });
    expect((await documents(`?limit=1&cursor=${encodeURIComponent(page.nextCursor ?? "")}`)).nextCursor).toBeNull();
    expect(await search("grazing zebras")).toMatchObject([
      { source: "k.gbkb/faq/a.md", start: 0, end: 30, page: null },
    ]);
    const filtered = async (filter: object) =>
      (await search("zebra owl", { filter })).map(({ source }) => source.slice(-4));
    expect(await filtered({ metadata: { lang: "pt" } })).toEqual(["a.md"]);
    expect(await filtered({ path: "k.gbkb/faq/b" })).toEqual(["b.md"]);
    expect(await filtered({ until: "2024-12-31T00:00:00Z" })).toEqual(["a.md"]);
    expect(told((await open(bot)).first.frames).slice(0, 2)).toEqual([
      "bot: 1 k.gbkb/faq/a.md 0-30",
      "bot: 2 true true",
    ]);
  });

  test("what a publishing removes answers no more when it is answered; what it renames is not read again", async () => {
    const { bot, search, documents } = await setUp(TEXTS);
    expect(asked).toEqual(["a.md", "b.md"]);
    await publish(bot, { "faq/c.md": TEXTS["faq/b.md"] });
    expect(await search("zebra")).toEqual([]);
    await settle(bot);
    expect((await search("owl")).map(({ source, title }) => [source, title])).toEqual([["k.gbkb/faq/c.md", "c"]]);
    expect(asked).toEqual(["a.md", "b.md"]);
    expect((await documents()).items).toHaveLength(1);
    await publish(bot, { "faq/c.md": TEXTS["faq/b.md"] }, "name,value\nrag-chunk-size,500\n");
    await settle(bot);
    expect(asked).toEqual(["a.md", "b.md", "c.md"]);
  });

  test("documents beside the package stay when it is published, and go when they are taken out", async () => {
    const { bot, token, base, search, put, remove, documents } = await setUp(TEXTS);
    const answer = await put("extra.md", "The lion roars at night.");
    expect([answer.status, (await answer.json<DocumentStatus>()).state]).toEqual([202, "pending"]);
    expect((await put("new.md", "The crow sings.", "other")).status).toBe(202);
    await settle(bot);
    await publish(bot, { "faq/a.md": TEXTS["faq/a.md"] });
    await settle(bot);
    expect((await search("lion roars")).map(({ source }) => source)).toEqual(["uploads/extra.md"]);
    expect((await search("crow", {}, "other")).map(({ source }) => source)).toEqual(["uploads/new.md"]);
    expect((await documents()).items.map(({ origin }) => origin)).toEqual(["release", "upload"]);
    expect((await remove("extra.md")).status).toBe(204);
    expect(await search("lion roars")).toEqual([]);
    await settle(bot);
    expect((await env.FILES.list({ prefix: knowledgeKey(TENANT, bot, "") })).objects).toHaveLength(1);
    expect(await codeOf(remove("extra.md"))).toBe("404 knowledge.document-unknown");
    expect(await codeOf(remove("a.md"))).toBe("404 knowledge.document-unknown");
    expect(await codeOf(send(token, `${base}/nothing/search`, { query: "x" }))).toBe("404 knowledge.unknown");
  });

  test("refusals", async () => {
    const { bot, base, token, put } = await setUp({}, "name,value\nkb-max-collections,1\n");
    const reader = await apiToken("knowledge:read");
    expect(await codeOf(call(base))).toBe("401 auth.required");
    expect(await codeOf(send(await apiToken("bots:read"), base))).toBe("403 auth.forbidden");
    expect(await codeOf(send(reader, `${base}/faq/documents/a.md`, undefined, "DELETE"))).toBe("403 auth.forbidden");
    expect(await codeOf(send(token, `${base}/faq/documents?limit=0`))).toBe("400 request.invalid");
    expect(await codeOf(send(token, `${base}/faq/search`, { query: "" }))).toBe("400 request.invalid");
    expect(await codeOf(put("a.md", ""))).toBe("400 request.invalid");
    expect(await codeOf(put("x%2Fy.md", "text"))).toBe("400 request.invalid");
    expect(await codeOf(put("a.md", "text", "UPPER"))).toBe("404 knowledge.unknown");
    expect((await put("a.md", "text")).status).toBe(202);
    expect(await codeOf(put("a.md", "text", "second"))).toBe("409 knowledge.full");
    const headers = { authorization: `Bearer ${token}` };
    const untyped = call(`${base}/faq/documents/a.md`, { method: "PUT", body: new Uint8Array([1]), headers });
    expect(await codeOf(untyped)).toBe("415 request.unsupported-type");
    const nowhere = await send(token, base.replace(bot, "nobody-here"));
    expect(await nowhere.json()).toEqual({ items: [], nextCursor: null });
    const early = call(`/api/v1/bots/nobody-here/knowledge/faq/documents/a.md`, {
      method: "PUT",
      body: "text",
      headers: { ...headers, "content-type": "text/markdown" },
    });
    expect(await codeOf(early)).toBe("409 bot.no-release");
  });
});

test("a collection that is too large for one object goes on in further objects", async () => {
  const name = `${TENANT}/shards/k`;
  const first = env.KNOWLEDGE.getByName(name) as unknown as DurableObjectStub<KnowledgeObject>;
  await runInDurableObject(first, (object) => {
    object.shardLimits = { bytes: 1, vectorBytes: 1 };
  });
  const collection = knowledgeOf(name);
  for (const animal of ["zebra", "owl", "lion"])
    await collection.put({
      path: animal,
      hash: animal,
      title: animal,
      pages: [{ page: 0, text: `The ${animal} sleeps.`, headings: [] }],
    });
  expect(await collection.stats()).toMatchObject({ documents: 3, shards: 3 });
  expect((await knowledgeOf(`${name}/2`).list()).map(({ path }) => path)).toEqual(["owl"]);
  expect((await collection.search("lion", 5)).map(({ source }) => source)).toEqual(["lion"]);
});
