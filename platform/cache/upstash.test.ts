import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REDIS_KINDS, type RedisStore, startRedisStore } from "../../test/support/redis-server.ts";
import { type CacheAccess, CacheError, cacheKey, readCached, writeCached } from "./upstash.ts";

describe.each(REDIS_KINDS)("values with an expiry in %s", (kind) => {
  let store: RedisStore;
  let access: CacheAccess;
  beforeAll(async () => {
    store = await startRedisStore(kind, "t");
    access = { url: store.endpoint.url, token: "t", signal: new AbortController().signal };
  });
  afterAll(() => store.stop());

  it("come back as they were, until their time is over", async () => {
    const key = cacheKey({ tenant: "a", bot: "b" }, "k");
    expect(key).toBe("t:a:b:b:cache:k");
    expect(await readCached(access, key)).toBeNull();
    await writeCached(access, key, '{"x":"ä"}', 60_000);
    expect(await readCached(access, key)).toBe('{"x":"ä"}');
    expect(await readCached(access, cacheKey({ tenant: "a", bot: "c" }, "k"))).toBeNull();
    await writeCached(access, key, "1", 30);
    await expect.poll(() => readCached(access, key)).toBeNull();
  });

  it("hold any text, also a large one, and keep keys apart that look alike", async () => {
    const keys = ["k", "k ", "K", "k\n", "k*", "{k}", "ключ", "k\u0301", "🙂"].map((name) =>
      cacheKey({ tenant: "a", bot: "b" }, name),
    );
    const texts = keys.map((_, i) => (i === 0 ? "ä🙂\u0000\r\n".repeat(30_000) : `value ${i} "'\\ $1`));
    await Promise.all(keys.map((key, i) => writeCached(access, key, texts[i] ?? "", 60_000)));
    expect(await Promise.all(keys.map((key) => readCached(access, key)))).toEqual(texts);
    // Composed and decomposed letters are the same name.
    expect(cacheKey({ tenant: "a", bot: "b" }, "e\u0301")).toBe(cacheKey({ tenant: "a", bot: "b" }, "\u00e9"));
  });

  it("written by many at once are one of what was written, whole", async () => {
    const texts = Array.from({ length: 40 }, (_, i) => String(i).repeat(5_000));
    await Promise.all(texts.map((text) => writeCached(access, "race", text, 60_000)));
    expect(texts).toContain(await readCached(access, "race"));
    await writeCached(access, "race", "last", 60_000);
    expect(await readCached(access, "race")).toBe("last");
  });

  it("a store that refuses, or is not there, is a CacheError", async () => {
    await expect(readCached({ ...access, token: "wrong" }, "k")).rejects.toThrow(CacheError);
    await expect(readCached({ ...access, url: "http://127.0.0.1:21899" }, "k")).rejects.toThrow(
      "The cache does not answer.",
    );
    const stopped = new AbortController();
    stopped.abort(new Error("stopped"));
    await expect(readCached({ ...access, signal: stopped.signal }, "k")).rejects.not.toThrow(CacheError);
  });
});
