/**
 * One verified person of a tenant (object name `tenant/person`, where the second part tells nothing of who it is): what
 * bots remember of them. Wiring only; the work is in user/.
 */
import { DurableObject } from "cloudflare:workers";
import { ok, type Result } from "../contracts/faults.ts";
import type { JsonValue } from "../contracts/json.ts";
import type { PersonScope, PersonValue, UserApi } from "../contracts/person.ts";
import { systemClock } from "../platform/clock.ts";
import { type AppliedEffects, appliedEffects } from "./data/applied-effects.ts";
import type { Env } from "./env.ts";
import { clearValues, createUserSchema, dropOver, listValues, nextOver, readValue, writeValue } from "./user/memory.ts";

export class UserObject extends DurableObject<Env> implements UserApi {
  readonly #sql: SqlStorage;
  #effects: AppliedEffects<null>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#effects = this.#prepare();
  }

  async get(scope: PersonScope, key: string): Promise<JsonValue> {
    return readValue(this.#sql, scope, key, systemClock.now());
  }

  async set(effect: string, value: PersonValue, maxKeys: number): Promise<Result<null>> {
    const written = this.ctx.storage.transactionSync((): Result<null> => {
      if (this.#effects.find(effect) !== undefined) return ok(null);
      const result = writeValue(this.#sql, value, maxKeys, systemClock.now());
      if (result.ok) this.#effects.record(effect, null);
      return result;
    });
    if (value.until !== null) await this.#arm();
    return written;
  }

  async clear(effect: string, scope: PersonScope, key: string | null): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      if (this.#effects.find(effect) !== undefined) return;
      clearValues(this.#sql, scope, key);
      this.#effects.record(effect, null);
    });
  }

  async list(scope: PersonScope, limit: number): Promise<{ key: string; value: JsonValue }[]> {
    return listValues(this.#sql, scope, limit, systemClock.now());
  }

  async erase(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#effects = this.#prepare();
  }

  /** What is over is not only hidden: it goes. */
  override async alarm(): Promise<void> {
    dropOver(this.#sql, systemClock.now());
    await this.#arm();
  }

  #prepare(): AppliedEffects<null> {
    createUserSchema(this.#sql);
    return appliedEffects(this.#sql);
  }

  async #arm(): Promise<void> {
    const next = nextOver(this.#sql);
    if (next !== null) await this.ctx.storage.setAlarm(next);
  }
}
