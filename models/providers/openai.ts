/** OpenAI, by its chat completions: the protocol that every compatible server and gateway also speaks. */
import { createOpenAI } from "@ai-sdk/openai";
import { type Provider, settings } from "./provider.ts";

export const openai: Provider = {
  chat: (target, around) => createOpenAI(settings(target, around)).chat(target.model),
  embedding: (target, around) => createOpenAI(settings(target, around)).embedding(target.model),
};
