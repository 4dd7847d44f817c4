/**
 * Switches that break a promise on purpose, so that the crash test can show that it would notice. They are read here
 * and nowhere else, and only when the worker was started for tests (BASALT_TEST=1). The same variable turns on the
 * marks, one line each on the worker's console: `basalt.phase CONVERSATION TURN PHASE` per change of phase, and
 * `basalt.constructed OBJECT` whenever an object comes into memory.
 */
import type { Env } from "../env.ts";

export interface TestSwitch {
  /** False: a message's id is not recognised. */
  readonly dedupe: boolean;
  /** False: frames are sent before the commit, and not kept. */
  readonly outbox: boolean;
  /** False: snapshot and state are not written. */
  readonly journal: boolean;
  /** Reports where a turn is, to a process that survives this one. */
  readonly phase: ((conversation: string, turn: number, phase: Phase) => void) | null;
  /** Reports that an object of this id came into memory. */
  readonly constructed: ((object: string) => void) | null;
}

export type Phase = "receive" | "run" | "effect" | "barrier" | "commit" | "deliver";

export const WHOLE: TestSwitch = { dedupe: true, outbox: true, journal: true, phase: null, constructed: null };

export function readTestSwitch(env: Env): TestSwitch {
  if (env.BASALT_TEST !== "1") return WHOLE;
  return {
    dedupe: env.BASALT_TEST_BREAK !== "dedupe",
    outbox: env.BASALT_TEST_BREAK !== "outbox",
    journal: env.BASALT_TEST_BREAK !== "journal",
    phase: (conversation, turn, phase) => console.log(`basalt.phase ${conversation} ${turn} ${phase}`),
    constructed: (object) => console.log(`basalt.constructed ${object}`),
  };
}
