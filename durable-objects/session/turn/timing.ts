/**
 * The latency receipt of a turn (docs/observability.md): how long it waited, what its calls took, and, known only
 * afterwards, its commit and delivery. Steps of the machine stand for its time, because a Worker's clock stands still
 * while it computes. All times in ms.
 */
import type { EffectClass, EffectTiming, JournalEvent, TurnModelUsage } from "../../../contracts/journal.ts";
import type { ModelSpending } from "../../../contracts/ledger.ts";
import type { TurnReceipt } from "../../../contracts/turn-receipt.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { TimingSoFar } from "../state.ts";

/** Calls of one turn that have a line of their own; the receipt stays small. */
const MAX_EFFECTS = 100;
/** Turns whose receipt can still be asked for. */
const KEPT = 16;
/**
 * Of turns that follow each other faster than this, one has its commit measured: to wait for the disk costs a tenth of an
 * ordinary turn. Whoever asks for a receipt, or traces, gets all of it.
 */
const PAUSE_MS = 200;

/** What a finished turn has taken, as far as it is known with its commit. */
export interface TurnTiming {
  turn: number;
  queueMs: number;
  steps: number;
  effectsMs: number;
  totalMs: number;
  model?: TurnModelUsage;
}

/** A call of a turn in a trace. Times in ms. */
export interface EffectSpan {
  keyword: string;
  class: EffectClass;
  from: number;
  to: number;
  attributes: Readonly<Record<string, string | number>>;
}

const NOTHING_USED: Pick<TurnModelUsage, "spent" | "leases"> = { spent: [], leases: [] };

/** One entry for each model. */
function withCall(spent: ModelSpending[], call: ModelSpending): ModelSpending[] {
  const same = spent.find(({ provider, model }) => provider === call.provider && model === call.model);
  if (!same) return [...spent, call];
  const both: ModelSpending = {
    ...same,
    calls: same.calls + call.calls,
    input: same.input + call.input,
    cached: same.cached + call.cached,
    output: same.output + call.output,
    nano: same.nano + call.nano,
    isEstimated: same.isEstimated || call.isEstimated,
  };
  return spent.map((one) => (one === same ? both : one));
}

export class TurnTimer {
  private readonly sofar: TimingSoFar;
  /** The calls of this process as a trace shows them; null where nobody traces. */
  readonly spans: EffectSpan[] | null;
  private attributes: Readonly<Record<string, string | number>> = {};

  /** `acceptedAt`: when what begins the turn was accepted; null where nobody waited. */
  constructor(now: number, acceptedAt: number | null, sofar: TimingSoFar | undefined, isTraced: boolean) {
    this.spans = isTraced ? [] : null;
    this.sofar = sofar
      ? { ...sofar, effects: [...sofar.effects] }
      : { queueMs: acceptedAt === null ? 0 : Math.max(0, now - acceptedAt), begunAt: now, stepsBefore: 0, effects: [] };
  }

  /** The machine had made so many steps since its last park when this turn took it up. */
  from(steps: number): void {
    this.sofar.stepsBefore = steps;
  }

  /** A call had to wait for its place. */
  queued(ms: number): void {
    this.sofar.queueMs += ms;
  }

  /** A call that was made between two times. */
  performed(effect: Omit<EffectTiming, "ms">, from: number, to: number): void {
    const { effects } = this.sofar;
    if (effects.length < MAX_EFFECTS) effects.push({ ...effect, ms: to - from });
    if (this.spans && this.spans.length < MAX_EFFECTS) {
      this.spans.push({ keyword: effect.keyword, class: effect.class, from, to, attributes: this.attributes });
    }
    this.attributes = {};
  }

  /** Attributes of the call that is being made, by their OpenTelemetry names. */
  describe(attributes: Readonly<Record<string, string | number>>): void {
    if (this.spans) this.attributes = { ...this.attributes, ...attributes };
  }

