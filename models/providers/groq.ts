import { createGroq } from "@ai-sdk/groq";
import { type Provider, settings } from "./provider.ts";

export const groq: Provider = {
  chat: (target, around) => createGroq(settings(target, around))(target.model),
};
