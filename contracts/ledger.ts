/**
 * What calls of language models cost, between conversations, the ledger of their tenant and whoever asks for reports. Money
 * is a whole number of nano-US-dollars (1e-9 USD): a token of a cheap model costs some dozens of them.
 */
import * as z from "zod";
import type { ProviderName } from "./model-call.ts";

export const NANO_PER_USD = 1_000_000_000;
/** Nine million dollars: the largest whole number that is exact. */
export const MAX_NANO = Number.MAX_SAFE_INTEGER;

/** nano-USD for a million tokens. `cached`: tokens of the input that the provider had read before. */
export interface ModelPrice {
  input: number;
  cached: number;
  output: number;
}

/** `GET /v1/facts?provider=P&model=M` of the models worker. Null where the catalogue does not know it. */
export interface ModelFacts {
  price: ModelPrice | null;
  /** Tokens that it reads. */
  contextTokens: number | null;
  /** Where this is from, and of which day. */
  source: string;
}
export const MODEL_FACTS_PATH = "/v1/facts";

const nano = z.int().min(0).max(MAX_NANO);

/** Calls of one model by one turn. */
export interface ModelSpending {
  provider: ProviderName;
  model: string;
  calls: number;
  input: number;
  cached: number;
  output: number;
  nano: number;
  /** Some of the tokens were counted by us: the provider told nothing, or the call broke off. */
  isEstimated: boolean;
}

/** Hard bounds in nano-USD; null = none. A day and a month are those of the bot's time zone, the tenant's those of UTC. */
export const budgetSchema = z.strictObject({
  day: nano.nullable().default(null),
  month: nano.nullable().default(null),
});
export type Budget = z.infer<typeof budgetSchema>;

/** What a configuration says of its bot. */
export interface BotBudgets {
  bot: Budget;
  /** Of each of its people. */
  user: Pick<Budget, "day">;
  /** Percent of a bound from which on it is told. */
  warnAt: number;
  timeZone: string;
}

/** Who spends. `user`: the key of a verified person, or "" where nobody is known. */
export interface Spender {
  bot: string;
  user: string;
  conversation: string;
}

export interface LeaseRequest extends Spender {
  /** Names the lease: asked for again it is the same. */
  id: string;
  /** At least so much is needed. */
  wanted: number;
  budgets: BotBudgets;
}

export type LeaseAnswer =
  | { kind: "granted"; nano: number; until: number }
  /** No bound holds for this spender; ask again after `until` (ms). */
  | { kind: "unlimited"; until: number }
  | { kind: "refused"; scope: "tenant" | "bot" | "user"; period: "day" | "month"; limit: number };

/** What turns of a conversation have spent; `turn` is the last of them. Applied once for each turn. */
export interface Booking extends Spender {
  turn: number;
  /** ms. */
  at: number;
  spent: ModelSpending[];
  /** Leases that are over. */
  leases: string[];
  budgets: BotBudgets;
}

/** One line of a report. */
export interface CostLine extends Omit<ModelSpending, "isEstimated"> {
  /** `2026-11-24`, in the bot's time zone. */
  day: string;
  bot: string;
  user: string;
  estimatedCalls: number;
}

export interface BudgetStanding {
  scope: string;
  period: string;
  spent: number;
  /** Leased to turns that are not booked yet. */
  held: number;
}

export const costsQuery = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  bot: z.string().max(100).optional(),
});
export type CostsQuery = z.infer<typeof costsQuery>;

export interface LedgerApi {
  lease(request: LeaseRequest): Promise<LeaseAnswer>;
  /** Bookings of one conversation, in order; true when they are kept. */
  book(bookings: Booking[]): Promise<void>;
  setBudget(budget: Budget): Promise<void>;
  budget(): Promise<Budget>;
  /** Newest day first. */
  costs(
    query: CostsQuery,
    limit: number,
    cursor: string | null,
  ): Promise<{ items: CostLine[]; nextCursor: string | null }>;
  standing(): Promise<BudgetStanding[]>;
}

/** Rounded up, so that no bound is passed by rounding. */
export function priceOf(price: ModelPrice, tokens: { input: number; cached: number; output: number }): number {
  const fresh = Math.max(0, tokens.input - tokens.cached);
  const millionths =
    BigInt(fresh) * BigInt(price.input) +
    BigInt(tokens.cached) * BigInt(price.cached) +
    BigInt(tokens.output) * BigInt(price.output);
  return Number((millionths + 999_999n) / 1_000_000n);
}
