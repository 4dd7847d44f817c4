/**
 * What happened in each turn, in order: with the inbox it is enough to run the conversation again without the world.
 * A closed union; every event names its version, and an event of an older version stays readable for ever.
 */

import type { EffectClass } from "../../basic/catalogue/index.ts";
import type { RunError } from "../../basic/errors.ts";
import type { TurnCause } from "./state.ts";

/** JSON text of a value, or where it lies in object storage when it is larger than JOURNAL_INLINE_BYTES. */
export type RecordedValue = { json: string } | { blob: string; bytes: number };

export type JournalEvent =
  /** First event of a turn. `now` is its clock, `seed` the generator's for a script that it starts. */
  | { v: 1; type: "turn.begun"; cause: TurnCause; messageId: string | null; now: number }
  | { v: 1; type: "script.started"; script: string; program: string; seed: number }
  /** Committed before an effect that may be interrupted; `key` names the write for whoever receives it. */
  | { v: 1; type: "effect.intended"; keyword: string; class: EffectClass; line: number; key: string }
  | { v: 1; type: "effect.done"; keyword: string; line: number; now: number; result: RecordedValue }
  | { v: 1; type: "effect.failed"; keyword: string; line: number; now: number; number: number; message: string }
  | {
      v: 1;
      type: "hear.answered";
      outcome: "accepted" | "retry" | "given-up" | "cancelled" | "timeout";
      attempt: number;
    }
  | { v: 1; type: "printed"; text: string; line: number }
  | { v: 1; type: "warned"; text: string; line: number }
  | { v: 1; type: "turn.recovered"; attempt: number; reason: "restart" | "wait-over" | "stopped" }
  | { v: 1; type: "script.failed"; error: RunError }
  | { v: 1; type: "script.ended"; script: string; steps: number };

export interface JournalEntry {
  turn: number;
  step: number;
  event: JournalEvent;
}

/** A larger value goes to object storage by its hash. */
export const JOURNAL_INLINE_BYTES = 1_000_000;
