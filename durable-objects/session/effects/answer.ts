/** What the model's turn asks for (answers/script.ts): the prompt, one call of the model, and the results of tools. */
import "../../answers/keywords.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import { convertArguments } from "../../../basic/index.ts";
import { listOf } from "../../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, newObject, type Value } from "../../../basic/values.ts";
import type { ToolCallsFrame } from "../../../contracts/frames.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { ModelMessage } from "../../../contracts/model-call.ts";
import { MAX_TOOL_PARAMS } from "../../answers/script.ts";
import type { ToolCall } from "../../llm/complete.ts";
import { textsFor } from "../texts.ts";
import { asData } from "../turn/model-background.ts";
import { splitText } from "../turn/turn-output.ts";
import { ANSWER_KINDS, type AnswerRequest, answerRequest, attachedTools, QUERY_PARAMS } from "./answer-request.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { callsModel, modelAccess, modelLimitMs, NO_MODEL } from "./model.ts";

/** Times in one answer that the model may ask for tools (reference 4.4), and tools that it may ask for at once. */
const MAX_ROUNDS = 8;
const MAX_CALLS = 16;
/** UTF-16 units of what the model is told of one tool's run. */
const MAX_RESULT = 50_000;
/** Of the arguments, where a person is asked whether a tool may run. */
const MAX_SHOWN = 1_000;
const prompt: EffectHandler = {
  async run(args, context) {
    // A keyword of the product's own script began it: without a model there is nothing to prepare.
    if (modelAccess(context, context.session) === null) throw new BasicError(ERR.remote, NO_MODEL);
    const kind = ANSWER_KINDS.find((one) => one === args["kind"]) ?? "message";
    return JSON.stringify(await answerRequest(textArgument(args, "question", context), kind, context));
  },
};

const ask: EffectHandler = {
  limitMs: modelLimitMs,
  async run(args, context) {
    // Of our own writing, by BASALT PROMPT.
    const request = JSON.parse(textArgument(args, "request", context)) as AnswerRequest;
    const isShown = request.kind === "message";
    if (request.say !== null) return told(request.say, "", [], isShown, context);
    const steps = listOf(args["steps"] ?? null) ?? [];
    const isLast = steps.length >= MAX_ROUNDS;
    const answer = await callsModel(context, {
      system: request.system,
      messages: [...request.messages, ...steps.flatMap((step) => messagesOf(step, context))],
      tools: request.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
      toolChoice: isLast ? "none" : steps.length === 0 ? request.toolChoice : "auto",
      json: request.json,
      ...(isShown ? streamTo(context) : {}),
    });
    const wanted = isLast ? [] : answer.calls;
    const outward = wanted.filter(({ name }) =>
      request.tools.some((tool) => tool.name === name && tool.by === "caller"),
    );
    // The caller comes back with the results of its tools; the model then calls again what it still wants of the bot's own.
    const calls = outward.length > 0 ? [] : wanted;
    const said = [
      ...(answer.text === "" ? [] : [{ type: "text" as const, text: answer.text }]),
      ...calls.map(({ id, name, input }) => ({ type: "tool-call" as const, id, name, input: input ?? {} })),
    ];
    const isSilent = isShown && answer.text.trim() === "" && wanted.length === 0;
    const text = isSilent ? context.config.fallbackMessage : answer.text;
    return told(
      text,
      JSON.stringify(said),
      calls.map((call, index) => calledTool(call, index, request, context)),
      isShown,
      context,
      outward,
    );
  },
  show(result, { botName }) {
    const { text, stream, isShown, outward } = result as {
      text: string;
      stream: string;
      isShown: boolean;
      outward: string;
    };
    if (!isShown) return null;
    const from = { kind: "bot", name: botName } as const;
    const parts = text.trim() === "" ? [] : splitText(text);
    const talks = parts.map((part) => ({ type: "talk", text: part, format: "markdown", from, stream }) as const);
    // Of our own writing, a few lines below.
    return outward === "" ? talks : [...talks, { type: "tool-calls", calls: JSON.parse(outward) }];
  },
};

function streamTo(context: EffectContext) {
  let isFirst = true;
  return {
    // What is left behind is not shown: the turn says something else.
    onPart: (part: string) => {
      if (isFirst && !context.signal.aborted) context.stream(part);
    },
    // What follows would be added to what is void; the whole message replaces it.
    onRestart: () => {
      isFirst = false;
    },
  };
}

