/** Which language model a bot uses: the one its config names, a scripted one for tests, or none. */
import type { LanguageModel } from "ai";
import { vaultName } from "../../contracts/bot-settings.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { chatModel } from "./openai.ts";
import { createScriptedModel } from "./scripted-model.ts";

export interface ModelChoice {
  model: LanguageModel;
  temperature: number;
  maxTokens: number;
}

/** The configuration with the model that the conversation chose, if it chose one. */
export function modelKeys(keys: PackageConfig, session: { model?: string }): PackageConfig {
  return session.model === undefined ? keys : { ...keys, "llm-model": session.model };
}

/** Null when no model is configured. `secret` looks up what a key by reference (`vault:NAME`) stands for, at each call. */
export function chooseModel(
  config: PackageConfig,
  env: { SCRIPTED_MODEL?: string },
  secret: (reference: string) => Promise<string>,
): ModelChoice | null {
  const settings = { temperature: config["llm-temperature"], maxTokens: config["llm-max-tokens"] };
  if (env.SCRIPTED_MODEL) return { model: createScriptedModel(env.SCRIPTED_MODEL), ...settings };
  if (!config["llm-url"] || !config["llm-model"]) return null;
  const key = config["llm-key"];
  const server = {
    baseUrl: baseUrl(config["llm-url"]),
    apiKey: key || "none",
    ...(vaultName(key) === null ? {} : { fetch: withKey(() => secret(key)) }),
  };
  return { model: chatModel(server, config["llm-model"]), ...settings };
}

/** The provider's requests with the key as it is at this moment. */
function withKey(key: () => Promise<string>): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${await key()}`);
    return fetch(input, { ...init, headers });
  };
}

/** The config may name the server, the API's root or the endpoint itself. */
function baseUrl(address: string): string {
  const url = new URL(address);
  const path = url.pathname.replace(/\/chat\/completions\/?$/, "").replace(/\/$/, "");
  return `${url.origin}${path === "" ? "/v1" : path}`;
}
