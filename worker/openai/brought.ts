/** A request's messages as a conversation takes them (contracts/conversation.ts, Brought). */
import type { Brought } from "../../contracts/conversation.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { ModelMessage } from "../../contracts/model-call.ts";
import type { ChatMessage, ChatRequest } from "../../contracts/openai-api.ts";
import { FaultError } from "../problem.ts";

export interface BroughtRequest {
  brought: Brought;
  /** The last message's text, as a script that waits for one would get it. */
  text: string;
}

const PICTURE = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)$/;
/** A message of a conversation (contracts/frames.ts, messageFrame). */
const MAX_TEXT = 32_000;

/** Throws a FaultError that names what the request has wrong. */
export function toBrought({
  messages,
  tools,
  tool_choice: choice,
  response_format: format,
}: ChatRequest): BroughtRequest {
  const system = messages.flatMap((message) =>
    message.role === "system" || message.role === "developer" ? [textOf(message.content)] : [],
  );
  const names = new Map<string, string>();
  const spoken = messages.flatMap((message) => modelMessage(message, names));
  const last = spoken.at(-1);
  if (last === undefined || last.role === "assistant")
    throw wrong("messages", "The last message is the one to answer: it has the role user or tool.");
  const named = typeof choice === "object" && choice !== null ? choice.function.name : null;
  const offered = (tools ?? []).filter((tool) => named === null || tool.function.name === named);
  if (named !== null && offered.length === 0) throw wrong("tool_choice", `There is no tool ${named} in tools.`);
  return {
    brought: {
      system: system.length === 0 ? null : system.join("\n\n"),
      messages: merged(spoken),
      tools: offered.map(({ function: tool }) => ({
        name: tool.name,
        description: tool.description ?? "",
        parameters: tool.parameters ?? { type: "object", properties: {} },
      })),
      toolChoice: named !== null ? "required" : typeof choice === "string" ? choice : "auto",
      json:
        format?.type === "json_object"
          ? { schema: null }
          : format?.type === "json_schema"
            ? { schema: format.json_schema.schema ?? null }
            : null,
    },
    text: last.role === "user" ? textOfMessage(last).slice(0, MAX_TEXT) : "",
  };
}

function modelMessage(message: ChatMessage, names: Map<string, string>): ModelMessage[] {
  switch (message.role) {
    case "system":
    case "developer":
      return [];
    case "user":
      return [{ role: "user", content: userParts(message.content) }];
    case "assistant": {
      const text = textOf(message.content ?? "");
      const calls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: json } }) => {
        names.set(id, name);
        return { type: "tool-call" as const, id, name, input: parsed(json) };
      });
      return [{ role: "assistant", content: [...(text === "" ? [] : [{ type: "text" as const, text }]), ...calls] }];
    }
    case "tool": {
      const { tool_call_id: id } = message;
      const name = names.get(id);
      if (name === undefined) throw wrong("messages", `No message before it has the tool call ${id.slice(0, 100)}.`);
      return [{ role: "tool", content: [{ id, name, output: textOf(message.content), isError: false }] }];
    }
  }
}

/** Results that follow each other belong to one round. */
function merged(messages: readonly ModelMessage[]): ModelMessage[] {
  const list: ModelMessage[] = [];
  for (const message of messages) {
    const before = list.at(-1);
    if (message.role === "tool" && before?.role === "tool")
      list[list.length - 1] = { role: "tool", content: [...before.content, ...message.content] };
    else list.push(message);
  }
  return list;
}

type Content = Extract<ChatMessage, { role: "user" }>["content"];

type UserParts = Extract<ModelMessage, { role: "user" }>["content"];

function userParts(content: Content): UserParts {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.flatMap((part): UserParts => {
    if (part.type === "text") return [{ type: "text" as const, text: part.text }];
    if (part.type === "refusal") return [];
    const [, mediaType, data] = PICTURE.exec(part.image_url.url) ?? [];
    if (mediaType === undefined || data === undefined)
      throw wrong("messages", "A picture is sent as data:, in base64: PNG, JPEG, GIF or WebP.");
    return [{ type: "file" as const, mediaType, data }];
  });
}

const textOf = (content: Content): string =>
  typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")).join("");

const textOfMessage = (message: Extract<ModelMessage, { role: "user" }>): string =>
  message.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");

function parsed(json: string): JsonValue {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

const wrong = (path: string, message: string): FaultError =>
  new FaultError("request.invalid", message, { errors: [{ path, message }] });
