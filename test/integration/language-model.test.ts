/** A bot's language model over HTTP: what is sent to the server, and what becomes of its answers. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPackageConfig } from "../../contracts/package-config.ts";
import { complete, completeInParts } from "../../durable-objects/llm/complete.ts";
import { chooseModel } from "../../durable-objects/llm/provider.ts";

/** None of these keys is a reference. */
const unused = (reference: string): Promise<string> => Promise.reject(new Error(`asked for ${reference}`));

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
    } else if (body.stream) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const content of ["Hello", ", ", "you"]) {
        response.write(
          `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] })}\n\n`,
        );
      }
      response.end('data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    } else if (body.model !== "silent") {
      response.writeHead(200, { "content-type": "application/json" });
      const message = { role: "assistant", content: "Hello" };
      response.end(JSON.stringify({ id: "1", model: "m", choices: [{ index: 0, message, finish_reason: "stop" }] }));
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

function choose(config: Record<string, string>) {
  const choice = chooseModel(readPackageConfig(config).config, {}, unused);
  if (!choice) throw new Error("no model was chosen");
  return choice;
}

const ask = { system: "Be brief.", messages: [{ role: "user" as const, content: "Hi" }] };

test.each(["", "/", "/v1", "/v1/chat/completions"])("the address may be written as ORIGIN%s", async (path) => {
  const choice = choose({
    "llm-url": `${origin}${path}`,
    "llm-model": "m",
    "llm-key": "k-1",
    "llm-temperature": "0.2",
  });
  expect(await complete(choice, { ...ask, signal: new AbortController().signal })).toBe("Hello");
  expect(calls.at(-1)).toMatchObject({
    url: "/v1/chat/completions",
    authorization: "Bearer k-1",
    body: { model: "m", temperature: 0.2, messages: [{ role: "system", content: "Be brief." }, { role: "user" }] },
  });
});

test("an answer in parts is handed on as it comes", async () => {
  const parts: string[] = [];
  const choice = choose({ "llm-url": origin, "llm-model": "m" });
  const whole = await completeInParts(choice, { ...ask, signal: new AbortController().signal }, (part) =>
    parts.push(part),
  );
  expect(whole).toBe("Hello, you");
  expect(parts).toEqual(["Hello", ", ", "you"]);
});

test("a failing server is an error, whole and in parts", { timeout: 20_000 }, async () => {
  const choice = choose({ "llm-url": origin, "llm-model": "broken" });
  const { signal } = new AbortController();
  await expect(complete(choice, { ...ask, signal })).rejects.toThrow();
  await expect(completeInParts(choice, { ...ask, signal }, () => {})).rejects.toThrow();
});

test("a silent server is given up when the signal says so", async () => {
  const choice = choose({ "llm-url": origin, "llm-model": "silent" });
  await expect(complete(choice, { ...ask, signal: AbortSignal.timeout(200) })).rejects.toThrow();
});

test("nothing configured is no model", () => {
  expect(chooseModel(readPackageConfig({}).config, {}, unused)).toBeNull();
  expect(chooseModel(readPackageConfig({ "llm-url": "ftp://x", "llm-model": "m" }).config, {}, unused)).toBeNull();
});
