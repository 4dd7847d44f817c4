/** What an object of the bot offers to its backups: pages of its tables out, and pages in followed by a new beginning. */
import { systemClock } from "../../platform/clock.ts";
import { dumpTables, finishTables, isLoading, loadTables } from "./tables.ts";

/** A restored object looks for what is due. */
const WAKE_MS = 1_000;

export class BackedUp {
  readonly #ctx: DurableObjectState;
  readonly #settle: (sql: SqlStorage) => void;
  /** Tells this instance of the object from the next. */
  readonly #instance: string = crypto.randomUUID();

  /** `settle`: what a restored object has to forget or to say anew, in the transaction that ends the load. */
  constructor(ctx: DurableObjectState, settle: (sql: SqlStorage) => void = () => {}) {
    this.#ctx = ctx;
    this.#settle = settle;
  }

  dump(cursor: string | null): { text: string; next: string | null } {
    return dumpTables(this.#ctx.storage, cursor);
  }

  load(text: string, isFirst: boolean): string {
    loadTables(this.#ctx.storage, text, isFirst);
    return this.#instance;
  }

  /**
   * True where a newer instance has begun with the tables already; otherwise this one ends, and the call with it. One that
   * is newer because the object was moved in between has made indexes and triggers of its own: throws, load again. `elsewhere`: what has to
   * happen to the rows before; done again where it is not known to be done.
   */
  async loaded(instance: string, elsewhere: () => Promise<void> = async () => {}): Promise<boolean> {
    const { storage } = this.#ctx;
    if (instance !== this.#instance) {
      if (isLoading(storage.sql)) throw new Error("the object began anew before its tables were whole");
      return true;
    }
    await elsewhere();
    storage.transactionSync(() => {
      finishTables(storage);
      this.#settle(storage.sql);
    });
    await storage.setAlarm(systemClock.now() + WAKE_MS);
    await storage.sync();
    this.#ctx.abort("restored from a backup");
    return false;
  }
}
