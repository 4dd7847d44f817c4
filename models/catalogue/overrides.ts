/** What goes before the data package, with the day on which it was looked up: prices that it has wrong or not yet. */
import type { ModelPrice } from "../../contracts/ledger.ts";
import type { ProviderName } from "../../contracts/model-call.ts";

export interface Override {
  provider: ProviderName;
  /** Null: every model of the provider. */
  model: string | null;
  price: ModelPrice;
  contextTokens: number | null;
  /** Where it stands, and the day. */
  source: string;
  date: string;
}

export const OVERRIDES: readonly Override[] = [
  {
    provider: "ollama",
    model: null,
    price: { input: 0, cached: 0, output: 0 },
    contextTokens: null,
    source: "models on a machine of one's own are not paid by the token",
    date: "2026-11-24",
  },
];
