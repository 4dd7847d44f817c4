/** LLM: one completion of the configured model (reference 3.7). Its failure is an error, because scripts build on its text. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { FailureKind, ModelCall, ModelMessage } from "../../../contracts/model-call.ts";
import { ANSWER_SCRIPT } from "../../../contracts/release.ts";
import { fitPrompt, inputRoom } from "../../context/fit-prompt.ts";
import { type Completion, type CompletionRequest, complete, type ModelAccess } from "../../llm/complete.ts";
import { ModelError } from "../../llm/models.ts";
import { type ModelPlan, planModels } from "../../llm/targets.ts";
import { resolveSecret } from "../../secrets.ts";
import type { SessionState } from "../state.ts";
import { modelBackground } from "../turn/model-background.ts";
import type { AnswerKind } from "./answer-request.ts";
import type { EffectArguments } from "./arguments.ts";
import { type EffectContext, type EffectHandler, ScriptCall } from "./effect.ts";
import { searchKnowledge } from "./knowledge.ts";
import { openBill } from "./model-bill.ts";
import { askForFields, askForJson } from "./model-json.ts";
import { veil } from "./model-privacy.ts";

const MAX_PROMPT = 400_000;

export const NO_MODEL =
  "No language model is configured: set the keys llm-url and llm-model (and llm-key where the server wants one) in config.csv.";

export interface Question {
  prompt: string;
  system?: string | null;
  /** What was said after the prompt. */
  then?: ModelMessage[];
  /** The answer is to be JSON, of this schema where there is one. */
  json?: ModelCall["json"];
}

/** One completion of the conversation's model. Throws a BasicError when there is none or it does not answer. */
export async function askModel(question: Question, context: EffectContext): Promise<string> {
  const { prompt, system = null, then = [], json = null } = question;
  if (prompt.length > MAX_PROMPT) throw new BasicError(ERR.memory, `A prompt has at most ${MAX_PROMPT} characters.`);
  const messages = [userMessage(prompt), ...then];
  const { text } = await callsModel(context, { system, messages, json });
  return text;
}

export const userMessage = (text: string): ModelMessage => ({ role: "user", content: [{ type: "text", text }] });

/** One call of the conversation's model, within its budgets. Throws a BasicError when there is none or it does not answer. */
export async function callsModel(
  context: EffectContext,
  request: Omit<CompletionRequest, "limitMs" | "signal" | "onUsed">,
): Promise<Completion> {
  const access = modelOf(context);
  context.describe(modelAttributes(access.plan));
  const fitted = fitPrompt(request, await inputRoom(access, context.config.keys));
  if (fitted.left > 0)
    context.warn(`${fitted.left} of the earlier messages did not fit into the model's context and were left out.`);
  const veiled = veil({ ...request, messages: fitted.messages }, context.config.keys);
  const bill = await openBill(access, veiled.request, context);
  try {
    const completion = await complete(access, {
      ...veiled.request,
      limitMs: modelLimitMs(context),
      signal: context.signal,
      onUsed: (used) => bill.add(used),
    });
    context.describe({
      "gen_ai.response.model": completion.model,
      "gen_ai.usage.input_tokens": completion.usage.input,
      "gen_ai.usage.output_tokens": completion.usage.output,
    });
    return veiled.lift(completion);
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw modelFailure(error);
  } finally {
    bill.close();
  }
}

/** Of the call in a trace, by the semantic conventions for generative AI. */
export function modelAttributes({ targets, temperature, maxTokens }: ModelPlan): Record<string, string | number> {
  const [first] = targets;
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": first?.provider ?? "",
    "gen_ai.request.model": first?.model ?? "",
    "gen_ai.request.temperature": temperature,
    "gen_ai.request.max_tokens": maxTokens,
  };
}

export const modelLimitMs = (context: EffectContext): number => context.config.keys["llm-timeout"] * 1000;

