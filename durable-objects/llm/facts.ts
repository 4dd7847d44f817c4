/** What the models worker knows of a model; asked once per isolate and model. */
import { MODEL_FACTS_PATH, type ModelFacts, type ModelPrice } from "../../contracts/ledger.ts";
import type { ModelTarget } from "../../contracts/model-call.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import type { Models } from "./models.ts";

const MAX_KEPT = 500;
const kept = new Map<string, Promise<ModelFacts | null>>();

/** Null where nobody knows it, or the worker is not there now. */
export function modelFacts(
  { worker, tenant }: Models,
  { provider, model }: Pick<ModelTarget, "provider" | "model">,
): Promise<ModelFacts | null> {
  const name = `${provider} ${model}`;
  const known = kept.get(name);
  if (known) return known;
  const query = new URLSearchParams({ provider, model });
  const request = new Request(`http://models${MODEL_FACTS_PATH}?${query}`, { headers: { "x-basalt-tenant": tenant } });
  const asked = worker.fetch(request).then(async (response) => {
    // Not kept: a model whose price is unknown costs nothing, and one bad moment must not make it free for good.
    if (!response.ok) throw new Error(`the models worker answered ${response.status}`);
    return (await response.json()) as ModelFacts | null;
  });
  const facts = asked.catch(() => {
    kept.delete(name);
    return null;
  });
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(name, facts);
  return facts;
}

/** What the catalogue says; else what the configuration says of models that it does not know. */
export async function priceOfModel(
  models: Models,
  target: Pick<ModelTarget, "provider" | "model">,
  keys: PackageConfig,
): Promise<ModelPrice> {
  const facts = await modelFacts(models, target);
  if (facts?.price) return facts.price;
  const [input, output] = [nanoOf(keys["llm-price-input"]), nanoOf(keys["llm-price-output"])];
  return { input, cached: input, output };
}

const nanoOf = (usd: number): number => Math.ceil(usd * 1_000_000_000);
