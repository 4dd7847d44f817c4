/**
 * Models behind an OpenAI-compatible server. The classes are the AI SDK's own; its `createOpenAI` would bring along every
 * other kind of model (pictures, speech, responses), which is a fifth of the worker.
 */
import { OpenAIChatLanguageModel, OpenAIEmbeddingModel } from "@ai-sdk/openai/internal";

export interface OpenAiServer {
  /** The API's root, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  apiKey: string;
  /** In place of the platform's own. */
  fetch?: typeof fetch;
}

export const chatModel = (server: OpenAiServer, model: string): OpenAIChatLanguageModel =>
  new OpenAIChatLanguageModel(model, { provider: "openai.chat", ...settings(server) });

export const embeddingModel = (server: OpenAiServer, model: string): OpenAIEmbeddingModel =>
  new OpenAIEmbeddingModel(model, { provider: "openai.embedding", ...settings(server) });

function settings({ baseUrl, apiKey, fetch }: OpenAiServer) {
  return {
    url: ({ path }: { path: string }) => `${baseUrl}${path}`,
    headers: { Authorization: `Bearer ${apiKey}` },
    ...(fetch === undefined ? {} : { fetch }),
  };
}
