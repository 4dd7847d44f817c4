/** A turn as spans: the turn itself, a child for each call to the outside, and one for the commit (docs/observability.md). */
import type { ConversationKey } from "../../../contracts/ids.ts";
import type { TurnCause } from "../../../contracts/journal.ts";
import type { Clock } from "../../../platform/clock.ts";
import {
  exporterFor,
  newSpan,
  readTraceparent,
  SPAN_KIND,
  type Span,
  type SpanContext,
  type TraceSettings,
} from "../../../platform/traces.ts";
import type { EffectSpan, TurnTiming } from "./timing.ts";
import type { Turn } from "./turn.ts";

export interface TracedTurn {
  key: ConversationKey;
  channel: string;
  /** `traceparent` of the request that it belongs to. */
  parent: string | null;
  cause: TurnCause;
  turn: number;
  queueMs: number;
  steps: number;
  from: number;
  to: number;
  effects: readonly EffectSpan[];
  failed: boolean;
}

export interface Tracer {
  /** A turn is over; `commit` resolves with the ms until it was on disk, counted from `turn.to`. */
  finished(turn: TracedTurn, commit: Promise<number>): void;
}

/** What began a turn, in the words of `faas.trigger`. */
const TRIGGERS: Readonly<Record<TurnCause, string>> = {
  start: "http",
  message: "http",
  agent: "http",
  settlement: "http",
  proactive: "other",
  "hear-timeout": "timer",
  expiry: "timer",
};

/** Null where no collector is configured. */
export function createTracer(
  env: TraceSettings,
  clock: Clock,
  keepAwake: (work: Promise<unknown>) => void,
): Tracer | null {
  const exporter = exporterFor(env, clock);
  if (!exporter) return null;
  return {
    finished(turn, commit) {
      const parent = readTraceparent(turn.parent);
      if (parent?.isSampled === false) return;
      const send = async (): Promise<void> => exporter.add(spansOf(turn, parent, await commit), keepAwake);
      keepAwake(send());
    },
  };
}

/** Hands a turn that was just committed to the tracer, where there is one. */
export function traceTurn(turn: Turn, { queueMs, steps }: TurnTiming): void {
  const { tracer, receipts, identity } = turn.host;
  const { spans: effects, begunAt: from } = turn.timer;
  if (!tracer || !receipts || !effects) return;
  const { turn: number, committedAt: to } = turn.draft;
  const { cause, trace: parent, failed } = turn;
  const { key, request } = identity;
  const { channel } = request;
  tracer.finished(
    { key, channel, parent, cause, turn: number, queueMs, steps, from, to, effects, failed },
    receipts.latestOnDisk(),
  );
}

export function spansOf(turn: TracedTurn, parent: SpanContext | null, commitMs: number): Span[] {
  const own = newSpan(parent);
  const { key } = turn;
  const child = (): Pick<Span, "context" | "parent"> => ({ context: newSpan(own), parent: own.spanId });
  const root: Span = {
    context: own,
    parent: parent?.spanId ?? null,
    name: `invoke_agent ${key.bot}`,
    kind: SPAN_KIND.internal,
    from: turn.from,
    to: turn.to,
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": key.bot,
      "gen_ai.conversation.id": key.conversation,
      "faas.trigger": TRIGGERS[turn.cause],
      "basalt.tenant": key.tenant,
      "basalt.bot": key.bot,
      "basalt.conversation": key.conversation,
      "basalt.turn": turn.turn,
      "basalt.cause": turn.cause,
      "basalt.channel": turn.channel,
      "basalt.queue_ms": turn.queueMs,
      "basalt.vm_steps": turn.steps,
    },
    ...(turn.failed ? { error: "script.failed" } : {}),
  };
  const effects = turn.effects.map(
    ({ keyword, class: type, from, to, attributes }): Span => ({
      ...child(),
      name: nameOf(keyword, attributes),
      kind: SPAN_KIND.client,
      from,
      to,
      attributes: { "basalt.keyword": keyword, "basalt.effect_class": type, ...attributes },
    }),
  );
  const commit: Span = {
    ...child(),
    name: "COMMIT",
    kind: SPAN_KIND.client,
    from: turn.to,
    to: turn.to + commitMs,
    attributes: { "db.system.name": "sqlite", "db.operation.name": "COMMIT" },
  };
  return [root, ...effects, commit];
}

/** A model's call is named as the conventions for generative AI say: operation and model. */
function nameOf(keyword: string, attributes: EffectSpan["attributes"]): string {
  const operation = attributes["gen_ai.operation.name"];
  return operation === undefined ? keyword : `${operation} ${attributes["gen_ai.request.model"] ?? ""}`.trim();
}
