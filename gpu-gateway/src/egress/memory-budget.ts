// What all exchanges that run hold together: answers are read whole before they are handed on, so their number alone does not bound the memory.
import { Fault } from "../fault.ts";

const MIB = 1024 * 1024;

export interface EgressBounds {
  /** Exchanges at the same time. */
  readonly exchanges: number;
  /** Bytes of requests and answers at the same time. */
  readonly bytes: number;
}
export const EGRESS_BOUNDS: EgressBounds = { exchanges: 128, bytes: 256 * MIB };

/** What one exchange has taken; all of it is given back by `close`. */
export interface MemoryBudget {
  take(bytes: number): void;
  close(): void;
}

/** `open` throws a Fault (503) where there are too many already; `take` where they hold too much. */
export function createEgressBudget(bounds: EgressBounds = EGRESS_BOUNDS): { open(): MemoryBudget } {
  let exchanges = 0;
  let held = 0;
  return {
    open() {
      if (exchanges >= bounds.exchanges) throw full("too-many-exchanges");
      exchanges += 1;
      let own = 0;
      return {
        take(bytes) {
          if (held + bytes > bounds.bytes) throw full("too-many-bytes");
          held += bytes;
          own += bytes;
        },
        close() {
          exchanges -= 1;
          held -= own;
          own = 0;
        },
      };
    },
  };
}

function full(reason: string): Fault {
  return new Fault("service.unavailable", "Too many requests to other servers are under way.", {
    reason,
    retryAfterS: 1,
  });
}
