import { createAnthropic } from "@ai-sdk/anthropic";
import { type Provider, settings } from "./provider.ts";

export const anthropic: Provider = {
  chat: (target, around) => createAnthropic(settings(target, around))(target.model),
};
