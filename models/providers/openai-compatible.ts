/**
 * Any server that speaks OpenAI's chat completions: the gateway's own models, vLLM, llama.cpp, LM Studio, OpenRouter.
 * Without a key none is sent.
 */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { ModelTarget } from "../../contracts/model-call.ts";
import type { Provider, Surroundings } from "./provider.ts";

/** Of a server on this machine, where the configuration names none. */
const OWN_SERVER = "http://localhost:8081/v1";

/** @param name under which errors and traces know it */
export function compatible(name: string, ownUrl: string): Provider {
  const at = ({ url, key }: ModelTarget, { fetch }: Surroundings) =>
    createOpenAICompatible({
      name,
      baseURL: url === "" ? ownUrl : url,
      ...(key === "" ? {} : { apiKey: key }),
      includeUsage: true,
      supportsStructuredOutputs: true,
      fetch,
    });
  return {
    chat: (target, around) => at(target, around).chatModel(target.model),
    embedding: (target, around) => at(target, around).embeddingModel(target.model),
  };
}

export const openaiCompatible: Provider = compatible("openai-compatible", OWN_SERVER);
