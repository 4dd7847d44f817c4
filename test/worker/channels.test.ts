/** Channels through the worker's own entry: connections, hooks, deliveries, receipts, dead letters; the vendor is the test. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ConnectionSummary, DeadLetterPage, DeliveryPage } from "../../contracts/deliveries.ts";
import { pager } from "../../examples/channels/pager.ts";
import { base64Bytes, bytesOf, hexText, hmac } from "../../platform/hmac.ts";
import { webhookKey, webhookProblem, webhookSignature } from "../../platform/standard-webhooks.ts";
import { registerChannels } from "../../worker/channels/registry.ts";
import { replayAll } from "./support-replay.ts";
import { bot, open, TENANT } from "./support-session.ts";

afterAll(replayAll, 120_000);

const ORIGIN = "http://localhost:8787";
const INBOUND = "whsec_aW5ib3VuZC1pbmJvdW5kLWluYm91bmQtaW5ib3VuZA==";
const OUTBOUND = "whsec_b3V0Ym91bmQtb3V0Ym91bmQtb3V0Ym91bmQtb3V0Ym91";
const VENDOR = "https://vendor.example/in";
const GREETER = 'TALK "Hello"\nHEAR n AS NAME WITH "Who are you?"\nTALK "Hi " + n\nHEAR x AS TEXT\nTALK "Bye " + x';

interface Posted {
  key: string;
  to: string;
  text: string;
  conversation: string;
  choices: { label: string }[];
  choiceStyle: string;
}

/** What the vendor got, and how it answers the next ones. */
let posted: Posted[] = [];
let answers: (() => Response | Promise<Response>)[] = [];
let connections = 0;
let events = 0;

beforeEach(() => {
  posted = [];
  answers = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    if (String(input) !== VENDOR) return real(input, init);
    const body = new Uint8Array(await new Response(init?.body ?? null).arrayBuffer());
    const headers = new Headers(init?.headers);
    const key = webhookKey(OUTBOUND);
    expect(key && (await webhookProblem([key], (name) => headers.get(name), body, Date.now()))).toBeNull();
    const message: Posted = JSON.parse(new TextDecoder().decode(body));
    expect(headers.get("idempotency-key")).toBe(message.key);
    posted.push(message);
    return (await answers.shift()?.()) ?? Response.json({ id: `v-${posted.length}` });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function operator(): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000);
  const key = base64Bytes(env.OPERATOR_KEY.replaceAll("-", "+").replaceAll("_", "/")) ?? new Uint8Array();
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("basalt-operator")
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + 100)
    .sign(key);
  return { authorization: `Bearer ${token}` };
}

