/**
 * Something that may happen once: an administrator's link that was opened. One object per name; the first claim wins,
 * also when two arrive at the same moment in different places. The row goes when the link would have expired anyway.
 */
import { DurableObject } from "cloudflare:workers";
import type { Env } from "./env.ts";

export class OnceObject extends DurableObject<Env> {
  /** True for the first caller only. `until`: ms since the epoch, after which the claim need not be remembered. */
  async claim(until: number): Promise<boolean> {
    if (this.ctx.storage.kv.get("claimed") !== undefined) return false;
    this.ctx.storage.kv.put("claimed", true);
    await this.ctx.storage.setAlarm(until);
    return true;
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
