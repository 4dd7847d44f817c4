/** Which language model a bot uses: the one its config names, a scripted one for tests, or none. */
import { createOpenAI } from "@ai-sdk/openai";
import type { LanguageModel } from "ai";
import type { Env } from "../env.ts";
import { createScriptedModel } from "./scripted-model.ts";

export interface ModelChoice {
  model: LanguageModel;
  temperature: number | null;
  maxTokens: number | null;
}

/** Keys of config.csv as written, names normalised. Null when no model is configured. Throws when the address is malformed. */
export function chooseModel(
  config: Readonly<Record<string, string>>,
  env: Pick<Env, "SCRIPTED_MODEL">,
): ModelChoice | null {
  const temperature = numberOf(config["llm-temperature"], 0, 2);
  const maxTokens = numberOf(config["llm-max-tokens"] ?? config["max-tokens"], 1, 1_000_000);
  if (env.SCRIPTED_MODEL) return { model: createScriptedModel(env.SCRIPTED_MODEL), temperature, maxTokens };
  const url = config["llm-url"]?.trim();
  const name = config["llm-model"]?.trim();
  if (!url || !name) return null;
  const provider = createOpenAI({ baseURL: baseUrl(url), apiKey: config["llm-key"]?.trim() || "none" });
  return { model: provider.chat(name), temperature, maxTokens };
}

/** The config may name the server, the API's root or the endpoint itself. */
function baseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new Error("the config key llm-url is not an http or https address");
  }
  const path = url.pathname.replace(/\/chat\/completions\/?$/, "").replace(/\/$/, "");
  return `${url.origin}${path === "" ? "/v1" : path}`;
}

function numberOf(text: string | undefined, min: number, max: number): number | null {
  const value = Number(text);
  return text?.trim() && Number.isFinite(value) ? Math.min(Math.max(value, min), max) : null;
}
