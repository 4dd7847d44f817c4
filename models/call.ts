/** A call through its chain of models: tries, pauses, the next model, until one has answered or nothing is left. */
import type { CheckedModelCall, ModelEvent, ModelTarget, ModelUsage } from "../contracts/model-call.ts";
import { attempt } from "./attempt.ts";
import { isResting, noteOutcome } from "./breakers.ts";
import { type Failure, isWorthRetrying } from "./failure.ts";
import type { Surroundings } from "./providers/provider.ts";

/** Before the second try of a model; doubled for each further one, with up to as much again by chance. ms. */
const PAUSE = 300;
/** A server that asks for more is passed over. */
const MAX_PAUSE = 20_000;

/** Ends with `finish` or `failed`. Throws the signal's reason when that is aborted. */
export async function* callModel(
  call: CheckedModelCall,
  around: Surroundings,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const until = Date.now() + call.totalMs;
  let last: { target: ModelTarget; failure: Failure; usage: ModelUsage | null } | null = null;
  for (const target of call.targets) {
    for (let tries = 0; tries <= call.retries; tries += 1) {
      if (last) yield { ...told(last), type: "try-failed" };
      const totalMs = until - Date.now();
      if (totalMs <= 0) {
        yield { ...told({ target, failure: TIME_OVER, usage: null }), type: "failed" };
        return;
      }
      if (isResting(target)) {
        last = { target, failure: { kind: "resting", status: null, retryAfterMs: null }, usage: null };
        break;
      }
      const outcome = yield* attempt(call, target, around, { silenceMs: call.silenceMs, totalMs, signal });
      await noteOutcome(target, "failure" in outcome ? outcome.failure : null);
      if ("event" in outcome) {
        yield outcome.event;
        return;
      }
      last = { target, ...outcome };
      const { failure } = outcome;
      if (failure.kind === "cut") {
        if (call.whenCut === "fail") {
          yield { ...told(last), type: "failed" };
          return;
        }
      } else if (!isWorthRetrying(failure)) break;
      const pause = failure.retryAfterMs ?? PAUSE * 2 ** tries * (1 + Math.random());
      if (tries === call.retries || pause > Math.min(MAX_PAUSE, until - Date.now())) break;
      await sleep(pause, signal);
    }
  }
  if (last) yield { ...told(last), type: "failed" };
}

const TIME_OVER: Failure = { kind: "timeout", status: null, retryAfterMs: null };

const told = ({ target, failure, usage }: { target: ModelTarget; failure: Failure; usage: ModelUsage | null }) => ({
  provider: target.provider,
  model: target.model,
  kind: failure.kind,
  status: failure.status,
  usage,
});

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
