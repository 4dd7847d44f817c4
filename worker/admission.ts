/**
 * Whether this instance takes one more: a person, a conversation, a request. Above a bound whoever comes gets 503 with
 * `Retry-After`, and those who are here go on; nothing is worse for them than a process that dies of too many.
 *
 * Bounded are the web sockets and the new conversations a second (variables of the deployment, platform/load-limits.ts),
 * each for all and, where there are several tenants, for each tenant; and the open files, where the start script says how
 * many there may be (open-files.ts). Running turns are bounded by the objects themselves.
 */
import type { Clock } from "../platform/clock.ts";
import { FairShare, load, TenantRate } from "../platform/load.ts";
import { type LoadLimits, type LoadVariables, readLoadLimits } from "../platform/load-limits.ts";
import { OpenFiles, type OpenFilesLook } from "./open-files.ts";

export interface AdmissionVariables extends LoadVariables {
  /** How many files workerd may have open; absent where nobody knows. */
  OPEN_FILES_LIMIT?: string;
}

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

  /**
   * 0: whoever comes by this method and path of the conversations' routes is let in; `enter` tells that the request is
   * being answered. Otherwise the seconds after which to come again.
   */
  refuses(variables: AdmissionVariables, tenant: string, method: string, path: string): number {
    this.limits ??= this.prepare(variables);
    const { limits } = this;
    if (this.clock.now() < this.fullUntil) return RETRY_SECONDS;
    const [, conversation, way] = WAYS.exec(path) ?? [];
    if (way === "socket") {
      const bound = this.share.of(limits.sockets, limits.tenantShare, tenant);
      const isFull = load.sockets.total + load.held.total >= limits.sockets || load.sockets.of(tenant) >= bound;
      return isFull || !this.files.admitSocket(conversation ?? "") ? RETRY_SECONDS : 0;
    }
    if (conversation !== undefined) return this.files.admitCall(conversation) ? 0 : RETRY_SECONDS;
    if (method !== "POST") return 0;
    if (this.files.isFull()) return RETRY_SECONDS;
    const wait = this.opened.take(tenant, limits.newConversations, BURST_SECONDS, limits.tenantShare);
    if (wait > 0) return wait;
    this.openings += 1;
    this.files.admitCall(this.lastOpening);
    return 0;
  }

  /**
   * The same for what a vendor delivers, which may be for anybody: refused only while everything is full. Vendors deliver
   * again what was answered with 503.
   */
  refusesDelivery(): number {
    return this.clock.now() < this.fullUntil || this.files.isFull() ? RETRY_SECONDS : 0;
  }

  /** A request is being answered, until what is returned is called. Null: so many are that there is no room for one more. */
  enter(variables: AdmissionVariables): (() => void) | null {
    this.limits ??= this.prepare(variables);
    return this.files.enter();
  }

  /** What the conversation that was let in last is called here until it has an id. */
  get lastOpening(): string {
    return `opening ${this.openings}`;
  }

  /** It has an id now. */
  named(opening: string, conversation: string): void {
    this.files.rename(opening, conversation);
  }

  private prepare(variables: AdmissionVariables): LoadLimits {
    const limit = Number(variables.OPEN_FILES_LIMIT ?? "");
    if (limit > 0) this.files.setLimit(limit);
    return readLoadLimits(variables, (line) =>
      console.error(JSON.stringify({ level: "error", event: "limits", line })),
    );
  }
}
