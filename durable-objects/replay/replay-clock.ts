/** The clock of a replay stands at the time that the recording last told; waiting only lets others have their turn. */
import { type Clock, systemClock } from "../../platform/clock.ts";

/** Waits of the replayed turn between two real ones. */
const WAITS_AT_ONCE = 20;

export class ReplayClock implements Clock {
  time = 0;
  private waits = 0;

  now(): number {
    return this.time;
  }

  async sleep(): Promise<void> {
    this.waits += 1;
    if (this.waits % WAITS_AT_ONCE === 0) await systemClock.sleep(0);
  }
}
