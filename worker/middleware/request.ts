/** First in the chain: a request id, the time the edge took, and headers that every answer carries. */
import { createMiddleware } from "hono/factory";
import { systemClock } from "../../platform/clock.ts";
import type { AppEnv } from "../context.ts";

const CLIENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const requestFacts = createMiddleware<AppEnv>(async (c, next) => {
  const given = c.req.header("x-request-id");
  c.set("requestId", given && CLIENT_ID.test(given) ? given : crypto.randomUUID());
  const started = systemClock.now();
  await next();
  // A 101's headers belong to the handshake; leave them alone.
  if (c.res.status === 101) return;
  const headers = c.res.headers;
  headers.set("x-request-id", c.get("requestId"));
  // workerd's clock moves only with I/O, so this is the time spent waiting for objects and stores.
  headers.append("server-timing", `edge;dur=${systemClock.now() - started}`);
  headers.set("x-content-type-options", "nosniff");
  if (!headers.has("referrer-policy")) headers.set("referrer-policy", "strict-origin-when-cross-origin");
  if (!headers.has("cross-origin-resource-policy")) headers.set("cross-origin-resource-policy", "same-origin");
  if (!headers.has("content-security-policy"))
    headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (new URL(c.req.url).protocol === "https:") headers.set("strict-transport-security", "max-age=31536000");
});
