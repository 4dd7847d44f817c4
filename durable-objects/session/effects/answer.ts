/** What the model's turn asks for (answers/script.ts): the prompt, one call of the model, and the results of tools. */
import "../../answers/keywords.ts";
import { convertArguments, inputSchema, isOffered, type Tool, toolNamesToSend, toolsOf } from "../../../basic/index.ts";
import { listOf } from "../../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, newObject, type Value } from "../../../basic/values.ts";
import type { ModelMessage, ModelTool } from "../../../contracts/model-call.ts";
import { MAX_TOOL_PARAMS } from "../../answers/script.ts";
import { complete, type ToolCall } from "../../llm/complete.ts";
import { modelBackground } from "../turn/model-background.ts";
import { splitText } from "../turn/turn-output.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { collectionsOf, searchKnowledge } from "./knowledge.ts";
import { callsModel, modelLimitMs } from "./model.ts";

/** Times in one answer that the model may ask for tools (reference 4.4), and tools that it may ask for at once. */
const MAX_ROUNDS = 8;
const MAX_CALLS = 16;
/** UTF-16 units of what the model is told of one tool's run. */
const MAX_RESULT = 50_000;
/** Below this a passage shares a word with the question by chance. */
const MIN_RELEVANCE = 0.1;

/** What the model is told at first, as the script carries it (JSON). */
interface Request {
  system: string | null;
  messages: ModelMessage[];
  /** `script`: what CALL knows it by. */
  tools: (ModelTool & { script: string })[];
  /** Said in the model's place: there is nothing to word an answer from. */
  say: string | null;
}

const prompt: EffectHandler = {
  async run(args, context) {
    const question = textArgument(args, "question", context);
    const { session, config } = context;
    const mode = session.answerMode ?? "default";
    const passages = mode === "direct" ? [] : await passagesFor(question, context);
    const isBare = mode === "document" && !passages.some(({ relevance }) => relevance >= MIN_RELEVANCE);
    const request: Request = {
      system: modelBackground(session, config, passages),
      messages: [...saidBefore(context), { role: "user", content: [{ type: "text", text: question }] }],
      tools: mode === "document" ? [] : offeredTools(context),
      say: isBare ? config.fallbackMessage : null,
    };
    return JSON.stringify(request);
  },
};

/** Passages of the attached collections, or of all of the bot's where none was attached. */
function passagesFor(question: string, context: EffectContext) {
  const all = collectionsOf(context.release);
  const { knowledge } = context.session;
  const collections = knowledge.length > 0 ? all.filter((name) => knowledge.includes(name)) : all;
  if (collections.length === 0 || question.trim() === "") return [];
  return searchKnowledge(context, collections, question);
}

const saidBefore = (context: EffectContext): ModelMessage[] =>
  context
    .said(context.config.keys["history-limit"])
    .map(({ role, text }) => ({ role, content: [{ type: "text", text }] }));

/** The tools that ADD TOOL attached, under the names that models take. */
function offeredTools(context: EffectContext): Request["tools"] {
  const tools = attachedTools(context);
  const { sent } = toolNamesToSend(tools.map(({ name }) => name));
  return tools.map(({ name, description, params }, index) => ({
    name: sent[index] ?? name,
    description,
    // JSON Schema is JSON.
    parameters: inputSchema(params) as unknown as ModelTool["parameters"],
    script: name,
  }));
}

function attachedTools(context: EffectContext): Tool[] {
  return (context.session.tools ?? []).flatMap((name) => {
    const program = context.program(name);
    if (program === null || !isOffered(program)) return [];
    return toolsOf(program, name).filter((tool) => {
      const fits = tool.params.length <= MAX_TOOL_PARAMS;
      if (!fits) context.warn(`The tool ${tool.name} has more than ${MAX_TOOL_PARAMS} PARAMs and is not offered.`);
      return fits;
    });
  });
}

const ask: EffectHandler = {
  limitMs: modelLimitMs,
  async run(args, context) {
    // Of our own writing, by BASALT PROMPT.
    const request = JSON.parse(textArgument(args, "request", context)) as Request;
    if (request.say !== null) return told(request.say, "", [], context);
    const steps = listOf(args["steps"] ?? null) ?? [];
    const isLast = steps.length >= MAX_ROUNDS;
    const answer = await callsModel(context, (access) =>
      complete(access, {
        system: request.system,
        messages: [...request.messages, ...steps.flatMap((step) => messagesOf(step, context))],
        tools: request.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
        toolChoice: isLast ? "none" : "auto",
        limitMs: modelLimitMs(context),
        signal: context.signal,
        ...streamTo(context),
      }),
    );
    const calls = isLast ? [] : answer.calls;
    const said = [
      ...(answer.text === "" ? [] : [{ type: "text" as const, text: answer.text }]),
      ...calls.map(({ id, name, input }) => ({ type: "tool-call" as const, id, name, input: input ?? {} })),
    ];
    const text = answer.text.trim() === "" && calls.length === 0 ? context.config.fallbackMessage : answer.text;
    return told(
      text,
      JSON.stringify(said),
      calls.map((call, index) => calledTool(call, index, request, context)),
      context,
    );
  },
  show(result, { botName }) {
    const { text, stream } = result as { text: string; stream: string };
    if (text.trim() === "") return null;
    const from = { kind: "bot", name: botName } as const;
    return splitText(text).map((part) => ({ type: "talk", text: part, format: "markdown", from, stream }) as const);
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

function told(text: string, message: string, calls: Value[], context: EffectContext): BasicObject {
  return newObject([
    ["text", text],
    ["message", message],
    ["calls", calls],
    ["stream", context.streamId],
  ]);
}

/** What the script needs to CALL the tool; `problem` tells the model what is wrong with its call. */
function calledTool({ id, name, input, problem }: ToolCall, index: number, request: Request, context: EffectContext) {
  const script = request.tools.find((tool) => tool.name === name)?.script;
  const tool = attachedTools(context).find((one) => one.name === script);
  const made = tool && problem === null ? convertArguments(tool.params, input, context.values) : null;
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
    ["script", script ?? ""],
    ["values", values],
    ["problem", wrong],
  ]);
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
    return fromPlain({ id, name, output: output.slice(0, MAX_RESULT), isError: problem !== "" }, values);
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
