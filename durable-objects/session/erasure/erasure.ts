/**
 * A conversation that is erased: its file holds a tombstone from one moment to the next, and what it left elsewhere (large
 * values, the history, the bot's list of pins) follows, step by step, by alarm until each step is confirmed.
 */
import type { ChannelOrigin } from "../../../contracts/deliveries.ts";
import type { ConversationKey } from "../../../contracts/ids.ts";
import type { Clock } from "../../../platform/clock.ts";
import { repeatDelay } from "../alarm.ts";
import type { SessionStore } from "../store/store.ts";

export interface ErasureStep {
  /** Kept in the tombstone until the step is done: never renamed. */
  readonly name: string;
  /**
   * May be called again, and when nothing is left. False: somebody confirms it later. It may fail. `via`: the vendor's
   * connection, where the conversation had one. `helpers`: other bots that had a conversation in it.
   */
  run(key: ConversationKey, erasedAt: number, via?: ErasedConnection, helpers?: readonly string[]): Promise<boolean>;
}

/** Without the address: that is what is forgotten. */
export type ErasedConnection = Pick<ChannelOrigin, "channel" | "connection">;

export class Erasure {
  private readonly clock: Clock;
  private readonly store: SessionStore;
  private readonly steps: readonly ErasureStep[];
  private running: Promise<void> | null = null;

  constructor(clock: Clock, store: SessionStore, steps: readonly ErasureStep[]) {
    this.clock = clock;
    this.store = store;
    this.steps = steps;
  }

  /** One transaction: afterwards there is no conversation here. */
  begin(key: ConversationKey, via?: ErasedConnection, helpers: readonly string[] = []): void {
    const now = this.clock.now();
    const rest = {
      key,
      steps: this.steps.map(({ name }) => name),
      attempts: 0,
      next: now + repeatDelay(0),
      ...(via ? { via: { channel: via.channel, connection: via.connection } } : {}),
      ...(helpers.length > 0 ? { helpers: [...helpers] } : {}),
    };
    this.store.erase({ erasedAt: now, rest });
    this.store.arm(rest.next);
  }

  /** Makes a round over the steps that are left, one at a time in this object. */
  proceed(): Promise<void> {
    this.running ??= this.round().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** A step that reports later is done. */
  confirm(name: string): void {
    const stone = this.store.tombstone;
    if (!stone?.rest?.steps.includes(name)) return;
    this.write({ ...stone.rest, steps: stone.rest.steps.filter((step) => step !== name) });
  }

  private async round(): Promise<void> {
    const stone = this.store.tombstone;
    if (!stone?.rest) return;
    const { erasedAt, rest } = stone;
    // Said first: a round that dies is made again by the alarm.
    const attempts = rest.attempts + 1;
    this.write({ ...rest, attempts, next: this.clock.now() + repeatDelay(rest.attempts) });
    for (const name of rest.steps) {
      const step = this.steps.find((item) => item.name === name);
      try {
        // A step that this version does not know belongs to a part that is gone.
        if (!step || (await step.run(rest.key, erasedAt, rest.via, rest.helpers))) this.confirm(name);
      } catch (error) {
        console.error("erasing: step", name, "failed", error);
      }
    }
  }

  private write(rest: NonNullable<NonNullable<SessionStore["tombstone"]>["rest"]>): void {
    const stone = this.store.tombstone;
    if (!stone) return;
    if (rest.steps.length === 0) {
      this.store.vacate({ erasedAt: stone.erasedAt });
      return;
    }
    this.store.writeTombstone({ erasedAt: stone.erasedAt, rest });
    this.store.arm(rest.next);
  }
}