  /** A language model was called; `leases`: those that are open. */
  used(calls: readonly ModelSpending[], leases: readonly string[]): void {
    const { model = NOTHING_USED } = this.sofar;
    const spent = calls.reduce<ModelSpending[]>(withCall, model.spent);
    const sum = (of: "calls" | "input" | "cached" | "output") => spent.reduce((total, one) => total + one[of], 0);
    this.sofar.model = {
      calls: sum("calls"),
      input: sum("input"),
      cached: sum("cached"),
      output: sum("output"),
      isEstimated: spent.some(({ isEstimated }) => isEstimated),
      spent,
      leases: [...new Set([...model.leases, ...leases])],
      at: 0,
    };
  }

  get begunAt(): number {
    return this.sofar.begunAt;
  }

  /** For the next one who takes the turn up. */
  carried(): TimingSoFar {
    return { ...this.sofar, effects: [...this.sofar.effects] };
  }

  event(steps: number, now: number): JournalEvent & { type: "turn.timed" } {
    const { queueMs, begunAt, stepsBefore, effects, model } = this.sofar;
    return {
      v: 1,
      type: "turn.timed",
      queueMs,
      steps: Math.max(0, steps - stepsBefore),
      effects,
      totalMs: Math.max(0, now - begunAt) + queueMs,
      ...(model ? { model: { ...model, at: now } } : {}),
    };
  }
}

export function timingOf(turn: number, event: JournalEvent & { type: "turn.timed" }): TurnTiming {
  const { queueMs, steps, totalMs, effects, model } = event;
  const effectsMs = effects.reduce((sum, { ms }) => sum + ms, 0);
  return { turn, queueMs, steps, effectsMs, totalMs, ...(model ? { model } : {}) };
}

interface Receipt {
  timing: TurnTiming;
  committedAt: number;
  /** Until the commit was on disk; null while nobody wants to know. */
  commit: Promise<number> | null;
  commitMs: number | null;
  deliveryMs: number;
}

/**
 * Commits and deliveries of the latest turns. They are measured beside the turn and written with the next commit; what is
 * in memory when the object goes away is not known, and no commit is made for it.
 */
export class Receipts {
  private readonly clock: Clock;
  private readonly synced: () => Promise<void>;
  private readonly latest: Receipt[] = [];
  private unwritten: Receipt | null = null;
  private measuredAt = 0;

  /** `synced` resolves when everything written so far is on disk. */
  constructor(clock: Clock, synced: () => Promise<void>) {
    this.clock = clock;
    this.synced = synced;
  }

  /** A turn was committed at `committedAt`, and its frames have been handed to the devices. */
  committed(timing: TurnTiming, committedAt: number): void {
    const deliveryMs = this.clock.now() - committedAt;
    const receipt: Receipt = { timing, committedAt, commit: null, commitMs: null, deliveryMs };
    this.unwritten = receipt;
    this.latest.push(receipt);
    if (this.latest.length > KEPT) this.latest.shift();
    if (committedAt - this.measuredAt >= PAUSE_MS) void this.onDisk(receipt);
  }

  /** ms until the latest commit was on disk. */
  async latestOnDisk(): Promise<number> {
    const receipt = this.latest.at(-1);
    return receipt ? this.onDisk(receipt) : 0;
  }

  private onDisk(receipt: Receipt): Promise<number> {
    this.measuredAt = receipt.committedAt;
    receipt.commit ??= this.synced().then(
      () => {
        receipt.commitMs = this.clock.now() - receipt.committedAt;
        return receipt.commitMs;
      },
      // The platform resets the object when a write fails.
      () => 0,
    );
    return receipt.commit;
  }

  /** What is known of an earlier turn and not written down yet. */
  take(): (JournalEvent & { type: "turn.delivered" }) | null {
    const receipt = this.unwritten;
    if (receipt?.commitMs == null) return null;
    this.unwritten = null;
    const { timing, commitMs, deliveryMs } = receipt;
    return { v: 1, type: "turn.delivered", of: timing.turn, commitMs, deliveryMs };
  }

  /** For the answer that a turn gave, once it is on disk; empty for null and for an older turn. */
  async answered(turn: number | null): Promise<{ timing?: TurnReceipt }> {
    const receipt = turn === null ? undefined : this.latest.find(({ timing }) => timing.turn === turn);
    return receipt ? { timing: { ...receipt.timing, commitMs: await this.onDisk(receipt) } } : {};
  }
}
