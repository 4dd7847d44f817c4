/**
 * Whether this instance takes more people. Where we run workerd ourselves, each person costs about five open files, and
 * at the first connection beyond the system's limit the process dies (seen with workerd 1.20261023, 2026-11-23). It
 * cannot count them itself; the start script can, and says here while they run short. Then whoever comes is asked to
 * come back, and those whose sockets are open go on. On Cloudflare nobody says so.
 */
import { createMiddleware } from "hono/factory";
import { systemClock } from "../platform/clock.ts";
import type { AppEnv } from "./context.ts";
import { FaultError } from "./problem.ts";

const RETRY_SECONDS = 5;
/** What was said is forgotten after this, so that a start script that died does not close the doors for ever. */
const VALID_MS = 10_000;

export class Admission {
  #fullUntil = 0;

  set(full: boolean): void {
    this.#fullUntil = full ? systemClock.now() + VALID_MS : 0;
  }

  readonly check = createMiddleware<AppEnv>(async (_, next) => {
    if (systemClock.now() < this.#fullUntil)
      throw new FaultError("service.unavailable", "Too many people are here at the moment; try again in a moment.", {
        headers: { "retry-after": String(RETRY_SECONDS) },
      });
    await next();
  });
}
