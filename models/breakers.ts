/**
 * Models that fail again and again are left alone for a while, so that nobody waits for them and they can recover. Known to
 * this isolate alone, and per key: what one tenant's key meets says nothing about another's.
 */
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
} from "cockatiel";
import type { ModelTarget } from "../contracts/model-call.ts";
import { type Failure, tellsOfServer } from "./failure.ts";

const FAILURES = 5;
const REST = { initialDelay: 10_000, maxDelay: 300_000 };
const MAX_KNOWN = 1_000;

const known = new Map<string, CircuitBreakerPolicy>();

function breakerOf({ provider, url, model, key }: ModelTarget): CircuitBreakerPolicy {
  const name = JSON.stringify([provider, url, model, key]);
  const breaker =
    known.get(name) ??
    circuitBreaker(
      handleWhenResult((result) => result === "bad"),
      {
        halfOpenAfter: new ExponentialBackoff(REST),
        breaker: new ConsecutiveBreaker(FAILURES),
      },
    );
  known.delete(name);
  known.set(name, breaker);
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  return breaker;
}

/** It rests, and is not to be asked. */
export const isResting = (target: ModelTarget): boolean => breakerOf(target).state === CircuitState.Open;

/** Notes how a try went. `null`: it answered. */
export async function noteOutcome(target: ModelTarget, failure: Failure | null): Promise<void> {
  const isBad = failure !== null && tellsOfServer(failure);
  // A failure that tells nothing of the server is no sign of health either.
  if (failure !== null && !isBad) return;
  await breakerOf(target)
    .execute(() => (isBad ? "bad" : "good"))
    .catch(() => {});
}