const llm: EffectHandler = {
  limitMs: modelLimitMs,
  classOf: (args, context) => (optionOf(args, context) === "TOOLS" ? "pure" : "recordable"),
  run(args, context) {
    const prompt = toText(args["prompt"] ?? null, context.values);
    const options = args["options"] ?? null;
    if (isObject(options)) return askForFields(prompt, options, context);
    const option = optionOf(args, context);
    if (option === "TOOLS") return modelTurn("tools", prompt, context);
    return option === "JSON" ? askForJson(prompt, context) : completed(option, prompt, context);
  },
};

const optionOf = ({ options = null }: EffectArguments, { values }: EffectContext): string =>
  isObject(options) ? "" : toText(options, values).trim().toUpperCase();

async function completed(option: string, prompt: string, context: EffectContext): Promise<string> {
  return askModel({ prompt, system: await background(option, prompt, context) }, context);
}

/** The script of the model's turn in the keyword's place (answers/script.ts), because tools are scripts that may ask the person. */
export function modelTurn(kind: AnswerKind, question: string, context: EffectContext): ScriptCall {
  const program = context.program(ANSWER_SCRIPT);
  if (program === null)
    throw new BasicError(ERR.serviceMissing, "This release cannot run tools for the model: publish the package again.");
  return new ScriptCall(program, [question, kind]);
}

function modelOf(context: EffectContext): ModelAccess {
  const access = modelAccess(context, context.session);
  if (access === null) throw new BasicError(ERR.remote, NO_MODEL);
  return access;
}

/** The conversation's models; null when none is configured. */
export function modelAccess(
  { env, identity, config }: Pick<EffectContext, "env" | "identity" | "config">,
  { model, routing }: Pick<SessionState, "model" | "routing">,
): ModelAccess | null {
  const choice = { id: identity.key.conversation, ...(model ? { model } : {}), ...(routing ? { routing } : {}) };
  const plan = planModels(config, choice, env);
  if (plan === null) return null;
  return {
    models: { worker: env.MODELS, tenant: identity.key.tenant },
    plan,
    secret: (reference) => resolveSecret(env, identity.key, reference),
  };
}

/** What WITH adds to the bare prompt. */
async function background(option: string, prompt: string, context: EffectContext): Promise<string | null> {
  switch (option) {
    case "":
      return null;
    case "CONTEXT":
      return modelBackground(context.session, context.config, [], context.identity.key);
    case "KB":
      return modelBackground(
        { contexts: [], activeContext: null },
        { ...context.config, systemPrompt: null },
        await searchKnowledge(context, context.session.knowledge, prompt),
        context.identity.key,
      );
    default:
      throw new BasicError(ERR.badCall, "LLM takes WITH CONTEXT, KB, TOOLS, JSON, or an object of names and types.");
  }
}

/** Kind and status only, in the log too: a provider's message may quote the prompt or the key. */
export function modelFailure(error: unknown): BasicError {
  if (!(error instanceof ModelError)) {
    console.error(`language model failed: ${error instanceof Error ? error.name : "unknown error"}`);
    return new BasicError(ERR.remote, "The language model did not answer.");
  }
  const { kind, status } = error.failure;
  console.error(`language model failed: ${kind}${status === null ? "" : ` (HTTP ${status})`}`);
  const code = status === null ? "" : ` (HTTP ${status})`;
  return new BasicError(ERR.remote, `The language model did not answer${code}: ${WHY[kind]}.`);
}

const WHY: Readonly<Record<FailureKind, string>> = {
  "rate-limit": "it was asked too often, or its quota is used up",
  timeout: "it took too long",
  credentials: "its server does not take the key (llm-key)",
  forbidden: "this installation may not call its address (OUTBOUND_PRIVATE_HOSTS, OUTBOUND_TENANTS)",
  refused: "its server refused the request",
  "too-long": "the text is longer than it can read",
  "not-found": "its server has no such model or address (llm-url, llm-model)",
  server: "its server has a fault",
  network: "its server cannot be reached (llm-url)",
  malformed: "what it said cannot be read",
  cut: "its answer broke off",
  resting: "it failed again and again, and is left alone for a while",
};

export const MODEL_EFFECTS: Readonly<Record<string, EffectHandler>> = { LLM: llm };
