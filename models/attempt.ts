/** One try of a call with one model: the events of its answer, bounded in time and length. */
import { streamText, ToolChoiceViolationError } from "ai";
import {
  type CheckedModelCall,
  MODEL_LIMITS,
  type ModelEvent,
  type ModelTarget,
  type ModelUsage,
} from "../contracts/model-call.ts";
import { estimateCall, estimateText } from "../platform/token-estimate.ts";
import { type Failure, failureOf, TimeOver } from "./failure.ts";
import { sdkMessages, sdkOutput, sdkTools } from "./prompt.ts";
import { PROVIDERS } from "./providers/index.ts";
import type { Surroundings } from "./providers/provider.ts";

type Spoken = Extract<ModelEvent, { type: "text" | "tool-call" }>;
export type Outcome = { event: Finish } | { failure: Failure; usage: ModelUsage | null };

type Finish = Extract<ModelEvent, { type: "finish" }>;
const REASONS = new Map<string, Finish["reason"]>(
  (["stop", "length", "tool-calls", "content-filter"] as const).map((reason) => [reason, reason]),
);

export interface Bounds {
  silenceMs: number;
  totalMs: number;
  /** Aborted when nobody wants the answer any more. */
  signal: AbortSignal;
}

/** Yields what the model says, and returns how that ended. Does not throw, except with the reason of the signal. */
export async function* attempt(
  call: CheckedModelCall,
  target: ModelTarget,
  around: Surroundings,
  bounds: Bounds,
): AsyncGenerator<Spoken, Outcome> {
  const began = Date.now();
  const end = new AbortController();
  const giveUp = (): void => end.abort(bounds.signal.reason);
  bounds.signal.addEventListener("abort", giveUp, { once: true });
  const listen = () => setTimeout(() => end.abort(new TimeOver()), bounds.silenceMs);
  let silence = listen();
  const total = setTimeout(() => end.abort(new TimeOver()), bounds.totalMs);
  let firstTokenMs: number | null = null;
  let said = "";
  const hasBegun = (): boolean => firstTokenMs !== null;
  const heard = (): void => {
    firstTokenMs ??= Date.now() - began;
    clearTimeout(silence);
    silence = listen();
  };
  const failed = (error: unknown): Outcome => {
    bounds.signal.throwIfAborted();
    const failure = failureOf(end.signal.aborted ? end.signal.reason : error, hasBegun());
    const usage = hasBegun() ? { ...estimateCall(call), output: estimateText(said) } : null;
    return { failure, usage };
  };
  try {
    bounds.signal.throwIfAborted();
    const { stream } = streamText({
      model: PROVIDERS[target.provider].chat(target, around),
      ...(call.system === null ? {} : { instructions: call.system }),
      messages: sdkMessages(call.messages),
      ...(call.tools.length === 0 ? {} : { tools: sdkTools(call.tools), toolChoice: call.toolChoice }),
      ...sdkOutput(call.json),
      ...(call.temperature === null ? {} : { temperature: call.temperature }),
      maxOutputTokens: call.maxTokens,
      ...(call.stop.length === 0 ? {} : { stopSequences: call.stop }),
      maxRetries: 0,
      abortSignal: end.signal,
      // They come as parts of the stream.
      onError: () => {},
    });
    for await (const part of stream) {
      switch (part.type) {
        case "text-delta":
          if (part.text === "") break;
          heard();
          said += part.text;
          yield { type: "text", text: part.text };
          if (said.length > MODEL_LIMITS.answer) {
            end.abort(new Error("long"));
            return { event: finish("length", { ...estimateCall(call), output: estimateText(said) }) };
          }
          break;
        case "reasoning-delta":
          heard();
          break;
        case "tool-call":
          heard();
          yield toolCall(part);
          break;
        case "error":
          // It calls tools although it was told not to: what it has said counts.
          if (ToolChoiceViolationError.isInstance(part.error) && call.toolChoice === "none" && said !== "")
            return { event: finish("other", { ...estimateCall(call), output: estimateText(said) }) };
          return failed(part.error);
        case "abort":
          return failed(end.signal.reason);
        case "finish": {
          const { totalUsage, finishReason } = part;
          if (!hasBegun() && finishReason === "error") return failed(new Error("no answer"));
          return { event: finish(REASONS.get(finishReason) ?? "other", usageOf(totalUsage)) };
        }
      }
    }
    return failed(new Error("the answer ended without its end"));
  } catch (error) {
    return failed(error);
  } finally {
    clearTimeout(silence);
    clearTimeout(total);
    bounds.signal.removeEventListener("abort", giveUp);
    // Whoever stops listening stops the model too.
    end.abort(new Error("over"));
  }

  function finish(reason: Finish["reason"], usage: ModelUsage): Finish {
    const { provider, model } = target;
    return { type: "finish", provider, model, reason, usage, firstTokenMs, totalMs: Date.now() - began };
  }

  function usageOf(told: {
    inputTokens: number | undefined;
    outputTokens: number | undefined;
    inputTokenDetails: { cacheReadTokens: number | undefined };
  }): ModelUsage {
    const { inputTokens, outputTokens, inputTokenDetails } = told;
    if (inputTokens === undefined || outputTokens === undefined)
      return { ...estimateCall(call), output: estimateText(said) };
    const cached = inputTokenDetails.cacheReadTokens ?? 0;
    return { input: inputTokens, cached, output: outputTokens, isEstimated: false };
  }
}

function toolCall(part: {
  toolCallId: string;
  toolName: string;
  input: unknown;
  invalid?: boolean | undefined;
  error?: unknown;
}): Spoken {
  const { toolCallId: id, toolName: name, input, invalid, error } = part;
  if (invalid === true)
    return {
      type: "tool-call",
      id,
      name,
      input: null,
      problem: error instanceof Error ? error.message.slice(0, 500) : "",
    };
  // The SDK parsed it from JSON.
  return {
    type: "tool-call",
    id,
    name,
    input: input as Extract<Spoken, { type: "tool-call" }>["input"],
    problem: null,
  };
}
