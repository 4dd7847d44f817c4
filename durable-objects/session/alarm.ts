/**
 * The one alarm of an object carries everything that is due later. Nothing here is remembered: what is due follows from
 * the durable rows, so it is right again after any restart.
 */
import type { Projection, SessionState } from "./state.ts";

export type DueKind = "recovery" | "wait" | "hear" | "expiry" | "projection";
export interface Due {
  kind: DueKind;
  /** ms since the epoch. */
  at: number;
}

/** After the last commit, so that the turns of a lively exchange travel together. */
const PROJECTION_DELAY_MS = 1_000;
/** First pause before an unconfirmed hint is sent again; doubled each time up to the last, and never given up. */
const PROJECTION_RETRY_MS = 5_000;
const PROJECTION_RETRY_MAX_MS = 3_600_000;
/** A turn behind a barrier is taken up by the alarm after this; doubled each time. */
const RECOVERY_MS = 5_000;
const RECOVERY_MAX_MS = 300_000;

/** All that is due at some time. `history` is false where there is no database to project to. */
export function dues(state: SessionState, projection: Projection, history: boolean): Due[] {
  const list: Due[] = [];
  if (state.running) {
    if (state.running.wakeAt !== null) list.push({ kind: "wait", at: state.running.wakeAt });
    else list.push({ kind: "recovery", at: state.running.recoverAt });
  } else {
    if (state.hear?.due != null) list.push({ kind: "hear", at: state.hear.due });
    if (state.expiresAt !== null) list.push({ kind: "expiry", at: state.expiresAt });
  }
  if (history && state.seq > projection.watermark) {
    list.push({ kind: "projection", at: projection.next ?? state.committedAt + PROJECTION_DELAY_MS });
  }
  return list;
}

export function earliest(list: readonly Due[]): number | null {
  return list.length === 0 ? null : Math.min(...list.map((due) => due.at));
}

export function recoveryDelay(attempts: number): number {
  return Math.min(RECOVERY_MS * 2 ** Math.min(attempts, 16), RECOVERY_MAX_MS);
}

export function projectionRetryDelay(attempts: number): number {
  return Math.min(PROJECTION_RETRY_MS * 2 ** Math.min(attempts, 16), PROJECTION_RETRY_MAX_MS);
}
