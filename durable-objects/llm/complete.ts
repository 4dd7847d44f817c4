/** One completion of a language model, whole or in parts. */
import type {
  ModelCall,
  ModelEvent,
  ModelMessage,
  ModelTool,
  ModelUsage,
  ProviderName,
} from "../../contracts/model-call.ts";
import { estimateCall, estimateText } from "../../platform/token-estimate.ts";
import { callModels, ModelError, type Models } from "./models.ts";
import { type ModelPlan, openTargets } from "./targets.ts";

export interface CompletionRequest {
  system: string | null;
  messages: ModelMessage[];
  tools?: ModelTool[];
  toolChoice?: ModelCall["toolChoice"];
  json?: ModelCall["json"];
  /** For the whole completion, with its further tries. */
  limitMs: number;
  signal: AbortSignal;
  /** Told each part of the text as it comes. */
  onPart?(text: string): void;
  /** Told that what came so far is void: the answer begins anew. */
  onRestart?(): void;
  /** Told what each try has used, also one that failed, and what was left behind when nobody waited any more. */
  onUsed?(used: Pick<Completion, "provider" | "model" | "usage">): void;
}

export interface ModelAccess {
  models: Models;
  plan: ModelPlan;
  /** The value behind a reference. */
  secret(reference: string): Promise<string>;
}

export type ToolCall = Omit<Extract<ModelEvent, { type: "tool-call" }>, "type">;

export interface Completion {
  text: string;
  /** Tools that the model wants to be run, in its order. */
  calls: ToolCall[];
  usage: ModelUsage;
  /** Who answered. */
  provider: ProviderName;
  model: string;
}

/** Further tries than the first of each model. */
const RETRIES = 1;

/** Rejects with a ModelError when no model answers, and with the signal's reason. */
export async function complete({ models, plan, secret }: ModelAccess, request: CompletionRequest): Promise<Completion> {
  const { system, messages, tools = [], toolChoice = "auto", json = null, limitMs, signal } = request;
  const call = {
    targets: await openTargets(plan.targets, secret),
    script: plan.script,
    system,
    messages,
    tools,
    toolChoice,
    json,
    temperature: plan.temperature,
    maxTokens: plan.maxTokens,
    silenceMs: limitMs,
    totalMs: limitMs,
    retries: RETRIES,
  };
  let text = "";
  let calls: ToolCall[] = [];
  try {
    for await (const event of callModels(models, call, signal)) {
      if (
        event.type === "finish" ||
        ((event.type === "try-failed" || event.type === "failed") && event.usage !== null)
      ) {
        const { provider, model, usage } = event;
        if (usage) request.onUsed?.({ provider, model, usage });
      }
      switch (event.type) {
        case "text":
          text += event.text;
          request.onPart?.(event.text);
          break;
        case "tool-call": {
          const { type, ...call } = event;
          calls.push(call);
          break;
        }
        case "try-failed":
          if (text !== "") request.onRestart?.();
          text = "";
          calls = [];
          break;
        case "failed":
          throw new ModelError(event);
        case "finish":
          return { text, calls, usage: event.usage, provider: event.provider, model: event.model };
      }
    }
  } catch (error) {
    // Nobody waits any more: the model is stopped, and what it had said by then is on the bill.
    const [first] = plan.targets;
    if (signal.aborted && text !== "" && first) {
      const usage = { ...estimateCall(call), output: estimateText(text) };
      request.onUsed?.({ provider: first.provider, model: first.model, usage });
    }
    throw error;
  }
  throw new ModelError({ kind: "cut", status: null });
}
