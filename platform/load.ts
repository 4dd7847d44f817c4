/**
 * What this isolate carries at the moment, by tenant: open web sockets and running turns. Worker and objects count into
 * the same place where they share an isolate, as on a machine of one's own; on Cloudflare each isolate counts what it
 * carries itself.
 */
import type { Clock } from "./clock.ts";

/** A count that cannot leak: whoever enters gets the way out, and going out twice counts once. */
export class TenantCount {
  private readonly counts = new Map<string, number>();
  private all = 0;

  get total(): number {
    return this.all;
  }

  of(tenant: string): number {
    return this.counts.get(tenant) ?? 0;
  }

  enter(tenant: string): () => void {
    this.add(tenant, 1);
    let inside = true;
    return () => {
      if (inside) this.add(tenant, -1);
      inside = false;
    };
  }

  protected add(tenant: string, difference: number): void {
    const count = this.of(tenant) + difference;
    this.all += difference;
    if (count === 0) this.counts.delete(tenant);
    else this.counts.set(tenant, count);
  }
}

/**
 * Web sockets, as the objects that hold them see them: each says how many it has, whenever it looks, so that a close that
 * nobody heard of, as when an object is aborted, is made good at its next start.
 */
export class SocketCount extends TenantCount {
  private readonly holders = new Map<string, { tenant: string; count: number }>();

  set(holder: string, tenant: string, count: number): void {
    const before = this.holders.get(holder);
    if (before) this.add(before.tenant, -before.count);
    this.add(tenant, count);
    if (count === 0) this.holders.delete(holder);
    else this.holders.set(holder, { tenant, count });
  }
}

/** How long a tenant counts as one of several after it was last heard of. */
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 10_000;

/**
 * How much of something one tenant may have. A tenant that has been alone for ten minutes may have all of it; where there
 * are several, none may have more than the share, so that the others find room.
 */
export class FairShare {
  private readonly clock: Clock;
  /** Tenant to when it was last heard of, the oldest first. */
  private readonly heard = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** `share` between 0 and 1. Asking counts as being heard of. */
  of(capacity: number, share: number, tenant: string): number {
    const now = this.clock.now();
    this.heard.delete(tenant);
    this.heard.set(tenant, now);
    for (const [known, at] of this.heard) {
      if (now - at < REMEMBERED_MS && this.heard.size <= MAX_REMEMBERED) break;
      this.heard.delete(known);
    }
    return this.heard.size > 1 ? Math.max(1, Math.floor(capacity * share)) : capacity;
  }
}

/**
 * So many a second, with so many seconds' worth at once after a pause (a token bucket for each tenant and one for all).
 * A tenant whose bucket is full again is forgotten.
 */
export class TenantRate {
  private readonly clock: Clock;
  private readonly share: FairShare;
  private readonly buckets = new Map<string, { tokens: number; at: number }>();
  private readonly all = { tokens: Number.POSITIVE_INFINITY, at: 0 };

  constructor(clock: Clock, share: FairShare) {
    this.clock = clock;
    this.share = share;
  }

  /** Takes one: 0, or the seconds after which there may be one again. */
  take(tenant: string, perSecond: number, burstSeconds: number, share: number): number {
    const now = this.clock.now();
    const own = this.share.of(perSecond, share, tenant);
    const bucket = this.buckets.get(tenant) ?? { tokens: Number.POSITIVE_INFINITY, at: now };
    refill(this.all, now, perSecond, burstSeconds);
    refill(bucket, now, own, burstSeconds);
    const wait = Math.max((1 - this.all.tokens) / perSecond, (1 - bucket.tokens) / own);
    if (wait <= 0) {
      this.all.tokens -= 1;
      bucket.tokens -= 1;
    }
    // In the order of use, so that the first ones are those that may be full.
    this.buckets.delete(tenant);
    this.buckets.set(tenant, bucket);
    for (const [name, { at }] of this.buckets) {
      if (now - at < burstSeconds * 1000) break;
      this.buckets.delete(name);
    }
    return wait <= 0 ? 0 : Math.max(1, Math.ceil(wait));
  }
}

function refill(bucket: { tokens: number; at: number }, now: number, perSecond: number, burstSeconds: number): void {
  const tokens = bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond;
  bucket.tokens = Math.min(tokens, Math.max(1, perSecond * burstSeconds));
  bucket.at = now;
}

/** Of this isolate. */
export const load = {
  /** Web sockets that objects hold, asleep or not. */
  sockets: new SocketCount(),
  /** Conversations in which a turn is running. */
  turns: new TenantCount(),
  /** Web sockets at the edge that have not brought their token yet. */
  held: new TenantCount(),
};
