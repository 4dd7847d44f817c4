/** Replays compute, and the isolate's conversations must not wait for many of them: one runs, the others queue. */
import { fail, type Result } from "../../contracts/faults.ts";
import { systemClock, within } from "../../platform/clock.ts";

const MAX_WAITING = 20;
const WAIT_MS = 20_000;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

export async function oneAtATime<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  if (waiting >= MAX_WAITING) return busy();
  waiting += 1;
  const before = last;
  const place = Promise.withResolvers<void>();
  last = before.then(() => place.promise);
  try {
    const free = await within(systemClock, WAIT_MS, before);
    if (!free) return busy();
    return await work();
  } finally {
    waiting -= 1;
    place.resolve();
  }
}

const busy = () => fail("service.unavailable", "Other replays are running; send the request again in a moment.");
