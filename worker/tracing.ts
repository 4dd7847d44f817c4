/**
 * The request as a span, and its place in the caller's trace (W3C Trace Context): turns that it begins hang below it. Only
 * where a collector is configured (docs/observability.md); then nobody waits for it.
 */
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { systemClock } from "../platform/clock.ts";
import { exporterFor, newSpan, readTraceparent, SPAN_KIND, writeTraceparent } from "../platform/traces.ts";
import type { AppEnv } from "./context.ts";

export const traced = createMiddleware<AppEnv>(async (c, next) => {
  const exporter = exporterFor(c.env, systemClock);
  if (!exporter) return next();
  const parent = readTraceparent(c.req.header("traceparent"));
  const context = newSpan(parent);
  c.set("trace", writeTraceparent(context));
  const from = systemClock.now();
  await next();
  if (!context.isSampled) return;
  const { method } = c.req;
  const { protocol, hostname } = new URL(c.req.url);
  const { status } = c.res;
  // The pattern, never the path itself: names and attributes of spans must be few.
  const route = routePath(c, -1);
  const span = {
    context,
    parent: parent?.spanId ?? null,
    name: `${method} ${route}`,
    kind: SPAN_KIND.server,
    from,
    to: systemClock.now(),
    attributes: {
      "http.request.method": method,
      "http.route": route,
      "http.response.status_code": status,
      "url.scheme": protocol.replace(":", ""),
      "server.address": hostname,
      "basalt.tenant": c.get("tenant") ?? "",
      ...(status >= 500 ? { "error.type": String(status) } : {}),
    },
    ...(status >= 500 ? { error: String(status) } : {}),
  };
  exporter.add([span], (work) => c.executionCtx.waitUntil(work));
});
