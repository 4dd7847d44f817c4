/** The commands of the in-memory store on hashes, sets, sorted sets and lists. */
import { bound, float, integer, pairs, scoreText, span, syntaxError } from "./arguments.ts";
import { RedisError, type Reply } from "./backend.ts";
import type { Command } from "./commands.ts";
import { elementSize, type Keyspace, textSize } from "./keyspace.ts";

const MANY = Number.POSITIVE_INFINITY;

const HASHES: Readonly<Record<string, Command>> = {
  HSET: {
    arity: [3, MANY],
    run: (space, [key = "", ...words]) =>
      pairs(words, "hset").filter(([field, value]) => setField(space, key, field, value)).length,
  },
  HSETNX: {
    arity: [3, 3],
    run: (space, [key = "", field = "", value = ""]) =>
      space.read(key, "hash")?.has(field) ? 0 : Number(setField(space, key, field, value)),
  },
  HGET: { arity: [2, 2], run: (space, [key = "", field = ""]) => space.read(key, "hash")?.get(field) ?? null },
  HMGET: {
    arity: [2, MANY],
    run: (space, [key = "", ...fields]) => fields.map((field) => space.read(key, "hash")?.get(field) ?? null),
  },
  HGETALL: { arity: [1, 1], run: (space, [key = ""]) => [...(space.read(key, "hash") ?? [])].flat() },
  HEXISTS: {
    arity: [2, 2],
    run: (space, [key = "", field = ""]) => Number(space.read(key, "hash")?.has(field) ?? false),
  },
  HLEN: { arity: [1, 1], run: (space, [key = ""]) => space.read(key, "hash")?.size ?? 0 },
  HKEYS: { arity: [1, 1], run: (space, [key = ""]) => [...(space.read(key, "hash")?.keys() ?? [])] },
  HINCRBY: {
    arity: [3, 3],
    run: (space, [key = "", field = "", by]) => {
      const current = space.read(key, "hash")?.get(field) ?? "0";
      if (!/^-?\d+$/.test(current)) throw new RedisError("ERR hash value is not an integer");
      const next = Number(current) + integer(by);
      setField(space, key, field, String(next));
      return next;
    },
  },
  HDEL: {
    arity: [2, MANY],
    run: (space, [key = "", ...fields]) => {
      const hash = space.read(key, "hash");
      const gone = fields.filter((field) => {
        const value = hash?.get(field);
        if (value !== undefined) space.grow(-elementSize(field) - textSize(value));
        return hash?.delete(field);
      });
      space.settle(key);
      return gone.length;
    },
  },
};

function setField(space: Keyspace, key: string, field: string, value: string): boolean {
  const hash = space.write(key, "hash");
  const old = hash.get(field);
  space.grow(textSize(value) + (old === undefined ? elementSize(field) : -textSize(old)));
  hash.set(field, value);
  return old === undefined;
}

const SETS: Readonly<Record<string, Command>> = {
  SADD: {
    arity: [2, MANY],
    run: (space, [key = "", ...members]) => {
      const set = space.write(key, "set");
      let added = 0;
      for (const member of members) {
        if (set.has(member)) continue;
        space.grow(elementSize(member));
        set.add(member);
        added += 1;
      }
      return added;
    },
  },
  SREM: {
    arity: [2, MANY],
    run: (space, [key = "", ...members]) => {
      const set = space.read(key, "set");
      const gone = members.filter((member) => set?.delete(member));
      for (const member of gone) space.grow(-elementSize(member));
      space.settle(key);
      return gone.length;
    },
  },
  SMEMBERS: { arity: [1, 1], run: (space, [key = ""]) => [...(space.read(key, "set") ?? [])] },
  SISMEMBER: {
    arity: [2, 2],
    run: (space, [key = "", member = ""]) => Number(space.read(key, "set")?.has(member) ?? false),
  },
  SCARD: { arity: [1, 1], run: (space, [key = ""]) => space.read(key, "set")?.size ?? 0 },
};

const SORTED_SETS: Readonly<Record<string, Command>> = {
  ZADD: { arity: [3, MANY], run: zadd },
  ZSCORE: {
    arity: [2, 2],
    run: (space, [key = "", member = ""]) => {
      const score = space.read(key, "zset")?.get(member);
      return score === undefined ? null : scoreText(score);
    },
  },
  ZCARD: { arity: [1, 1], run: (space, [key = ""]) => space.read(key, "zset")?.size ?? 0 },
  ZCOUNT: { arity: [3, 3], run: (space, [key = "", min, max]) => between(space, key, min, max).length },
  ZRANGE: { arity: [3, 10], run: zrange },
  ZREM: { arity: [2, MANY], run: (space, [key = "", ...members]) => removeMembers(space, key, members) },
  ZREMRANGEBYSCORE: {
    arity: [3, 3],
    run: (space, [key = "", min, max]) =>
      removeMembers(
        space,
        key,
        between(space, key, min, max).map(([member]) => member),
      ),
  },
};

type Scored = [member: string, score: number];

