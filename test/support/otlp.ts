/** The shape of a trace export request (OTLP/HTTP with JSON), for whoever plays the collector in a test. */
import * as z from "zod";

const hex = (length: number) => z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${length}}$`));
const nanoseconds = z.string().regex(/^\d{19}$/);
const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ boolValue: z.boolean() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
    z.strictObject({ doubleValue: z.number() }),
  ]),
});
const span = z.strictObject({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: hex(16).optional(),
  flags: z.int(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: z.array(attribute),
  status: z.strictObject({ code: z.int().min(0).max(2).optional(), message: z.string().optional() }),
});
const exportRequest = z.strictObject({
  resourceSpans: z
    .array(
      z.strictObject({
        resource: z.strictObject({ attributes: z.array(attribute) }),
        scopeSpans: z.array(
          z.strictObject({ scope: z.looseObject({ name: z.string() }), spans: z.array(span).min(1) }),
        ),
      }),
    )
    .min(1),
});

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parent: string | null;
  name: string;
  kind: number;
  ms: number;
  attributes: Record<string, string | number | boolean>;
  error: string | null;
}

/** The spans of a request. Throws where its shape, a time, or the resource's name is not what the protocol asks for. */
export function collected(body: unknown): CollectedSpan[] {
  const { resourceSpans } = exportRequest.parse(body);
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    if (plain(resource.attributes)["service.name"] !== "basalt") throw new Error("the resource is not basalt");
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((one) => {
        const ms = Number((BigInt(one.endTimeUnixNano) - BigInt(one.startTimeUnixNano)) / 1_000_000n);
        if (ms < 0) throw new Error(`${one.name} ends before it begins`);
        const { traceId, spanId, parentSpanId: parent = null, name, kind } = one;
        const error = one.status.code === 2 ? (one.status.message ?? "") : null;
        return { traceId, spanId, parent, name, kind, ms, attributes: plain(one.attributes), error };
      }),
    );
  });
}

function plain(attributes: z.infer<typeof attribute>[]): CollectedSpan["attributes"] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      if ("intValue" in value) return [key, Number(value.intValue)];
      return [key, Object.values(value)[0] as string | number | boolean];
    }),
  );
}
