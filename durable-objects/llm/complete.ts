/** One completion of a language model, whole or in parts. */
import type { ModelUsage } from "../../contracts/model-call.ts";
import { callModels, ModelError, type Models } from "./models.ts";
import { type ModelPlan, openTargets } from "./targets.ts";

export interface CompletionRequest {
  system: string | null;
  messages: { role: "user" | "assistant"; content: string }[];
  /** For the whole completion, with its further tries. */
  limitMs: number;
  signal: AbortSignal;
  /** Told each part of the text as it comes. */
  onPart?(text: string): void;
  /** Told that what came so far is void: the answer begins anew. */
  onRestart?(): void;
}

export interface ModelAccess {
  models: Models;
  plan: ModelPlan;
  /** The value behind a reference. */
  secret(reference: string): Promise<string>;
}

export interface Completion {
  text: string;
  usage: ModelUsage;
  /** Who answered. */
  provider: string;
  model: string;
}

/** Further tries than the first of each model. */
const RETRIES = 1;

/** Rejects with a ModelError when no model answers, and with the signal's reason. */
export async function complete({ models, plan, secret }: ModelAccess, request: CompletionRequest): Promise<Completion> {
  const { system, messages, limitMs, signal } = request;
  const call = {
    targets: await openTargets(plan.targets, secret),
    script: plan.script,
    system,
    messages: messages.map(({ role, content }) => ({ role, content: [{ type: "text" as const, text: content }] })),
    temperature: plan.temperature,
    maxTokens: plan.maxTokens,
    silenceMs: limitMs,
    totalMs: limitMs,
    retries: RETRIES,
  };
  let text = "";
  for await (const event of callModels(models, call, signal)) {
    switch (event.type) {
      case "text":
        text += event.text;
        request.onPart?.(event.text);
        break;
      case "try-failed":
        if (text !== "") request.onRestart?.();
        text = "";
        break;
      case "failed":
        throw new ModelError(event);
      case "finish":
        return { text, usage: event.usage, provider: event.provider, model: event.model };
    }
  }
  throw new ModelError({ kind: "cut", status: null });
}
