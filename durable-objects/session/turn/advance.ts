/** Runs the script of a turn until it waits for somebody, is over, or has to wait for time. */
import type { Outcome } from "../../../basic/machine.ts";
import type { StandingEffect } from "../state.ts";
import { gatherPrint } from "./classic-print.ts";
import { runDeadline } from "./event-run.ts";
import type { LiveScript } from "./host.ts";
import { performEffect, Question } from "./perform.ts";
import { park } from "./respond.ts";
import { RUN_TIME_MS, tooLong } from "./run-errors.ts";
import type { Turn } from "./turn.ts";

/** Where the machine stopped; `question`: at an effect of which a person has to say whether it is made again. */
export type Advanced = Outcome | { kind: "suspended"; until: number } | { kind: "question"; effect: StandingEffect };

/** Steps of the machine before other conversations of the isolate get their turn. */
const SLICE_STEPS = 50_000;
/** PRINTs of a classic program between two looks at the clock. */
const PRINTS_AT_ONCE = 2_000;

export async function advance(turn: Turn, script: LiveScript): Promise<Advanced> {
  const { clock } = turn.host;
  const { machine, program } = script;
  let deadline = Math.min(clock.now() + RUN_TIME_MS, runDeadline(turn));
  let printed = 0;
  for (;;) {
    turn.interruption.check();
    turn.phase("run");
    const outcome = machine.run(turn.draft.now, SLICE_STEPS);
    if (outcome.kind === "preempted") {
      await letOthersRun(turn);
      if (isTooLong(turn, script, deadline)) return { kind: "error", error: tooLong(program.file) };
    } else if (outcome.kind === "hear") {
      const refused = park(turn, outcome.hear);
      if (!refused) return outcome;
      machine.raise(refused.number, refused.message);
    } else if (outcome.kind === "effect" && gatherPrint(turn, script, outcome.effect)) {
      // A loop of PRINT must let the neighbours run like any other.
      if (++printed % PRINTS_AT_ONCE > 0) continue;
      await letOthersRun(turn);
      if (isTooLong(turn, script, deadline)) return { kind: "error", error: tooLong(program.file) };
    } else if (outcome.kind === "effect") {
      turn.phase("effect");
      const began = clock.now();
      const stop = await performEffect(turn, script, outcome.effect);
      turn.interruption.resumed();
      if (stop instanceof Question) {
        const { keyword, line } = outcome.effect;
        return { kind: "question", effect: { keyword, line, key: stop.key } };
      }
      if (stop) return { kind: "suspended", until: stop.until };
      // The time that others took is not the script's.
      deadline = Math.min(deadline + clock.now() - began, runDeadline(turn));
    } else return outcome;
  }
}

async function letOthersRun(turn: Turn): Promise<void> {
  turn.announce();
  await turn.host.clock.sleep(0);
}

/** In a replay the clock says nothing; there the journal knows at which step it was. */
function isTooLong(turn: Turn, { machine }: LiveScript, deadline: number): boolean {
  const { recording, clock } = turn.host;
  const isOver = recording ? recording.halted() === machine.steps : clock.now() > deadline;
  if (isOver) turn.output.record(turn.step, { v: 1, type: "script.halted", steps: machine.steps });
  return isOver;
}
