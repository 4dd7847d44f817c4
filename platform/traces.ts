/**
 * Traces in OpenTelemetry's form: W3C trace context in, OTLP/HTTP with JSON out. Spans are gathered in the isolate's
 * memory, bounded, and sent in batches beside the work; a collector that is slow or down costs spans and nothing else.
 * Names follow the semantic conventions 1.41 (https://opentelemetry.io/docs/specs/semconv/), the encoding
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. What people and bots say is never in a span.
 */
import type { Clock } from "./clock.ts";

export interface TraceSettings {
  /** The collector's address; `/v1/traces` is put behind it. */
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  /** Secret. `name=value,name=value`, values percent-encoded. */
  OTEL_EXPORTER_OTLP_HEADERS?: string;
}

/** Where a span stands: hex of 16 and of 8 bytes. */
export interface SpanContext {
  traceId: string;
  spanId: string;
  /** False: whoever began the trace does not want it kept. */
  isSampled: boolean;
}

export const SPAN_KIND = { internal: 1, server: 2, client: 3, consumer: 5 } as const;

export interface Span {
  context: SpanContext;
  parent: string | null;
  name: string;
  kind: (typeof SPAN_KIND)[keyof typeof SPAN_KIND];
  /** ms since the epoch. */
  from: number;
  to: number;
  attributes: Readonly<Record<string, string | number | boolean>>;
  /** Its status; what went wrong is a word of ours, never a message. */
  error?: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The context of a `traceparent` header (W3C Trace Context, level 1); null where it is absent or not well-formed. */
export function readTraceparent(header: string | null | undefined): SpanContext | null {
  const [, version, traceId = "", spanId = "", flags = "", rest] = TRACEPARENT.exec(header?.trim() ?? "") ?? [];
  if (version === undefined || version === "ff" || (version === "00" && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function writeTraceparent({ traceId, spanId, isSampled }: SpanContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;
}

/** A new span below `parent`, or at the root of a new trace. */
export function newSpan(parent: SpanContext | null): SpanContext {
  return { traceId: parent?.traceId ?? randomHex(16), spanId: randomHex(8), isSampled: parent?.isSampled ?? true };
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}

/** Spans that wait in memory, those of one request to the collector, and how long they wait for company. */
const MAX_WAITING = 4_096;
const BATCH = 512;
const DELAY_MS = 500;
const TIMEOUT_MS = 5_000;
/** The collector's answers after which the same batch is sent once more. */
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const RETRY_MS = 1_000;

export class TraceExporter {
  private readonly url: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly clock: Clock;
  private waiting: Span[] = [];
  private dropped = 0;
  private flushAt = 0;

  constructor(settings: { url: string; headers: Readonly<Record<string, string>>; clock: Clock }) {
    this.url = settings.url;
    this.headers = settings.headers;
    this.clock = settings.clock;
  }

  /** Takes spans in; `keepAwake` keeps the caller's process until they were sent. */
  add(spans: readonly Span[], keepAwake: (work: Promise<unknown>) => void): void {
    const room = Math.max(0, MAX_WAITING - this.waiting.length);
    this.waiting.push(...spans.slice(0, room));
    this.dropped += Math.max(0, spans.length - room);
    const now = this.clock.now();
    // Whoever had promised to send them may be gone: what one request began, another cannot wait for.
    if (this.waiting.length < BATCH && now < this.flushAt + DELAY_MS) return;
    const delay = this.waiting.length >= BATCH ? 0 : DELAY_MS;
    this.flushAt = now + delay;
    keepAwake(this.flushLater(delay));
  }

  private async flushLater(delay: number): Promise<void> {
    try {
      if (delay > 0) await this.clock.sleep(delay);
      while (this.waiting.length > 0) await this.send(this.waiting.splice(0, BATCH));
    } catch (error) {
      console.error(`traces were not sent: ${error instanceof Error ? error.name : "unknown error"}`);
    }
    if (this.dropped > 0) console.error(`${this.dropped} spans were dropped: the collector is too slow`);
    this.dropped = 0;
  }

  private async send(spans: Span[]): Promise<void> {
    const body = JSON.stringify(exportRequest(spans));
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { ...this.headers, "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.ok) return;
      if (attempt > 1 || !RETRYABLE.has(response.status)) {
        console.error(`traces were refused: HTTP ${response.status}`);
        return;
      }
      await this.clock.sleep(RETRY_MS);
    }
  }
}

/** Those of this isolate, by where they send to. */
const exporters = new Map<string, TraceExporter>();

/** Null where no traces are wanted, or the endpoint is not an address. */
export function exporterFor(settings: TraceSettings, clock: Clock): TraceExporter | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = "" } = settings;
  if (!endpoint || !URL.canParse(endpoint)) return null;
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const name = `${url} ${headers}`;
  const known = exporters.get(name);
  if (known) return known;
  const made = new TraceExporter({ url, headers: readHeaders(headers), clock });
  exporters.set(name, made);
  return made;
}

function readHeaders(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.flatMap(([name = "", ...value]) => (name.trim() === "" ? [] : [[name.trim(), decoded(value.join("="))]])),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text.trim();
  }
}

/** An ExportTraceServiceRequest: ids in hex, 64-bit numbers as texts, enumerations as numbers. */
export function exportRequest(spans: readonly Span[]) {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "service.name": "basalt" }) },
        scopeSpans: [
          {
            scope: { name: "basalt" },
            spans: spans.map((span) => ({
              traceId: span.context.traceId,
              spanId: span.context.spanId,
              ...(span.parent === null ? {} : { parentSpanId: span.parent }),
              flags: 1,
              name: span.name,
              kind: span.kind,
              startTimeUnixNano: nanoseconds(span.from),
              endTimeUnixNano: nanoseconds(Math.max(span.from, span.to)),
              attributes: attributes(span.attributes),
              status: span.error === undefined ? {} : { code: 2, message: span.error },
            })),
          },
        ],
      },
    ],
  };
}

const nanoseconds = (ms: number): string => `${BigInt(Math.trunc(ms)) * 1_000_000n}`;

function attributes(values: Readonly<Record<string, string | number | boolean>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
