/**
 * Chat completions as OpenAI's API has them (https://platform.openai.com/docs/api-reference/chat): what is read of a request,
 * and what is answered. Fields that are not here are ignored, as other servers of this API do; those that would change what
 * the answer means are refused.
 */
import * as z from "zod";

export const OPENAI_LIMITS = {
  /** Bytes of a request. */
  body: 1024 * 1024,
  messages: 1_000,
  tools: 64,
} as const;

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const content = z.union([
  z.string(),
  z.array(
    z.union([
      textPart,
      z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) }),
      z.object({ type: z.literal("refusal"), refusal: z.string() }),
    ]),
  ),
]);
const toolName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const callId = z.string().min(1).max(200);

const message = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["system", "developer"]), content }),
  z.object({ role: z.literal("user"), content }),
  z.object({
    role: z.literal("assistant"),
    content: content.nullish(),
    tool_calls: z
      .array(
        z.object({
          id: callId,
          type: z.literal("function"),
          function: z.object({ name: toolName, arguments: z.string() }),
        }),
      )
      .nullish(),
  }),
  z.object({ role: z.literal("tool"), tool_call_id: callId, content }),
]);

export const chatRequest = z.object({
  model: z.string().min(1).max(100),
  messages: z.array(message).min(1).max(OPENAI_LIMITS.messages),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z
    .array(
      z.object({
        type: z.literal("function"),
        function: z.object({
          name: toolName,
          description: z.string().max(10_000).nullish(),
          parameters: z.record(z.string(), z.json()).nullish(),
        }),
      }),
    )
    .max(OPENAI_LIMITS.tools)
    .nullish(),
  tool_choice: z
    .union([
      z.enum(["auto", "none", "required"]),
      z.object({ type: z.literal("function"), function: z.object({ name: toolName }) }),
    ])
    .nullish(),
  response_format: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("text") }),
      z.object({ type: z.literal("json_object") }),
      z.object({
        type: z.literal("json_schema"),
        json_schema: z.object({ schema: z.record(z.string(), z.json()).nullish() }),
      }),
    ])
    .nullish(),
  n: z.literal(1, { error: "a bot gives one answer" }).nullish(),
  user: z.string().max(200).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;
export type ChatMessage = ChatRequest["messages"][number];

export interface ChatUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
}

export interface ChatToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
}

export type FinishReason = "stop" | "tool_calls";

export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  created: number;
  model: string;
  choices: [
    {
      index: 0;
      message: { role: "assistant"; content: string | null; refusal: null; tool_calls?: ChatToolCall[] };
      logprobs: null;
      finish_reason: FinishReason;
    },
  ];
  usage: ChatUsage;
}

export interface ChatChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: {
    index: 0;
    delta: { role?: "assistant"; content?: string; tool_calls?: (ChatToolCall & { index: number })[] };
    logprobs: null;
    finish_reason: FinishReason | null;
  }[];
  usage?: ChatUsage | null;
}

/** `GET /v1/models`: each bot is a model. */
export interface ModelObject {
  id: string;
  object: "model";
  created: number;
  owned_by: string;
}
