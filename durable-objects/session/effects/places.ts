/**
 * Places for calls that wait on something outside of the object, bounded for the isolate and for each tenant in it. Who
 * finds none waits; tenants take turns, and within a tenant the first to come is the first to go, so that a busy tenant
 * delays nobody but itself.
 */

/** Of one isolate. */
export const MAX_PLACES = 256;
/** Of one tenant in it. */
export const MAX_TENANT_PLACES = 64;

/** Gives the place back; a second call does nothing. */
export type Leave = () => void;

interface Waiting {
  admit(): void;
}

export class Places {
  private readonly max: number;
  private readonly maxTenant: number;
  private taken = 0;
  private readonly byTenant = new Map<string, number>();
  /** In the order in which the tenants have their turn. */
  private readonly queues = new Map<string, Set<Waiting>>();

  constructor(max: number = MAX_PLACES, maxTenant: number = MAX_TENANT_PLACES) {
    this.max = max;
    this.maxTenant = maxTenant;
  }

  /** A place at once; null when there is none. */
  tryTake(tenant: string): Leave | null {
    // Nobody passes those of the same tenant who wait already.
    return this.queues.has(tenant) || !this.isFree(tenant) ? null : this.take(tenant);
  }

  /** A place as soon as it is this call's turn. Rejects with the signal's reason when it is aborted first. */
  wait(tenant: string, signal: AbortSignal): Promise<Leave> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const queue = this.queues.get(tenant) ?? new Set<Waiting>();
      this.queues.set(tenant, queue);
      const giveUp = (): void => {
        queue.delete(waiting);
        if (queue.size === 0 && this.queues.get(tenant) === queue) this.queues.delete(tenant);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        admit: () => {
          signal.removeEventListener("abort", giveUp);
          resolve(this.take(tenant));
        },
      };
      queue.add(waiting);
      signal.addEventListener("abort", giveUp, { once: true });
      this.admit();
    });
  }

  private isFree(tenant: string): boolean {
    return this.taken < this.max && (this.byTenant.get(tenant) ?? 0) < this.maxTenant;
  }

  private take(tenant: string): Leave {
    this.taken += 1;
    this.byTenant.set(tenant, (this.byTenant.get(tenant) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.taken -= 1;
      const others = (this.byTenant.get(tenant) ?? 1) - 1;
      if (others > 0) this.byTenant.set(tenant, others);
      else this.byTenant.delete(tenant);
      this.admit();
    };
  }

  private admit(): void {
    // Each tenant at most once a round, and back to the end of the order when it was served.
    for (let served = true; served && this.taken < this.max; ) {
      served = false;
      for (const [tenant, queue] of [...this.queues]) {
        const [first] = queue;
        if (first === undefined || !this.isFree(tenant)) continue;
        queue.delete(first);
        this.queues.delete(tenant);
        if (queue.size > 0) this.queues.set(tenant, queue);
        first.admit();
        served = true;
      }
    }
  }
}

/** Those of this isolate. */
export const places = new Places();
