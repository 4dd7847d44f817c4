/** What the model is told at first in its turn (answers/script.ts): the system part, what was said, and the tools it may call. */
import { inputSchema, isOffered, type Tool, toolNamesToSend, toolsOf } from "../../../basic/index.ts";
import type { Brought } from "../../../contracts/conversation.ts";
import type { ModelMessage, ModelTool } from "../../../contracts/model-call.ts";
import type { TableSummary } from "../../../contracts/tables.ts";
import { MAX_TOOL_PARAMS } from "../../answers/script.ts";
import { dataObject } from "../../objects.ts";
import { modelBackground } from "../turn/model-background.ts";
import type { EffectContext } from "./effect.ts";
import { collectionsOf, searchKnowledge } from "./knowledge.ts";

/** A message that no script waits for, ANSWER, or LLM ... WITH TOOLS. */
export const ANSWER_KINDS = ["message", "answer", "tools"] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** As the script carries it (JSON). */
export interface AnswerRequest {
  /** Only a message's answer is shown: the two keywords yield theirs. */
  kind: AnswerKind;
  system: string | null;
  messages: ModelMessage[];
  tools: OfferedTool[];
  /** Of the first call. */
  toolChoice: Brought["toolChoice"];
  json: Brought["json"];
  /** Said in the model's place: there is nothing to word an answer from. */
  say: string | null;
}

/**
 * Who runs it: a script of the package, which CALL knows as `script`; the query of the mode `sql`; or the program behind the
 * conversation, which has brought it.
 */
export type OfferedTool = ModelTool & ({ by: "script"; script: string } | { by: "query" | "caller" });

/** Below this a passage shares a word with the question by chance. */
const MIN_RELEVANCE = 0.1;
/** Tables that the model is told of in the mode `sql`. */
const MAX_TABLES = 100;

export async function answerRequest(
  question: string,
  kind: AnswerKind,
  context: EffectContext,
): Promise<AnswerRequest> {
  const asked: ModelMessage = { role: "user", content: [{ type: "text", text: question }] };
  const plain = { kind, toolChoice: "auto", json: null, say: null } as const;
  if (kind === "tools") return { ...plain, system: null, messages: [asked], tools: offeredTools(context) };
  const { session, config } = context;
  const brought = (kind === "message" ? context.identity.request.brought : null) ?? null;
  const mode = session.answerMode ?? config.keys["answer-mode"];
  const passages = mode === "direct" ? [] : await passagesFor(question, context);
  const isBare = mode === "document" && !passages.some(({ relevance }) => relevance >= MIN_RELEVANCE);
  const background = modelBackground(session, config, passages, context.identity.key);
  const query = mode === "sql" ? await queryOffered(context) : null;
  const parts = [background, brought?.system ?? null, query?.explained ?? null].filter((part) => part !== null);
  const own = mode === "document" ? [] : [...(query === null ? [] : [query.tool]), ...offeredTools(context)];
  const callers = (brought?.tools ?? []).map((tool) => ({ ...tool, by: "caller" }) as const);
  return {
    ...plain,
    system: parts.length === 0 ? null : parts.join("\n\n"),
    messages: messagesOf(brought, asked, context),
    // What the caller brings under a name of the bot's own stands in its place: the caller waits to be asked.
    tools: [...callers, ...own.filter(({ name }) => !callers.some((tool) => tool.name === name))],
    say: isBare ? config.fallbackMessage : null,
    ...(brought === null ? {} : { toolChoice: brought.toolChoice, json: brought.json }),
  };
}

/** What was said before, here and, where a program keeps the conversation itself, in what it has brought. */
function messagesOf(brought: Brought | null, asked: ModelMessage, context: EffectContext): ModelMessage[] {
  const said = context.said(context.config.keys["history-limit"]);
  const before = said
    .filter(({ text }) => text !== "")
    .map(({ role, text }): ModelMessage => ({ role, content: [{ type: "text", text }] }));
  if (brought === null) return [...before, asked];
  // The last of them is the message that the first turn answers, and stands among what was said in it; a tool's result does not.
  if (!said.some(({ role }) => role === "user")) return brought.messages;
  const earlier = brought.messages.at(-1)?.role === "user" ? brought.messages.slice(0, -1) : brought.messages;
  return [...earlier, ...before, asked];
}

/** Passages of the attached collections, or of all of the bot's where none was attached. */
function passagesFor(question: string, context: EffectContext) {
  const all = collectionsOf(context.release);
  const { knowledge } = context.session;
  const collections = knowledge.length > 0 ? all.filter((name) => knowledge.includes(name)) : all;
  if (collections.length === 0 || question.trim() === "") return [];
  return searchKnowledge(context, collections, question);
}

/** The tools that ADD TOOL attached, under the names that models take. */
function offeredTools(context: EffectContext): OfferedTool[] {
  const tools = attachedTools(context);
  const { sent } = toolNamesToSend(tools.map(({ name }) => name));
  return tools.map(({ name, description, params }, index) => ({
    name: sent[index] ?? name,
    description,
    // JSON Schema is JSON.
    parameters: inputSchema(params) as unknown as ModelTool["parameters"],
    by: "script",
    script: name,
  }));
}

export function attachedTools(context: EffectContext): Tool[] {
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

/** PARAMs of the query, as a tool of a script would have them. */
export const QUERY_PARAMS: Tool["params"] = [
  {
    name: "sql",
    type: "STRING",
    description: "One SELECT statement.",
    example: null,
    enum: null,
    default: null,
    optional: false,
  },
];

/** Reading the bot's tables, for the mode `sql`; the statement is parsed by the language, which knows no other than SELECT. */
async function queryOffered(context: EffectContext): Promise<{ tool: OfferedTool; explained: string }> {
  const { items } = await dataObject(context.env, context.identity.key).describe(MAX_TABLES, null);
  return {
    tool: {
      name: "query_tables",
      description: "Reads the tables by one SELECT statement and yields the rows as JSON. It can change nothing.",
      parameters: inputSchema(QUERY_PARAMS) as unknown as ModelTool["parameters"],
      by: "query",
    },
    explained:
      items.length === 0
        ? "There are no tables yet."
        : `Answer from the tables, which query_tables reads, and explain the result in words. The tables:\n${items.map(described).join("\n")}`,
  };
}

const described = ({ name, rows, columns }: TableSummary): string =>
  `${name}(${columns.map((column) => `${column.name}${column.type === null ? "" : ` ${column.type}`}`).join(", ")}), ${rows} rows`;
