/** A bot's language model over HTTP: what is sent to the server, and what becomes of its answers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorkerHost } from "../../cli/worker-host.ts";
import { readPackageConfig } from "../../contracts/package-config.ts";
import { complete, type ModelAccess } from "../../durable-objects/llm/complete.ts";
import { planModels } from "../../durable-objects/llm/targets.ts";
import { packPackage } from "../../scripts/up/packages.ts";
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
    if (body.model === "moved") {
      response.writeHead(307, { location: `${origin}/elsewhere` }).end();
    } else if (body.model === "broken") {
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

const planOf = (raw: Record<string, string>) =>
  planModels({ keys: readPackageConfig(raw).config, raw }, { id: "c" }, {});

function choose(config: Record<string, string>): ModelAccess {
  const plan = planOf(config);
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
  expect(planOf({})).toBeNull();
  expect(planOf({ "llm-url": "ftp://x", "llm-model": "m" })).toBeNull();
});

test.each([
  ["https://api.openai.com", "openai", "https://api.openai.com/v1"],
  ["https://api.anthropic.com/v1/messages", "anthropic", "https://api.anthropic.com/v1"],
  ["https://generativelanguage.googleapis.com", "google", "https://generativelanguage.googleapis.com/v1beta"],
  ["https://api.groq.com", "groq", "https://api.groq.com/openai/v1"],
  ["https://me.openai.azure.com", "azure", "https://me.openai.azure.com/openai"],
  ["http://gateway.internal:8080/v1", "openai-compatible", "http://gateway.internal:8080/v1"],
])("%s is %s", (url, provider, root) => {
  const plan = planOf({ "llm-url": url, "llm-model": "m" });
  expect(plan?.targets).toMatchObject([{ provider, url: root }]);
});

test("an alias names a model of the same server, or of another one with a key of its own", () => {
  const config = {
    "llm-url": "https://api.openai.com",
    "llm-key": "vault:openai",
    "llm-model": "big",
    "model-fast": "small",
    "model-quality": "claude",
    "model-quality-provider": "Anthropic",
    "model-quality-key": "vault:anthropic",
    "model-local": "tiny",
    "model-local-url": "http://gateway.internal:8080",
  };
  const here = { provider: "openai", url: "https://api.openai.com/v1", key: "vault:openai" };
  expect(planOf(config)?.targets).toMatchObject([
    { ...here, model: "big" },
    { provider: "anthropic", model: "claude", url: "", key: "vault:anthropic" },
    { ...here, model: "small" },
    { provider: "openai-compatible", model: "tiny", url: "http://gateway.internal:8080/v1", key: "" },
  ]);
});

test("a provider alone has its own server, and the key that was written beside it", () => {
  const raw = { "llm-provider": "groq", "llm-model": "m", "llm-key": "k" };
  expect(planOf(raw)?.targets).toMatchObject([{ provider: "groq", url: "", key: "k" }]);
  const { config } = readPackageConfig(
    { "llm-url": "https://evil.example", "llm-model": "m" },
    { LLM_PROVIDER: "groq", LLM_KEY: "secret" },
  );
  expect(planModels({ keys: config, raw: {} }, { id: "c" }, {})?.targets).toMatchObject([{ key: "" }]);
});

test("conversations are spread over the models, each of them to the same one", () => {
  const raw = {
    "llm-url": "http://x.example",
    "llm-model": "a",
    "llm-models": "a;b;c",
    "model-routing-strategy": "load-balanced",
  };
  const first = (id: string) => planModels({ keys: readPackageConfig(raw).config, raw }, { id }, {})?.targets[0]?.model;
  const counts = Map.groupBy(
    Array.from({ length: 300 }, (_, i) => first(`conversation-${i}`)),
    (model) => model,
  );
  expect([...counts.keys()].sort()).toEqual(["a", "b", "c"]);
  for (const [, list] of counts) expect(list.length).toBeGreaterThan(60);
  expect(first("conversation-7")).toBe(first("conversation-7"));
});

test("a bot in a worker streams from a server over HTTP, and follows it nowhere else", async () => {
  const folder = mkdtempSync(join(tmpdir(), "basalt-model-"));
  const settings = { LLM_URL: `${origin}/v1`, LLM_MODEL: "m" };
  const host = await startWorkerHost({ folder: join(folder, "data"), scriptedModel: null, note: () => {}, settings });
  try {
    const post = (path: string, body: object, token: string) =>
      fetch(`${host.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
    const publish = (name: string, config: string, start: string) => {
      const root = join(folder, `${name}.gbai`);
      for (const part of ["gbdialog", "gbot"]) mkdirSync(join(root, `${name}.${part}`), { recursive: true });
      writeFileSync(join(root, `${name}.gbdialog/start.bas`), start);
      writeFileSync(join(root, `${name}.gbot/config.csv`), `name,value\n${config}`);
      return host.operator.publish(name, packPackage(root));
    };
    await publish("plain", "bot-name,Plain\n", 'TALK "Hi."\n');
    await publish("moved", "llm-models,moved\nmodel-fallback-enabled,false\n", 'USE MODEL "moved"\n');
    const token = await host.token();
    const answer = await post(
      "/v1/chat/completions",
      { model: "plain", messages: [{ role: "user", content: "Hi" }] },
      token,
    );
    expect(await answer.json()).toMatchObject({ choices: [{ message: { content: "Hello, you" } }] });
    expect(calls.at(-1)?.body.messages.at(-1)?.content).toMatch(/Hi/);
    const before = calls.length;
    const moved = await post(
      "/v1/chat/completions",
      { model: "moved", messages: [{ role: "user", content: "Hi" }] },
      token,
    );
    expect(await moved.json()).toMatchObject({ choices: [{ message: { content: expect.stringMatching(/sorry/i) } }] });
    expect(calls.slice(before).map(({ url }) => url)).not.toContain("/elsewhere");
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
