/** What the edge adds to the figures of the isolate, and all of them in the text format of Prometheus. */
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { systemClock } from "../platform/clock.ts";
import { allFigures, Counter, type Figure, Gauge, Histogram, register } from "../platform/metrics.ts";
import type { AppEnv } from "./context.ts";

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const requests = register(
  new Counter("basalt_http_requests_total", "Requests that were answered.", ["method", "route", "status"]),
);
const requestSeconds = register(
  new Histogram("basalt_http_request_duration_seconds", "Until the answer began; time that was waited.", ["route"]),
);
const refusals = register(
  new Counter("basalt_admission_refusals_total", "Newcomers that were turned away with 503 for want of room.", [
    "kind",
  ]),
);
/** When this isolate answered for the first time, s; its clock stands still before the first request. */
let since = 0;
register(
  new Gauge("basalt_isolate_start_time_seconds", "When this isolate began to count, Unix time.", null, () => ({
    "": since,
  })),
);

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);

/** Counts every request by the pattern of its route; a path would be a label without bound. */
export const measured = createMiddleware<AppEnv>(async (c, next) => {
  const from = systemClock.now();
  if (since === 0) since = from / 1000;
  await next();
  // Of the last handler that was called. Where that is a middleware, no route has the address.
  const pattern = routePath(c);
  const route = pattern.endsWith("*") ? "unknown" : pattern;
  const { method } = c.req;
  requests.count([METHODS.has(method) ? method : "other", route, String(c.res.status)]);
  requestSeconds.observe([route], (systemClock.now() - from) / 1000);
});

export function countRefusal(kind: "full" | "socket" | "opening" | "request"): void {
  refusals.count([kind]);
}

/** All figures of the isolate. */
export function prometheusText(figures: readonly Figure[] = allFigures()): string {
  return figures.map(figureText).join("");
}

function figureText(figure: Figure): string {
  const { name, help, type } = figure;
  const lines = figure.samples().map(({ suffix, labels, value }) => {
    const set = labels.map(([label, text]) => `${label}="${escaped(text)}"`).join(",");
    return `${name}${suffix}${set === "" ? "" : `{${set}}`} ${value}\n`;
  });
  const head = `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n`;
  return head + lines.join("");
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
