/**
 * What a conversation may still spend on language models. Before a turn's first call a block is leased of the tenant's
 * ledger; calls reserve and settle in memory. What was spent goes with the turn's receipt into the journal, and from there
 * to the ledger (booking-duty.ts), which closes the leases. Where no budget bounds the spender nothing is leased at all.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { type BotBudgets, type LeaseAnswer, NANO_PER_USD, type Spender } from "../../../contracts/ledger.ts";
import { newConversationId } from "../../../platform/ids.ts";
import type { Env } from "../../env.ts";
import { ledgerObject } from "../../objects.ts";
import type { SessionConfig } from "../config.ts";
import type { Identity } from "../state.ts";

export interface Reservation {
  nano: number;
}

export class Purse {
  private readonly env: Env;
  private readonly identity: Identity;
  /**
   * Part of the leases' names. A turn that is run again after its process died has the same keys, but what the first run
   * spent of its leases is unknown: it must not be given them a second time.
   */
  private readonly life = newConversationId();
  /** Of the open leases. */
  private left = 0;
  private leases: string[] = [];
  private unlimitedUntil = 0;

  constructor(env: Env, identity: Identity) {
    this.env = env;
    this.identity = identity;
  }

  /**
   * Sets so much aside for a call; `key` names it. Throws error 402, which scripts can catch, where a budget has no room for it,
   * and 500 where the ledger cannot be asked.
   */
  async reserve(nano: number, key: string, config: SessionConfig, now: number): Promise<Reservation> {
    if (nano === 0 || now < this.unlimitedUntil) return { nano: 0 };
    if (nano > this.left) await this.lease(nano - this.left, key, config);
    if (now < this.unlimitedUntil) return { nano: 0 };
    this.left -= nano;
    return { nano };
  }

  /** The call has cost so much. */
  settle({ nano: reserved }: Reservation, cost: number): void {
    if (reserved > 0) this.left += reserved - cost;
  }

  get open(): readonly string[] {
    return this.leases;
  }

  /** The turn is over: its leases are closed with its booking. */
  empty(): void {
    this.leases = [];
    this.left = 0;
  }

  private async lease(wanted: number, key: string, config: SessionConfig): Promise<void> {
    const id = `${key}/${this.life}/${this.leases.length}`;
    const request = { ...spenderOf(this.identity), id, wanted, budgets: budgetsOf(config) };
    // Before it is asked for: should the answer be lost, the lease is closed with the others all the same.
    this.leases.push(id);
    let answer: LeaseAnswer;
    try {
      answer = await ledgerObject(this.env, this.identity.key.tenant).lease(request);
    } catch (error) {
      console.error("the ledger does not answer", error);
      throw new BasicError(ERR.remote, "The ledger of model costs cannot be reached now.");
    }
    if (answer.kind !== "granted") this.leases.pop();
    switch (answer.kind) {
      case "refused":
        throw new BasicError(
          ERR.budget,
          `The budget for language models is used up: ${WHOSE[answer.scope]} may spend ${dollars(answer.limit)} a ${answer.period}.`,
        );
      case "unlimited":
        this.unlimitedUntil = answer.until;
        return;
      case "granted":
        this.left += answer.nano;
    }
  }
}

const WHOSE = { tenant: "this tenant", bot: "this bot", user: "a person" } as const;
const dollars = (nano: number): string => `${nano / NANO_PER_USD} USD`;

export const spenderOf = ({ key, request }: Identity): Spender => ({
  bot: key.bot,
  conversation: key.conversation,
  user: request.person?.key ?? "",
});

export function budgetsOf({ keys, timeZone }: SessionConfig): BotBudgets {
  return {
    bot: { day: bound(keys["llm-budget-day"]), month: bound(keys["llm-budget-month"]) },
    user: { day: bound(keys["llm-budget-user-day"]) },
    warnAt: keys["llm-budget-warning"],
    timeZone,
  };
}

/** 0 = none. */
const bound = (usd: number): number | null => (usd === 0 ? null : Math.floor(usd * NANO_PER_USD));
