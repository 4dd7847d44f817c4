/** How often an endpoint may be called: so many a minute, counted in this isolate. A crowd of names forgets the oldest. */
import type { Clock } from "../platform/clock.ts";

const WINDOW_MS = 60_000;
const MAX_NAMES = 20_000;

export class EndpointRate {
  private readonly clock: Clock;
  private readonly windows = new Map<string, { from: number; calls: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** 0 when the call is let in, otherwise the seconds until the next one may come. */
  take(name: string, perMinute: number): number {
    const now = this.clock.now();
    let window = this.windows.get(name);
    if (!window || now - window.from >= WINDOW_MS) {
      window = { from: now, calls: 0 };
      this.windows.delete(name);
      this.windows.set(name, window);
      if (this.windows.size > MAX_NAMES) this.windows.delete(this.windows.keys().next().value ?? "");
    }
    if (window.calls >= perMinute) return Math.max(1, Math.ceil((window.from + WINDOW_MS - now) / 1000));
    window.calls += 1;
    return 0;
  }
}
