/**
 * Cross-origin rules of what a foreign page may call: the conversations API, the widget's settings and files.
 *
 * These routes know bearer tokens only and never look at cookies, so any origin may be answered; a bot whose config
 * lists `embed-origins` is answered to those only. The list is enforced by checkOrigin (bot-settings.ts); here it is told.
 */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";

const ALLOW_HEADERS = "authorization, content-type, idempotency-key, last-event-id, x-file-name, x-request-id";
const EXPOSE_HEADERS = "x-request-id, server-timing, retry-after";

export const openToForeignPages = (methods: string) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.method === "OPTIONS") {
      c.res = new Response(null, { status: 204 });
      c.res.headers.set("access-control-allow-methods", methods);
      c.res.headers.set("access-control-allow-headers", ALLOW_HEADERS);
      c.res.headers.set("access-control-max-age", "86400");
    } else {
      await next();
      if (c.res.status === 101) return;
    }
    const listed = c.get("embedOrigins");
    const headers = c.res.headers;
    if (listed === undefined || listed.length === 0) headers.set("access-control-allow-origin", "*");
    else {
      headers.append("vary", "origin");
      const origin = c.req.header("origin");
      if (origin && listed.includes(origin)) headers.set("access-control-allow-origin", origin);
    }
    headers.set("access-control-expose-headers", EXPOSE_HEADERS);
    headers.set("cross-origin-resource-policy", "cross-origin");
  });
