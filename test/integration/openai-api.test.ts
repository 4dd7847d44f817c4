/** Bots as models: the official client of OpenAI, unchanged, against a running worker. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI, { APIError, NotFoundError } from "openai";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startWorkerHost, type WorkerHost } from "../../cli/worker-host.ts";
import { packPackage } from "../../scripts/up/packages.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "basalt-openai-"));
const usage = { input: 20, output: 7 };
const LONG = Array.from({ length: 400 }, (_, i) => `word${i}`).join(" ");
const MODEL = [
  { round: 0, when: "weather", reply: "", tools: [{ name: "get_weather", input: { city: "Faro" } }], usage },
  { in: "tools", when: "sunny", reply: "It is sunny in Faro.", usage },
  { when: "who am I", in: "message", reply: "You are Ann.", usage },
  { when: "json", reply: '{"a": 1}', usage },
  { when: "long", reply: LONG, tokenDelayMs: 30, usage },
  { when: "broken", fail: { status: 500 } },
  { round: 0, when: "ferns", reply: "Let me see. ", tools: [{ name: "stock", input: { plant: "fern" } }], usage },
  { round: 1, in: "tools", when: "twelve", reply: "There are twelve.", usage },
  { in: "system", when: "pirate", reply: "Arr, one two three.", usage },
  { reply: "Hello from the model.", usage },
];

let host: WorkerHost;
let client: OpenAI;

function writeBot(name: string, scripts: Record<string, string>): string {
  const root = join(folder, `${name}.gbai`);
  mkdirSync(join(root, `${name}.gbdialog`), { recursive: true });
  for (const [script, text] of Object.entries(scripts))
    writeFileSync(join(root, `${name}.gbdialog/${script}.bas`), text);
  return root;
}

beforeAll(async () => {
  const model = join(folder, "model.json");
  writeFileSync(model, JSON.stringify(MODEL));
  host = await startWorkerHost({ folder: join(folder, "data"), scriptedModel: model, note: () => {} });
  const bots = {
    shop: {
      start: 'ADD TOOL "stock"\nTALK "Welcome."\n',
      stock: 'PARAM plant\nDESCRIPTION "Counts plants"\nTALK "Counting " + plant + "."\nRETURN "twelve"\n',
    },
    clerk: {
      start:
        'TALK "Hi."\nHEAR name WITH "Your name?"\nHEAR town WITH "Hello " + name + ". Which town?"\nTALK name + " of " + town\n',
    },
  };
  for (const [name, scripts] of Object.entries(bots))
    await host.operator.publish(name, packPackage(writeBot(name, scripts)));
  client = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: await host.token(), maxRetries: 0 });
});

afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const user = (content: string) => ({ role: "user" as const, content });
const failure = async (work: Promise<unknown>): Promise<APIError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(APIError);
  return error as APIError;
};

describe("chat completions", () => {
  test("answer a message, with the tokens that were used", async () => {
    const answer = await client.chat.completions.create({ model: "shop", messages: [user("hi")] });
    expect(answer).toMatchObject({
      object: "chat.completion",
      model: "shop",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello from the model." } }],
      usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27 },
    });
  });

  test("the bot's own tools run and speak; their calls are not the caller's", async () => {
    const answer = await client.chat.completions.create({ model: "shop", messages: [user("how many ferns?")] });
    expect(answer.choices[0]?.message.content).toBe("Let me see. \n\nCounting fern.\n\nThere are twelve.");
    expect(answer.choices[0]?.message.tool_calls).toBeUndefined();
    expect(answer.usage?.total_tokens).toBe(54);
  });

  test("the caller's messages and system prompt are what the model is told", async () => {
    const pirate = { role: "system" as const, content: "Speak like a pirate." };
    const answer = await client.chat.completions.create({ model: "shop", messages: [pirate, user("count")] });
    expect(answer.choices[0]?.message.content).toBe("Arr, one two three.");
  });

  test("stream the same answer in parts, with the usage at the end where it is wanted", async () => {
    const stream = await client.chat.completions.create({
      model: "shop",
      messages: [user("how many ferns?")],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let parts = 0;
    let reason: string | null = null;
    let total = 0;
    for await (const chunk of stream) {
      const [choice] = chunk.choices;
      if (choice?.delta.content) parts += 1;
      text += choice?.delta.content ?? "";
      reason = choice?.finish_reason ?? reason;
      total = chunk.usage?.total_tokens ?? total;
    }
    expect(text).toBe("Let me see. \n\nCounting fern.\n\nThere are twelve.");
    expect(parts).toBeGreaterThan(4);
    expect({ reason, total }).toEqual({ reason: "stop", total: 54 });
  });

  test("the client's own helper for streams agrees with them", async () => {
    const runner = client.chat.completions.stream({ model: "shop", messages: [user("hi")] });
    expect(await runner.finalContent()).toBe("Hello from the model.");
  });

  test("tools of the caller come back as calls, streamed or not, and their results are taken", async () => {
    const tools = [
      {
        type: "function" as const,
        function: {
          name: "get_weather",
          description: "The weather of a city",
          parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
    ];
    const ask = [user("what is the weather?")];
    const first = await client.chat.completions.create({ model: "shop", messages: ask, tools });
    const message = first.choices[0]?.message;
    expect(first.choices[0]?.finish_reason).toBe("tool_calls");
    const [call] = message?.tool_calls ?? [];
    expect(call).toMatchObject({ type: "function", function: { name: "get_weather", arguments: '{"city":"Faro"}' } });
    const last = await client.chat.completions.create({
      model: "shop",
      messages: [
        ...ask,
        { role: "assistant", tool_calls: message?.tool_calls ?? [] },
        { role: "tool", tool_call_id: call?.id ?? "", content: "sunny" },
      ],
      tools,
    });
    expect(last.choices[0]?.message.content).toBe("It is sunny in Faro.");
    // The client's loop runs the function by itself.
    const runner = client.chat.completions.runTools({
      model: "shop",
      messages: ask,
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            name: "get_weather",
            description: "",
            parameters: { type: "object", properties: {} },
            parse: JSON.parse,
            function: () => "sunny",
          },
        },
      ],
    });
    expect(await runner.finalContent()).toBe("It is sunny in Faro.");
  });

  test("a format that is wanted goes to the model", async () => {
    const answer = await client.chat.completions.create({
      model: "shop",
      messages: [user("json please")],
      response_format: { type: "json_object" },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({ a: 1 });
  });

  test("a conversation goes on under its name: a script asks and waits", async () => {
    const { data, response } = await client.chat.completions
      .create({ model: "clerk", messages: [user("Ann")] })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe("Hello Ann. Which town?");
    const headers = { "x-basalt-conversation": response.headers.get("x-basalt-conversation") ?? "" };
    const next = await client.chat.completions.create(
      { model: "clerk", messages: [user("Faro")], stream: true },
      { headers },
    );
    let text = "";
    for await (const chunk of next) text += chunk.choices[0]?.delta.content ?? "";
    expect(text).toBe("Ann of Faro");
    const page = await fetch(`${host.url}/api/v1/bots/clerk/conversations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const { id } = (await page.json()) as { id: string };
    const foreign = { headers: { "x-basalt-conversation": id } };
    const refused = client.chat.completions.create({ model: "clerk", messages: [user("me")] }, foreign);
    expect(await failure(refused)).toMatchObject({ status: 404, code: "conversation.unknown" });
  });

  test("a model that fails is an honest sentence, not an error of the API", async () => {
    const answer = await client.chat.completions.create({ model: "shop", messages: [user("broken")] });
    expect(answer.choices[0]?.message.content).toMatch(/sorry/i);
  });

  test("whoever stops reading stops the model", async () => {
    const stream = await client.chat.completions.create({ model: "shop", messages: [user("long")], stream: true });
    let seen = 0;
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content && ++seen === 5) break;
    }
    type Costs = { items: { output: number; estimatedCalls: number }[] };
    const cut = async () =>
      (await host.operator.read<Costs>("/api/v1/llm/costs?bot=shop")).items.reduce(
        (sum, one) => sum + one.estimatedCalls,
        0,
      );
    await expect.poll(cut, { timeout: 20_000 }).toBe(1);
  });
});

describe("models and errors", () => {
  test("each bot is a model", async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["shop", "clerk"]));
    expect(await client.models.retrieve("shop")).toMatchObject({ id: "shop", object: "model" });
    await expect(client.models.retrieve("nobody")).rejects.toBeInstanceOf(NotFoundError);
  });

  test("what is wrong is said in OpenAI's form, with its place", async () => {
    const create = (body: object) =>
      client.chat.completions.create({ model: "shop", messages: [user("hi")], ...body } as never);
    expect(await failure(create({ model: "nobody" }))).toMatchObject({ status: 404, code: "model_not_found" });
    expect(await failure(create({ model: "no/bot" }))).toMatchObject({
      status: 404,
      code: "model_not_found",
      param: "model",
    });
    expect(await failure(create({ messages: [] }))).toMatchObject({ status: 400, param: "messages" });
    expect(await failure(create({ messages: [{ role: "assistant", content: "me" }] }))).toMatchObject({
      status: 400,
      param: "messages",
    });
    expect(await failure(create({ n: 2 }))).toMatchObject({ status: 400, param: "n" });
    expect(await failure(create({ messages: [{ role: "tool", tool_call_id: "x", content: "y" }] }))).toMatchObject({
      status: 400,
    });
    const stranger = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: "nonsense", maxRetries: 0 });
    expect(await failure(stranger.models.list())).toMatchObject({ status: 401, code: "invalid_api_key" });
    const lost = await fetch(`${host.url}/v1/embeddings`, { method: "POST" });
    expect([lost.status, await lost.json()]).toMatchObject([404, { error: { code: "route.unknown" } }]);
  });
});
