/** LLM: one completion of the configured model (reference 3.7). Its failure is an error, because scripts build on its text. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import { type CompletionRequest, complete } from "../../llm/complete.ts";
import { chooseModel, type ModelChoice, modelKeys } from "../../llm/provider.ts";
import { resolveSecret } from "../../secrets.ts";
import { modelBackground } from "../turn/model-background.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { searchKnowledge } from "./knowledge.ts";

const MAX_PROMPT = 400_000;

export const NO_MODEL =
  "No language model is configured: set the keys llm-url and llm-model (and llm-key where the server wants one) in config.csv.";

export interface Question {
  prompt: string;
  system?: string | null;
  /** What was said before, oldest first. */
  history?: CompletionRequest["messages"];
}

/** One completion of the conversation's model. Throws a BasicError when there is none or it does not answer. */
export async function askModel(question: Question, context: EffectContext): Promise<string> {
  const { prompt, system = null, history = [] } = question;
  if (prompt.length > MAX_PROMPT) throw new BasicError(ERR.memory, `A prompt has at most ${MAX_PROMPT} characters.`);
  const choice = modelOf(context);
  context.describe(modelAttributes(choice));
  try {
    const messages = [...history, { role: "user" as const, content: prompt }];
    return await complete(choice, { system, messages, signal: context.signal });
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw modelFailure(error);
  }
}

/** Of the call in a trace, by the semantic conventions for generative AI. */
export function modelAttributes({ model, temperature, maxTokens }: ModelChoice): Record<string, string | number> {
  const { provider, modelId } = typeof model === "string" ? { provider: "unknown", modelId: model } : model;
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": provider.split(".")[0] ?? provider,
    "gen_ai.request.model": modelId,
    "gen_ai.request.temperature": temperature,
    "gen_ai.request.max_tokens": maxTokens,
  };
}

export const modelLimitMs = (context: EffectContext): number => context.config.keys["llm-timeout"] * 1000;

const llm: EffectHandler = {
  limitMs: modelLimitMs,
  async run(args, context) {
    const prompt = toText(args["prompt"] ?? null, context.values);
    return askModel({ prompt, system: await background(args["options"] ?? null, prompt, context) }, context);
  },
};

function modelOf(context: EffectContext): ModelChoice {
  try {
    const { env, clock, identity } = context;
    const choice = chooseModel(modelKeys(context.config.keys, context.session), env, (reference) =>
      resolveSecret(env, identity.key, reference, clock.now()),
    );
    if (choice) return choice;
  } catch (error) {
    throw new BasicError(ERR.remote, `The language model cannot be used: ${reason(error)}.`);
  }
  throw new BasicError(ERR.remote, NO_MODEL);
}

/** What WITH adds to the bare prompt. */
async function background(options: Value, prompt: string, context: EffectContext): Promise<string | null> {
  switch (toText(options, context.values).trim().toUpperCase()) {
    case "":
      return null;
    case "CONTEXT":
      return modelBackground(context.session, context.config, []);
    case "KB":
      return modelBackground(
        { contexts: [], activeContext: null },
        { ...context.config, systemPrompt: null },
        await searchKnowledge(context, context.session.knowledge, prompt),
      );
    default:
      throw new BasicError(ERR.badCall, "LLM takes WITH CONTEXT or WITH KB in this version.");
  }
}

/** Kind and status only, in the log too: a provider's message may quote the prompt or the key. */
export function modelFailure(error: unknown): BasicError {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? ` (HTTP ${error.statusCode})` : "";
  console.error(`language model failed: ${error instanceof Error ? error.name : "unknown error"}${status}`);
  return new BasicError(ERR.remote, `The language model did not answer${status}.`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}

export const MODEL_EFFECTS: Readonly<Record<string, EffectHandler>> = { LLM: llm };
