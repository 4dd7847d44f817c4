/** Runs whatever compiled, for a bounded time: every effect is answered, every HEAR too, by values of all kinds. */
import type { Machine, MachineLimits, Value } from "../../basic/index.ts";
import { BasicDate, newObject, RecordSet } from "../../basic/values.ts";

export const LIMITS: Partial<MachineLimits> = {
  maxSteps: 20_000,
  maxLoopIterations: 2_000,
  maxMemory: 4_000_000,
  maxTextLength: 200_000,
};
/** The limit, and what a handler of the limit may still do. */
const MOST_STEPS = 24_000;
/** Stops between two ends of a run; a step may cost as much as the budget of one allows. */
const MOST_STOPS = 60;
const SLICE = 5_000;
/** The number of an error that is not the script's but ours. */
const INTERNAL = 51;

const ANSWERS: readonly Value[] = [
  null,
  "yes",
  7,
  new RecordSet([newObject([["name", "Ann"]])], ["name"]),
  ["a", 2],
  new BasicDate(1_748_860_000_000),
  "2",
  newObject([["status", 200]]),
];

/**
 * What a run did that none may do; null when it kept to its limits and failed, if it did, with an error of the language.
 * Code that no compiler wrote may also end with an internal error, which stops that script and nothing else.
 */
export function faultOf(machine: Machine, isDamaged = false): string | null {
  // A damaged snapshot may say that it has taken any number already.
  const before = machine.steps;
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const outcome = machine.run(1_748_860_245_000, SLICE);
    if (outcome.kind === "error")
      return outcome.error.number === INTERNAL && !isDamaged ? `internal error: ${outcome.error.message}` : null;
    if (outcome.kind === "done") return null;
    if (machine.steps - before > MOST_STEPS) return `${machine.steps - before} steps were taken`;
    // A list of values comes back where INPUT asks for several.
    if (outcome.kind === "hear") machine.resume(outcome.hear.input === undefined ? "2" : [1, "2", 3]);
    else if (outcome.kind === "effect") {
      if (stop % 5 === 4) machine.raise(404, "no such service");
      else machine.resume(ANSWERS[stop % ANSWERS.length] ?? null);
    }
  }
  return null;
}
