/**
 * Waiting for something outside of the object: bounded in time, ended by the person's stop, and with a place among the
 * calls of the isolate. Whoever ignores the signal is left behind: what it answers later is dropped.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { within } from "../../../platform/clock.ts";
import { type Leave, places } from "../effects/places.ts";
import type { RunningTurn } from "../state.ts";
import type { Turn } from "./turn.ts";

export interface Wait {
  /** For the words of an error. */
  what: string;
  limitMs: number;
  /** What a crash during the wait is to come back to. */
  pending: RunningTurn["pending"];
  /** It needs a place among the calls that wait for others. */
  placed: boolean;
}

/** A wait that is open for longer commits what there is, so that the ack and what was said so far go out. */
const SLOW_MS = 250;

/**
 * The value of `begin`. Throws error 68 when `limitMs` have passed, the time for a place included, and the reason of
 * `interruption` when that is aborted; in both cases its signal is.
 */
export async function outside<T>(
  turn: Turn,
  wait: Wait,
  interruption: AbortController,
  begin: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const { signal } = interruption;
  const { clock } = turn.host;
  const place = new Place(turn, signal, wait.limitMs);
  try {
    const stopped = new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    const work = Promise.race([stopped, place.begin(wait.placed, begin)]);
    // It may fail while the barrier below is being written; the failure is seen at the next await of `work`.
    work.catch(() => {});
    const early = await within(clock, SLOW_MS, work);
    if (early) return early.value;
    await turn.commitEarly(wait.pending);
    const late = await within(clock, Math.max(wait.limitMs - SLOW_MS, 0), work);
    if (late) return late.value;
    const seconds = Math.round(wait.limitMs / 1000);
    const error = new BasicError(
      ERR.timeout,
      place.hasBegun
        ? `${wait.what} took longer than ${seconds} s.`
        : `${wait.what} found no place among the calls that wait for others within ${seconds} s.`,
    );
    interruption.abort(error);
    throw error;
  } finally {
    place.leave();
  }
}

class Place {
  hasBegun = false;
  private readonly turn: Turn;
  private readonly signal: AbortSignal;
  private readonly limitMs: number;
  private taken: Leave | null = null;

  constructor(turn: Turn, signal: AbortSignal, limitMs: number) {
    this.turn = turn;
    this.signal = signal;
    this.limitMs = limitMs;
  }

  async begin<T>(placed: boolean, begin: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
    if (placed) await this.take();
    this.signal.throwIfAborted();
    this.hasBegun = true;
    return begin(this.signal);
  }

  /** Also of a call that goes on by itself: it was told to end, and must not take the place from others for ever. */
  leave(): void {
    this.taken?.();
  }

  private async take(): Promise<void> {
    const { host, timer } = this.turn;
    const { tenant } = host.identity.key;
    this.taken = places.tryTake(tenant, this.limitMs);
    if (this.taken) return;
    const from = host.clock.now();
    const taken = await places.wait(tenant, this.limitMs, this.signal);
    this.taken = taken;
    // It was given at the very moment at which nobody wanted it any more.
    if (this.signal.aborted) taken();
    timer.queued(host.clock.now() - from);
  }
}
