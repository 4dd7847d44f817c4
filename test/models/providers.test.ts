/** Each provider through its real package: what it asks of the vendor's server, and what becomes of the answer. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ModelCall, type ModelEvent, type ModelTarget, modelCallSchema } from "../../contracts/model-call.ts";
import { callModel } from "../../models/call.ts";
import { startVendors, type Vendors } from "./vendors.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors();
});
afterAll(() => vendors.close());
beforeEach(() => {
  vendors.says = [];
  vendors.asked = [];
  vendors.violations = [];
});

/** Where each provider's API stands on the test's server, and how it shows its key. */
const CASES: Record<string, { url: string; key: string; variant?: string; path: RegExp; shows: [string, RegExp] }> = {
  openai: { url: "/v1", key: "sk-1", path: /^\/v1\/chat\/completions$/, shows: ["authorization", /^Bearer sk-1$/] },
  anthropic: { url: "/v1", key: "sk-2", path: /^\/v1\/messages$/, shows: ["x-api-key", /^sk-2$/] },
  google: {
    url: "/v1beta",
    key: "g-3",
    path: /^\/v1beta\/models\/m-1:streamGenerateContent\?alt=sse$/,
    shows: ["x-goog-api-key", /^g-3$/],
  },
  mistral: {
    url: "/mistral/v1",
    key: "k-4",
    path: /^\/mistral\/v1\/chat\/completions$/,
    shows: ["authorization", /k-4/],
  },
  groq: { url: "/groq/v1", key: "k-5", path: /^\/groq\/v1\/chat\/completions$/, shows: ["authorization", /k-5/] },
  azure: {
    url: "/openai",
    key: "k-6",
    variant: "2024-10-21",
    path: /^\/openai\/deployments\/m-1\/chat\/completions\?api-version=2024-10-21$/,
    shows: ["api-key", /^k-6$/],
  },
  bedrock: {
    url: "",
    key: "AKIA1:secret",
    variant: "eu-central-1",
    path: /^\/model\/m-1\/converse-stream$/,
    shows: ["authorization", /^AWS4-HMAC-SHA256 Credential=AKIA1\/\d+\/eu-central-1\/bedrock\/aws4_request/],
  },
  ollama: { url: "/v1", key: "", path: /^\/v1\/chat\/completions$/, shows: ["authorization", /^undefined$/] },
  "openai-compatible": { url: "/v1", key: "k-7", path: /^\/v1\/chat\/completions$/, shows: ["authorization", /k-7/] },
};

const targetOf = (provider: string): ModelTarget => {
  const { url, key, variant = "" } = CASES[provider] ?? { url: "", key: "" };
  // The names of CASES are those of the contract.
  return { provider: provider as ModelTarget["provider"], model: "m-1", url: `${vendors.url}${url}`, key, variant };
};

async function ask(target: ModelTarget, more: Partial<ModelCall> = {}): Promise<ModelEvent[]> {
  const call = modelCallSchema.parse({
    targets: [target],
    system: "You sell plants.",
    messages: [{ role: "user", content: [{ type: "text", text: "Do you have ferns?" }] }],
    temperature: 0.3,
    maxTokens: 200,
    silenceMs: 10_000,
    totalMs: 20_000,
    retries: 0,
    ...more,
  });
  const events: ModelEvent[] = [];
  for await (const event of callModel(call, { fetch, script: "" }, new AbortController().signal)) events.push(event);
  return events;
}

const STOCK = {
  name: "stock",
  description: "How many are there",
  parameters: {
    type: "object",
    properties: { plant: { type: "string" } },
    required: ["plant"],
    additionalProperties: false,
  },
};

describe.each(Object.keys(CASES))("%s", (provider) => {
  test("streams a text, shows its key, tells what was used", async () => {
    vendors.says = [{ text: ["Yes", ", we ", "do."], usage: { input: 21, output: 4 } }];
    const events = await ask(targetOf(provider));
    expect(events).toEqual([
      { type: "text", text: "Yes" },
      { type: "text", text: ", we " },
      { type: "text", text: "do." },
      {
        type: "finish",
        provider,
        model: "m-1",
        reason: "stop",
        usage: { input: 21, cached: 0, output: 4, isEstimated: false },
        firstTokenMs: expect.any(Number),
        totalMs: expect.any(Number),
      },
    ]);
    const [asked] = vendors.asked;
    const { path, shows } = CASES[provider] ?? { path: /^$/, shows: ["", /^$/] };
    expect(asked?.path).toMatch(path);
    expect(String(asked?.headers[shows[0]])).toMatch(shows[1]);
    expect(JSON.stringify(asked?.body)).toContain("You sell plants.");
    expect(vendors.violations).toEqual([]);
  });

  test("a tool is offered, called, and its result goes back", async () => {
    vendors.says = [{ text: [], tool: { name: "stock", input: { plant: "fern" } } }, { text: ["Seven."] }];
    const events = await ask(targetOf(provider), { tools: [STOCK] });
    expect(events.map(({ type }) => type)).toEqual(["tool-call", "finish"]);
    const [call, finish] = events;
    expect(call).toMatchObject({ name: "stock", input: { plant: "fern" }, problem: null });
    expect(finish).toMatchObject({ reason: "tool-calls" });
    const { id } = call as Extract<ModelEvent, { type: "tool-call" }>;
    const told = await ask(targetOf(provider), {
      tools: [STOCK],
      messages: [
        { role: "user", content: [{ type: "text", text: "Do you have ferns?" }] },
        { role: "assistant", content: [{ type: "tool-call", id, name: "stock", input: { plant: "fern" } }] },
        { role: "tool", content: [{ id, name: "stock", output: "there are 7", isError: false }] },
      ],
    });
    expect(told[0]).toEqual({ type: "text", text: "Seven." });
    expect(JSON.stringify(vendors.asked[0]?.body)).toContain("How many are there");
    expect(JSON.stringify(vendors.asked[1]?.body)).toContain("there are 7");
    expect(vendors.violations).toEqual([]);
  });

  test("refusals have their kind and no more", async () => {
    for (const [status, kind] of [
      [401, "credentials"],
      [404, "not-found"],
      [400, "refused"],
      [429, "rate-limit"],
      [503, "server"],
    ] as const) {
      vendors.says = [{ text: [], status }];
      expect(await ask(targetOf(provider))).toEqual([
        { type: "failed", provider, model: "m-1", kind, status, usage: null },
      ]);
    }
  });
});
