import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type CollectedSpan, collected } from "../test/support/otlp.ts";
import { systemClock } from "./clock.ts";
import { exporterFor, newSpan, readTraceparent, SPAN_KIND, type Span, writeTraceparent } from "./traces.ts";

const PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("traceparent: read, written, and refused where it is not well-formed", () => {
  const parent = readTraceparent(PARENT);
  expect(parent).toEqual({ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", isSampled: true });
  expect(parent && writeTraceparent(parent)).toBe(PARENT);
  expect(readTraceparent(PARENT.replace(/01$/, "00"))?.isSampled).toBe(false);
  // A later version may have more fields.
  expect(readTraceparent(PARENT.replace(/^00/, "01").concat("-more"))?.isSampled).toBe(true);
  for (const bad of [
    undefined,
    "",
    "x",
    PARENT.concat("-more"),
    PARENT.replace(/^00/, "ff"),
    PARENT.replace(/0af7\w+/, "0".repeat(32)),
    PARENT.replace("b7ad6b7169203331", "0".repeat(16)),
    PARENT.toUpperCase(),
  ]) {
    expect(readTraceparent(bad), String(bad)).toBeNull();
  }
  const child = newSpan(parent);
  expect(child).toMatchObject({ traceId: parent?.traceId, isSampled: true });
  expect(child.spanId).not.toBe(parent?.spanId);
  expect(newSpan(null).traceId).toMatch(/^[0-9a-f]{32}$/);
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A collector that checks the shape of what it gets. `answers`: statuses in order, then 200. */
async function collector(answers: number[] = []) {
  const spans: CollectedSpan[] = [];
  const requests: { path: string; headers: Record<string, unknown> }[] = [];
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      requests.push({ path: request.url ?? "", headers: request.headers });
      const status = answers.shift() ?? 200;
      if (status === 200) spans.push(...collected(JSON.parse(text)));
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { spans, requests, url };
}

const span = (name: string, more: Partial<Span> = {}): Span => ({
  context: newSpan(null),
  parent: null,
  name,
  kind: SPAN_KIND.internal,
  from: 1_790_000_000_000,
  to: 1_790_000_000_012,
  attributes: {},
  ...more,
});

async function exported(settings: Parameters<typeof exporterFor>[0], batches: Span[][]): Promise<void> {
  const exporter = exporterFor(settings, systemClock);
  const work: Promise<unknown>[] = [];
  for (const spans of batches) exporter?.add(spans, (promise) => work.push(promise));
  await Promise.all(work);
}

test("spans travel together, with the headers of the settings, and every kind of attribute", async () => {
  const { spans, requests, url } = await collector();
  const attributes = { text: "x", whole: 3, part: 0.5, yes: true };
  await exported(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/base/`,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x-team = a=b",
    },
    [[span("one", { attributes })], [span("two", { error: "script.failed", parent: "b7ad6b7169203331" })]],
  );
  expect(requests).toMatchObject([
    {
      path: "/base/v1/traces",
      headers: { authorization: "Bearer abc", "x-team": "a=b", "content-type": "application/json" },
    },
  ]);
  expect(spans).toMatchObject([
    { name: "one", ms: 12, attributes, error: null, parent: null },
    { name: "two", error: "script.failed", parent: "b7ad6b7169203331" },
  ]);
});

test("a collector that is busy is asked once more; one that refuses or is away costs the spans and nothing else", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const busy = await collector([503]);
  await exported({ OTEL_EXPORTER_OTLP_ENDPOINT: busy.url }, [[span("again")]]);
  expect(busy.spans.map(({ name }) => name)).toEqual(["again"]);
  const refusing = await collector([400]);
  await exported({ OTEL_EXPORTER_OTLP_ENDPOINT: refusing.url }, [[span("refused")]]);
  expect(refusing.requests).toHaveLength(1);
  await exported({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }, [[span("away")]]);
  expect(log.mock.calls.flat().join("\n")).toMatch(/refused: HTTP 400[\s\S]*not sent/);
  log.mockRestore();
});

test("what waits is bounded; the rest is dropped and counted", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const { spans, requests, url } = await collector();
  await exported({ OTEL_EXPORTER_OTLP_ENDPOINT: url }, [Array.from({ length: 5_000 }, (_, i) => span(`s${i}`))]);
  expect(spans).toHaveLength(4_096);
  expect(requests).toHaveLength(8);
  expect(log.mock.calls.flat().join("\n")).toContain("904 spans were dropped");
  log.mockRestore();
});

test("without an endpoint, or with one that is no address, nobody traces", () => {
  expect(exporterFor({}, systemClock)).toBeNull();
  expect(exporterFor({ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, systemClock)).toBeNull();
  expect(exporterFor({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector" }, systemClock)).toBeNull();
});
