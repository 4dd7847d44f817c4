import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisEndpoint, startRedisEndpoint } from "../../scripts/up/redis/endpoint.ts";
import { type CacheAccess, CacheError, cacheKey, readCached, writeCached } from "./upstash.ts";

describe("values with an expiry in Redis", () => {
  let endpoint: RedisEndpoint;
  let access: CacheAccess;
  beforeAll(async () => {
    endpoint = await startRedisEndpoint({ token: "t", redisUrl: process.env["REDIS_URL"], say: () => {} });
    access = { url: endpoint.url, token: "t", signal: new AbortController().signal };
  });
  afterAll(() => endpoint.stop());

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
