/**
 * Model servers for tests: one HTTP server that answers in the protocol of each provider, by the path that the provider's
 * own package asks for. What is said is set by the test; what was asked is kept. Requests and answers in OpenAI's protocol
 * are held against its published description where that is on this machine.
 */
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { Ajv, type ValidateFunction } from "ajv";

export interface Said {
  text: string[];
  tool?: { name: string; input: unknown };
  usage?: { input: number; output: number };
  /** In place of an answer. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** After so many parts of the text: nothing more, or the end of the connection. */
  stallAfter?: number;
  cutAfter?: number;
}

export interface Asked {
  path: string;
  headers: http.IncomingHttpHeaders;
  // As each vendor's protocol has it.
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of eight protocols
  body: any;
}

export interface Vendors {
  url: string;
  /** Answers one request each, the last for all that follow. */
  says: Said[];
  asked: Asked[];
  violations: string[];
  /** Connections that the client gave up. */
  abandoned: number;
  close(): Promise<void>;
}

const DESCRIPTION = new URL("../../../shared/data/openai-openapi.json", import.meta.url).pathname;

export async function startVendors(): Promise<Vendors> {
  const server = http.createServer();
  const judge = openAiJudge();
  const vendors: Vendors = {
    url: "",
    says: [],
    asked: [],
    violations: [],
    abandoned: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  server.on("request", async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? "/";
    const body = JSON.parse(Buffer.concat(chunks).toString() || "null");
    vendors.asked.push({ path, headers: request.headers, body });
    const said = vendors.says.length > 1 ? vendors.says.shift() : vendors.says[0];
    if (!said) throw new Error("the test says nothing for this request");
    response.on("close", () => {
      if (!response.writableEnded) vendors.abandoned += 1;
    });
    if (said.status !== undefined) {
      response.writeHead(said.status, { "content-type": "application/json", ...said.headers });
      response.end(said.body ?? JSON.stringify({ error: { message: "no", type: "error" }, message: "no" }));
      return;
    }
    const protocol = protocolOf(path);
    const check = protocol === openAi ? judge : null;
    const wrong = check?.request(body);
    if (wrong) vendors.violations.push(`request: ${wrong}`);
    response.writeHead(200, { "content-type": protocol.type });
    if (said.body !== undefined) {
      response.end(said.body);
      return;
    }
    let parts = 0;
    for (const part of protocol.parts(said)) {
      if (part.isText) {
        if (parts === said.stallAfter) return;
        if (parts === said.cutAfter) return void setTimeout(() => response.destroy(), 20);
        parts += 1;
      }
      const bad = check?.chunk(part.data);
      if (bad) vendors.violations.push(`chunk: ${bad}`);
      response.write(protocol.encode(part.event, part.data));
    }
    response.end(protocol.end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vendors.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return vendors;
}

interface Part {
  event: string;
  data: unknown;
  isText: boolean;
}
interface Protocol {
  type: string;
  parts(said: Said): Part[];
  encode(event: string, data: unknown): string | Uint8Array;
  end: string;
}

const sse = (event: string, data: unknown): string =>
  `${event === "" ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

const used = ({ usage }: Said) => usage ?? { input: 10, output: 5 };
const part = (data: unknown, isText = false, event = ""): Part => ({ event, data, isText });

/** Chunks of chat completions; where the numbers of tokens stand in them differs. */
function openAiParts(said: Said, last: (reason: object, usage: object) => unknown[]): Part[] {
  const delta = (fields: object, reason: string | null = null) =>
    chunk([{ index: 0, delta: fields, finish_reason: reason, logprobs: null }]);
  const { input, output } = used(said);
  const call = said.tool && {
    index: 0,
    id: "call_1",
    type: "function",
    function: { name: said.tool.name, arguments: JSON.stringify(said.tool.input) },
  };
  const end = delta({}, said.tool ? "tool_calls" : "stop");
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  return [
    part(delta({ role: "assistant", content: "" })),
    ...said.text.map((content) => part(delta({ content }), true)),
    ...(call ? [part(delta({ tool_calls: [call] }))] : []),
    ...last(end, usage).map((data) => part(data)),
  ];
}

const chunk = (choices: unknown[]) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_790_000_000,
  model: "m-1",
  choices,
});

const openAi: Protocol = {
  type: "text/event-stream",
  encode: sse,
  end: "data: [DONE]\n\n",
  parts: (said) => openAiParts(said, (end, usage) => [end, { ...chunk([]), usage }]),
};
const mistral: Protocol = { ...openAi, parts: (said) => openAiParts(said, (end, usage) => [{ ...end, usage }]) };
const groq: Protocol = {
  ...openAi,
  parts: (said) => openAiParts(said, (end, usage) => [{ ...end, x_groq: { id: "req_1", usage } }]),
};

const anthropic: Protocol = {
  type: "text/event-stream",
  encode: sse,
  end: "",
  parts(said) {
    const { input, output } = used(said);
    const event = (data: { type: string; [field: string]: unknown }, isText = false) => part(data, isText, data.type);
    const message = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "m-1",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: 1 },
    };
    const parts = [event({ type: "message_start", message })];
    if (said.text.length > 0) {
      parts.push(event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }));
      for (const text of said.text)
        parts.push(event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }, true));
      parts.push(event({ type: "content_block_stop", index: 0 }));
    }
    if (said.tool) {
      const { name, input: given } = said.tool;
      const delta = { type: "input_json_delta", partial_json: JSON.stringify(given) };
      parts.push(
        event({
          type: "content_block_start",
          index: 1,
          content_block: { type: "tool_use", id: "toolu_1", name, input: {} },
        }),
        event({ type: "content_block_delta", index: 1, delta }),
        event({ type: "content_block_stop", index: 1 }),
      );
    }
    const delta = { stop_reason: said.tool ? "tool_use" : "end_turn", stop_sequence: null };
    parts.push(
      event({ type: "message_delta", delta, usage: { output_tokens: output } }),
      event({ type: "message_stop" }),
    );
    return parts;
  },
};

const google: Protocol = {
  type: "text/event-stream",
  encode: sse,
  end: "",
  parts(said) {
    const { input, output } = used(said);
    const candidate = (parts: unknown[], more = {}) => ({
      candidates: [{ index: 0, content: { role: "model", parts }, ...more }],
      usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
      modelVersion: "m-1",
    });
    const call = said.tool ? [{ functionCall: { name: said.tool.name, args: said.tool.input } }] : [];
    return [
      ...said.text.map((text) => part(candidate([{ text }]), true)),
      part(candidate(call, { finishReason: "STOP" })),
    ];
  },
};

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** Bedrock's ConverseStream, in AWS's binary framing of events. */
const bedrock: Protocol = {
  type: "application/vnd.amazon.eventstream",
  end: "",
  encode: (event, data) =>
    codec.encode({
      headers: {
        ":message-type": { type: "string", value: "event" },
        ":event-type": { type: "string", value: event },
        ":content-type": { type: "string", value: "application/json" },
      },
      body: new TextEncoder().encode(JSON.stringify(data)),
    }),
  parts(said) {
    const { input, output } = used(said);
    const parts = [part({ role: "assistant" }, false, "messageStart")];
    for (const text of said.text)
      parts.push(part({ contentBlockIndex: 0, delta: { text } }, true, "contentBlockDelta"));
    if (said.text.length > 0) parts.push(part({ contentBlockIndex: 0 }, false, "contentBlockStop"));
    if (said.tool) {
      const { name, input: given } = said.tool;
      parts.push(
        part({ contentBlockIndex: 1, start: { toolUse: { toolUseId: "t1", name } } }, false, "contentBlockStart"),
        part(
          { contentBlockIndex: 1, delta: { toolUse: { input: JSON.stringify(given) } } },
          false,
          "contentBlockDelta",
        ),
        part({ contentBlockIndex: 1 }, false, "contentBlockStop"),
      );
    }
    const usage = { inputTokens: input, outputTokens: output, totalTokens: input + output };
    parts.push(
      part({ stopReason: said.tool ? "tool_use" : "end_turn" }, false, "messageStop"),
      part({ usage, metrics: { latencyMs: 1 } }, false, "metadata"),
    );
    return parts;
  },
};

function protocolOf(path: string): Protocol {
  if (path.includes("/messages")) return anthropic;
  if (path.includes(":streamGenerateContent")) return google;
  if (path.includes("/converse-stream")) return bedrock;
  if (path.startsWith("/mistral")) return mistral;
  return path.startsWith("/groq") ? groq : openAi;
}

interface Judge {
  request(body: unknown): string | null;
  chunk(data: unknown): string | null;
}

/** Null, with the reason on stderr, where the description is not on this machine. */
function openAiJudge(): Judge | null {
  if (!fs.existsSync(DESCRIPTION)) {
    process.stderr.write(`OpenAI's description is absent (${DESCRIPTION}): its requests are not held against it.\n`);
    return null;
  }
  const { components } = JSON.parse(fs.readFileSync(DESCRIPTION, "utf8"));
  const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: false });
  ajv.addSchema({ $id: "openai", components: plain(components) });
  const compiled = new Map<string, ValidateFunction>();
  const judge = (name: string, body: unknown): string | null => {
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `openai#/components/schemas/${name}` });
    compiled.set(name, validate);
    return validate(body) ? null : ajv.errorsText(validate.errors).slice(0, 500);
  };
  return {
    request: (body) => judge("CreateChatCompletionRequest", body),
    chunk: (data) => judge("CreateChatCompletionStreamResponse", data),
  };
}

/** The description says `nullable`, as OpenAPI 3.0 did, which JSON Schema does not have. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, discriminator, ...rest }: { nullable?: unknown; discriminator?: unknown } = schema;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
  void discriminator;
  return nullable === true ? { anyOf: [copy, { type: "null" }] } : copy;
}
