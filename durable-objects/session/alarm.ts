/**
 * The one alarm of an object carries everything that is due later. Nothing here is remembered: what is due follows from
 * the durable rows, so it is right again after any restart.
 */
import type { SessionState } from "./state.ts";

/** What turns wait for. */
export type DueKind = "recovery" | "wait" | "hear" | "expiry";
export interface Due {
  kind: DueKind;
  /** ms since the epoch. */
  at: number;
}

/**
 * Something that the alarm does beside turns: the history, retention, deliveries. `due` is asked with the state that a
 * commit is about to write, at every commit, so it only compares numbers.
 */
export interface Duty {
  /** ms; null = nothing is to be done. */
  due(state: SessionState): number | null;
  /** Does what is due. It may fail: then it must be due again later, not at once. */
  run(): Promise<void>;
}

/** A turn behind a barrier is taken up by the alarm after this; doubled each time. */
const RECOVERY_MS = 5_000;
const RECOVERY_MAX_MS = 300_000;

/** First pause before what nobody has confirmed is said again; doubled each time up to the last, and never given up. */
const REPEAT_MS = 5_000;
const REPEAT_MAX_MS = 3_600_000;

/** What turns wait for. While a person of the desk has the conversation, its times rest. */
export function dues(state: SessionState): Due[] {
  const { running, hear, expiresAt } = state;
  if (running) {
    return [
      running.wakeAt !== null ? { kind: "wait", at: running.wakeAt } : { kind: "recovery", at: running.recoverAt },
    ];
  }
  const list: Due[] = [];
  if (hear?.due != null && state.mode !== "handed-over") list.push({ kind: "hear", at: hear.due });
  if (expiresAt !== null) list.push({ kind: "expiry", at: expiresAt });
  return list;
}

/** When the object has to be woken next: ms, or null. */
export function nextDue(state: SessionState, duties: readonly Duty[]): number | null {
  let next = earliest(dues(state));
  for (const duty of duties) next = sooner(next, duty.due(state));
  return next;
}

function earliest(list: readonly Due[]): number | null {
  return list.reduce<number | null>((next, { at }) => sooner(next, at), null);
}

export function sooner(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

export function recoveryDelay(attempts: number): number {
  return Math.min(RECOVERY_MS * 2 ** Math.min(attempts, 16), RECOVERY_MAX_MS);
}

/** ms until another part of ours is told again; `times`: how often it was told in vain. */
export function repeatDelay(times: number): number {
  return Math.min(REPEAT_MS * 2 ** Math.min(times, 16), REPEAT_MAX_MS);
}
