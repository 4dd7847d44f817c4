/** What a call of a language model may cost at most, set aside before it, and what it has cost. */
import { type ModelPrice, type ModelSpending, priceOf } from "../../../contracts/ledger.ts";
import { estimateCall } from "../../../platform/token-estimate.ts";
import type { Completion, CompletionRequest, ModelAccess } from "../../llm/complete.ts";
import { priceOfModel } from "../../llm/facts.ts";
import type { EffectContext } from "./effect.ts";

/** Our count of the input may be too low by so much: it is for bounds, and errs on the side of more. */
const MARGIN = 1.3;
/** An answer that breaks off is paid, and so is the one that takes its place. */
const PAID_TRIES = 2;

export interface Bill {
  add(used: Pick<Completion, "provider" | "model" | "usage">): void;
  close(): void;
}

/** Throws error 402 where no budget has room for it. */
export async function openBill(
  { models, plan }: ModelAccess,
  request: Pick<CompletionRequest, "system" | "messages" | "tools">,
  context: EffectContext,
): Promise<Bill> {
  const { keys } = context.config;
  const prices = new Map<string, ModelPrice>();
  for (const target of plan.targets)
    prices.set(`${target.provider} ${target.model}`, await priceOfModel(models, target, keys));
  const input = Math.ceil(estimateCall(request).input * MARGIN);
  const dearest = Math.max(
    ...[...prices.values()].map((price) => priceOf(price, { input, cached: 0, output: plan.maxTokens })),
  );
  const reservation = await context.reserve(dearest * PAID_TRIES);
  const calls: ModelSpending[] = [];
  return {
    add({ provider, model, usage }) {
      const price = prices.get(`${provider} ${model}`);
      const { isEstimated, ...tokens } = usage;
      calls.push({ provider, model, calls: 1, ...tokens, nano: price ? priceOf(price, usage) : 0, isEstimated });
    },
    close: () => context.settle(reservation, calls),
  };
}
