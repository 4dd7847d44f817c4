import { createMistral } from "@ai-sdk/mistral";
import { type Provider, settings } from "./provider.ts";

export const mistral: Provider = {
  chat: (target, around) => createMistral(settings(target, around))(target.model),
  embedding: (target, around) => createMistral(settings(target, around)).embedding(target.model),
};
