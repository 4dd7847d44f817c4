/** Tokens of texts where nobody counts them for us: for bounds and for bills of what broke off, never for what a provider has told. */
import type { ModelCall, ModelUsage } from "../contracts/model-call.ts";

/** Of English prose about four characters; other scripts have fewer. Errs on the side of more. */
const CHARACTERS_PER_TOKEN = 3.5;
/** What a message costs beside its words (roles and separators of chat formats). */
const PER_MESSAGE = 4;
/** A picture of middle size, of the models that tell how they count. */
const PER_FILE = 1_000;

export const estimateText = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

export type Prompt = Pick<ModelCall, "system" | "messages" | "tools">;

export function estimateCall({ system, messages, tools = [] }: Prompt): ModelUsage {
  let input = estimateText(system ?? "");
  for (const { content } of messages) {
    input += PER_MESSAGE;
    for (const part of content) {
      if (!("type" in part)) input += estimateText(part.output);
      else if (part.type === "text") input += estimateText(part.text);
      else if (part.type === "file") input += PER_FILE;
      else input += estimateText(JSON.stringify(part.input));
    }
  }
  for (const tool of tools) input += estimateText(JSON.stringify(tool));
  return { input, cached: 0, output: 0, isEstimated: true };
}
