/** How a turn is ended from outside while it waits or is about to: the person's stop, and the erasure of the conversation. */
import { stoppedByPerson } from "./run-errors.ts";

export class Interruption {
  /** Of what the turn waits for now. */
  private waiting: AbortController | null = null;
  private erased: Error | null = null;
  /** Taken up and not at its effect yet: a stop is kept for what the turn waits for next. */
  private resuming = false;
  private stopped = false;

  takenUp(): void {
    this.resuming = true;
  }

  /** The effect that the turn was taken up at is done. */
  resumed(): void {
    this.resuming = false;
  }

  /** Ends what the turn waits for; the script sees a trappable error. False when it waits for nothing. */
  stop(): boolean {
    if (this.waiting) this.waiting.abort(stopped());
    else if (this.resuming) this.stopped = true;
    else return false;
    return true;
  }

  /** The conversation was erased under the turn: it ends before its next statement. */
  abandon(error: Error): void {
    this.erased = error;
    this.stop();
  }

  /** Throws when the conversation was erased meanwhile. */
  check(): void {
    if (this.erased) throw this.erased;
  }

  /** Runs `wait` with a controller that a stop aborts; it is aborted at once where the stop came before. */
  async during<T>(wait: (controller: AbortController) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.waiting = controller;
    if (this.stopped) controller.abort(stopped());
    this.stopped = false;
    try {
      return await wait(controller);
    } finally {
      this.waiting = null;
    }
  }
}

const stopped = (): Error => stoppedByPerson("what the bot was waiting for");
