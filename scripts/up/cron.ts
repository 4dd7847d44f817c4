/** The clock that calls the worker's scheduled handler each minute: a local workerd has none. */

const MINUTE_MS = 60_000;

export interface CronClock {
  stop(): void;
}

/** Calls `tick` at the beginning of each minute; a minute that is missed while the edge is down is left out, as in production. */
export function startCron(tick: (at: Date) => Promise<void>, onError: (error: unknown) => void): CronClock {
  let timer: NodeJS.Timeout;
  let running = false;
  const arm = (): void => {
    timer = setTimeout(fire, MINUTE_MS - (Date.now() % MINUTE_MS));
  };
  const fire = (): void => {
    const at = new Date(Math.round(Date.now() / MINUTE_MS) * MINUTE_MS);
    // A handler that takes longer than a minute is not called a second time beside itself.
    if (!running) {
      running = true;
      tick(at)
        .catch(onError)
        .finally(() => {
          running = false;
        });
    }
    arm();
  };
  arm();
  return { stop: () => clearTimeout(timer) };
}
