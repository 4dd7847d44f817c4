/** Alive and ready. Readiness asks each part, all at once, each for a bounded time. */
import { Hono } from "hono";
import type { PartState, Readiness } from "../../contracts/admin.ts";
import { openDatabase } from "../../db/client.ts";
import { ping } from "../../db/queries/health.ts";
import type { Env } from "../../durable-objects/env.ts";
import { systemClock } from "../../platform/clock.ts";
import type { AppEnv } from "../context.ts";
import { botStub } from "../objects.ts";

const PROBE_MS = 2_000;
/** Anyone may ask: the parts are asked at most this often, however many do. */
const FRESH_MS = 2_000;

export function health(): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  let last: { at: number; answer: Promise<Readiness> } | undefined;
  routes.get("/healthz", (c) => c.json({ status: "ok" }));
  routes.get("/readyz", async (c) => {
    if (!last || last.at + FRESH_MS < systemClock.now()) last = { at: systemClock.now(), answer: readiness(c.env) };
    const answer = await last.answer;
    return c.json(answer, answer.status === "unavailable" ? 503 : 200);
  });
  return routes;
}

async function readiness(env: Env): Promise<Readiness> {
  const parts: Record<string, PartState> = {};
  const probes: [string, boolean, (() => Promise<unknown>) | null][] = [
    // A name that no bot can have: asking wakes an object, and writes nothing.
    ["objects", true, () => botStub(env, ".readiness", ".readiness").status()],
    ["files", true, () => env.FILES.head("readiness")],
    ["hosts", true, () => env.HOSTS.get("readiness")],
    ["gateway", false, env.GATEWAY_URL ? () => answers(`${env.GATEWAY_URL}/healthz`) : null],
    ["postgres", false, env.DATABASE_URL ? () => pingPostgres(env, env.DATABASE_URL ?? "") : null],
    ["redis", false, env.UPSTASH_REDIS_REST_URL ? () => pingRedis(env) : null],
  ];
  const asked = probes.map(async ([, required, probe]): Promise<PartState> => {
    return probe ? ask(probe, required) : { state: "absent", latencyMs: null, required };
  });
  for (const [index, state] of (await Promise.all(asked)).entries()) parts[probes[index]?.[0] ?? ""] = state;
  const down = Object.values(parts).filter((part) => part.state === "down");
  const status = down.some((part) => part.required) ? "unavailable" : down.length > 0 ? "degraded" : "ready";
  return { status, parts };
}

async function ask(probe: () => Promise<unknown>, required: boolean): Promise<PartState> {
  const started = systemClock.now();
  const state = await Promise.race([
    probe().then(
      () => "up" as const,
      // Why it is down is for the log of that part; an address or a driver's message must not go out here.
      () => "down" as const,
    ),
    systemClock.sleep(PROBE_MS).then(() => "down" as const),
  ]);
  return { state, latencyMs: systemClock.now() - started, required };
}

async function answers(url: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(PROBE_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered ${response.status}`);
}

const pingRedis = (env: Env) =>
  answers(`${env.UPSTASH_REDIS_REST_URL}/ping`, { authorization: `Bearer ${env.UPSTASH_REDIS_REST_TOKEN ?? ""}` });

const pingPostgres = (env: Env, url: string) => ping(openDatabase({ url, proxy: env.NEON_PROXY, timeout: PROBE_MS }));
