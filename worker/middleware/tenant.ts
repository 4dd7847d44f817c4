/**
 * Host → tenant. The host is the request's own, as the platform verified it (a certificate was served for it);
 * `X-Forwarded-Host` is never read. The table is the HOSTS namespace, kept in the isolate for a while.
 */
import { createMiddleware } from "hono/factory";
import { tenantId } from "../../contracts/ids.ts";
import type { Env } from "../../durable-objects/env.ts";
import { systemClock } from "../../platform/clock.ts";
import type { AppEnv } from "../context.ts";
import { FaultError } from "../problem.ts";

const TTL_MS = 60_000;
/** Bounds what a scan over invented host names can occupy. */
const MAX_ENTRIES = 1_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

interface Entry {
  tenant: string | null;
  until: number;
}

/** One cache per app, so that tests do not share it. */
export function tenantOfHost() {
  const cache = new Map<string, Entry>();

  async function lookUp(env: Env, host: string): Promise<string | null> {
    const now = systemClock.now();
    const known = cache.get(host);
    if (known && known.until > now) return known.tenant;
    let tenant: string | null;
    try {
      tenant = await env.HOSTS.get(host);
    } catch {
      // The table is away: a name that was known stays what it was; loopback is ours by definition. Anything else must
      // not fall to the default tenant, because it may belong to another.
      if (known) return known.tenant;
      if (LOOPBACK.has(host)) return env.DEFAULT_TENANT || null;
      throw new FaultError("service.unavailable", "The table of hosts cannot be read; try again in a moment.");
    }
    if (tenant !== null && !tenantId.safeParse(tenant).success) tenant = null;
    else tenant ??= env.DEFAULT_TENANT || null;
    if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value ?? "");
    cache.set(host, { tenant, until: now + TTL_MS });
    return tenant;
  }

  return createMiddleware<AppEnv>(async (c, next) => {
    const host = new URL(c.req.url).hostname.toLowerCase().replace(/\.$/, "");
    const tenant = await lookUp(c.env, host);
    if (tenant === null)
      throw new FaultError("host.unknown", "This host is not set up here; check the domain's entry.");
    c.set("tenant", tenant);
    await next();
  });
}
