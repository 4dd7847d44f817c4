/**
 * One call of a language model, between a conversation and the models worker: what is asked, and the events that come back
 * as lines of JSON while the model speaks. A call is one step: tools that the model asks for are run by the conversation,
 * which calls again with their results.
 */
import * as z from "zod";

const MIB = 1024 * 1024;

export const MODEL_LIMITS = {
  /** JSON of a call, with its pictures in base64. */
  callBytes: 24 * MIB,
  /** UTF-16 units of one answer; the model is stopped there. */
  answer: 2_000_000,
  /** Models of one chain. */
  targets: 8,
  messages: 2_000,
  tools: 128,
} as const;

/** `POST`: a ModelCall; answers `application/x-ndjson` of ModelEvent. */
export const MODEL_CALL_PATH = "/v1/call";
/** `POST`: an EmbedCall; answers the JSON of an EmbedAnswer. */
export const MODEL_EMBED_PATH = "/v1/embed";

export const PROVIDERS = [
  "openai",
  "anthropic",
  "google",
  "mistral",
  "groq",
  "azure",
  "bedrock",
  "ollama",
  "openai-compatible",
  "scripted",
] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** One model behind one server. */
export const modelTargetSchema = z.object({
  provider: z.enum(PROVIDERS),
  model: z.string().min(1).max(200),
  /** The API's root; "" = the provider's own. */
  url: z.string().max(2_000),
  /** The key itself, opened; "" where the server wants none. Bedrock: `ACCESS_KEY_ID:SECRET_ACCESS_KEY` or a bearer key. */
  key: z.string().max(10_000),
  /** Azure's API version, Bedrock's region; "" = the provider's default. */
  variant: z.string().max(100),
});
export type ModelTarget = z.infer<typeof modelTargetSchema>;

const text = z.string().max(4_000_000);
const callId = z.string().min(1).max(200);
const toolName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const modelMessageSchema = z.discriminatedUnion("role", [
  z.object({
    role: z.literal("user"),
    content: z.array(
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("text"), text }),
        /** `data` in base64. */
        z.object({ type: z.literal("file"), mediaType: z.string().max(100), data: z.string().max(16 * MIB) }),
      ]),
    ),
  }),
  z.object({
    role: z.literal("assistant"),
    content: z.array(
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("text"), text }),
        z.object({ type: z.literal("tool-call"), id: callId, name: toolName, input: z.json() }),
      ]),
    ),
  }),
  z.object({
    role: z.literal("tool"),
    content: z.array(z.object({ id: callId, name: toolName, output: text, isError: z.boolean() })),
  }),
]);
export type ModelMessage = z.infer<typeof modelMessageSchema>;

export const modelToolSchema = z.object({
  name: toolName,
  description: z.string().max(10_000),
  /** JSON Schema of an object. */
  parameters: z.record(z.string(), z.json()),
});
export type ModelTool = z.infer<typeof modelToolSchema>;

const ms = z.int().min(1).max(600_000);

export const modelCallSchema = z.object({
  /** In the order in which they are tried. */
  targets: z.array(modelTargetSchema).min(1).max(MODEL_LIMITS.targets),
  /** JSON: what the provider `scripted` says. */
  script: z.string().max(MIB).default(""),
  system: text.nullable(),
  messages: z.array(modelMessageSchema).min(1).max(MODEL_LIMITS.messages),
  tools: z.array(modelToolSchema).max(MODEL_LIMITS.tools).default([]),
  toolChoice: z.enum(["auto", "none", "required"]).default("auto"),
  /** The answer is to be JSON; of this schema, if one is given. */
  json: z
    .object({ schema: z.record(z.string(), z.json()).nullable() })
    .nullable()
    .default(null),
  temperature: z.number().min(0).max(2).nullable(),
  maxTokens: z.int().min(1).max(1_000_000),
  stop: z.array(z.string().max(200)).max(4).default([]),
  /** How long a model may say nothing, before its first word and between two; and the whole call with all its tries. */
  silenceMs: ms,
  totalMs: ms,
  /** Further tries of one model, where nothing had come of it. */
  retries: z.int().min(0).max(5),
  /**
   * What becomes of an answer that breaks off after it began: `fail` tells so, `redo` begins it anew, with the same model
   * and then the next ones; what was streamed is taken back.
   */
  whenCut: z.enum(["fail", "redo"]).default("redo"),
});
export type ModelCall = z.input<typeof modelCallSchema>;
export type CheckedModelCall = z.infer<typeof modelCallSchema>;

/** Tokens. `isEstimated`: counted by us, because the provider told nothing, or the call broke off. */
export const modelUsageSchema = z.object({
  input: z.int().min(0),
  /** Of the input, those that the provider had read before. */
  cached: z.int().min(0),
  output: z.int().min(0),
  isEstimated: z.boolean(),
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;

export const FAILURE_KINDS = [
  /** 429: asked too often, or the quota is used up. */
  "rate-limit",
  "timeout",
  /** 401, 403: the key. */
  "credentials",
  /** This installation may not call that address. */
  "forbidden",
  /** 400 and the like: the request, or what is in it. */
  "refused",
  /** More tokens than the model reads. */
  "too-long",
  /** 404: the model, or the address. */
  "not-found",
  "server",
  "network",
  /** The answer is not what the protocol says. */
  "malformed",
  /** It broke off after it had begun. */
  "cut",
  /** Failed so often that it is left alone for a while. */
  "resting",
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

const who = { provider: z.enum(PROVIDERS), model: z.string() };
const failure = {
  ...who,
  kind: z.enum(FAILURE_KINDS),
  status: z.int().nullable(),
  usage: modelUsageSchema.nullable(),
};

export const modelEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  /** `input` is null, and `problem` a sentence, where the model's arguments are no JSON or name no tool. */
  z.object({
    type: z.literal("tool-call"),
    id: z.string(),
    name: z.string(),
    input: z.json(),
    problem: z.string().nullable(),
  }),
  /** One try came to nothing; what was streamed of it is void. Another follows, or `failed`. */
  z.object({ type: z.literal("try-failed"), ...failure }),
  z.object({
    type: z.literal("finish"),
    ...who,
    reason: z.enum(["stop", "length", "tool-calls", "content-filter", "other"]),
    usage: modelUsageSchema,
    firstTokenMs: z.number().nullable(),
    totalMs: z.number(),
  }),
  /** Nothing more can be tried; as the last `try-failed`. */
  z.object({ type: z.literal("failed"), ...failure }),
]);
export type ModelEvent = z.infer<typeof modelEventSchema>;
export type ModelFailure = Extract<ModelEvent, { type: "failed" }>;

export const embedCallSchema = z.object({
  target: modelTargetSchema,
  texts: z.array(z.string().max(100_000)).min(1).max(2_000),
  /** 0 = the model's own. */
  dimensions: z.int().min(0).max(16_384),
  batchSize: z.int().min(1).max(2_000),
  concurrent: z.int().min(1).max(32),
  timeoutMs: ms,
});
export type EmbedCall = z.input<typeof embedCallSchema>;
export const embedAnswerSchema = z.object({ vectors: z.array(z.array(z.number())), usage: modelUsageSchema });
export type EmbedAnswer = z.infer<typeof embedAnswerSchema>;
