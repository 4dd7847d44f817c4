/** Bots as MCP servers: the client of the official SDK, unchanged, against a running worker. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startWorkerHost, type WorkerHost } from "../../cli/worker-host.ts";
import { packPackage } from "../../scripts/up/packages.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "basalt-mcp-"));
let host: WorkerHost;
let client: Client;

const SCRIPTS: Record<string, string> = {
  start: 'TALK "Welcome."\n',
  stock: `PARAM plant AS STRING LIKE "fern" DESCRIPTION "Which plant"
PARAM count AS INTEGER DEFAULT 1
PARAM when AS DATE OPTIONAL
DESCRIPTION "Counts plants"
TALK "Counting " + plant
IF plant = "yew" THEN THROW "out of yew"
RETURN {"plant": plant, "wanted": count + 1, "when": when}
`,
  ask: 'DESCRIPTION "Asks"\nHEAR x\nRETURN x\n',
  // Those that the conformance suite calls.
  test_simple_text: 'DESCRIPTION "Simple text"\nRETURN "This is a simple text response for testing."\n',
  test_error_handling: 'DESCRIPTION "Fails"\nTHROW "This tool intentionally returns an error for testing"\n',
};

async function publish(name: string, config: string): Promise<void> {
  const root = join(folder, `${name}.gbai`);
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [script, text] of Object.entries(SCRIPTS)) write(`${name}.gbdialog/${script}.bas`, text);
  write(`${name}.gbkb/faq/opening hours.md`, "# Hours\n\nNine to five.\n");
  write(`${name}.gbot/config.csv`, `name,value\n${config}`);
  await host.operator.publish(name, packPackage(root));
}

const addressOf = (bot: string) => new URL(`${host.url}/api/v1/bots/${bot}/mcp`);

async function connected(bot: string, token: string): Promise<Client> {
  const made = new Client({ name: "test", version: "1" });
  const headers = { authorization: `Bearer ${token}` };
  // The SDK's own types do not agree with themselves under exactOptionalPropertyTypes.
  const transport = new StreamableHTTPClientTransport(addressOf(bot), { requestInit: { headers } });
  await made.connect(transport as unknown as Parameters<Client["connect"]>[0]);
  return made;
}

beforeAll(async () => {
  host = await startWorkerHost({ folder: join(folder, "data"), scriptedModel: null, note: () => {} });
  await publish("shop", "mcp-server,true\nbot-name,The shop\nbot-description,Sells plants\n");
  await publish("closed", "bot-name,Closed\n");
  client = await connected("shop", await host.token());
});

afterAll(async () => {
  await client?.close();
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the server says who it is", async () => {
  expect(client.getServerVersion()).toMatchObject({ name: "shop", title: "The shop" });
  expect(client.getInstructions()).toBe("Sells plants");
  expect(client.getServerCapabilities()).toEqual({ tools: {}, resources: {} });
  await client.ping();
});

test("its scripts are tools with schemas; start is none, and neither is what is the product's own", async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual(["ask", "stock", "test_error_handling", "test_simple_text"]);
  expect(tools.find(({ name }) => name === "stock")).toMatchObject({
    description: "Counts plants",
    inputSchema: {
      type: "object",
      properties: { plant: { type: "string", description: "Which plant" }, count: { type: "integer", default: 1 } },
      required: ["plant"],
    },
  });
});

test("a call runs the script with converted arguments; what it said and returned is the result", async () => {
  const result = await client.callTool({ name: "stock", arguments: { plant: "fern", count: "3", when: "2026-12-24" } });
  const [said, returned] = result.content as { type: string; text: string }[];
  expect(said).toEqual({ type: "text", text: "Counting fern" });
  expect(JSON.parse(returned?.text ?? "")).toMatchObject({
    plant: "fern",
    wanted: 4,
    when: expect.stringContaining("2026-12-24"),
  });
  expect(result.isError).toBeFalsy();
});

test("wrong arguments, failing scripts and scripts that ask a person are errors that a model can read", async () => {
  const textOf = (result: Awaited<ReturnType<Client["callTool"]>>) => (result.content as { text: string }[])[0]?.text;
  const wrong = await client.callTool({ name: "stock", arguments: { count: "many" } });
  expect([wrong.isError, textOf(wrong)]).toEqual([true, expect.stringContaining("plant is missing")]);
  const failed = await client.callTool({ name: "stock", arguments: { plant: "yew" } });
  expect([failed.isError, textOf(failed)]).toEqual([true, expect.stringContaining("out of yew")]);
  expect((await client.callTool({ name: "ask", arguments: {} })).isError).toBe(true);
  await expect(client.callTool({ name: "nothing", arguments: {} })).rejects.toThrow(/no tool nothing/);
});

test("documents of the knowledge are resources", async () => {
  const { resources } = await client.listResources();
  expect(resources).toMatchObject([{ name: "faq/opening hours.md", mimeType: "text/markdown" }]);
  const { contents } = await client.readResource({ uri: resources[0]?.uri ?? "" });
  expect(contents).toMatchObject([{ mimeType: "text/markdown", text: "# Hours\n\nNine to five.\n" }]);
  await expect(client.readResource({ uri: "kb://faq/secret.md" })).rejects.toThrow(/no resource/);
});

test("strangers, bots that are not offered, and what is no JSON are turned away", async () => {
  const post = (bot: string, token: string | null, body = "{}") =>
    fetch(addressOf(bot), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
    });
  const token = await host.token();
  expect((await post("shop", null)).status).toBe(401);
  expect((await post("shop", "a.b.c")).status).toBe(401);
  expect((await post("closed", token)).status).toBe(403);
  expect((await post("nobody", token)).status).toBe(404);
  expect((await post("shop", token, "{not json")).status).toBe(400);
  const foreign = { authorization: `Bearer ${token}`, origin: "https://evil.example" };
  expect((await fetch(addressOf("shop"), { method: "POST", headers: foreign, body: "{}" })).status).toBe(403);
  expect((await fetch(addressOf("shop"), { headers: { authorization: `Bearer ${token}` } })).status).toBe(405);
  expect((await post("shop", token, " ".repeat(1_100_000))).status).toBe(413);
});

/**
 * What the official suite checks of a server that has tools and resources; the rest is of logging, prompts, sampling,
 * subscriptions, and of servers without authentication.
 */
const SCENARIOS = [
  "server-initialize",
  "ping",
  "tools-list",
  "tools-call-simple-text",
  "tools-call-error",
  "resources-list",
];

test("the official conformance suite has nothing against it", async () => {
  const token = await host.token();
  // The suite cannot send a token: this stands before the worker and adds it.
  const { port } = new URL(host.url);
  const front = createServer((request, response) => {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const call = forward({ port, path: "/api/v1/bots/shop/mcp", method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(call);
  });
  await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(front.address() as AddressInfo).port}/mcp`;
  try {
    const results = await Promise.all(
      SCENARIOS.map(async (scenario) => {
        const bin = join(import.meta.dirname, "../../node_modules/.bin/conformance");
        const child = spawn(bin, ["server", "--url", address, "--scenario", scenario], { cwd: folder });
        let text = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
        const [code] = await once(child, "close");
        return code === 0 ? null : `${scenario}: ${text}`;
      }),
    );
    expect(results.filter((one) => one !== null)).toEqual([]);
  } finally {
    front.closeAllConnections();
    front.close();
  }
});
