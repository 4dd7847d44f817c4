/**
 * Places for calls that wait on something outside of the object, bounded for the isolate and for each tenant in it. Who
 * finds none waits; tenants take turns, and within a tenant the first to come is the first to go, so that a busy tenant
 * delays nobody but itself.
 *
 * A place is lent for a time: an object that the platform resets never gives its place back, while the isolate, and the
 * other objects in it, live on. And whoever waits looks by itself whether it has been given one: the platform forbids an
 * object to resolve another one's promise ("Cannot perform I/O on behalf of a different Durable Object").
 */
import { type Clock, systemClock } from "../../../platform/clock.ts";

/** Of one isolate. */
export const MAX_PLACES = 256;
/** Of one tenant in it. */
export const MAX_TENANT_PLACES = 64;
/** A place is lent for so much longer than the call may take. */
const GRACE_MS = 5_000;
/** How often those who wait look; who has not looked for the longer time is gone. */
const POLL_MS = 20;
const GONE_MS = 2_000;

/** Gives the place back; a second call does nothing. */
export type Leave = () => void;

interface Waiting {
  readonly forMs: number;
  seenAt: number;
  /** The place, once it has been given. */
  leave: Leave | null;
}

export class Places {
  private readonly clock: Clock;
  private readonly max: number;
  private readonly maxTenant: number;
  /** When each place that is taken runs out. */
  private readonly taken = new Map<Leave, number>();
  private readonly byTenant = new Map<string, number>();
  /** In the order in which the tenants have their turn. */
  private readonly queues = new Map<string, Set<Waiting>>();

  constructor(clock: Clock = systemClock, max: number = MAX_PLACES, maxTenant: number = MAX_TENANT_PLACES) {
    this.clock = clock;
    this.max = max;
    this.maxTenant = maxTenant;
  }

  get running(): number {
    return this.taken.size;
  }

  get waiting(): number {
    let count = 0;
    for (const queue of this.queues.values()) count += queue.size;
    return count;
  }

  /** A place at once for a call of at most `forMs`; null when there is none. */
  tryTake(tenant: string, forMs: number): Leave | null {
    if (!this.isFree(tenant)) this.sweep();
    // Nobody passes those of the same tenant who wait already.
    if (this.queues.has(tenant)) this.admit();
    if (this.queues.has(tenant)) return null;
    return this.isFree(tenant) ? this.take(tenant, forMs) : null;
  }

  /** A place as soon as it is this call's turn. Rejects with the signal's reason when it is aborted first. */
  async wait(tenant: string, forMs: number, signal: AbortSignal): Promise<Leave> {
    const waiting: Waiting = { forMs, seenAt: this.clock.now(), leave: null };
    try {
      for (;;) {
        signal.throwIfAborted();
        waiting.seenAt = this.clock.now();
        // Also again: where the isolate stood still for long, who waits was taken for gone.
        if (!waiting.leave) this.queueOf(tenant).add(waiting);
        this.sweep();
        this.admit();
        if (waiting.leave) return waiting.leave;
        await this.clock.sleep(POLL_MS, signal);
      }
    } catch (error) {
      this.forget(tenant, waiting);
      waiting.leave?.();
      throw error;
    }
  }

  /** Takes back what has run out. */
  private sweep(): void {
    const now = this.clock.now();
    for (const [leave, until] of [...this.taken]) if (until <= now) leave();
  }

  private isFree(tenant: string): boolean {
    return this.taken.size < this.max && (this.byTenant.get(tenant) ?? 0) < this.maxTenant;
  }

  private take(tenant: string, forMs: number): Leave {
    this.byTenant.set(tenant, (this.byTenant.get(tenant) ?? 0) + 1);
    const leave = (): void => {
      if (!this.taken.delete(leave)) return;
      const others = (this.byTenant.get(tenant) ?? 1) - 1;
      if (others > 0) this.byTenant.set(tenant, others);
      else this.byTenant.delete(tenant);
      this.admit();
    };
    this.taken.set(leave, this.clock.now() + forMs + GRACE_MS);
    return leave;
  }

  private queueOf(tenant: string): Set<Waiting> {
    const queue = this.queues.get(tenant) ?? new Set<Waiting>();
    this.queues.set(tenant, queue);
    return queue;
  }

  private forget(tenant: string, waiting: Waiting): void {
    const queue = this.queues.get(tenant);
    queue?.delete(waiting);
    if (queue?.size === 0) this.queues.delete(tenant);
  }

  private admit(): void {
    const gone = this.clock.now() - GONE_MS;
    // Each tenant at most once a round, and back to the end of the order when it was served.
    for (let served = true; served && this.taken.size < this.max; ) {
      served = false;
      for (const [tenant, queue] of [...this.queues]) {
        for (const waiting of queue) if (waiting.seenAt < gone) this.forget(tenant, waiting);
        const [first] = queue;
        if (first === undefined || !this.isFree(tenant)) continue;
        queue.delete(first);
        this.queues.delete(tenant);
        if (queue.size > 0) this.queues.set(tenant, queue);
        first.leave = this.take(tenant, first.forMs);
        served = true;
      }
    }
  }
}

/** Those of this isolate. */
export const places = new Places();
