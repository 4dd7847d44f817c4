/**
 * A language model that says what a list says: for tests and for `--model scripted:FILE`. The list is JSON,
 * `[{"when": "text that the prompt holds", "reply": "...", "delayMs": 0}]`; the first entry whose `when` (null or absent:
 * always) is part of the last message answers, ignoring case. `fail` in place of `reply` makes the call fail.
 */
import type { LanguageModel } from "ai";
import * as z from "zod";

type Model = Extract<Exclude<LanguageModel, string>, { specificationVersion: "v4" }>;
type CallOptions = Parameters<Model["doGenerate"]>[0];
type StreamResult = Awaited<ReturnType<Model["doStream"]>>;
type StreamPart = StreamResult["stream"] extends ReadableStream<infer Part> ? Part : never;

const script = z.array(
  z.object({
    when: z.string().nullable().default(null),
    reply: z.string().default(""),
    fail: z.string().nullable().default(null),
    delayMs: z.int().min(0).max(120_000).default(0),
  }),
);

const NO_USAGE = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};
const STOP = { unified: "stop" as const, raw: undefined };

/** Throws when the list is malformed. */
export function createScriptedModel(json: string): Model {
  const entries = script.parse(JSON.parse(json));

  async function reply(options: CallOptions): Promise<string> {
    const asked = lastText(options).toLowerCase();
    const entry = entries.find(({ when }) => when === null || asked.includes(when.toLowerCase()));
    if (!entry) throw new Error("the scripted model has no reply for this prompt");
    await pause(entry.delayMs, options.abortSignal);
    if (entry.fail !== null) throw new Error(entry.fail);
    return entry.reply;
  }

  return {
    specificationVersion: "v4",
    provider: "scripted",
    modelId: "scripted",
    supportedUrls: {},
    async doGenerate(options) {
      const text = await reply(options);
      return { content: [{ type: "text", text }], finishReason: STOP, usage: NO_USAGE, warnings: [] };
    },
    async doStream(options) {
      const text = await reply(options);
      const parts: StreamPart[] = [
        { type: "stream-start", warnings: [] },
        { type: "text-start", id: "1" },
        ...(text.match(/\S+\s*/g) ?? []).map((delta): StreamPart => ({ type: "text-delta", id: "1", delta })),
        { type: "text-end", id: "1" },
        { type: "finish", finishReason: STOP, usage: NO_USAGE },
      ];
      const stream = new ReadableStream<StreamPart>({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      });
      return { stream };
    },
  };
}

function lastText(options: CallOptions): string {
  const last = options.prompt.findLast((message) => message.role === "user");
  if (!last || typeof last.content === "string") return "";
  return last.content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
