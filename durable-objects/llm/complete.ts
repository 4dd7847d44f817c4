/** One completion of a language model, whole or in parts. */
import { generateText, streamText } from "ai";
import type { ModelChoice } from "./provider.ts";

export interface CompletionRequest {
  system: string | null;
  messages: { role: "user" | "assistant"; content: string }[];
  signal: AbortSignal;
}

/** One more try than the first, for a busy server; the caller bounds the time by the signal. */
const MAX_RETRIES = 1;

export async function complete(choice: ModelChoice, request: CompletionRequest): Promise<string> {
  const { text } = await generateText({ ...settings(choice, request), messages: request.messages });
  return text;
}

/** As `complete`, and hands on each part of the text as it comes. */
export async function completeInParts(
  choice: ModelChoice,
  request: CompletionRequest,
  onPart: (text: string) => void,
): Promise<string> {
  // An error ends the stream of texts silently; it is reported here and thrown below.
  let failure: unknown = null;
  const result = streamText({
    ...settings(choice, request),
    messages: request.messages,
    onError: ({ error }) => {
      failure = error;
    },
  });
  let text = "";
  for await (const part of result.textStream) {
    text += part;
    onPart(part);
  }
  if (failure !== null) throw failure;
  return text;
}

function settings(choice: ModelChoice, request: CompletionRequest) {
  return {
    model: choice.model,
    temperature: choice.temperature,
    maxOutputTokens: choice.maxTokens,
    maxRetries: MAX_RETRIES,
    abortSignal: request.signal,
    ...(request.system === null ? {} : { system: request.system }),
  };
}
