/**
 * The ledger of a tenant (object name: the tenant): budgets for language models, leases on them, and what was spent. A
 * conversation leases a block before a turn's first call, spends of it by itself, and books the turn once it is committed
 * (session/spending/). Wiring only; the work is in ledger/.
 */
import { DurableObject } from "cloudflare:workers";
import {
  type Booking,
  type Budget,
  type BudgetStanding,
  budgetSchema,
  type CostLine,
  type CostsQuery,
  type LeaseAnswer,
  type LeaseRequest,
  type LedgerApi,
} from "../contracts/ledger.ts";
import { systemClock } from "../platform/clock.ts";
import type { Env } from "./env.ts";
import { close, createAccounts, grant, lapse, nextLapse, spend, standings } from "./ledger/accounts.ts";
import { addCosts, createCosts, forgetBooked, isNewTurn, readCosts } from "./ledger/costs.ts";

const NO_BUDGET: Budget = { day: null, month: null };

export class LedgerObject extends DurableObject<Env> implements LedgerApi {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createAccounts(this.#sql);
    createCosts(this.#sql);
  }

  async lease(request: LeaseRequest): Promise<LeaseAnswer> {
    const now = systemClock.now();
    const tenant = await this.budget();
    const answer = this.ctx.storage.transactionSync(() => grant(this.#sql, request, tenant, now));
    if (answer.kind === "granted") await this.#arm();
    return answer;
  }

  async book(bookings: Booking[]): Promise<void> {
    const tenant = await this.budget();
    const near = this.ctx.storage.transactionSync(() => bookings.flatMap((booking) => this.#book(booking, tenant)));
    for (const account of near)
      console.warn(JSON.stringify({ level: "warn", event: "budget.near", tenant: this.ctx.id.name ?? "", account }));
  }

  #book(booking: Booking, tenant: Budget): string[] {
    const now = systemClock.now();
    if (!isNewTurn(this.#sql, booking)) return [];
    for (const id of booking.leases) close(this.#sql, id, now);
    addCosts(this.#sql, booking);
    const nano = booking.spent.reduce((sum, one) => sum + one.nano, 0);
    return spend(this.#sql, booking, booking.budgets, tenant, nano, booking.at);
  }

  async setBudget(budget: Budget): Promise<void> {
    this.ctx.storage.kv.put("budget", budget);
  }

  async budget(): Promise<Budget> {
    return budgetSchema.parse(this.ctx.storage.kv.get("budget") ?? NO_BUDGET);
  }

  async costs(
    query: CostsQuery,
    limit: number,
    cursor: string | null,
  ): Promise<{ items: CostLine[]; nextCursor: string | null }> {
    return readCosts(this.#sql, query, limit, cursor);
  }

  async standing(): Promise<BudgetStanding[]> {
    return standings(this.#sql);
  }

  override async alarm(): Promise<void> {
    const now = systemClock.now();
    this.ctx.storage.transactionSync(() => {
      lapse(this.#sql, now);
      forgetBooked(this.#sql, now);
    });
    await this.#arm();
  }

  async #arm(): Promise<void> {
    const at = nextLapse(this.#sql);
    const set = await this.ctx.storage.getAlarm();
    if (at !== null && (set === null || at < set)) await this.ctx.storage.setAlarm(at);
  }
}
