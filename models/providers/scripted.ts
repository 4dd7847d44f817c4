/**
 * A model that says what a list says: for tests, for demonstrations and for `--model scripted:FILE`. The list is JSON; the
 * first entry that fits the prompt answers. What it does is a function of the prompt alone, except for `times`.
 */
import { APICallError } from "@ai-sdk/provider";
import * as z from "zod";
import type { ChatModel, Provider } from "./provider.ts";

type CallOptions = Parameters<ChatModel["doStream"]>[0];
type StreamResult = Awaited<ReturnType<ChatModel["doStream"]>>;
type StreamPart = StreamResult["stream"] extends ReadableStream<infer Part> ? Part : never;

const pauseMs = z.int().min(0).max(120_000).default(0);

const entrySchema = z.object({
  /** Fits where the text holds this, ignoring case; absent or null: always. */
  when: z.string().nullable().default(null),
  /** Which text: the person's last message, what the last tools answered, the system part, or all of the prompt. */
  in: z.enum(["message", "tools", "system", "prompt"]).default("message"),
  /** Rounds of tools since the person's last message; absent: any. */
  round: z.int().min(0).nullable().default(null),
  /** Only for this model of a chain. */
  model: z.string().nullable().default(null),
  /** Answers so often, then the entry is passed over; counted while the worker's isolate lives. */
  times: z.int().min(1).nullable().default(null),
  reply: z.string().default(""),
  /** Tools to call. `raw` in place of `input` is sent as it stands, also when it is no JSON. */
  tools: z
    .array(z.object({ name: z.string(), input: z.json().default({}), raw: z.string().nullable().default(null) }))
    .default([]),
  /** Fails in place of an answer: by a network error with this text, or by an HTTP status. */
  fail: z
    .union([
      z.string(),
      z.object({ status: z.int().min(400).max(599), retryAfter: z.number().min(0).nullable().default(null) }),
    ])
    .nullable()
    .default(null),
  /** Before the first token, and between two. */
  delayMs: pauseMs,
  tokenDelayMs: pauseMs,
  /** After so many tokens it says nothing more, or the connection breaks. */
  stallAfter: z.int().min(0).nullable().default(null),
  cutAfter: z.int().min(0).nullable().default(null),
  /** What it reports to have used; absent: counted in words. */
  usage: z
    .object({ input: z.int().min(0), output: z.int().min(0) })
    .nullable()
    .default(null),
});
type Entry = z.infer<typeof entrySchema>;

/** By the list's own text, so that two lists do not count for each other. */
const answered = new Map<string, number[]>();
const MAX_LISTS = 50;

export const scripted: Provider = {
  chat(target, { script }) {
    const entries = entriesOf(script);
    const counts = countsOf(script, entries.length);
    return {
      specificationVersion: "v4",
      provider: "scripted",
      modelId: target.model,
      supportedUrls: {},
      async doGenerate() {
        throw new Error("The scripted model streams.");
      },
      async doStream(options) {
        const place = entries.findIndex(
          (entry, index) =>
            fits(entry, target.model, options) && (entry.times === null || (counts[index] ?? 0) < entry.times),
        );
        const entry = entries[place];
        if (entry === undefined) throw failure(404, null);
        counts[place] = (counts[place] ?? 0) + 1;
        await pause(entry.delayMs, options.abortSignal);
        if (typeof entry.fail === "string") throw new TypeError(entry.fail);
        if (entry.fail !== null) throw failure(entry.fail.status, entry.fail.retryAfter);
        return { stream: spoken(entry, options) };
      },
    };
  },
};

function entriesOf(script: string): Entry[] {
  if (script === "") throw new Error("The scripted model has no script: give it one with --model scripted:FILE.");
  try {
    return z.array(entrySchema).parse(JSON.parse(script));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : "it is no JSON";
    throw new Error(`The scripted model's list cannot be used: ${reason}.`);
  }
}

function countsOf(script: string, length: number): number[] {
  const known = answered.get(script);
  if (known) return known;
  const counts = new Array<number>(length).fill(0);
  answered.set(script, counts);
  const [oldest] = answered.keys();
  if (answered.size > MAX_LISTS && oldest !== undefined) answered.delete(oldest);
  return counts;
}

function fits(entry: Entry, model: string, { prompt }: CallOptions): boolean {
  const last = prompt.findLastIndex(({ role }) => role === "user");
  const answers = prompt.slice(last + 1).filter(({ role }) => role === "tool");
  if (entry.model !== null && entry.model !== model) return false;
  if (entry.round !== null && entry.round !== answers.length) return false;
  if (entry.when === null) return true;
  const texts = {
    message: prompt.slice(last, last + 1),
    tools: answers.slice(-1),
    system: prompt.filter(({ role }) => role === "system"),
    prompt,
  }[entry.in];
  return textOf(texts).toLowerCase().includes(entry.when.toLowerCase());
}

/** All texts of messages, whatever their kind: of a file its type, of a tool's answer its value. */
function textOf(messages: CallOptions["prompt"]): string {
  const parts: string[] = [];
  for (const { content } of messages) {
    if (typeof content === "string") parts.push(content);
    else
      for (const part of content) {
        if (part.type === "text") parts.push(part.text);
        else if (part.type === "file") parts.push(part.mediaType);
        else if (part.type === "tool-result") parts.push("value" in part.output ? textOfOutput(part.output.value) : "");
      }
  }
  return parts.join("\n");
}

const textOfOutput = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function spoken(entry: Entry, { prompt, abortSignal }: CallOptions): ReadableStream<StreamPart> {
  const tokens = entry.reply.match(/\S+\s*/g) ?? [];
  const output = tokens.length + entry.tools.length;
  const rounds = prompt.filter(({ role }) => role === "tool").length;
  const used = entry.usage ?? { input: textOf(prompt).split(/\s+/).filter(Boolean).length, output };
  async function* parts(): AsyncGenerator<StreamPart> {
    yield { type: "stream-start", warnings: [] };
    if (tokens.length > 0) yield { type: "text-start", id: "1" };
    for (const [index, delta] of tokens.entries()) {
      if (entry.cutAfter === index) throw new TypeError("the connection broke");
      if (entry.stallAfter === index) await never(abortSignal);
      if (index > 0) await pause(entry.tokenDelayMs, abortSignal);
      yield { type: "text-delta", id: "1", delta };
    }
    if (entry.cutAfter !== null && entry.cutAfter >= tokens.length) throw new TypeError("the connection broke");
    if (entry.stallAfter !== null && entry.stallAfter >= tokens.length) await never(abortSignal);
    if (tokens.length > 0) yield { type: "text-end", id: "1" };
    for (const [index, { name, input, raw }] of entry.tools.entries())
      yield {
        type: "tool-call",
        toolCallId: `call-${rounds + 1}-${index + 1}`,
        toolName: name,
        input: raw ?? JSON.stringify(input),
      };
    yield {
      type: "finish",
      finishReason: { unified: entry.tools.length > 0 ? "tool-calls" : "stop", raw: undefined },
      usage: {
        inputTokens: { total: used.input, noCache: used.input, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: used.output, text: used.output, reasoning: 0 },
      },
    };
  }
  const source = parts();
  return new ReadableStream<StreamPart>({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
      }
    },
  });
}

function failure(status: number, retryAfter: number | null): APICallError {
  return new APICallError({
    message: status === 404 ? "the scripted model has no reply for this prompt" : `HTTP ${status}`,
    url: "scripted:",
    requestBodyValues: {},
    statusCode: status,
    ...(retryAfter === null ? {} : { responseHeaders: { "retry-after": String(retryAfter) } }),
  });
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
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

function never(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
