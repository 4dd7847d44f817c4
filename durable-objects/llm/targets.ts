/** Which models a conversation asks: those that the configuration names, in the order in which they are tried, or none. */
import { vaultName } from "../../contracts/bot-settings.ts";
import type { ModelTarget } from "../../contracts/model-call.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { type ModelConfig, namedModel } from "./named-models.ts";

export interface ModelPlan {
  /** Their keys may still be references (`vault:NAME`). */
  targets: ModelTarget[];
  temperature: number;
  maxTokens: number;
  /** What the provider `scripted` says. */
  script: string;
}

/** What the conversation has chosen; `id` spreads the conversations. */
export interface ModelChoice {
  model?: string;
  routing?: ModelRouting;
  id: string;
}

export type ModelRouting = PackageConfig["model-routing-strategy"];

/** The models of a chain; a longer list is cut. */
const MAX_TARGETS = 8;

/** Null when no model is configured. */
export function planModels(
  config: ModelConfig,
  choice: ModelChoice,
  env: { SCRIPTED_MODEL?: string },
): ModelPlan | null {
  const { keys } = config;
  const plan = { temperature: keys["llm-temperature"], maxTokens: keys["llm-max-tokens"] };
  const named = namesInOrder(config, choice).map((name) => namedModel(config, name));
  const targets = distinct(named.filter((target) => target !== null)).slice(
    0,
    keys["model-fallback-enabled"] ? MAX_TARGETS : 1,
  );
  if (env.SCRIPTED_MODEL) {
    const models = targets.length === 0 ? ["scripted"] : targets.map(({ model }) => model);
    const scripted = models.map((model) => ({ provider: "scripted", model, url: "", key: "", variant: "" }) as const);
    return { ...plan, targets: scripted, script: env.SCRIPTED_MODEL };
  }
  return targets.length === 0 ? null : { ...plan, targets, script: "" };
}

/** First the one that answers, then those that are tried where it does not. */
function namesInOrder({ keys, raw }: ModelConfig, { model, routing, id }: ModelChoice): string[] {
  const usual = keys["model-default"] || keys["llm-model"];
  const others = keys["model-fallback-order"];
  if (model !== undefined) return [model, usual, ...others];
  switch (routing ?? keys["model-routing-strategy"]) {
    case "quality":
      return ["quality", usual, ...others].filter(isConfigured(raw, usual));
    case "cost":
      return ["fast", usual, ...others].filter(isConfigured(raw, usual));
    case "load-balanced": {
      const shared = keys["llm-models"].length > 0 ? keys["llm-models"] : [usual];
      const first = spread(id, shared.length);
      return [...shared.slice(first), ...shared.slice(0, first), ...others];
    }
    default:
      return [usual, ...others];
  }
}

/** `quality` and `fast` are names that the package may not have given. */
const isConfigured = (raw: ModelConfig["raw"], usual: string) => (name: string) =>
  name === usual || raw[`model-${name}`] !== undefined;

/** The same conversation always gets the same one, so that the provider finds the beginning of its prompt again (FNV-1a). */
function spread(id: string, among: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % among;
}

function distinct(targets: readonly ModelTarget[]): ModelTarget[] {
  const seen = new Map(
    targets.toReversed().map((target) => [`${target.provider} ${target.url} ${target.model}`, target]),
  );
  return targets.filter((target) => seen.get(`${target.provider} ${target.url} ${target.model}`) === target);
}

/** The targets with the keys as they are at this moment. `secret` looks up what a reference stands for. */
export const openTargets = (
  targets: ModelTarget[],
  secret: (reference: string) => Promise<string>,
): Promise<ModelTarget[]> =>
  Promise.all(
    targets.map(async (target) =>
      vaultName(target.key) === null ? target : { ...target, key: await secret(target.key) },
    ),
  );
