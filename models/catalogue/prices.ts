/**
 * What models cost and how much they read: the data of @pydantic/genai-prices, which is kept from the providers' price lists,
 * with what overrides.ts says before it.
 */
import { calcPrice } from "@pydantic/genai-prices";
import type { ModelFacts, ModelPrice } from "../../contracts/ledger.ts";
import type { ProviderName } from "../../contracts/model-call.ts";
import { OVERRIDES } from "./overrides.ts";

/** As that package calls them. Servers of one's own have no prices. */
const NAMES: Partial<Record<ProviderName, string>> = {
  openai: "openai",
  anthropic: "anthropic",
  google: "google",
  mistral: "mistral",
  groq: "groq",
  azure: "azure",
  bedrock: "aws",
};
const MILLION = 1_000_000;
const NANO_PER_USD = 1_000_000_000;

/** Null where nobody knows the model. */
export function modelFacts(provider: ProviderName, model: string): ModelFacts | null {
  const override = OVERRIDES.find((one) => one.provider === provider && (one.model === null || one.model === model));
  if (override)
    return {
      price: override.price,
      contextTokens: override.contextTokens,
      source: `${override.source}, ${override.date}`,
    };
  const providerId = NAMES[provider];
  if (providerId === undefined) return null;
  const costs = (usage: Parameters<typeof calcPrice>[0]) => calcPrice(usage, model, { providerId });
  const input = costs({ input_tokens: MILLION, output_tokens: 0 });
  const output = costs({ input_tokens: 0, output_tokens: MILLION });
  if (input === null || output === null) return null;
  const cached = costs({ input_tokens: MILLION, cache_read_tokens: MILLION, output_tokens: 0 });
  const price: ModelPrice = {
    input: nano(input.input_price),
    cached: nano(cached?.input_price ?? input.input_price),
    output: nano(output.output_price),
  };
  return { price, contextTokens: input.model.context_window ?? null, source: "@pydantic/genai-prices" };
}

const nano = (usd: number): number => Math.ceil(Math.round(usd * NANO_PER_USD * 1000) / 1000);
