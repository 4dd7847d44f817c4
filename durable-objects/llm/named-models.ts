/**
 * Names of models in a configuration. A name is an alias (`model-fast`, or any other `model-NAME`) or what the provider calls
 * the model. An alias may stand for a model of another server: `model-NAME-url`, `model-NAME-key`, `model-NAME-provider`.
 */
import { type ModelTarget, PROVIDERS, type ProviderName } from "../../contracts/model-call.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";

export interface ModelConfig {
  readonly keys: PackageConfig;
  readonly raw: Readonly<Record<string, string>>;
}

/** Keys that begin like an alias and are none. */
const OTHER_KEYS = /^model-(default|routing-.*|fallback-.*|.*-(url|key|provider))$/;

/** The aliases of the configuration, sorted. */
export const aliasesOf = ({ raw }: ModelConfig): string[] =>
  Object.keys(raw)
    .filter((key) => key.startsWith("model-") && !OTHER_KEYS.test(key) && raw[key]?.trim() !== "")
    .map((key) => key.slice("model-".length))
    .sort();

/** Null where the configuration does not say where that model is. */
export function namedModel(config: ModelConfig, name: string): ModelTarget | null {
  const { keys, raw } = config;
  const alias = `model-${name.trim().toLowerCase()}`;
  const isAlias = !OTHER_KEYS.test(alias) && raw[alias] !== undefined;
  const model = (isAlias ? raw[alias] : name)?.trim() ?? "";
  if (model === "") return null;
  const own = isAlias ? ownServer(config, alias) : null;
  if (own !== null) return { ...own, model, variant: "" };
  const { "llm-url": url, "llm-key": key } = keys;
  if (isAlias || isOffered(config, name))
    return url === "" && keys["llm-provider"] === "" ? null : serverOf(url, key, keys["llm-provider"], model);
  return null;
}

/** What the configuration names without an alias; what else a script says is no model. */
const isOffered = ({ keys }: ModelConfig, name: string): boolean =>
  [keys["llm-model"], ...keys["llm-models"]].some((one) => one.toLowerCase() === name.trim().toLowerCase());

function ownServer({ raw }: ModelConfig, alias: string): Pick<ModelTarget, "provider" | "url" | "key"> | null {
  const url = raw[`${alias}-url`]?.trim() ?? "";
  const told = raw[`${alias}-provider`]?.trim().toLowerCase() ?? "";
  if (url === "" && told === "") return null;
  // A key goes to the server that it was written for and to no other.
  const key = raw[`${alias}-key`]?.trim() ?? "";
  const { provider, url: root } = serverOf(isAddress(url) ? url : "", key, told, "");
  return { provider, url: root, key };
}

function serverOf(url: string, key: string, told: string, model: string): ModelTarget {
  const provider = PROVIDERS.find((one) => one === told) ?? (url === "" ? "openai-compatible" : providerOf(url));
  return { provider, model, url: url === "" ? "" : rootOf(url, provider), key, variant: "" };
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

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
  ollama: "",
};
