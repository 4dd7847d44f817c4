/**
 * What happened in each turn, in order. With the messages and the release it is enough to run the conversation again
 * without the world. A closed union: every event names its version, and an event of an older version stays readable for ever.
 */
import type { ConversationState } from "./frames.ts";
import type { JsonValue } from "./json.ts";
import type { ModelSpending } from "./ledger.ts";
import type { ModelUsage } from "./model-call.ts";

/** Generation of the union. A runtime that meets a conversation of a newer one refuses it (docs/storage-schema.md). */
export const JOURNAL_VERSION = 2;

export type EffectClass = "pure" | "recordable" | "internal-write" | "unsafe";
/** What happens to an unsafe effect of which nobody knows whether it happened. */
export type CrashPolicy = "retry" | "ask" | "raise";

/** Why a turn began. */
export type TurnCause = "start" | "message" | "agent" | "proactive" | "settlement" | "hear-timeout" | "expiry";

/** JSON text of a value, or where it lies in object storage when it is larger than JOURNAL_INLINE_BYTES. */
export type RecordedValue = { json: string } | { blob: string; bytes: number };
/** A larger value goes to object storage by its hash. */
export const JOURNAL_INLINE_BYTES = 1_000_000;

/** Where and why a script ended. */
export interface JournalledError {
  number: number;
  message: string;
  file: string;
  line: number;
  column: number;
  stack: { name: string; file: string; line: number }[];
}

/** What the calls of language models in one turn have used and cost. */
export interface TurnModelUsage extends ModelUsage {
  calls: number;
  /** By model. */
  spent: ModelSpending[];
  /** Leases of the ledger that are over with the turn. */
  leases: string[];
  /** When the turn ended, ms. */
  at: number;
}

/** An effect's part in the time of a turn. */
export interface EffectTiming {
  step: number;
  keyword: string;
  class: EffectClass;
  ms: number;
}

export type JournalEvent =
  /** First event of a turn. `now` is its clock. `input`: what began it, where that is no message. */
  | { v: 1; type: "turn.begun"; cause: TurnCause; messageId: string | null; now: number; input?: JsonValue }
  /** `seed` is the random generator's. */
  | { v: 1; type: "script.started"; script: string; program: string; seed: number }
  /** Committed before an effect that may be interrupted; `key` names the write for whoever receives it. */
  | { v: 1; type: "effect.intended"; keyword: string; class: EffectClass; line: number; key: string }
  /** `now` is the turn's clock afterwards, with which the script goes on. */
  | { v: 1; type: "effect.done"; keyword: string; line: number; now: number; result: RecordedValue }
  /**
   * `class` says that this form of the keyword is of another class than the catalogue's; a pure one fails again by itself.
   * `yieldsNull`: nothing was raised, the script went on with NULL and finds the failure in ERR.
   */
  | {
      v: 1;
      type: "effect.failed";
      keyword: string;
      line: number;
      now: number;
      number: number;
      message: string;
      class?: EffectClass;
      yieldsNull?: true;
    }
  /** A crash came between intent and outcome. What became of it: repeated under its key, refused, or somebody is asked. */
  | {
      v: 1;
      type: "effect.unknown";
      keyword: string;
      line: number;
      key: string;
      resolution: "repeated" | "raised" | "asked";
    }
  /** The answer to `asked`: performed again under the same key, or taken as not to be repeated. */
  | {
      v: 1;
      type: "effect.settled";
      keyword: string;
      line: number;
      key: string;
      decision: "repeat" | "leave";
      by: "person" | "operator";
    }
  /** In a sandbox: a write or a call that was not made. */
  | {
      v: 1;
      type: "effect.withheld";
      keyword: string;
      class: EffectClass;
      line: number;
      now: number;
      result: RecordedValue;
    }
  | {
      v: 1;
      type: "hear.answered";
      outcome: "accepted" | "retry" | "given-up" | "cancelled" | "timeout";
      attempt: number;
      /** Where the question asked for a secret, whose text is not kept: the variable's value, lossless JSON; sealed if it is the secret itself. */
      value?: string;
    }
  | { v: 1; type: "printed"; text: string; line: number }
  | { v: 1; type: "warned"; text: string; line: number }
  | { v: 1; type: "turn.recovered"; attempt: number; reason: "restart" | "wait-over" | "stopped" }
  /** The script computed for too long and was ended at this step of the machine; `script.failed` follows. */
  | { v: 1; type: "script.halted"; steps: number }
  | { v: 1; type: "script.failed"; error: JournalledError }
  | { v: 1; type: "script.ended"; script: string; steps: number }
  /** The conversation and a newer release: it went on there, stayed, began anew, or the person was offered to. */
  | {
      v: 1;
      type: "release.changed";
      from: string;
      to: string;
      outcome: "moved" | "kept" | "restarted" | "offered";
      reason: string;
      /** What an administrator had set beside the newer one, where something was. */
      overrides?: Record<string, string>;
    }
  /** Who speaks for the bot from here on. */
  | { v: 1; type: "handoff"; mode: ConversationState; agent: string | null; reason: string }
  /** The latency receipt. `steps` of the machine stand for its time: a Worker's clock stands still while it computes. */
  | {
      v: 1;
      type: "turn.timed";
      queueMs: number;
      steps: number;
      effects: EffectTiming[];
      totalMs: number;
      /** Of its calls of language models, where it made any. */
      model?: TurnModelUsage;
    }
  /** Commit and delivery of an earlier turn, known only after it; stands with the next commit. */
  | { v: 1; type: "turn.delivered"; of: number; commitMs: number; deliveryMs: number };

export interface JournalEntry {
  turn: number;
  step: number;
  event: JournalEvent;
}