function told(
  text: string,
  message: string,
  calls: Value[],
  isShown: boolean,
  context: EffectContext,
  outward: readonly ToolCall[] = [],
): BasicObject {
  return newObject([
    ["text", text],
    ["message", message],
    ["calls", calls],
    ["stream", context.streamId],
    ["isShown", isShown],
    ["outward", outward.length === 0 ? "" : JSON.stringify(outward.map(outwardCall))],
  ]);
}

const outwardCall = ({ id, name, input, problem }: ToolCall): ToolCallsFrame["calls"][number] => ({
  id,
  name,
  // What is no JSON is for the caller to tell the model; it gets nothing rather than a guess.
  arguments: problem === null ? JSON.stringify(input ?? {}) : "{}",
});

/** What the script needs to CALL the tool; `problem` tells the model what is wrong with its call. */
function calledTool(
  { id, name, input, problem }: ToolCall,
  index: number,
  request: AnswerRequest,
  context: EffectContext,
): BasicObject {
  const offered = request.tools.find((tool) => tool.name === name);
  const isQuery = offered?.by === "query";
  const script = offered?.by === "script" ? offered.script : "";
  const params = isQuery ? QUERY_PARAMS : attachedTools(context).find((one) => one.name === script)?.params;
  const made = params && problem === null ? convertArguments(params, input, context.values) : null;
  const wrong =
    index >= MAX_CALLS
      ? `At most ${MAX_CALLS} tools can be called at once.`
      : (problem ??
        (made === null ? `There is no tool ${name}.` : made.problems.map(({ message }) => message).join(" ")));
  const values: Value[] = [...(made?.list ?? [])];
  while (values.length < MAX_TOOL_PARAMS) values.push(null);
  return newObject([
    ["id", id],
    ["name", name],
    ["script", script],
    ["isQuery", isQuery],
    ["ask", needsApproval(script, context) ? approvalOf(script, input, context) : ""],
    ["values", values],
    ["problem", wrong],
  ]);
}

function needsApproval(script: string, { config }: EffectContext): boolean {
  const named = config.keys["tool-approval"].map((name) => name.toLowerCase());
  // `orders.2` is a tool of orders.
  return script !== "" && ["all", script, script.replace(/\.\d+$/, "")].some((name) => named.includes(name));
}

/** In plain text: what a model has written must not look like the bot's own words. */
function approvalOf(script: string, input: JsonValue, { config, identity }: EffectContext): string {
  const { mayRun } = textsFor(identity.request.locale ?? config.locale);
  const given = JSON.stringify(input ?? {});
  const shown = given.length > MAX_SHOWN ? `${given.slice(0, MAX_SHOWN)}…` : given;
  return `${mayRun}\n\n\`${script} ${shown.replaceAll("`", "'")}\``;
}

/** One round as the model is told it again: what it said, and what came of the tools that it called. */
function messagesOf(step: Value, context: EffectContext): ModelMessage[] {
  // Of our own writing: `said` by BASALT ASK, `results` by BASALT RESULT.
  const { said, results } = JSON.parse(toJson(step, context.values)) as {
    said: string;
    results: { id: string; name: string; output: string; isError: boolean }[];
  };
  return [
    { role: "assistant", content: JSON.parse(said) },
    { role: "tool", content: results },
  ];
}

const listen: EffectHandler = {
  run(_, { session }) {
    const before = session.heard ?? null;
    session.heard = "";
    return before;
  },
};

const result: EffectHandler = {
  run(args, context) {
    const { session, values } = context;
    const heard = session.heard ?? "";
    const before = args["before"] ?? null;
    if (before === null) delete session.heard;
    else session.heard = toText(before, values);
    // Of our own writing, by BASALT ASK.
    const { id, name } = args["called"] as { id: string; name: string };
    const problem = textArgument(args, "problem", context);
    const output =
      problem === "" ? resultText(args["result"] ?? null, heard, context) : JSON.stringify({ error: problem });
    const told = asData(output.slice(0, MAX_RESULT), context.identity.key);
    return fromPlain({ id, name, output: told, isError: problem !== "" }, values);
  },
};

/** What the tool returned; where that is nothing, what it said. */
function resultText(value: Value, heard: string, { values }: EffectContext): string {
  if (value === null) return heard.trim() || "Done; the tool returned nothing.";
  return typeof value === "object" ? toJson(value, values) : toText(value, values);
}

export const ANSWER_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "BASALT PROMPT": prompt,
  "BASALT ASK": ask,
  "BASALT LISTEN": listen,
  "BASALT RESULT": result,
};
