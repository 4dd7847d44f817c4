/** Asks admission (../admission.ts) about everybody who comes to the conversations' routes. */
import { createMiddleware } from "hono/factory";
import type { Admission } from "../admission.ts";
import type { AppEnv } from "../context.ts";
import { countRefusal } from "../metrics.ts";
import { FaultError } from "../problem.ts";

/** Those who were turned away together must not come back together. */
const SPREAD_SECONDS = 4;
const RETRY_SECONDS = 5;
const OPENED = /\/conversations\/([^/]+)\//;

/**
 * Before anything is waited for: in a crowd all are at the door before the first one's tenant has been looked up, and each
 * of them holds files.
 */
export function counted(admission: Admission) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const leave = admission.enter(c.env);
    if (leave === null) {
      countRefusal("full");
      throw full(0);
    }
    try {
      await next();
    } finally {
      leave();
    }
  });
}

export function admitted(admission: Admission) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const seconds = admission.refuses(c.env, c.get("tenant"), c.req.method, c.req.path);
    if (seconds > 0) {
      countRefusal(kindOf(c.req.method, c.req.path));
      throw full(seconds);
    }
    const name = admission.lastOpening;
    await next();
    const opened = OPENED.exec(c.res.headers.get("location") ?? "")?.[1];
    if (opened !== undefined) admission.named(name, opened);
  });
}

function kindOf(method: string, path: string): "socket" | "opening" | "request" {
  if (path.endsWith("/socket")) return "socket";
  return method === "POST" && /\/conversations\/?$/.test(path) ? "opening" : "request";
}

/** For vendors (routes/hooks.ts). */
export function admittedDelivery(admission: Admission) {
  return createMiddleware<AppEnv>(async (_, next) => {
    const seconds = admission.refusesDelivery();
    if (seconds > 0) throw full(seconds);
    await next();
  });
}

function full(seconds: number): FaultError {
  const spread = (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % SPREAD_SECONDS;
  return new FaultError("service.unavailable", "Too many people are here at the moment; try again in a moment.", {
    headers: { "retry-after": String((seconds || RETRY_SECONDS) + spread) },
  });
}
