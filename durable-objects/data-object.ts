/** The tables of one bot (object name `tenant/bot`): reading, changing, declaring. Wiring only; the work is in data/. */
import { DurableObject } from "cloudflare:workers";
import type { Page } from "../contracts/admin.ts";
import type { StoredTables } from "../contracts/backup.ts";
import { fail, ok, type Result } from "../contracts/faults.ts";
import type { JsonValue } from "../contracts/json.ts";
import type {
  DataApi,
  DataChange,
  DataChanged,
  DataWorld,
  FindQuery,
  SaveRow,
  TableIndex,
} from "../contracts/objects.ts";
import type {
  ImportOptions,
  ImportReport,
  ImportSource,
  PlanStep,
  RowsPage,
  RowsQuery,
  TableSummary,
} from "../contracts/tables.ts";
import type { TablesUsage } from "../contracts/usage.ts";
import { openBotTables, type TransactionKind } from "../db/tables/connection.ts";
import { systemClock } from "../platform/clock.ts";
import { BackedUp } from "./backup/object.ts";
import { copyFromPostgres, copyToPostgres, emptyTables, type Query } from "./backup/postgres-tables.ts";
import { type Aggregated, type AggregateQuery, aggregateRows } from "./data/aggregate.ts";
import { appliedEffects } from "./data/applied-effects.ts";
import { once } from "./data/applied-steps.ts";
import { applyChange } from "./data/change.ts";
import { type Change, dropChange, waitingChanges, watchTables } from "./data/changes.ts";
import { buildAll, type Declared, declareTables } from "./data/declare.ts";
import { type Found, findRows } from "./data/find.ts";
import { planSteps } from "./data/plan.ts";
import { postgresStore } from "./data/postgres-store.ts";
import { type SaveResult, saveRows } from "./data/save.ts";
import { createDataSchema } from "./data/schema.ts";
import { type Selection, type SelectQuery, selectRows } from "./data/select.ts";
import { run, type Steps } from "./data/sql.ts";
import { type DataStore, readPlacement, type StoreKind, sqliteStore, writePlacement } from "./data/store.ts";
import { DataError } from "./data/tables.ts";
import type { Env } from "./env.ts";
import { botObject } from "./objects.ts";
import { countTables, describeTables } from "./tables/describe.ts";
import { importRows } from "./tables/import.ts";
import { tablePage } from "./tables/page.ts";

