/** The stores behind the REST endpoint that suites run over: ours in memory, and a real Redis where Debian's is installed. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "@upstash/redis";
import { type RedisEndpoint, startRedisEndpoint } from "../../scripts/up/redis/endpoint.ts";
import { freePort } from "./product.ts";

const hasRedis = (process.env["PATH"] ?? "")
  .split(path.delimiter)
  .some((folder) => fs.existsSync(path.join(folder, "redis-server")));

/** Tells on stderr where the real one is missing. */
export const REDIS_KINDS: readonly ("memory" | "Redis")[] = hasRedis ? ["memory", "Redis"] : ["memory"];
if (!hasRedis) process.stderr.write("redis-server is not installed: its suites run over the store in memory alone.\n");

export interface RedisStore {
  endpoint: RedisEndpoint;
  /** Upstash's own client. */
  client: Redis;
  stop(): Promise<void>;
}

/** An empty store that answers. */
export async function startRedisStore(kind: "memory" | "Redis", token: string): Promise<RedisStore> {
  const port = kind === "Redis" ? await freePort() : 0;
  const server =
    kind === "Redis"
      ? spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
          stdio: "ignore",
        })
      : null;
  const ended = new Promise((resolve) => server?.once("exit", resolve));
  const redisUrl = server ? `redis://127.0.0.1:${port}` : undefined;
  const endpoint = await startRedisEndpoint({ token, redisUrl, say: () => {} });
  const client = new Redis({ url: endpoint.url, token, enableTelemetry: false });
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await client.dbsize().catch(() => undefined)) !== undefined) break;
    await sleep(50);
  }
  return {
    endpoint,
    client,
    async stop() {
      await endpoint.stop();
      if (!server) return;
      server.kill();
      await ended;
    },
  };
}
