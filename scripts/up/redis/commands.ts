/** The commands of the in-memory store on keys and strings, and the table of all. */
import { globMatches, integer, pairs, syntaxError } from "./arguments.ts";
import { RedisError, type Reply } from "./backend.ts";
import { COLLECTION_COMMANDS } from "./collections.ts";
import { type Keyspace, textSize } from "./keyspace.ts";

export interface Command {
  /** Words after the command's name: at least, at most. */
  arity: [number, number];
  run(space: Keyspace, words: readonly string[]): Reply;
}

export const MANY = Number.POSITIVE_INFINITY;

const KEY_COMMANDS: Readonly<Record<string, Command>> = {
  PING: { arity: [0, 1], run: (_, [text]) => text ?? "PONG" },
  ECHO: { arity: [1, 1], run: (_, [text]) => text ?? "" },
  DEL: { arity: [1, MANY], run: (space, keys) => keys.filter((key) => space.remove(key)).length },
  UNLINK: { arity: [1, MANY], run: (space, keys) => keys.filter((key) => space.remove(key)).length },
  EXISTS: { arity: [1, MANY], run: (space, keys) => keys.filter((key) => space.kindOf(key) !== undefined).length },
  TYPE: { arity: [1, 1], run: (space, [key = ""]) => space.kindOf(key) ?? "none" },
  DBSIZE: { arity: [0, 0], run: (space) => space.keys().length },
  FLUSHDB: {
    arity: [0, 1],
    run: (space) => {
      space.clear();
      return "OK";
    },
  },
  SCAN: { arity: [1, 7], run: scan },
  EXPIRE: { arity: [2, 3], run: (space, words) => expire(space, words, 1_000) },
  PEXPIRE: { arity: [2, 3], run: (space, words) => expire(space, words, 1) },
  PERSIST: {
    arity: [1, 1],
    run: (space, [key = ""]) => {
      if (typeof space.expiryOf(key) !== "number") return 0;
      space.setExpiry(key, undefined);
      return 1;
    },
  },
  TTL: { arity: [1, 1], run: (space, [key = ""]) => remaining(space, key, 1_000) },
  PTTL: { arity: [1, 1], run: (space, [key = ""]) => remaining(space, key, 1) },
  GET: { arity: [1, 1], run: (space, [key = ""]) => space.read(key, "string")?.value ?? null },
  GETDEL: {
    arity: [1, 1],
    run: (space, [key = ""]) => {
      const value = space.read(key, "string")?.value ?? null;
      space.remove(key);
      return value;
    },
  },
  SET: { arity: [2, 6], run: set },
  SETNX: { arity: [2, 2], run: (space, [key = "", value = ""]) => (set(space, [key, value, "NX"]) === "OK" ? 1 : 0) },
  SETEX: {
    arity: [3, 3],
    run: (space, [key = "", seconds = "", value = ""]) => set(space, [key, value, "EX", seconds]),
  },
  MGET: {
    arity: [1, MANY],
    run: (space, keys) =>
      keys.map((key) => (space.kindOf(key) === "string" ? (space.read(key, "string")?.value ?? null) : null)),
  },
  MSET: {
    arity: [2, MANY],
    run: (space, words) => {
      for (const [key, value] of pairs(words, "mset")) store(space, key, value);
      return "OK";
    },
  },
  INCR: { arity: [1, 1], run: (space, [key = ""]) => increment(space, key, 1) },
  DECR: { arity: [1, 1], run: (space, [key = ""]) => increment(space, key, -1) },
  INCRBY: { arity: [2, 2], run: (space, [key = "", by]) => increment(space, key, integer(by)) },
  DECRBY: { arity: [2, 2], run: (space, [key = "", by]) => increment(space, key, -integer(by)) },
};

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({ ...KEY_COMMANDS, ...COLLECTION_COMMANDS }),
);

/** Puts a text under a key, whatever was there, without expiry. */
function store(space: Keyspace, key: string, value: string): void {
  // Room is asked for first: a text that does not fit leaves the old one.
  space.grow(textSize(value));
  space.remove(key);
  space.write(key, "string").value = value;
}

function set(space: Keyspace, [key = "", value = "", ...flags]: readonly string[]): Reply {
  let expiry: number | undefined;
  let condition: string | undefined;
  let keepExpiry = false;
  let answerOld = false;
  const words = flags.map((flag) => flag.toUpperCase());
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? "";
    if ((word === "NX" || word === "XX") && condition === undefined) condition = word;
    else if (word === "KEEPTTL") keepExpiry = true;
    else if (word === "GET") answerOld = true;
    else if (/^(EX|PX|EXAT|PXAT)$/.test(word) && expiry === undefined) {
      i += 1;
      const amount = integer(words[i]);
      if (amount <= 0) throw new RedisError("ERR invalid expire time in 'set' command");
      expiry = (word.startsWith("EX") ? amount * 1_000 : amount) + (word.endsWith("AT") ? 0 : space.now());
    } else throw syntaxError();
  }
  if (keepExpiry && expiry !== undefined) throw syntaxError();
  const old = answerOld ? (space.read(key, "string")?.value ?? null) : null;
  const exists = space.kindOf(key) !== undefined;
  if (condition !== undefined && exists !== (condition === "XX")) return old;
  const kept = keepExpiry ? (space.expiryOf(key) ?? undefined) : undefined;
  store(space, key, value);
  space.setExpiry(key, expiry ?? kept);
  return answerOld ? old : "OK";
}

function increment(space: Keyspace, key: string, by: number): number {
  const current = space.read(key, "string")?.value ?? "0";
  const next = integer(current) + by;
  if (!Number.isSafeInteger(next)) throw new RedisError("ERR increment or decrement would overflow");
  const text = String(next);
  const entry = space.write(key, "string");
  space.grow(textSize(text) - textSize(entry.value));
  entry.value = text;
  return next;
}

function expire(space: Keyspace, [key = "", amount, flag]: readonly string[], unit: number): number {
  const at = space.now() + integer(amount) * unit;
  const current = space.expiryOf(key);
  if (current === undefined) return 0;
  switch ((flag ?? "").toUpperCase()) {
    case "":
      break;
    case "NX":
      if (current !== null) return 0;
      break;
    case "XX":
      if (current === null) return 0;
      break;
    case "GT":
      if (current === null || at <= current) return 0;
      break;
    case "LT":
      if (current !== null && at >= current) return 0;
      break;
    default:
      throw new RedisError(`ERR Unsupported option ${flag}`);
  }
  space.setExpiry(key, at);
  return 1;
}

function remaining(space: Keyspace, key: string, unit: number): number {
  const at = space.expiryOf(key);
  if (at === undefined) return -2;
  return at === null ? -1 : Math.round((at - space.now()) / unit);
}

/** The whole keyspace in one step: it is small, and a cursor over a changing map would promise more than it holds. */
function scan(space: Keyspace, [cursor, ...options]: readonly string[]): Reply {
  integer(cursor);
  let keys = cursor === "0" ? space.keys() : [];
  for (let i = 0; i < options.length; i += 2) {
    const value = options[i + 1];
    if (value === undefined) throw syntaxError();
    switch (options[i]?.toUpperCase()) {
      case "MATCH":
        keys = keys.filter((key) => globMatches(value, key));
        break;
      case "TYPE":
        keys = keys.filter((key) => space.kindOf(key) === value.toLowerCase());
        break;
      case "COUNT":
        if (integer(value) < 1) throw syntaxError();
        break;
      default:
        throw syntaxError();
    }
  }
  return ["0", keys];
}
