/** The tables of one bot (object name `tenant/bot`): reading, changing, declaring. Wiring only; the work is in data/. */
import { DurableObject } from "cloudflare:workers";
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
import { type AppliedEffects, appliedEffects } from "./data/applied-effects.ts";
import { applyChange } from "./data/change.ts";
import { declareTables } from "./data/declare.ts";
import { type Found, findRows } from "./data/find.ts";
import { type SaveResult, saveRows } from "./data/save.ts";
import { createDataSchema } from "./data/schema.ts";
import { DataError } from "./data/tables.ts";
import type { Env } from "./env.ts";

/** Lets the calls that have come meanwhile run: a timer of 0 ms passes through the event loop. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export class DataObject extends DurableObject<Env> implements DataApi {
  readonly #sql: SqlStorage;
  readonly #effects: AppliedEffects<SaveResult>;
  /** The same record: a name is that of one write, whichever way it came. */
  readonly #changes: AppliedEffects<DataChanged>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createDataSchema(this.#sql);
    this.#effects = appliedEffects(this.#sql);
    this.#changes = appliedEffects(this.#sql);
  }

  async save(effect: string, table: string, rows: SaveRow[]): Promise<Result<SaveResult>> {
    return answer(() =>
      this.ctx.storage.transactionSync(() => {
        const applied = this.#effects.find(effect);
        if (applied !== undefined) return applied;
        const saved = saveRows(this.#sql, table, rows, () => crypto.randomUUID());
        this.#effects.record(effect, saved);
        return saved;
      }),
    );
  }

  async change(effect: string, change: DataChange, world: DataWorld): Promise<Result<DataChanged>> {
    return answer(() =>
      this.ctx.storage.transactionSync(() => {
        const applied = this.#changes.find(effect);
        if (applied !== undefined) return applied;
        const changed = applyChange(this.#sql, change, world, () => crypto.randomUUID());
        // Nothing was done: it is asked again with the file's rows.
        if (!changed.isMissing) this.#changes.record(effect, changed);
        return changed;
      }),
    );
  }

  async declare(release: string, tables: JsonValue[], indexes: TableIndex[]): Promise<Result<{ warnings: string[] }>> {
    return answer(() => this.ctx.storage.transactionSync(() => declareTables(this.#sql, release, tables, indexes)));
  }

  async find(table: string, query: FindQuery): Promise<Result<Found>> {
    return answer(() => findRows(this.#sql, table, query, pause));
  }
}

async function answer<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof DataError || error instanceof RangeError) return fail("request.invalid", error.message);
    throw error;
  }
}
