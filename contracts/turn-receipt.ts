/** The latency receipt of a turn (docs/observability.md). */
import type { TurnModelUsage } from "./journal.ts";

/** What a turn has taken: its latency receipt. Times in ms; steps of the machine stand for its time. */
export interface TurnReceipt {
  /** Between acceptance and begin, and while its calls waited for their place. */
  queueMs: number;
  steps: number;
  effectsMs: number;
  /** Until the commit was on disk. */
  commitMs: number;
  /** From acceptance to the commit. */
  totalMs: number;
  model?: TurnModelUsage;
}

/** An answer with the receipt of the turn that gave it, where that has just run. */
export type Timed<T> = T & { timing?: TurnReceipt };
