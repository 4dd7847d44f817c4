/** When releases that nobody needs are collected (collection.ts), and how often after a failure. */
import { systemClock } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { sessionObject } from "../objects.ts";
import { collectSome, nextCollection } from "./collection.ts";
import { dropPin, settlePin } from "./pins.ts";

/** Before a step of the collection, so that what comes together is looked at together. */
const COLLECT_DELAY_MS = 1_000;
/** After a step that failed: doubled each time. */
const COLLECT_RETRY_MS = 60_000;
const COLLECT_RETRY_MAX_MS = 3_600_000;

interface BotName {
  tenant: string;
  bot: string;
}

export class Collecting {
  readonly #storage: DurableObjectStorage;
  readonly #env: Env;
  readonly #name: () => BotName | null;
  #failed = 0;

  constructor(storage: DurableObjectStorage, env: Env, name: () => BotName | null) {
    this.#storage = storage;
    this.#env = env;
    this.#name = name;
  }

  /** ms; null = nothing is to be collected. */
  due(now: number): number | null {
    const due = this.#name() === null ? null : nextCollection(this.#storage.sql, now);
    const pause =
      this.#failed === 0
        ? COLLECT_DELAY_MS
        : Math.min(COLLECT_RETRY_MS * 2 ** (this.#failed - 1), COLLECT_RETRY_MAX_MS);
    return due === null ? null : Math.max(due, now + pause);
  }

  /** Never rejects. */
  async work(): Promise<void> {
    const name = this.#name();
    const now = systemClock.now();
    const due = nextCollection(this.#storage.sql, now);
    if (name === null || due === null || due > now) return;
    try {
      await collectSome({
        storage: this.#storage,
        files: this.#env.FILES,
        ...name,
        now,
        ask: (conversations) => this.#askConversations(name, conversations),
      });
      this.#failed = 0;
    } catch (error) {
      // The platform would try again a few times and then never: this object does it itself.
      console.error("releases could not be collected", error);
      this.#failed += 1;
    }
  }

  async #askConversations(name: BotName, conversations: readonly string[]): Promise<void> {
    const { sql } = this.#storage;
    for (const id of conversations) {
      const notice = await sessionObject(this.#env, { ...name, conversation: id }).standing();
      this.#storage.transactionSync(() => {
        if (notice === null) dropPin(sql, id);
        else settlePin(sql, id, notice);
      });
    }
  }
}
