/** A clock that moves only when it is told to: sleepers wake in the order of their time. */
import type { Clock } from "../../platform/clock.ts";

interface Sleeper {
  at: number;
  wake(): void;
}

export class FakeClock implements Clock {
  private time: number;
  private sleepers: Sleeper[] = [];

  constructor(time: number) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { at: this.time + ms, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      });
    });
  }

  /** The next time at which somebody wakes, or null. */
  get next(): number | null {
    return this.sleepers.length === 0 ? null : Math.min(...this.sleepers.map(({ at }) => at));
  }

  moveTo(time: number): void {
    this.time = Math.max(this.time, time);
    const due = this.sleepers.filter(({ at }) => at <= this.time).sort((a, b) => a.at - b.at);
    this.sleepers = this.sleepers.filter(({ at }) => at > this.time);
    for (const sleeper of due) sleeper.wake();
  }
}
