/** The clock as a value that is handed in, so that a test can hold another one. Nothing else of ours reads the time. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

/**
 * The promise's value, or `null` once `ms` have passed. The timer is cleared when the promise wins, so that it does not
 * keep an object awake.
 */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<{ value: T } | null> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise.then((value) => ({ value })),
      clock.sleep(ms, timer.signal).then(
        () => null,
        () => null,
      ),
    ]);
  } finally {
    timer.abort();
  }
}
