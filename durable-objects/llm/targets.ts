/** Which models a bot uses: those that its configuration names, in the order in which they are tried, or none. */
import { vaultName } from "../../contracts/bot-settings.ts";
import type { ModelTarget, ProviderName } from "../../contracts/model-call.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";

export interface ModelPlan {
  /** Their keys may still be references (`vault:NAME`). */
  targets: ModelTarget[];
  temperature: number;
  maxTokens: number;
  /** What the provider `scripted` says. */
  script: string;
}

/** The configuration with the model that the conversation chose, if it chose one. */
export function modelKeys(keys: PackageConfig, session: { model?: string }): PackageConfig {
  return session.model === undefined ? keys : { ...keys, "llm-model": session.model };
}

/** Null when no model is configured. */
export function planModels(config: PackageConfig, env: { SCRIPTED_MODEL?: string }): ModelPlan | null {
  const plan = { temperature: config["llm-temperature"], maxTokens: config["llm-max-tokens"] };
  if (env.SCRIPTED_MODEL) {
    const target: ModelTarget = { provider: "scripted", model: "scripted", url: "", key: "", variant: "" };
    return { ...plan, targets: [target], script: env.SCRIPTED_MODEL };
  }
  const { "llm-url": url, "llm-model": model, "llm-key": key } = config;
  if (url === "" || model === "") return null;
  const provider = providerOf(url);
  return { ...plan, targets: [{ provider, model, url: rootOf(url, provider), key, variant: "" }], script: "" };
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

const HOSTS: readonly [RegExp, ProviderName][] = [
  [/^api\.openai\.com$/, "openai"],
  [/^api\.anthropic\.com$/, "anthropic"],
  [/^generativelanguage\.googleapis\.com$/, "google"],
  [/^api\.mistral\.ai$/, "mistral"],
  [/^api\.groq\.com$/, "groq"],
  [/\.openai\.azure\.com$/, "azure"],
  [/^bedrock-runtime\.[a-z0-9-]+\.amazonaws\.com$/, "bedrock"],
];

/** The provider whose server an address names; every other server is taken to speak OpenAI's protocol. */
export function providerOf(address: string): ProviderName {
  const { hostname } = new URL(address);
  return HOSTS.find(([host]) => host.test(hostname))?.[1] ?? "openai-compatible";
}

/** The API's root: the configuration may name the server, the root or the endpoint itself. */
export function rootOf(address: string, provider: ProviderName): string {
  const url = new URL(address);
  const path = url.pathname.replace(/\/(chat\/completions|embeddings|messages)\/?$/, "").replace(/\/$/, "");
  return `${url.origin}${path === "" ? (ROOTS[provider] ?? "/v1") : path}`;
}

const ROOTS: Partial<Record<ProviderName, string>> = {
  google: "/v1beta",
  azure: "/openai",
  bedrock: "/",
  groq: "/openai/v1",
};