/** In the order of Redis: by score, then by the member's bytes. */
function sorted(space: Keyspace, key: string): Scored[] {
  const members: Scored[] = [...(space.read(key, "zset") ?? [])];
  return members.sort(([a, x], [b, y]) => x - y || Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function between(space: Keyspace, key: string, min: string | undefined, max: string | undefined): Scored[] {
  const [low, high] = [bound(min), bound(max)];
  return sorted(space, key).filter(
    ([, score]) =>
      (low.open ? score > low.value : score >= low.value) && (high.open ? score < high.value : score <= high.value),
  );
}

function removeMembers(space: Keyspace, key: string, members: readonly string[]): number {
  const zset = space.read(key, "zset");
  const gone = members.filter((member) => zset?.delete(member));
  for (const member of gone) space.grow(-elementSize(member));
  space.settle(key);
  return gone.length;
}

function zadd(space: Keyspace, [key = "", ...words]: readonly string[]): Reply {
  const flags = new Set<string>();
  while (/^(nx|xx|gt|lt|ch|incr)$/i.test(words[0] ?? "")) flags.add((words.shift() ?? "").toUpperCase());
  const changes = pairs(words, "zadd").map(([score, member]): Scored => [member, float(score)]);
  const exclusive = [flags.has("NX"), flags.has("GT"), flags.has("LT")].filter(Boolean).length > 1;
  if (exclusive || (flags.has("NX") && flags.has("XX")))
    throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
  if (flags.has("INCR") && changes.length > 1)
    throw new RedisError("ERR INCR option supports a single increment-element pair");
  let added = 0;
  let changed = 0;
  let incremented: number | undefined;
  for (const [member, given] of changes) {
    const old = space.read(key, "zset")?.get(member);
    const score = flags.has("INCR") ? (old ?? 0) + given : given;
    if (Number.isNaN(score)) throw new RedisError("ERR resulting score is not a number (NaN)");
    if (flags.has(old === undefined ? "XX" : "NX")) continue;
    if (old !== undefined && ((flags.has("GT") && score <= old) || (flags.has("LT") && score >= old))) continue;
    const zset = space.write(key, "zset");
    if (old === undefined) {
      space.grow(elementSize(member));
      added += 1;
    } else if (old !== score) changed += 1;
    zset.set(member, score);
    incremented = score;
  }
  if (flags.has("INCR")) return incremented === undefined ? null : scoreText(incremented);
  return flags.has("CH") ? added + changed : added;
}

function zrange(space: Keyspace, [key = "", start, stop, ...options]: readonly string[]): Reply {
  let byScore = false;
  let reverse = false;
  let withScores = false;
  let limit: { offset: number; count: number } | undefined;
  for (let i = 0; i < options.length; i += 1) {
    switch (options[i]?.toUpperCase()) {
      case "BYSCORE":
        byScore = true;
        break;
      case "REV":
        reverse = true;
        break;
      case "WITHSCORES":
        withScores = true;
        break;
      case "LIMIT":
        limit = { offset: integer(options[i + 1]), count: integer(options[i + 2]) };
        i += 2;
        break;
      default:
        throw syntaxError();
    }
  }
  if (limit !== undefined && !byScore)
    throw new RedisError("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  let members: Scored[];
  if (byScore) members = reverse ? between(space, key, stop, start).reverse() : between(space, key, start, stop);
  else {
    const all = reverse ? sorted(space, key).reverse() : sorted(space, key);
    const { from, to } = span(integer(start), integer(stop), all.length);
    members = all.slice(from, to);
  }
  if (limit !== undefined)
    members = members.slice(limit.offset, limit.count < 0 ? undefined : limit.offset + limit.count);
  return withScores
    ? members.flatMap(([member, score]) => [member, scoreText(score)])
    : members.map(([member]) => member);
}

const LISTS: Readonly<Record<string, Command>> = {
  LPUSH: { arity: [2, MANY], run: (space, [key = "", ...items]) => push(space, key, items, "front") },
  RPUSH: { arity: [2, MANY], run: (space, [key = "", ...items]) => push(space, key, items, "back") },
  LPOP: { arity: [1, 2], run: (space, [key = "", count]) => pop(space, key, count, "front") },
  RPOP: { arity: [1, 2], run: (space, [key = "", count]) => pop(space, key, count, "back") },
  LLEN: { arity: [1, 1], run: (space, [key = ""]) => space.read(key, "list")?.length ?? 0 },
  LRANGE: {
    arity: [3, 3],
    run: (space, [key = "", start, stop]) => {
      const list = space.read(key, "list") ?? [];
      const { from, to } = span(integer(start), integer(stop), list.length);
      return list.slice(from, to);
    },
  },
  LTRIM: {
    arity: [3, 3],
    run: (space, [key = "", start, stop]) => {
      const list = space.read(key, "list");
      if (list === undefined) return "OK";
      const { from, to } = span(integer(start), integer(stop), list.length);
      const kept = list.slice(from, to);
      for (const item of list) space.grow(-elementSize(item));
      for (const item of kept) space.grow(elementSize(item));
      list.splice(0, list.length, ...kept);
      space.settle(key);
      return "OK";
    },
  },
};

function push(space: Keyspace, key: string, items: readonly string[], end: "front" | "back"): number {
  const list = space.write(key, "list");
  for (const item of items) {
    space.grow(elementSize(item));
    if (end === "front") list.unshift(item);
    else list.push(item);
  }
  return list.length;
}

function pop(space: Keyspace, key: string, count: string | undefined, end: "front" | "back"): Reply {
  const list = space.read(key, "list");
  const wanted = count === undefined ? 1 : integer(count);
  if (wanted < 0) throw new RedisError("ERR value is out of range, must be positive");
  if (list === undefined) return null;
  const items = end === "front" ? list.splice(0, wanted) : list.splice(Math.max(list.length - wanted, 0)).reverse();
  for (const item of items) space.grow(-elementSize(item));
  space.settle(key);
  return count === undefined ? (items[0] ?? null) : items;
}

export const COLLECTION_COMMANDS: Readonly<Record<string, Command>> = { ...HASHES, ...SETS, ...SORTED_SETS, ...LISTS };
