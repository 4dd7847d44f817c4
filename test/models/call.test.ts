/** Faults of models: what is tried again, what is passed on, what is told, and what it costs. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type ModelCall, type ModelEvent, type ModelTarget, modelCallSchema } from "../../contracts/model-call.ts";
import { callModel } from "../../models/call.ts";
import models from "../../models/index.ts";
import { startVendors, type Vendors } from "./vendors.ts";

let vendors: Vendors;
/** Another model for each test: what one of them has met is not to count for the next. */
let number = 0;
beforeAll(async () => {
  vendors = await startVendors();
});
afterAll(() => vendors.close());
beforeEach(() => {
  vendors.says = [];
  vendors.asked = [];
  vendors.abandoned = 0;
  number += 1;
});

const target = (model = "m"): ModelTarget => ({
  provider: "openai-compatible",
  model: `${model}-${number}`,
  url: `${vendors.url}/v1`,
  key: "k",
  variant: "",
});
const callOf = (more: Partial<ModelCall> = {}): ModelCall => ({
  targets: [target()],
  system: null,
  messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  temperature: null,
  maxTokens: 100,
  silenceMs: 5_000,
  totalMs: 10_000,
  retries: 1,
  ...more,
});

async function ask(more: Partial<ModelCall> = {}, signal = new AbortController().signal): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  const around = { fetch, script: "" };
  for await (const event of callModel(modelCallSchema.parse(callOf(more)), around, signal)) events.push(event);
  return events;
}
const shortly = (events: ModelEvent[]): string[] =>
  events.map((event) => {
    if (event.type === "text") return event.text;
    return event.type === "try-failed" || event.type === "failed" ? `${event.type} ${event.kind}` : event.type;
  });

test("429 with Retry-After is obeyed, 500 is tried again, a refusal is not", async () => {
  vendors.says = [{ text: [], status: 429, headers: { "retry-after-ms": "5" } }, { text: ["Hi"] }];
  expect(shortly(await ask())).toEqual(["try-failed rate-limit", "Hi", "finish"]);
  vendors.says = [{ text: [], status: 500 }, { text: ["Hi"] }];
  expect(shortly(await ask())).toEqual(["try-failed server", "Hi", "finish"]);
  vendors.says = [{ text: [], status: 400 }];
  vendors.asked = [];
  expect(shortly(await ask({ retries: 3 }))).toEqual(["failed refused"]);
  expect(vendors.asked).toHaveLength(1);
});

test("a server that asks to wait for longer than there is time is passed over at once", async () => {
  vendors.says = [{ text: [], status: 429, headers: { "retry-after": "3600" } }, { text: ["Hi"] }];
  expect(shortly(await ask({ targets: [target("a"), target("b")], retries: 3 }))).toEqual([
    "try-failed rate-limit",
    "Hi",
    "finish",
  ]);
  expect(vendors.asked.map(({ body }) => body.model)).toEqual([`a-${number}`, `b-${number}`]);
});

test("words that the model did not read in time or cannot read are told apart", async () => {
  const body = JSON.stringify({ error: { code: "context_length_exceeded", message: "maximum context length is 8" } });
  vendors.says = [{ text: [], status: 400, body }];
  expect(shortly(await ask())).toEqual(["failed too-long"]);
  vendors.says = [{ text: ["never"], stallAfter: 0 }];
  expect(shortly(await ask({ silenceMs: 60, retries: 0 }))).toEqual(["failed timeout"]);
  await expect.poll(() => vendors.abandoned).toBe(1);
});

test("an answer that stalls or breaks off is redone, or told as cut, with what it has cost", async () => {
  vendors.says = [{ text: ["One ", "two"], cutAfter: 1 }, { text: ["Whole"] }];
  const redone = await ask({ retries: 1 });
  expect(shortly(redone)).toEqual(["One ", "try-failed cut", "Whole", "finish"]);
  expect(redone[1]).toMatchObject({ usage: { isEstimated: true, output: 2 } });
  vendors.says = [{ text: ["One ", "two"], stallAfter: 1 }];
  expect(shortly(await ask({ whenCut: "fail", silenceMs: 60 }))).toEqual(["One ", "failed cut"]);
});

