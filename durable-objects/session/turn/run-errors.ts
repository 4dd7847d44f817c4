/** Errors of a run as a whole: no statement is to blame, so they have no place in the script. */
import { BasicError, ERR, type RunError } from "../../../basic/errors.ts";

/** Classic BASIC's number for the user's break. */
const INTERRUPTED = 18;
/** A script that computes for longer than this without an effect is ended; not trappable (reference 5.4). */
export const RUN_TIME_MS = 300_000;
/** A turn that was taken up so often without getting further is ended with an error. */
export const MAX_TAKE_UPS = 8;

/** What the script sees, and may catch, when the person stops what it waits for. */
export function stoppedByPerson(what: string): BasicError {
  return new BasicError(INTERRUPTED, `The person stopped ${what}.`);
}

export function tooLong(file: string): RunError {
  const message = `The script computed for more than ${RUN_TIME_MS / 1000} s without waiting for anything.`;
  return runError(ERR.overflow, message, file);
}

export function givenUp(script: string | null): RunError {
  const message = `The turn was interrupted ${MAX_TAKE_UPS} times at the same place and was given up.`;
  return runError(ERR.remote, message, script ?? "");
}

function runError(number: number, message: string, file: string): RunError {
  return { number, message, file, line: 0, column: 0, stack: [] };
}
