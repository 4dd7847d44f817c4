/**
 * Tells the data object which tables the current release wants to hear of, whenever that changes. What it was told last
 * stands in `meta`, so a call that was lost is made again by the alarm; a bot without such handlers makes none.
 */
import type { Handler, Watched } from "../../contracts/events.ts";
import type { Clock } from "../../platform/clock.ts";
import { watchedBy } from "./event-match.ts";
import { currentHash, currentRelease } from "./releases.ts";
import { readMeta, writeMeta } from "./schema.ts";

const RETRY_MS = 2_000;
const TOLD = "watched";
const NOTHING = "[]";

export class Watching {
  private readonly sql: SqlStorage;
  private readonly clock: Clock;
  private readonly watch: (tables: Watched["tables"]) => Promise<void>;
  /** Of the release that was current when they were read: a manifest is large, and this is asked often. */
  private known: { hash: string | null; handlers: readonly Handler[]; tables: string } | null = null;
  private retryAt = 0;

  constructor(sql: SqlStorage, clock: Clock, watch: (tables: Watched["tables"]) => Promise<void>) {
    this.sql = sql;
    this.clock = clock;
    this.watch = watch;
  }

  /** What the current release wants to be told of. */
  get handlers(): readonly Handler[] {
    return this.current().handlers;
  }

  /** ms; null = the data object knows. */
  due(): number | null {
    return this.isTold() ? null : Math.max(this.retryAt, this.clock.now());
  }

  /** Never rejects: it is due again after a failure. */
  async follow(): Promise<void> {
    if (this.isTold()) return;
    const { tables } = this.current();
    try {
      await this.watch(JSON.parse(tables));
      writeMeta(this.sql, TOLD, tables);
    } catch (error) {
      console.error("the data object was not told which tables are watched", error);
      this.retryAt = this.clock.now() + RETRY_MS;
    }
  }

  private isTold(): boolean {
    return (readMeta(this.sql, TOLD) ?? NOTHING) === this.current().tables;
  }

  private current(): NonNullable<Watching["known"]> {
    const hash = currentHash(this.sql);
    if (this.known === null || this.known.hash !== hash) {
      const handlers = currentRelease(this.sql)?.manifest.handlers ?? [];
      this.known = { hash, handlers, tables: JSON.stringify(watchedBy(handlers).tables) };
    }
    return this.known;
  }
}
