// One suite for both stores behind the REST endpoint, spoken to by Upstash's own client.

import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { REDIS_KINDS, type RedisStore, startRedisStore } from "../../../test/support/redis-server.ts";
import { globMatches } from "./arguments.ts";
import type { RedisEndpoint } from "./endpoint.ts";
import { memoryBackend } from "./memory.ts";

const TOKEN = "token-of-the-test";

describe.each(REDIS_KINDS)("%s", (kind) => {
  let store: RedisStore;
  let endpoint: RedisEndpoint;
  let redis: Redis;

  beforeAll(async () => {
    store = await startRedisStore(kind, TOKEN);
    ({ endpoint, client: redis } = store);
  });
  beforeEach(() => redis.flushdb());
  afterAll(() => store.stop());

  test("texts: set, get, conditions, several at once", async () => {
    expect(await redis.set("a", "1")).toBe("OK");
    expect(await redis.set("o", { deep: ["ã", "🙂"] })).toBe("OK");
    expect(await redis.get("o")).toEqual({ deep: ["ã", "🙂"] });
    expect(await redis.get("none")).toBeNull();
    expect(await redis.set("a", "2", { nx: true })).toBeNull();
    expect(await redis.set("none", "2", { xx: true })).toBeNull();
    expect(await redis.set("a", "3", { xx: true, get: true })).toBe(1);
    expect(await redis.mset({ b: "x", c: "OK" })).toBe("OK");
    expect(await redis.mget("a", "b", "c", "none")).toEqual([3, "x", "OK", null]);
    expect(await redis.exists("a", "b", "none", "a")).toBe(3);
    expect(await redis.getdel("b")).toBe("x");
    expect(await redis.del("a", "b")).toBe(1);
    expect(await redis.type("c")).toBe("string");
    expect(await redis.type("a")).toBe("none");
  });

  test("counters", async () => {
    expect(await redis.incr("n")).toBe(1);
    expect(await redis.incrby("n", 41)).toBe(42);
    expect(await redis.decr("n")).toBe(41);
    await redis.set("text", "abc");
    await expect(redis.incr("text")).rejects.toThrow("ERR value is not an integer or out of range");
    await redis.set("large", "9007199254740993123456789");
    await expect(redis.incr("large")).rejects.toThrow("ERR value is not an integer or out of range");
  });

  test("expiry", async () => {
    await redis.set("s", "1", { ex: 100 });
    expect(await redis.ttl("s")).toBe(100);
    expect(await redis.persist("s")).toBe(1);
    expect(await redis.ttl("s")).toBe(-1);
    expect(await redis.ttl("none")).toBe(-2);
    expect(await redis.expire("none", 5)).toBe(0);
    expect(await redis.pexpire("s", 60)).toBe(1);
    await redis.set("p", "1", { px: 60 });
    await redis.set("kept", "1", { px: 60 });
    await redis.set("kept", "2", { keepTtl: true });
    await redis.set("freed", "1", { px: 60 });
    await redis.set("freed", "2");
    await sleep(120);
    expect(await redis.mget("s", "p", "kept", "freed")).toEqual([null, null, null, 2]);
    expect(await redis.expire("freed", -1)).toBe(1);
    expect(await redis.exists("freed")).toBe(0);
  });

  test("hashes", async () => {
    expect(await redis.hset("h", { a: 1, b: "two" })).toBe(2);
    expect(await redis.hset("h", { b: "three" })).toBe(0);
    expect(await redis.hget("h", "b")).toBe("three");
    expect(await redis.hgetall("h")).toEqual({ a: 1, b: "three" });
    expect(await redis.hmget("h", "a", "none")).toEqual({ a: 1, none: null });
    expect(await redis.hincrby("h", "a", 4)).toBe(5);
    expect(await redis.hlen("h")).toBe(2);
    expect(await redis.hdel("h", "a", "b", "none")).toBe(2);
    expect(await redis.exists("h")).toBe(0);
    expect(await redis.hgetall("h")).toBeNull();
  });

  test("sets", async () => {
    expect(await redis.sadd("s", "a", "b", "a")).toBe(2);
    expect((await redis.smembers("s")).sort()).toEqual(["a", "b"]);
    expect(await redis.sismember("s", "a")).toBe(1);
    expect(await redis.srem("s", "a", "none")).toBe(1);
    expect(await redis.scard("s")).toBe(1);
  });

  test("sorted sets", async () => {
    expect(await redis.zadd("z", { score: 2, member: "b" }, { score: 1, member: "a" }, { score: 3, member: "c" })).toBe(
      3,
    );
    expect(await redis.zadd("z", { nx: true }, { score: 9, member: "a" })).toBe(0);
    expect(await redis.zadd("z", { xx: true, ch: true }, { score: 1.5, member: "a" })).toBe(1);
    expect(await redis.zrange("z", 0, -1, { withScores: true })).toEqual(["a", 1.5, "b", 2, "c", 3]);
    expect(await redis.zrange("z", 0, 0, { rev: true })).toEqual(["c"]);
    expect(await redis.zrange("z", "(1.5", "+inf", { byScore: true, offset: 0, count: 1 })).toEqual(["b"]);
    expect(await redis.zrange("z", 3, 2, { byScore: true, rev: true })).toEqual(["c", "b"]);
    expect(await redis.zscore("z", "a")).toBe(1.5);
    expect(await redis.zcount("z", 2, "+inf")).toBe(2);
    expect(await redis.zremrangebyscore("z", "-inf", 2)).toBe(2);
    expect(await redis.zrem("z", "c", "none")).toBe(1);
    expect(await redis.exists("z")).toBe(0);
  });

  test("lists", async () => {
    expect(await redis.rpush("l", "b", "c")).toBe(2);
    expect(await redis.lpush("l", "a", "z")).toBe(4);
    expect(await redis.lrange("l", 0, -1)).toEqual(["z", "a", "b", "c"]);
    expect(await redis.lrange("l", -2, 100)).toEqual(["b", "c"]);
    expect(await redis.lrange("l", 5, 9)).toEqual([]);
    expect(await redis.lpop("l")).toBe("z");
    expect(await redis.rpop("l", 2)).toEqual(["c", "b"]);
    expect(await redis.ltrim("l", 1, 0)).toBe("OK");
    expect(await redis.llen("l")).toBe(0);
    expect(await redis.lpop("l")).toBeNull();
  });

  test("scan finds by pattern and kind", async () => {
    await redis.mset({ "user:1": "a", "user:2": "b", other: "c" });
    await redis.sadd("user:set", "x");
    const seen: string[] = [];
    let cursor = "0";
    do {
      const [next, keys] = await redis.scan(cursor, { match: "user:*", count: 100, type: "string" });
      seen.push(...keys);
      cursor = next;
    } while (cursor !== "0");
    expect(seen.sort()).toEqual(["user:1", "user:2"]);
  });

  test("another kind of value is an error that changes nothing", async () => {
    await redis.set("text", "a");
    const wrong = "WRONGTYPE Operation against a key holding the wrong kind of value";
    await expect(redis.sadd("text", "x")).rejects.toThrow(wrong);
    await expect(redis.hget("text", "x")).rejects.toThrow(wrong);
    expect(await redis.get("text")).toBe("a");
  });

  test("a pipeline answers each command, a failing one with its error", async () => {
    const answers = await redis.pipeline().set("a", "1").sadd("a", "x").get("a").exec({ keepErrors: true });
    expect(answers.map(({ result, error }) => error ?? result)).toEqual([
      "OK",
      expect.stringContaining("WRONGTYPE"),
      1,
    ]);
  });

  test("a transaction runs all of it, or nothing when a command is not one", async () => {
    expect(await redis.multi().set("a", "1").incr("a").get("a").exec()).toEqual(["OK", 2, 2]);
    const body = JSON.stringify([["SET", "b", "1"], ["NOSUCHCOMMAND"]]);
    const answer = await fetch(`${endpoint.url}/multi-exec`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}` },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await redis.exists("b")).toBe(0);
  });

  test("publish reaches who subscribed", async () => {
    const subscription = redis.subscribe<string>("news");
    const heard = new Promise((resolve) => subscription.on("message", ({ message }) => resolve(message)));
    let receivers = 0;
    for (let tries = 0; receivers === 0 && tries < 100; tries += 1) {
      receivers = await redis.publish("news", "hello");
      await sleep(20);
    }
    expect(await heard).toBe("hello");
    await subscription.unsubscribe();
  });

  test("a command as a path; unknown and unsuitable commands; a wrong token", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    await redis.set("a b", "ü");
    expect(await (await fetch(`${endpoint.url}/get/a%20b`, { headers })).json()).toEqual({ result: "ü" });
    for (const command of [["NOSUCHCOMMAND"], ["SHUTDOWN"], ["GET"], []]) {
      const answer = await fetch(endpoint.url, { method: "POST", headers, body: JSON.stringify(command) });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/^ERR /) });
    }
    const wrong = new Redis({ url: endpoint.url, token: "wrong", retry: false });
    await expect(wrong.get("a")).rejects.toThrow("WRONGPASS");
    expect((await fetch(`${endpoint.url}/get/a?_token=${TOKEN}`)).status).toBe(401);
  });
});

describe("bounds of the store in memory", () => {
  test("a write beyond the limit is refused and leaves what was there", async () => {
    const store = memoryBackend(Date.now, 4_096);
    await store.command(["SET", "a", "old"]);
    await expect(store.command(["SET", "a", "x".repeat(4_096)])).rejects.toThrow(/^OOM /);
    expect(await store.command(["GET", "a"])).toBe("old");
    await expect(store.command(["RPUSH", "l", "x".repeat(4_096)])).rejects.toThrow(/^OOM /);
    expect(await store.command(["EXISTS", "l"])).toBe(0);
    await store.stop();
  });

  test("what is removed frees its room: a rate window may roll for ever", async () => {
    const store = memoryBackend(Date.now, 16_384);
    for (let i = 0; i < 2_000; i += 1) {
      await store.command(["ZADD", "window", String(i), `request-${i}`]);
      await store.command(["ZREMRANGEBYSCORE", "window", "-inf", String(i - 10)]);
      await store.command(["RPUSH", "list", `item-${i}`]);
      await store.command(["LTRIM", "list", "-5", "-1"]);
      await store.command(["HSET", "hash", "field", "x".repeat(i % 100)]);
      await store.command(["SET", "text", "x".repeat(i % 100)]);
    }
    expect(await store.command(["ZCARD", "window"])).toBe(10);
    await store.stop();
  });

  test("patterns", () => {
    expect(globMatches("a*c?[0-9]\\*", "abbbcx7*")).toBe(true);
    expect(globMatches("[^a]bc", "abc")).toBe(false);
    expect(globMatches("*", "")).toBe(true);
    const began = Date.now();
    expect(globMatches(`${"*a".repeat(40)}b`, "a".repeat(4_000))).toBe(false);
    expect(Date.now() - began).toBeLessThan(1_000);
  });
});
