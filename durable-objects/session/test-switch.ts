/**
 * Switches that break a promise on purpose, so that the crash tests can show that they would notice, and marks at which they
 * end everything. They are read here and nowhere else. A worker that was started for tests (BASALT_TEST=1) takes the broken promise from
 * BASALT_TEST_BREAK and prints marks, one line each, on the worker's console: `basalt.phase CONVERSATION TURN PHASE` per change
 * of phase, and `basalt.constructed OBJECT` whenever an object comes into memory. Tests inside workerd, which share the isolate with
 * the objects, call `switchForTests`.
 */
import { newConversationId } from "../../platform/ids.ts";
import type { Env } from "../env.ts";

export interface TestSwitch {
  /** False: a message's id is not recognised. */
  readonly dedupe: boolean;
  /** False: frames are sent before the commit, and not kept. */
  readonly outbox: boolean;
  /** False: snapshot and state are not written. */
  readonly journal: boolean;
  /** False: an unsafe effect begins without a committed intent. */
  readonly intents: boolean;
  /** False: an effect has another key at each try. */
  readonly keys: boolean;
  /** Reports where a turn is, to a process that survives this one. */
  readonly phase: ((conversation: string, turn: number, phase: Phase) => void) | null;
  /** Reports that an object of this id came into memory. */
  readonly constructed: ((object: string) => void) | null;
  /** Called at each moment; what it yields is waited for. Null in the product, where nothing is waited for. */
  readonly moment: ((moment: Moment, conversation: string, keyword: string | null) => Promise<void> | undefined) | null;
}

export type Phase = "receive" | "run" | "effect" | "barrier" | "commit" | "deliver";
export const PROMISES = ["dedupe", "outbox", "journal", "intents", "keys"] as const;
export type BreakablePromise = (typeof PROMISES)[number];

/** Where a turn can be cut off. Effects without an intent pass the first two as well. */
export const MOMENTS = [
  "before-intent",
  "after-intent",
  "during-call",
  "after-call",
  "before-commit",
  "after-commit",
  "before-delivery",
  "after-delivery",
] as const;
export type Moment = (typeof MOMENTS)[number];

/** What a test inside workerd may do to the object that has come to a moment. */
export interface AtMoment {
  moment: Moment;
  conversation: string;
  /** Of the effect; null at a commit or a delivery. */
  keyword: string | null;
  /** Ends the object as a crash would: nothing after this call runs. */
  abort(): void;
}
export interface WorkerdSwitch {
  broken?: BreakablePromise | null;
  atMoment?: ((at: AtMoment) => void) | null;
}

/** Nothing is broken and nothing is reported. */
export const WHOLE: TestSwitch = {
  dedupe: true,
  outbox: true,
  journal: true,
  intents: true,
  keys: true,
  phase: null,
  constructed: null,
  moment: null,
};

let inWorkerd: WorkerdSwitch = {};

/** For tests inside workerd. Objects that come into memory afterwards heed it. */
export function switchForTests(wanted: WorkerdSwitch): void {
  inWorkerd = wanted;
}

/** The key as it is, or with a part of its own at each try. */
export function keyUnder(test: TestSwitch, key: string): string {
  return test.keys ? key : `${key}/${newConversationId()}`;
}

export function readTestSwitch(env: Env, context: DurableObjectState): TestSwitch {
  const byEnvironment = env.BASALT_TEST === "1";
  const broken = inWorkerd.broken ?? (byEnvironment ? env.BASALT_TEST_BREAK : undefined);
  const { atMoment } = inWorkerd;
  if (!byEnvironment && !broken && !atMoment) return WHOLE;
  return {
    dedupe: broken !== "dedupe",
    outbox: broken !== "outbox",
    journal: broken !== "journal",
    intents: broken !== "intents",
    keys: broken !== "keys",
    phase: byEnvironment
      ? (conversation, turn, phase) => console.log(`basalt.phase ${conversation} ${turn} ${phase}`)
      : null,
    constructed: byEnvironment ? (object) => console.log(`basalt.constructed ${object}`) : null,
    moment: atMoment
      ? (moment, conversation, keyword) => {
          const tell = (): void =>
            atMoment({ moment, conversation, keyword, abort: () => context.abort("cut off by a test") });
          // What was committed is on disk before anything that comes after the commit can be cut off.
          if (moment !== "after-commit") return void tell();
          return context.storage.sync().then(tell);
        }
      : null,
  };
}
