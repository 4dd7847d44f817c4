/**
 * What a provider of models is: one small module that makes a model of the AI SDK from a target. A new one is a file here
 * and a line in index.ts.
 */
import type { EmbeddingModel, LanguageModel } from "ai";
import type { ModelTarget } from "../../contracts/model-call.ts";

/** The version of the interface that all packages of this SDK speak. */
export type ChatModel = Extract<Exclude<LanguageModel, string>, { specificationVersion: "v4" }>;
export type VectorModel = Exclude<EmbeddingModel, string>;

export interface Surroundings {
  fetch: typeof globalThis.fetch;
  /** What the scripted provider says, as JSON; "" = nothing was given. */
  script: string;
}

export interface Provider {
  /** Throws an Error with a sentence when the target lacks what this provider needs. */
  chat(target: ModelTarget, around: Surroundings): ChatModel;
  /** Absent where the provider has no embeddings. */
  embedding?(target: ModelTarget, around: Surroundings): VectorModel;
}

/** The settings that all packages of the SDK share; an address of "" is the provider's own. */
export function settings({ url, key }: ModelTarget, { fetch }: Surroundings) {
  return { ...(url === "" ? {} : { baseURL: url }), apiKey: key === "" ? "none" : key, fetch };
}
