/** Tokens of texts where nobody counts them for us: for bounds and for bills of what broke off, never for what a provider has told. */
import type { ModelCall, ModelUsage } from "../contracts/model-call.ts";

/** Tokens of one UTF-16 unit: of English prose about four make one; other alphabets take more, and of signs that are words each may be one. */
const PLAIN = 1 / 3.5;
const OTHER_ALPHABETS = 1 / 2.5;

/** What a message costs beside its words (roles and separators of chat formats). */
const PER_MESSAGE = 4;
/** A picture of middle size, of the models that tell how they count. */
const PER_FILE = 1_000;

export function estimateText(text: string): number {
  let tokens = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    tokens += code < 0x80 ? PLAIN : code < 0x590 ? OTHER_ALPHABETS : 1;
  }
  return Math.ceil(tokens);
}

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
