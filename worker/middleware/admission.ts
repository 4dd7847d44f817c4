/** Asks admission (../admission.ts) about everybody who comes to the conversations' routes. */
import { createMiddleware } from "hono/factory";
import type { Admission } from "../admission.ts";
import type { AppEnv } from "../context.ts";
import { FaultError } from "../problem.ts";

/** Those who were turned away together must not come back together. */
const SPREAD_SECONDS = 4;
const OPENED = /\/conversations\/([^/]+)\//;

export function admitted(admission: Admission) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const seconds = admission.refuses(c.env, c.get("tenant"), c.req.method, c.req.path);
    if (seconds > 0) {
      const spread = (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % SPREAD_SECONDS;
      throw new FaultError("service.unavailable", "Too many people are here at the moment; try again in a moment.", {
        headers: { "retry-after": String(seconds + spread) },
      });
    }
    const leave = admission.enter();
    try {
      await next();
    } finally {
      leave(OPENED.exec(c.res.headers.get("location") ?? "")?.[1] ?? null);
    }
  });
}