/** Lets the calls that have come meanwhile run: a timer of 0 ms passes through the event loop. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export class DataObject extends DurableObject<Env> implements DataApi, StoredTables {
  #store: DataStore;
  readonly #backedUp: BackedUp;
  /** Whether any table is watched; null before that was looked up. */
  #watches: boolean | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#backedUp = new BackedUp(ctx);
    createDataSchema(ctx.storage.sql);
    appliedEffects(ctx.storage.sql);
    this.#store = this.#open(readPlacement(ctx.storage.sql));
  }

  /** A package that says `data-store = postgres` in a deployment without a database keeps nothing, rather than elsewhere. */
  #open(kind: StoreKind): DataStore {
    if (kind === "sqlite") return sqliteStore(this.ctx.storage);
    const { DATABASE_URL: url, NEON_PROXY: proxy } = this.env;
    const { tenant, bot } = this.#name();
    if (!url) return absentStore;
    return postgresStore(openBotTables({ url, proxy }, tenant, bot));
  }

  #name(): { tenant: string; bot: string } {
    const [tenant = "", bot = ""] = (this.ctx.id.name ?? "").split("/");
    return { tenant, bot };
  }

  async use(kind: StoreKind): Promise<Result<{ moved: boolean }>> {
    const { sql } = this.ctx.storage;
    if (readPlacement(sql) === kind) return ok({ moved: false });
    if (kind === "postgres" && !this.env.DATABASE_URL) return fail("config.invalid", NO_DATABASE);
    const [rows] = await this.#store.read(run<{ count: number }>("SELECT count(*) AS count FROM rows"));
    if ((rows?.count ?? 0) > 0)
      return fail(
        "config.invalid",
        `data-store = ${kind}: the bot's tables hold ${rows?.count} rows in the other store. Export them, delete the rows, publish, and import them again.`,
      );
    // What a backup that was broken off has left here.
    emptyTables(sql);
    writePlacement(sql, kind);
    this.#store = this.#open(kind);
    return ok({ moved: true });
  }

  async save(effect: string, table: string, rows: SaveRow[]): Promise<Result<SaveResult>> {
    return this.#write(() =>
      once(effect, function* () {
        return { result: yield* saveRows(table, rows, effect, newId), keep: true };
      }),
    );
  }

  async change(effect: string, change: DataChange, world: DataWorld): Promise<Result<DataChanged>> {
    if (world.dryRun === true) return answer(() => this.#store.tried(applyChange(change, world, effect, newId)));
    return this.#write(() =>
      once(effect, function* () {
        const result = yield* applyChange(change, world, effect, newId);
        // Nothing was done: it is asked again with the file's rows.
        return { result, keep: !result.isMissing };
      }),
    );
  }

  async describe(limit: number, cursor: string | null): Promise<Page<TableSummary>> {
    return this.#store.read(describeTables(limit, cursor));
  }

  async usage(): Promise<TablesUsage> {
    const { sql } = this.ctx.storage;
    const counted = await this.#store.read(countTables());
    return { ...counted, bytes: readPlacement(sql) === "sqlite" ? sql.databaseSize : null };
  }

  async page(table: string, query: RowsQuery): Promise<Result<RowsPage>> {
    return tablePage((name, asked) => this.find(name, asked), table, query);
  }

  async importRows(
    effect: string,
    table: string,
    source: ImportSource,
    options: ImportOptions,
  ): Promise<Result<ImportReport>> {
    const change: DataApi["change"] = async (name, asked, world) => {
      await pause();
      return this.change(name, asked, world);
    };
    return importRows(change, effect, table, source, options);
  }

  async declare(release: string, tables: JsonValue[], indexes: TableIndex[]): Promise<Result<Declared>> {
    const declared = await this.#write(() => declareTables({ release, tables, indexes, now: systemClock.now() }));
    if (declared.ok && declared.value.building) await this.#arm(0);
    return declared;
  }

  async plan(tables: JsonValue[], indexes: TableIndex[]): Promise<Result<PlanStep[]>> {
    const world = { now: systemClock.now(), timeZone: "UTC" };
    return answer(() => this.#store.read(planSteps(tables, indexes, world)));
  }

  async find(table: string, query: FindQuery): Promise<Result<Found>> {
    return answer(() => this.#store.read(findRows(table, query)));
  }

  async aggregate(table: string, query: AggregateQuery): Promise<Result<Aggregated>> {
    return answer(() => this.#store.read(aggregateRows(table, query)));
  }

  async select(query: SelectQuery): Promise<Result<Selection>> {
    return answer(() => this.#store.read(selectRows(query)));
  }

  async watch(watched: { table: string; change: Change }[]): Promise<void> {
    await this.#store.write(watchTables(watched));
    this.#watches = watched.length > 0;
  }

  async dumpTables(cursor: string | null): Promise<{ text: string; next: string | null }> {
    const { sql } = this.ctx.storage;
    if (readPlacement(sql) === "sqlite") return this.#backedUp.dump(cursor);
    if (cursor === null) await this.#withPostgres("snapshot", (query) => copyFromPostgres(query, sql));
    const page = this.#backedUp.dump(cursor);
    if (page.next === null) emptyTables(sql);
    return page;
  }

  async loadTables(text: string, isFirst: boolean): Promise<string> {
    return this.#backedUp.load(text, isFirst);
  }

  async tablesLoaded(instance: string): Promise<boolean> {
    const { sql } = this.ctx.storage;
    return this.#backedUp.loaded(instance, async () => {
      if (readPlacement(sql) === "sqlite") return;
      await this.#withPostgres("write", (query) => copyToPostgres(query, sql));
      emptyTables(sql);
    });
  }

  /** Over a connection of its own: nobody waits for it. Throws a RangeError where there is no database. */
  async #withPostgres(kind: TransactionKind, work: (query: Query) => Promise<void>): Promise<void> {
    const { DATABASE_URL: url, NEON_PROXY: proxy } = this.env;
    const { tenant, bot } = this.#name();
    if (!url) throw new RangeError(NO_DATABASE);
    const tables = openBotTables({ url, proxy }, tenant, bot);
    try {
      await tables.transaction(kind, work);
    } finally {
      await tables.close();
    }
  }

  /** Changes are handed to the bot in their order; then indexes go on being built. */
  override async alarm(): Promise<void> {
    try {
      await this.#handOn();
    } catch (error) {
      console.error("changes of tables could not be handed to the bot", error);
      return this.#arm(RETRY_MS);
    }
    if (!(await this.#store.write(buildAll(BUILT_AT_ONCE)))) await this.#arm(0);
  }

  async #handOn(): Promise<void> {
    const { tenant, bot } = this.#name();
    for (;;) {
      const waiting = await this.#store.read(waitingChanges(HANDED_AT_ONCE));
      if (waiting.length === 0) return;
      for (const { seq, key, event } of waiting) {
        const raised = await botObject(this.env, { tenant, bot }).raise(key, event);
        // A refusal for lack of room is tried again; any other would be the same the next time.
        if (!raised.ok && raised.code === "rate.limited") throw new Error(raised.detail);
        if (!raised.ok) console.warn("a change of a table was not taken", raised.detail);
        await this.#store.write(dropChange(seq));
      }
    }
  }

  async #write<T extends JsonValue>(work: () => Steps<T>): Promise<Result<T>> {
    const result = await answer(() => this.#store.write(work()));
    if (!result.ok) return result;
    this.#watches ??= (await this.#store.read(run("SELECT 1 FROM watched LIMIT 1"))).length > 0;
    if (this.#watches && (await this.#store.read(waitingChanges(1))).length > 0) await this.#arm(0);
    return result;
  }

  async #arm(delay: number): Promise<void> {
    const due = systemClock.now() + delay;
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > due) await this.ctx.storage.setAlarm(due);
  }
}

const NO_DATABASE =
  "data-store = postgres needs a database, and this installation has none: set DATABASE_URL, or leave the key out.";
const refuse = async (): Promise<never> => {
  throw new DataError(NO_DATABASE);
};
const absentStore: DataStore = { read: refuse, write: refuse, tried: refuse };

const RETRY_MS = 5_000;
const HANDED_AT_ONCE = 100;
/** Rows indexed in one go of the alarm. */
const BUILT_AT_ONCE = 20_000;

const newId = (): string => crypto.randomUUID();

/** What a script did wrong is an answer; anything else is a failure. */
async function answer<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof DataError) return fail(error.code, error.message);
    if (error instanceof RangeError) return fail("request.invalid", error.message);
    throw error;
  }
}
