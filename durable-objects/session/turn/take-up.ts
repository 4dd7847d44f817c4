/** A turn that has passed a barrier and that nobody runs any more (a crash, or a WAIT) goes on where it stands. */
import type { RunError } from "../../../basic/errors.ts";
import type { RunningTurn } from "../state.ts";
import { policyIn } from "./event-run.ts";
import type { LiveScript } from "./host.ts";
import { endWait } from "./perform.ts";
import { givenUp, MAX_TAKE_UPS, stoppedByPerson } from "./run-errors.ts";
import { parkedScript } from "./scripts.ts";
import { crashPolicyOf, noteUnknown } from "./settlement.ts";
import type { Turn } from "./turn.ts";
import type { Entered, TakeUpReason } from "./turn-input.ts";
import { answerUnscripted } from "./unscripted.ts";

/** What is to be run from here, or the error with which the turn ends. `running`: what it stood at. */
export async function takenUp(
  turn: Turn,
  running: RunningTurn,
  reason: TakeUpReason,
): Promise<{ script: Entered; failed: RunError | null }> {
  turn.output.record(turn.step, { v: 1, type: "turn.recovered", attempt: turn.attempts, reason });
  if (reason === "restart" && !(await isWorthAnother(turn, running))) {
    return { script: null, failed: givenUp(turn.draft.script) };
  }
  if (!running.scripted) return { script: await answerUnscripted(turn), failed: null };
  const script = await parkedScript(turn.host);
  turn.runs(script);
  if (reason !== "restart") await leaveWait(turn, script, reason);
  return { script, failed: null };
}

/** Counted before anything runs: a turn that kills its process every time must come to an end. */
async function isWorthAnother(turn: Turn, running: RunningTurn): Promise<boolean> {
  const { effect = null, pending } = running;
  turn.attempts += 1;
  const isLast = turn.attempts > MAX_TAKE_UPS;
  if (pending === "unsafe") {
    if (effect) noteUnknown(turn, effect, policyIn(turn, crashPolicyOf(effect.keyword)));
    // A row of an earlier version does not name it; its key is the one that the step has.
    const known = effect ?? { keyword: "", line: 0, key: turn.effectKey };
    turn.stand({ effect: known, isUnknown: true, isNoted: effect !== null, isRefused: false });
  }
  turn.current = effect;
  await turn.commitEarly(pending);
  return !isLast;
}

async function leaveWait(turn: Turn, script: LiveScript, reason: TakeUpReason): Promise<void> {
  const outcome = script.machine.run(turn.draft.now, 0);
  if (outcome.kind !== "effect") throw new Error(`the suspended script is not at a WAIT but at "${outcome.kind}"`);
  const stop = reason === "stopped" ? stoppedByPerson("the wait") : null;
  await endWait(turn, script, outcome.effect, stop);
  // From here on the wait is over, also for whoever takes the turn up again.
  await turn.barrier(null);
}