async function api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response> {
  return exports.default.fetch(
    new Request(ORIGIN + path, {
      method,
      headers: {
        ...(headers ?? (await operator())),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}
const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { code: string }).code}`;

const SETUP = { settings: { url: VENDOR }, secrets: { inbound: INBOUND, outbound: OUTBOUND } };

async function connect(name: string, more: object = {}): Promise<string> {
  const connection = `c${++connections}`;
  const answer = await api("PUT", `/api/v1/bots/${name}/channels/webhook/${connection}`, { ...SETUP, ...more });
  expect(answer.status).toBe(201);
  return connection;
}

async function hook(connection: string, list: object[], secret = INBOUND, age = 0): Promise<Response> {
  const body = bytesOf(JSON.stringify({ events: list }));
  const now = Math.floor(Date.now() / 1000) - age;
  const id = `d-${++events}`;
  const signature = await webhookSignature(webhookKey(secret) ?? new Uint8Array(32), id, now, body);
  return exports.default.fetch(
    new Request(`${ORIGIN}/hooks/v1/webhook/${connection}`, {
      method: "POST",
      body,
      headers: { "webhook-id": id, "webhook-timestamp": String(now), "webhook-signature": signature },
    }),
  );
}
const says = (text: string, id: string = `e-${++events}`, from = "ada") => ({ type: "message", id, from, text });
const texts = () => posted.map(({ text }) => text);
const until = (count: number) => vi.waitFor(() => expect(posted).toHaveLength(count), { timeout: 8_000, interval: 20 });

/** The conversation that the vendor's messages went to. */
function session(name: string) {
  const conversation = posted.at(-1)?.conversation ?? "";
  const path = `/api/v1/bots/${name}/conversations/${conversation}/deliveries`;
  return {
    path,
    stub: env.SESSION.getByName(`${TENANT}/${name}/${conversation}`) as unknown as DurableObjectStub<undefined>,
    list: async () => ((await (await api("GET", path)).json()) as DeliveryPage).items,
    states: async () => ((await (await api("GET", path)).json()) as DeliveryPage).items.map(({ state }) => state),
  };
}

describe("a conversation over the webhook channel", () => {
  test("the first message begins it, the next ones go on, and what the bot says is delivered in order", async () => {
    const name = await bot(GREETER);
    const connection = await connect(name);
    expect((await hook(connection, [says("grace")])).status).toBe(200);
    await until(2);
    expect((await hook(connection, [says("all")])).status).toBe(200);
    await until(3);
    expect(texts()).toEqual(["Hello\nWho are you?", "Hi Grace", "Bye all"]);
    expect(new Set(posted.map(({ key }) => key)).size).toBe(3);
    expect(posted.every(({ to, key, conversation }) => to === "ada" && key.startsWith(`${conversation}/`))).toBe(true);
    await vi.waitFor(async () => expect(await session(name).states()).toEqual(["accepted", "accepted", "accepted"]));
  });

  test("a message that only begins the conversation is no answer, also when it comes again", async () => {
    const connection = await connect(await bot(GREETER), { opening: "begin" });
    await hook(connection, [says("hey there", "first")]);
    await until(1);
    await hook(connection, [says("grace", "second")]);
    await until(2);
    expect((await hook(connection, [says("hey there", "first")])).status).toBe(200);
    await hook(connection, [says("all", "third")]);
    await until(3);
    expect(texts()).toEqual(["Hello\nWho are you?", "Hi Grace", "Bye all"]);
  });

  test("of several first messages at once, one begins the conversation and none is lost", async () => {
    const name = await bot('DO\nHEAR x AS TEXT\nTALK "got " + x\nLOOP');
    for (const opening of ["begin", "answer"]) {
      posted = [];
      const connection = await connect(name, { opening });
      const words = ["a", "b", "c", "d"];
      const statuses = await Promise.all(
        words.map(async (word) => (await hook(connection, [says(word, word)])).status),
      );
      expect(statuses).toEqual([200, 200, 200, 200]);
      const due = opening === "begin" ? 3 : 4;
      await vi.waitFor(() => expect(texts().flatMap((text) => text.split("\n"))).toHaveLength(due), { timeout: 5_000 });
      expect(new Set(posted.map(({ conversation }) => conversation)).size).toBe(1);
      expect(new Set(texts().flatMap((text) => text.split("\n"))).size).toBe(due);
    }
  });

  test("a message delivered again is taken once, also after its conversation has ended", async () => {
    const name = await bot({
      scripts: { start: 'HEAR a AS TEXT\nTALK "got " + a' },
      config: { "session-timeout": "1" },
    });
    const connection = await connect(name);
    await hook(connection, [says("one", "m1"), says("one", "m1")]);
    await until(1);
    const first = session(name);
    await vi.waitFor(
      async () => {
        await runDurableObjectAlarm(first.stub);
        const state = await runInDurableObject(first.stub, (_, { storage }) =>
          storage.sql
            .exec<{ mode: string }>(
              "SELECT json_extract(state, '$.mode') AS mode FROM log ORDER BY position DESC LIMIT 1",
            )
            .one(),
        );
        expect(state.mode).toBe("ended");
      },
      { timeout: 5_000, interval: 100 },
    );
    await hook(connection, [says("two", "m2")]);
    await until(2);
    expect(posted[1]?.conversation).not.toBe(posted[0]?.conversation);
    expect((await hook(connection, [says("one", "m1"), says("two", "m2")])).status).toBe(200);
    await new Promise((done) => setTimeout(done, 300));
    expect(texts()).toEqual(["got one", "got two"]);
  });

  test("people have conversations of their own, and suggestions may be answered by number where they are numbered", async () => {
    const items = Array.from({ length: 3 }, (_, i) => `ADD SUGGESTION "v${i + 1}" AS "Choice ${i + 1}"`).join("\n");
    const name = await bot(`${items}\nTALK "Pick"\nHEAR x AS TEXT\nTALK "took " + x`);
    const connection = await connect(name);
    await hook(connection, [says("hello", "a1", "ada"), says("2", "b1", "bob")]);
    await vi.waitFor(() => expect(posted).toHaveLength(4), { timeout: 8_000 });
    // This channel has buttons, so a typed number is what it is.
    expect(posted.filter(({ to }) => to === "bob").map(({ text }) => text)).toEqual(["Pick", "took 2"]);
    expect(posted.find(({ to, text }) => to === "ada" && text === "Pick")).toMatchObject({ choiceStyle: "buttons" });
    const choices = { buttons: { max: 0, label: 0 }, list: { max: 0, label: 0 } };
    const numbered = await open(name);
    const taken = { id: "n1", text: "2", value: null, attachments: [] };
    expect(await numbered.api.take(taken, choices)).toMatchObject({ ok: true });
    await vi.waitFor(async () => expect(JSON.stringify(await numbered.transcript())).toContain("took v2"));
  });
});

describe("deliveries", () => {
  test("are tried again under the same key, in order, and given up at last; an operator sends them anew", {
    timeout: 15_000,
  }, async () => {
    const name = await bot({
      scripts: { start: 'TALK "one"\nHEAR a AS TEXT\nTALK "two"\nHEAR b AS TEXT\nTALK "three"' },
      config: { "delivery-max-attempts": "2" },
    });
    const connection = await connect(name);
    answers = [
      () => new Response("busy", { status: 503 }),
      () => new Response("busy", { status: 500, headers: { "retry-after": "0" } }),
      () => new Response("no", { status: 422 }),
    ];
    await hook(connection, [says("x")]);
    await until(1);
    const { list, states, path, stub } = session(name);
    await vi.waitFor(async () =>
      expect((await list())[0]).toMatchObject({ state: "pending", attempts: 1, error: "the vendor answered 503" }),
    );
    expect(texts()).toEqual(["one"]);
    await evictDurableObject(stub);
    await vi.waitFor(async () => expect(await states()).toEqual(["dead", "dead"]), { timeout: 8_000, interval: 50 });
    await hook(connection, [says("y")]);
    await until(4);
    expect(texts()).toEqual(["one", "one", "two", "three"]);
    expect(posted[1]?.key).toBe(posted[0]?.key);
    expect((await list()).map(({ attempts, error }) => [attempts, error])).toEqual([
      [2, "the vendor answered 500"],
      [1, "the vendor answered 422"],
      [1, null],
    ]);
    const letters = async () =>
      ((await (await api("GET", `/api/v1/bots/${name}/dead-letters`)).json()) as DeadLetterPage).items;
    await vi.waitFor(async () => expect((await letters()).map(({ number }) => number)).toEqual([2, 1]), {
      timeout: 5_000,
    });
    expect((await letters())[0]).toMatchObject({
      state: "dead",
      channel: "webhook",
      connection,
      reason: "the vendor answered 422",
    });
    const page = (await (await api("GET", `/api/v1/bots/${name}/dead-letters?limit=1`)).json()) as DeadLetterPage;
    expect(page.items).toHaveLength(1);
    const wrong = await api("GET", `/api/v1/bots/${name}/dead-letters?cursor=newest`);
    expect(await codeOf(wrong)).toBe("400 request.invalid");
    const rest = await api("GET", `/api/v1/bots/${name}/dead-letters?limit=1&cursor=${page.nextCursor}`);
    expect(((await rest.json()) as DeadLetterPage).items.map(({ number }) => number)).toEqual([1]);

    expect((await api("POST", `${path}/2/retry`)).status).toBe(202);
    await until(5);
    expect(posted[4]?.key).toBe(posted[2]?.key);
    await vi.waitFor(async () => expect(await states()).toEqual(["dead", "accepted", "accepted"]));
    await vi.waitFor(async () => expect((await letters()).map(({ number }) => number)).toEqual([1]), {
      timeout: 5_000,
    });
    expect(await codeOf(await api("POST", `${path}/3/retry`))).toBe("409 delivery.not-failed");
    expect(await codeOf(await api("POST", `${path}/9/retry`))).toBe("404 delivery.unknown");
  });

  test("receipts move forward only; one that fails is a dead letter and gets a new key", async () => {
    const name = await bot('TALK "one"\nHEAR a AS TEXT\nTALK "two"');
    const connection = await connect(name);
    await hook(connection, [says("x")]);
    await until(2);
    const { list, states, path } = session(name);
    await vi.waitFor(async () => expect(await states()).toEqual(["accepted", "accepted"]));
    const [one, two] = posted.map(({ key }) => key);
    const receipt = (key: string | undefined, state: string) => ({
      type: "receipt",
      key,
      state,
      reason: "phone is off",
    });
    expect(
      (await hook(connection, [receipt(one, "read"), receipt(one, "delivered"), receipt(two, "failed")])).status,
    ).toBe(200);
    expect(await states()).toEqual(["read", "failed"]);
    await hook(connection, [
      receipt(one, "failed"),
      receipt(two, "delivered"),
      receipt(`${"0".repeat(26)}/1/0`, "read"),
      receipt("x", "read"),
    ]);
    expect(await states()).toEqual(["read", "failed"]);
    expect((await list())[1]?.error).toBe("phone is off");
    // Another connection's vendor has no say.
    const other = await connect(name);
    await hook(other, [receipt(two, "read")]);
    expect(await states()).toEqual(["read", "failed"]);
    await api("POST", `${path}/2/retry`);
    await until(3);
    expect(posted[2]?.key).toBe(`${two}/1`);
    await vi.waitFor(async () => expect(await states()).toEqual(["read", "accepted"]));
    await hook(connection, [receipt(two, "read")]);
    expect(await states()).toEqual(["read", "accepted"]);
    await hook(connection, [receipt(`${two}/1`, "read")]);
    expect(await states()).toEqual(["read", "read"]);
  });

  test("a crash between send and record sends the same again, and loses nothing", { timeout: 15_000 }, async () => {
    const name = await bot('TALK "one"\nHEAR a AS TEXT\nTALK "two"');
    const connection = await connect(name);
    let hang = true;
    answers = [() => (hang ? new Promise<Response>(() => {}) : Response.json({}))];
    await hook(connection, [says("x")]);
    await until(1);
    const { stub, states } = session(name);
    hang = false;
    await runInDurableObject(stub, (_, state) => state.abort("killed by the test")).catch(() => {});
    await until(3);
    expect(texts()).toEqual(["one", "one", "two"]);
    expect(posted[1]?.key).toBe(posted[0]?.key);
    await vi.waitFor(async () => expect(await states()).toEqual(["accepted", "accepted"]));
  });

  test("a conversation of the web has none, and no table for them", async () => {
    const name = await bot(GREETER);
    const talk = await open(name, { channel: "webhook" });
    const path = `/api/v1/bots/${name}/conversations/${talk.key.conversation}/deliveries`;
    expect(await (await api("GET", path)).json()).toEqual({ items: [] });
    expect(await codeOf(await api("POST", `${path}/1/retry`))).toBe("404 delivery.unknown");
    const tables = await runInDurableObject(talk.stub, (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name LIKE 'deliver%'").toArray(),
    );
    expect(tables).toEqual([]);
    expect(posted).toEqual([]);
  });
});

describe("a channel of the installation", () => {
  const NUMBER = "+4930123456";
  const PAGER = "https://pager.example/send";
  const secrets = { signing: "a signing secret of the pager's", token: "token-0123456789" };
  const pages: { text: string; reference: string; to: string }[] = [];

  beforeAll(() => registerChannels([pager]));
  beforeEach(() => {
    pages.length = 0;
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      if (String(input) !== PAGER) throw new Error("nobody else is called");
      const form = new URLSearchParams(await new Response(init?.body ?? null).text());
      const reference = form.get("reference") ?? "";
      pages.push({ text: form.get("text") ?? "", reference, to: form.get("to") ?? "" });
      return new Response(`OK p-${pages.length}`);
    });
  });

  async function page(connection: string, fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams(fields).toString();
    const time = Math.floor(Date.now() / 1000);
    const code = await hmac("SHA-256", bytesOf(secrets.signing), bytesOf(`${time}\n`), bytesOf(body));
    return exports.default.fetch(
      new Request(`${ORIGIN}/hooks/v1/pager/${connection}`, {
        method: "POST",
        body,
        headers: { "x-pager-signature": `t=${time},s=${hexText(code)}` },
      }),
    );
  }

  test("answers the vendor's question, numbers the choices, splits, and takes receipts by its vendor's ids", async () => {
    const name = await bot(
      'ADD SUGGESTION "v1" AS "First"\nADD SUGGESTION "v2" AS "Second"\nTALK "**Pick**"\nHEAR x AS TEXT\nHEAR y AS TEXT\nTALK "took " + y\nTALK STRING(400, "z")',
    );
    const put = await api("PUT", `/api/v1/bots/${name}/channels/pager/line`, {
      settings: { gateway: PAGER, number: "+4930999999" },
      secrets,
      opening: "begin",
    });
    expect(put.status).toBe(201);
    const asked = await api("GET", `/hooks/v1/pager/line?check=word1&token=${secrets.token}`, undefined, {});
    expect([asked.status, await asked.text()]).toEqual([200, "word1"]);
    expect(await codeOf(await api("GET", "/hooks/v1/pager/line?check=word1&token=wrong", undefined, {}))).toBe(
      "401 hook.refused",
    );

    const answer = await page("line", { event: "page", id: "1", from: NUMBER, text: "hello" });
    expect([answer.status, await answer.text()]).toEqual([200, "OK"]);
    await vi.waitFor(() => expect(pages).toHaveLength(1));
    expect(pages[0]).toMatchObject({ to: NUMBER, text: "Pick\n1. First\n2. Second" });
    await page("line", { event: "page", id: "2", from: NUMBER, text: "anything" });
    await page("line", { event: "page", id: "3", from: NUMBER, text: "2" });
    await vi.waitFor(() => expect(pages).toHaveLength(4));
    expect(pages[1]?.text).toBe("took v2");
    expect(pages.slice(2).map(({ text }) => text.length)).toEqual([320, 80]);
    expect(pages[3]?.reference).toBe(pages[1]?.reference.replace(/0$/, "2"));
    const path = `/api/v1/bots/${name}/conversations/${pages[0]?.reference.split("/")[0]}/deliveries`;
    const states = async () =>
      ((await (await api("GET", path)).json()) as DeliveryPage).items.map(({ state }) => state);
    await vi.waitFor(async () => expect(await states()).toEqual(Array(4).fill("accepted")));
    await page("line", { event: "status", message: "p-1", to: NUMBER, status: "confirmed" });
    await page("line", { event: "status", message: "p-2", to: NUMBER, status: "lost", reason: "out of range" });
    await page("line", { event: "status", message: "p-2", to: "+4930000000", status: "shown" });
    expect(await states()).toEqual(["read", "failed", "accepted", "accepted"]);
  });

  test("cannot take a name that exists", () => {
    expect(() => registerChannels([pager])).toThrow('The channel "pager" exists already; choose another name.');
    expect(() => registerChannels([{ ...pager, name: "web" }])).toThrow('"web" exists already');
  });
});

describe("an erased conversation", () => {
  test("delivers nothing more, leaves nobody's address, and the next message begins another", async () => {
    const name = await bot('TALK "one"\nHEAR a AS TEXT\nTALK "two"\nHEAR b AS TEXT');
    const connection = await connect(name);
    answers = [() => new Response("", { status: 422 }), () => new Response("", { status: 503 })];
    await hook(connection, [says("x")]);
    await until(2);
    const { path, stub } = session(name);
    const letters = async () =>
      ((await (await api("GET", `/api/v1/bots/${name}/dead-letters`)).json()) as DeadLetterPage).items;
    await vi.waitFor(async () => expect(await letters()).toHaveLength(1), { timeout: 5_000 });
    expect((await api("DELETE", path.replace("/deliveries", ""))).status).toBeLessThan(300);
    expect(await codeOf(await api("GET", path))).toBe("410 conversation.erased");
    expect(await codeOf(await api("POST", `${path}/1/retry`))).toBe("410 conversation.erased");
    await vi.waitFor(
      async () => {
        await runDurableObjectAlarm(stub);
        expect(await letters()).toEqual([]);
        const object = env.CONNECTION.getByName(`${TENANT}/webhook/${connection}`);
        const people = await runInDurableObject(object as unknown as DurableObjectStub<undefined>, (_, { storage }) =>
          storage.sql.exec("SELECT * FROM people").toArray(),
        );
        expect(people).toEqual([]);
      },
      { timeout: 5_000, interval: 50 },
    );
    await hook(connection, [{ type: "receipt", key: posted[1]?.key, state: "read" }, says("y", "again")]);
    await until(4);
    expect(texts()).toEqual(["one", "two", "one", "two"]);
    expect(posted[3]?.conversation).not.toBe(posted[1]?.conversation);
  });

  test("under a receipt that waits for a send takes it for one of nothing", async () => {
    const name = await bot('TALK "one"\nHEAR a AS TEXT');
    const connection = await connect(name);
    const sent = Promise.withResolvers<Response>();
    answers = [() => sent.promise];
    await hook(connection, [says("x")]);
    await until(1);
    const { path } = session(name);
    const key = `${posted[0]?.conversation}/900/0`;
    const answer = hook(connection, [{ type: "receipt", key, state: "read" }]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await api("DELETE", path.replace("/deliveries", ""))).status).toBe(204);
    sent.resolve(Response.json({}));
    expect((await answer).status).toBe(200);
  });
});

describe("a hook", () => {
  test("refuses what is not signed, and tells nothing but that", async () => {
    const connection = await connect(await bot(GREETER));
    expect(await codeOf(await hook(connection, [says("x")], OUTBOUND))).toBe("401 hook.refused");
    expect(await codeOf(await hook(connection, [says("x")], INBOUND, 301))).toBe("401 hook.refused");
    expect(await codeOf(await hook(connection, [says("x")], INBOUND, -302))).toBe("401 hook.refused");
    expect(await codeOf(await api("POST", `/hooks/v1/webhook/${connection}`, { events: [] }, {}))).toBe(
      "401 hook.refused",
    );
    expect(await codeOf(await api("GET", `/hooks/v1/webhook/${connection}`, undefined, {}))).toBe("401 hook.refused");
    expect(await codeOf(await hook("nobody", [says("x")]))).toBe("404 connection.unknown");
    expect(await codeOf(await api("POST", `/hooks/v1/pigeon/${connection}`, {}, {}))).toBe("404 channel.unknown");
    expect(await codeOf(await api("PATCH", `/hooks/v1/webhook/${connection}`, {}, {}))).toBe("405 method.not-allowed");
    expect(posted).toEqual([]);
  });

  test("names what is malformed in a signed body, ignores what it does not know, and bounds the rest", async () => {
    const connection = await connect(await bot(GREETER));
    expect((await hook(connection, [{ type: "typing", from: "ada" }])).status).toBe(200);
    const bad = await hook(connection, [{ type: "message", id: "1", text: "no sender" }]);
    expect(bad.status).toBe(400);
    expect(((await bad.json()) as { detail: string }).detail).toMatch(/^\/events\/0\/from: /);
    expect(
      await codeOf(
        await hook(
          connection,
          Array.from({ length: 201 }, () => says("x")),
        ),
      ),
    ).toBe("400 request.invalid");
    const large = await hook(connection, [says("x".repeat(1024 * 1024))]);
    expect(await codeOf(large)).toBe("413 request.too-large");
    expect(posted).toEqual([]);
  });
});

describe("connections", () => {
  const path = (name: string, connection: string) => `/api/v1/bots/${name}/channels/webhook/${connection}`;

  test("keep their secrets: sealed at rest, never given back, changed one by one", async () => {
    const name = await bot(GREETER);
    const connection = await connect(name);
    const shown = (await (await api("GET", path(name, connection))).json()) as ConnectionSummary;
    expect(shown).toMatchObject({
      bot: name,
      channel: "webhook",
      hook: `${ORIGIN}/hooks/v1/webhook/${connection}`,
      settings: { url: VENDOR },
      secrets: ["inbound", "outbound"],
    });
    expect(JSON.stringify(shown)).not.toContain("whsec_");
    const stub = env.CONNECTION.getByName(`${TENANT}/webhook/${connection}`) as unknown as DurableObjectStub<undefined>;
    const stored = await runInDurableObject(stub, (_, { storage }) =>
      JSON.stringify(storage.sql.exec("SELECT * FROM connection").toArray()),
    );
    expect(stored).not.toContain("whsec_");
    expect(stored).not.toContain(INBOUND.slice(6, 20));

    const other = "whsec_bmV3LWluYm91bmQtbmV3LWluYm91bmQtbmV3LWluYm91";
    const change = { settings: { url: VENDOR }, secrets: { inbound: other, "inbound-previous": INBOUND } };
    expect((await api("PUT", path(name, connection), change)).status).toBe(200);
    expect((await hook(connection, [])).status).toBe(200);
    expect((await hook(connection, [], other)).status).toBe(200);
    const drop = { settings: { url: VENDOR }, secrets: { "inbound-previous": null } };
    expect((await api("PUT", path(name, connection), drop)).status).toBe(200);
    expect((await hook(connection, [])).status).toBe(401);
    expect((await hook(connection, [says("x")], other)).status).toBe(200);
    await until(2);
  });

  test("are refused when they cannot work, without quoting what was sent", async () => {
    const name = await bot(GREETER);
    const bad = await api("PUT", path(name, "bad"), {
      settings: { url: "ftp://x" },
      secrets: { inbound: "very-secret", outbound: OUTBOUND },
    });
    expect(bad.status).toBe(400);
    const text = await bad.text();
    expect(text).toContain("/settings/url");
    const secret = await api("PUT", path(name, "bad"), {
      ...SETUP,
      secrets: { inbound: "very-secret", outbound: OUTBOUND },
    });
    expect(await secret.clone().text()).toContain("/secrets/inbound");
    expect(await secret.text()).not.toContain("very-secret");
    expect(
      await codeOf(await api("PUT", path(name, "bad"), { ...SETUP, secrets: { inbound: INBOUND, outbound: INBOUND } })),
    ).toBe("400 request.invalid");
    expect(await codeOf(await api("PUT", path(name, "Bad"), SETUP))).toBe("400 request.invalid");
    expect(await codeOf(await api("PUT", `/api/v1/bots/${name}/channels/pigeon/c`, SETUP))).toBe("404 channel.unknown");
    expect(await codeOf(await api("PUT", path(name, "bad"), SETUP, {}))).toBe("401 auth.required");
    expect(await codeOf(await api("GET", path(name, "bad")))).toBe("404 connection.unknown");
    expect(await codeOf(await api("DELETE", path(name, "bad")))).toBe("404 connection.unknown");
  });

  test("name their host, also where a proxy ends TLS", async () => {
    const name = await bot(GREETER);
    const put = async (origin: string) => api("PUT", path(name, `o${++connections}`), { ...SETUP, origin });
    const answer = await put("https://localhost");
    expect(((await answer.json()) as ConnectionSummary).hook).toMatch(/^https:\/\/localhost\/hooks\/v1\/webhook\/o/);
    for (const other of ["https://example.com", "https://localhost/x", "ftp://localhost", "localhost"])
      expect(await codeOf(await put(other))).toBe("400 request.invalid");
  });

  test("belong to one bot; a removed one forgets everybody, and what was due is given up", async () => {
    const [name, other] = [await bot('TALK "one"\nHEAR a AS TEXT\nTALK "two"'), await bot(GREETER)];
    const connection = await connect(name);
    for (const method of ["PUT", "GET", "DELETE"]) {
      const body = method === "PUT" ? SETUP : undefined;
      expect(await codeOf(await api(method, path(other, connection), body))).toBe("409 connection.taken");
    }
    answers = [() => new Response("later", { status: 503 })];
    await hook(connection, [says("x")]);
    await until(1);
    const { states } = session(name);
    expect((await api("DELETE", path(name, connection))).status).toBe(204);
    expect(await codeOf(await hook(connection, [says("y")]))).toBe("404 connection.unknown");
    // Made again for another bot: it must not speak for the first one.
    expect((await api("PUT", path(other, connection), SETUP)).status).toBe(201);
    await vi.waitFor(async () => expect(await states()).toEqual(["dead", "dead"]), { timeout: 8_000, interval: 50 });
    expect(posted).toHaveLength(1);
  });

  test("never lead into a private network", async () => {
    for (const url of [
      "https://127.0.0.1/x",
      "https://0x7f.1/x",
      "https://localhost/x",
      "https://db.internal/x",
      "http://vendor.example/x",
    ]) {
      const name = await bot('TALK "one"\nHEAR a AS TEXT');
      const connection = await connect(name, { settings: { url } });
      await hook(connection, [says("x")]);
      const letters = async () =>
        ((await (await api("GET", `/api/v1/bots/${name}/dead-letters`)).json()) as DeadLetterPage).items;
      await vi.waitFor(
        async () => expect((await letters())[0]?.reason).toMatch(/^(The request was refused: |the address has to )/),
        { timeout: 5_000 },
      );
    }
    expect(posted).toEqual([]);
  });
});
