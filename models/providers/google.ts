/** Gemini, by Google's Generative Language API. */
import { createGoogle } from "@ai-sdk/google";
import { type Provider, settings } from "./provider.ts";

export const google: Provider = {
  chat: (target, around) => createGoogle(settings(target, around))(target.model),
  embedding: (target, around) => createGoogle(settings(target, around)).embedding(target.model),
};