test("garbage in place of the protocol is malformed, and tried again", async () => {
  vendors.says = [{ text: [], body: "data: {not json\n\n" }, { text: ["Hi"] }];
  expect(shortly(await ask())).toEqual(["try-failed malformed", "Hi", "finish"]);
  vendors.says = [{ text: [], body: "" }];
  expect(shortly(await ask({ retries: 0 }))).toEqual(["failed malformed"]);
});

test("arguments that are no JSON and tools that nobody offered come with their problem", async () => {
  const stock = { name: "stock", description: "", parameters: { type: "object", properties: {} } };
  vendors.says = [{ text: [], tool: { name: "other", input: {} } }];
  const [unknown] = await ask({ tools: [stock] });
  expect(unknown).toMatchObject({
    type: "tool-call",
    name: "other",
    input: null,
    problem: expect.stringContaining("other"),
  });
});

test("a model that keeps failing rests; the next in the chain answers without waiting for it", async () => {
  vendors.says = [{ text: [], status: 503 }];
  for (let i = 0; i < 5; i += 1) await ask({ retries: 0 });
  vendors.asked = [];
  vendors.says = [{ text: ["Hi"] }];
  expect(shortly(await ask({ targets: [target(), target("next")] }))).toEqual(["try-failed resting", "Hi", "finish"]);
  expect(vendors.asked).toHaveLength(1);
  expect(shortly(await ask())).toEqual(["failed resting"]);
});

test("nobody is called whom this tenant may not call", async () => {
  const request = new Request("http://models/v1/call", {
    method: "POST",
    headers: { "x-basalt-tenant": "acme" },
    body: JSON.stringify(callOf({ retries: 0 })),
  });
  const refused = (await (await models.fetch(request.clone() as Request, {})).text()).trim().split("\n");
  expect(refused).toHaveLength(1);
  expect(JSON.parse(refused[0] ?? "")).toMatchObject({ type: "failed", kind: "forbidden" });
  expect(vendors.asked).toEqual([]);
  vendors.says = [{ text: ["Hi"] }];
  const allowed = await models.fetch(request, { OUTBOUND_PRIVATE_HOSTS: new URL(vendors.url).host });
  expect(await allowed.text()).toContain('"Hi"');
});

test("whoever stops reading stops the model", async () => {
  vendors.says = [{ text: ["One ", "two"], stallAfter: 1 }];
  const request = new Request("http://models/v1/call", {
    method: "POST",
    headers: { "x-basalt-tenant": "acme" },
    body: JSON.stringify(callOf()),
  });
  const response = await models.fetch(request, { OUTBOUND_PRIVATE_HOSTS: new URL(vendors.url).host });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("One ");
  await reader?.cancel();
  await expect.poll(() => vendors.abandoned).toBe(1);
});

test("the scripted model: by message, by round of tools, by fault, each counted", async () => {
  const script = JSON.stringify([
    { when: "fern", round: 0, tools: [{ name: "stock", input: { plant: "fern" } }] },
    { when: "7", in: "tools", reply: "Seven ferns." },
    { when: "later", fail: { status: 503 }, times: 1 },
    { reply: "Hello there.", usage: { input: 3, output: 2 } },
  ]);
  const say = async (messages: ModelCall["messages"]) => {
    const events: ModelEvent[] = [];
    const call = modelCallSchema.parse(
      callOf({
        targets: [{ provider: "scripted", model: "s", url: "", key: "", variant: "" }],
        messages,
        tools: [{ name: "stock", description: "", parameters: { type: "object" } }],
      }),
    );
    for await (const event of callModel(call, { fetch, script }, new AbortController().signal)) events.push(event);
    return events;
  };
  const user = (text: string) => ({ role: "user" as const, content: [{ type: "text" as const, text }] });
  const [call] = await say([user("Any fern?")]);
  expect(call).toMatchObject({ type: "tool-call", name: "stock", input: { plant: "fern" } });
  const { id } = call as Extract<ModelEvent, { type: "tool-call" }>;
  const round = await say([
    user("Any fern?"),
    { role: "assistant", content: [{ type: "tool-call", id, name: "stock", input: { plant: "fern" } }] },
    { role: "tool", content: [{ id, name: "stock", output: "7", isError: false }] },
  ]);
  expect(shortly(round)).toEqual(["Seven ", "ferns.", "finish"]);
  const later = await say([user("later")]);
  expect(shortly(later)).toEqual(["try-failed server", "Hello ", "there.", "finish"]);
  expect(later.at(-1)).toMatchObject({ usage: { input: 3, output: 2, isEstimated: false } });
});
