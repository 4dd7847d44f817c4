/** A real Redis behind the endpoint. */
import { Redis, ReplyError } from "ioredis";
import { type RedisBackend, RedisError, type Reply } from "./backend.ts";

/** They would block the shared connection, change its state, or reach beyond the data. */
const REFUSED = new Set(
  "AUTH ACL BGREWRITEAOF BGSAVE BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN CLIENT CLUSTER CONFIG DEBUG DISCARD EXEC FAILOVER HELLO LATENCY MIGRATE MODULE MONITOR MULTI PSUBSCRIBE PSYNC PUNSUBSCRIBE QUIT REPLICAOF RESET SAVE SELECT SHUTDOWN SLAVEOF SLOWLOG SSUBSCRIBE SUBSCRIBE SUNSUBSCRIBE SWAPDB SYNC UNSUBSCRIBE UNWATCH WAIT WAITAOF WATCH".split(
    " ",
  ),
);
const COMMAND_TIMEOUT_MS = 5_000;

/** `url`: redis://[USER:PASSWORD@]HOST:PORT[/DB]. Connects in the background; commands fail while there is no connection. */
export function redisServerBackend(url: string, say: (line: string) => void): RedisBackend {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: true,
    retryStrategy: (times) => Math.min(200 * times, 5_000),
  });
  let reported = false;
  redis.on("error", (error) => {
    if (!reported) say(`The Redis of REDIS_URL does not answer (${error.message}); it is tried again.`);
    reported = true;
  });
  redis.on("ready", () => {
    reported = false;
  });

  const check = (words: readonly string[]): [string, ...string[]] => {
    const [name = "", ...rest] = words;
    if (name === "" || REFUSED.has(name.toUpperCase()))
      throw new RedisError(`ERR Command is not available: '${name.slice(0, 64)}'`);
    return [name, ...rest];
  };

  return {
    async command(words) {
      try {
        return asReply(await redis.callBuffer(...check(words)));
      } catch (error) {
        throw asRedisError(error);
      }
    },
    async transaction(commands) {
      const checked = commands.map(check);
      const multi = redis.multi();
      for (const words of checked) multi.callBuffer(...words);
      try {
        const results = (await multi.exec()) ?? [];
        return results.map(([error, value]) => (error ? asRedisError(error) : asReply(value)));
      } catch (error) {
        throw asRedisError(error);
      }
    },
    async subscribe(channels, onMessage) {
      // A connection that subscribes takes no other commands.
      const own = redis.duplicate();
      own.on("error", () => {}); // it reconnects and subscribes again by itself
      own.on("message", onMessage);
      await own.subscribe(...channels);
      return () => own.disconnect();
    },
    async stop() {
      redis.disconnect();
    },
  };
}

function asReply(value: unknown): Reply {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string" || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(asReply);
  // ioredis makes a record of HGETALL's list.
  if (typeof value === "object") return Object.entries(value).flatMap(([field, text]) => [field, asReply(text)]);
  return String(value);
}

function asRedisError(error: unknown): RedisError {
  if (error instanceof RedisError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RedisError(error instanceof ReplyError ? message : `ERR the Redis server does not answer: ${message}`);
}
