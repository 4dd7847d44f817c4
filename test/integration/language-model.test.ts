/** A bot's language model over HTTP: what is sent to the server, and what becomes of its answers. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPackageConfig } from "../../contracts/package-config.ts";
import { complete, type ModelAccess } from "../../durable-objects/llm/complete.ts";
import { planModels } from "../../durable-objects/llm/targets.ts";
import { modelsOf } from "../support/models-worker.ts";

interface Call {
  url: string;
  authorization: string | undefined;
  body: { model: string; stream?: boolean; temperature: number; messages: { role: string; content: unknown }[] };
}

let server: Server;
let origin: string;
const calls: Call[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Call["body"];
    calls.push({ url: request.url ?? "", authorization: request.headers.authorization, body });
    if (body.model === "broken") {
      response.writeHead(500, { "content-type": "application/json" }).end('{"error":{"message":"out of order"}}');
    } else if (body.model !== "silent") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const content of ["Hello", ", ", "you"]) {
        response.write(
          `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] })}\n\n`,
        );
      }
      response.end('data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += part;
  return body;
}

function choose(config: Record<string, string>): ModelAccess {
  const plan = planModels(readPackageConfig(config).config, {});
  if (!plan) throw new Error("no model was chosen");
  return { models: modelsOf(new URL(origin).host), plan, secret: async (reference) => `secret of ${reference}` };
}

const ask = {
  system: "Be brief.",
  messages: [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }],
  limitMs: 10_000,
  signal: new AbortController().signal,
};

test.each(["", "/", "/v1", "/v1/chat/completions"])("the address may be written as ORIGIN%s", async (path) => {
  const choice = choose({
    "llm-url": `${origin}${path}`,
    "llm-model": "m",
    "llm-key": "k-1",
    "llm-temperature": "0.2",
  });
  const answer = await complete(choice, ask);
  expect(answer).toMatchObject({ text: "Hello, you", provider: "openai-compatible", model: "m" });
  expect(calls.at(-1)).toMatchObject({
    url: "/v1/chat/completions",
    authorization: "Bearer k-1",
    body: { model: "m", temperature: 0.2, messages: [{ role: "system", content: "Be brief." }, { role: "user" }] },
  });
});

test("a key by reference is opened at the call", async () => {
  await complete(choose({ "llm-url": origin, "llm-model": "m", "llm-key": "vault:llm" }), ask);
  expect(calls.at(-1)?.authorization).toBe("Bearer secret of vault:llm");
});

test("an answer in parts is handed on as it comes", async () => {
  const parts: string[] = [];
  await complete(choose({ "llm-url": origin, "llm-model": "m" }), { ...ask, onPart: (part) => parts.push(part) });
  expect(parts).toEqual(["Hello", ", ", "you"]);
});

test("a failing server is an error with its kind", async () => {
  const failure = { kind: "server", status: 500 };
  await expect(complete(choose({ "llm-url": origin, "llm-model": "broken" }), ask)).rejects.toMatchObject({ failure });
});

test("a silent server is given up when the signal says so", async () => {
  const choice = choose({ "llm-url": origin, "llm-model": "silent" });
  await expect(complete(choice, { ...ask, signal: AbortSignal.timeout(200) })).rejects.toThrow();
});

test("nothing configured is no model", () => {
  expect(planModels(readPackageConfig({}).config, {})).toBeNull();
  expect(planModels(readPackageConfig({ "llm-url": "ftp://x", "llm-model": "m" }).config, {})).toBeNull();
});

test.each([
  ["https://api.openai.com", "openai", "https://api.openai.com/v1"],
  ["https://api.anthropic.com/v1/messages", "anthropic", "https://api.anthropic.com/v1"],
  ["https://generativelanguage.googleapis.com", "google", "https://generativelanguage.googleapis.com/v1beta"],
  ["https://api.groq.com", "groq", "https://api.groq.com/openai/v1"],
  ["https://me.openai.azure.com", "azure", "https://me.openai.azure.com/openai"],
  ["http://gateway.internal:8080/v1", "openai-compatible", "http://gateway.internal:8080/v1"],
])("%s is %s", (url, provider, root) => {
  const plan = planModels(readPackageConfig({ "llm-url": url, "llm-model": "m" }).config, {});
  expect(plan?.targets).toMatchObject([{ provider, url: root }]);
});
