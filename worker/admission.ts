/**
 * Whether this instance takes one more: a person, a conversation, a request. Above a bound whoever comes gets 503 with
 * `Retry-After`, and those who are here go on; nothing is worse for them than a process that dies of too many.
 *
 * Bounded are the web sockets and the new conversations a second (variables of the deployment, platform/load-limits.ts),
 * each for all and, where there are several tenants, for each tenant; and the open files, where the start script says how
 * many there may be (open-files.ts). Running turns are bounded by the objects themselves.
 */
import { createMiddleware } from "hono/factory";
import type { Env } from "../durable-objects/env.ts";
import type { Clock } from "../platform/clock.ts";
import { FairShare, load, TenantRate } from "../platform/load.ts";
import { type LoadLimits, readLoadLimits } from "../platform/load-limits.ts";
import type { AppEnv } from "./context.ts";
import { OpenFiles, type OpenFilesLook } from "./open-files.ts";
import { FaultError } from "./problem.ts";

const RETRY_SECONDS = 5;
/** New conversations that may come at once after a pause. */
const BURST_SECONDS = 5;
const LOOK_HOLDS_MS = 15_000;
const WAYS = /\/conversations(?:\/([^/]+)(?:\/([^/]+))?)?\/?$/;

export class Admission {
  private readonly clock: Clock;
  private readonly files: OpenFiles;
  private readonly share: FairShare;
  private readonly opened: TenantRate;
  private limits: LoadLimits | null = null;
  private openings = 0;
  /** Told by the start script: full whatever is counted here. Forgotten after a while, should that have died. */
  private fullUntil = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.files = new OpenFiles(clock);
    this.share = new FairShare(clock);
    this.opened = new TenantRate(clock, this.share);
  }

  /** What the start script saw. True when newcomers are turned away at the moment. */
  saw(look: OpenFilesLook): boolean {
    this.files.saw(look);
    return this.files.isFull();
  }

  set(full: boolean): void {
    this.fullUntil = full ? this.clock.now() + LOOK_HOLDS_MS : 0;
  }

  readonly check = createMiddleware<AppEnv>(async (c, next) => {
    this.admit(c.env, c.get("tenant"), c.req.method, c.req.path);
    const leave = this.files.enter();
    try {
      await next();
    } finally {
      leave();
    }
  });

  /** Throws the fault `service.unavailable` where there is no room. */
  admit(env: Env, tenant: string, method: string, path: string): void {
    this.limits ??= this.prepare(env);
    const { limits } = this;
    if (this.clock.now() < this.fullUntil) throw full();
    const [, conversation, way] = WAYS.exec(path) ?? [];
    if (way === "socket") {
      const people = load.sockets.of(tenant);
      if (load.sockets.total >= limits.sockets) throw full();
      if (people >= this.share.of(limits.sockets, limits.tenantShare, tenant)) throw full();
      if (!this.files.admitSocket()) throw full();
      return;
    }
    if (conversation !== undefined) {
      if (!this.files.admitCall(conversation)) throw full();
      return;
    }
    if (method !== "POST") return;
    if (this.files.isFull()) throw full();
    const wait = this.opened.take(tenant, limits.newConversations, BURST_SECONDS, limits.tenantShare);
    if (wait > 0) throw full(wait);
    this.openings += 1;
    this.files.admitCall(`opening ${this.openings}`);
  }

  private prepare(env: Env): LoadLimits {
    const limit = Number(env.OPEN_FILES_LIMIT ?? "");
    if (limit > 0) this.files.setLimit(limit);
    return readLoadLimits(env, (line) => console.error(JSON.stringify({ level: "error", event: "limits", line })));
  }
}

/** Spread over a few seconds, so that those who were turned away together do not come back together. */
function full(seconds = RETRY_SECONDS + ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % 4)): FaultError {
  return new FaultError("service.unavailable", "Too many people are here at the moment; try again in a moment.", {
    headers: { "retry-after": String(seconds), connection: "close" },
  });
}
