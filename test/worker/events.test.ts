/** What happens outside of conversations and starts scripts: events, webhooks, forms, pages, and conversations that wait for one. */
import {
  createExecutionContext,
  createMessageBatch,
  evictDurableObject,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { TurnAnswer } from "../../contracts/conversation.ts";
import type { DriveApi } from "../../contracts/drive.ts";
import { type BotEvent, EVENT_LIMITS, type HandlerRun } from "../../contracts/events.ts";
import type { BotApi } from "../../contracts/objects.ts";
import { EndpointRate } from "../../worker/endpoint-rate.ts";
import worker from "../../worker/index.ts";
import { apiToken, call, codeOf, openOverHttp, send } from "./support-edge.ts";
import { replayAll } from "./support-replay.ts";
import { conversation, open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

let names = 0;
const stubOf = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`);
const botOf = (bot: string) => stubOf(bot) as unknown as BotApi;

/** A bot whose scripts are these; yields its name. */
async function bot(scripts: Record<string, string>, config = "", files: Record<string, string> = {}): Promise<string> {
  const name = `events-${++names}`;
  await publish(name, scripts, config, files);
  return name;
}

async function publish(
  name: string,
  scripts: Record<string, string>,
  config = "",
  files: Record<string, string> = {},
): Promise<void> {
  const all = {
    ...Object.fromEntries(Object.entries(scripts).map(([id, text]) => [`b.gbdialog/${id}.bas`, text])),
    ...(config === "" ? {} : { "b.gbot/config.csv": `name,value\n${config}\n` }),
    ...files,
  };
  const entries = Object.entries(all).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  const zip = zipSync(Object.fromEntries(entries)).slice().buffer;
  unwrap(await botOf(name).publish(TENANT, name, zip));
}

/** Waits for runs, and yields what each said. */
async function saidBy(name: string, runs: readonly string[]): Promise<string[][]> {
  return Promise.all(
    runs.map(async (run) => {
      unwrap(await botOf(name).runOutcome(run, 10_000));
      return said(talkOf(name, run));
    }),
  );
}

const raised = async (name: string, event: BotEvent): Promise<string[][]> =>
  saidBy(name, unwrap(await botOf(name).raise(crypto.randomUUID(), event)).runs);

/** The conversation of a run; replayed like every other at the end. */
function talkOf(name: string, run: string): Talk {
  const talk = conversation(name);
  talk.key.conversation = run;
  return talk;
}

async function said(talk: Talk): Promise<string[]> {
  const frames = await talk.api.frames(0, 1_000);
  return frames.ok ? told(frames.value.items) : [frames.code];
}

const runsOf = async (name: string): Promise<HandlerRun[]> => (await botOf(name).eventRuns(100, null)).items;

/** Waits until all runs of the bot have ended; yields their conversations, the newest first. */
async function quiet(name: string): Promise<string[]> {
  for (;;) {
    const runs = await runsOf(name);
    if (runs.every(({ state }) => state === "done" || state === "failed")) return runs.map((run) => run.conversation);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const order = (id: number, before: { total: number } | null = null): BotEvent => ({
  kind: "table",
  table: "Orders",
  change: before === null ? "insert" : "update",
  row: { id, total: id * 10 },
  before,
});

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  call(path, { method: "POST", body, headers });
const postJson = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(path, JSON.stringify(body), { "content-type": "application/json", ...headers });

describe("handlers", () => {
  test("a block, a script of a well-known name and a procedure run with what the event brings", async () => {
    const name = await bot({
      tables: `
CONST RATE = 2
ON INSERT OF "orders"
  TALK "block \${row.id} \${row.total * RATE} \${change}"
END ON
ON UPDATE OF "ORDERS"
  TALK "from \${before.total} to \${row.total}"
END ON
TALK "the script itself"
`,
      orders_insert: 'PARAM total AS NUMBER\nPARAM colour DEFAULT "red"\nTALK "script ${total} ${colour} ${secret}"\n',
      stock: 'ON "Stock.Low" CALL Order\nSUB Order\n  TALK "order ${data.sku} ${channel}"\nEND SUB\n',
      on_stock_low: 'PARAM sku\nTALK "low ${sku}"\n',
    });
    const secret = { id: 4, total: 40, secret: "x" };
    const both = await raised(name, { kind: "table", table: "Orders", change: "insert", row: secret, before: null });
    expect(both.flat().filter((line) => line.startsWith("bot"))).toEqual([
      "bot: script 40 red ",
      "bot: block 4 80 insert",
    ]);
    expect(both[0]?.at(-1)).toBe("state ended");
    expect(await raised(name, { ...order(5, { total: 1 }) })).toEqual([["bot: from 1 to 50", "state ended"]]);
    const low = await raised(name, { kind: "named", name: " stock.low", data: { sku: "K1" } });
    expect(
      low
        .flat()
        .filter((line) => line.startsWith("bot"))
        .sort(),
    ).toEqual(["bot: low K1", "bot: order K1 event"]);
    expect(await botOf(name).watched()).toEqual({
      tables: [
        { table: "orders", change: "insert" },
        { table: "orders", change: "insert" },
        { table: "orders", change: "update" },
      ],
      paths: [],
    });
  });

  test("once per key, in order, an error is final, and HEAR has nobody to ask", async () => {
    const name = await bot({
      t: `
ON INSERT OF "orders"
  IF row.id = 3 THEN
    THROW "broken"
  END IF
  IF row.id = 4 THEN
    HEAR answer
  END IF
  WAIT 0.05
  SET BOT MEMORY "seen", GET BOT MEMORY("seen") + "\${row.id} "
END ON
`,
    });
    const all = [1, 2, 3, 4, 5];
    const runs: string[] = [];
    for (const id of all) {
      runs.push(...unwrap(await botOf(name).raise(`key-${id}`, order(id))).runs);
      expect(unwrap(await botOf(name).raise(`key-${id}`, order(id))).runs).toEqual(runs.slice(-1));
    }
    for (const run of runs) unwrap(await botOf(name).runOutcome(run, 10_000));
    expect(await botOf(name).getMemory("seen")).toBe("1 2 5 ");
    const listed = (await runsOf(name)).map(({ state, error }) => [state, error?.slice(0, 8)]);
    expect(listed).toEqual([
      ["done", undefined],
      ["failed", "error 57"],
      ["failed", expect.stringContaining("error ")],
      ["done", undefined],
      ["done", undefined],
    ]);
    for (const run of runs) talkOf(name, run);
  });
});

describe("what cannot go wrong", () => {
  test("events that lead to each other come to an end", async () => {
    const name = await bot({
      ping: 'ON EVENT "ping" DO\n  PUBLISH EVENT "ping", {n: data.n + 1}\n  TALK "${data.n}"\nEND ON\n',
    });
    unwrap(await botOf(name).raise("first", { kind: "named", name: "ping", data: { n: 1 } }));
    await quiet(name);
    const runs = await runsOf(name);
    expect(runs.map(({ state }) => state)).toEqual(["failed", ...Array<string>(8).fill("done")]);
    expect(runs[0]?.error).toContain("more than 8 times");
  });

  test("a run belongs to the release whose handler it is", async () => {
    const block = (word: string) => `ON EVENT "go" DO\n  WAIT 0.2\n  TALK "${word}"\nEND ON\n`;
    const name = await bot({ t: block("old") });
    const event = { kind: "named", name: "go", data: null } as const;
    const first = unwrap(await botOf(name).raise("1", event)).runs;
    const second = unwrap(await botOf(name).raise("2", event)).runs;
    await publish(name, { t: `ON EVENT "other" DO\n  TALK "wrong"\nEND ON\n${block("new")}` });
    const third = unwrap(await botOf(name).raise("3", event)).runs;
    // Whoever waits for it only so long is told that it is under way.
    expect(unwrap(await botOf(name).runOutcome(third[0] ?? "", 10))).toBeNull();
    const words = (await saidBy(name, [...first, ...second, ...third])).map(([line]) => line);
    expect(words).toEqual(["bot: old", "bot: old", "bot: new"]);
  });

  test("what was raised runs although the object goes away", async () => {
    const name = await bot({
      t: 'ON EVENT "go" DO\n  WAIT 0.1\n  SET BOT MEMORY "n", GET BOT MEMORY("n") + 1\nEND ON\n',
    });
    for (const key of ["a", "b"]) unwrap(await botOf(name).raise(key, { kind: "named", name: "go", data: null }));
    await evictDurableObject(stubOf(name) as unknown as DurableObjectStub);
    await runDurableObjectAlarm(stubOf(name) as unknown as DurableObjectStub);
    await quiet(name);
    expect(await botOf(name).getMemory("n")).toBe(2);
  });

  test("a run has its time, and what is large is kept beside its rows", async () => {
    const name = await bot({
      slow: 'TRY\n  WAIT 0.2\n  SET BOT MEMORY "late", 1\nCATCH e\n  TALK "${ERR}"\nEND TRY\n',
      big: "RETURN {text: body, size: LEN(body)}\n",
    });
    const run = async (script: string, variables: Record<string, string>, limitMs: number) => {
      const talk = conversation(name);
      const request = { id: "e", script, handler: null, variables, fields: {}, limitMs };
      return { talk, standing: unwrap(await talk.api.run(talk.key, request, 10_000)) };
    };
    const slow = await run("slow", {}, 100);
    expect(await said(slow.talk)).toEqual(["bot: 68", "state ended"]);
    const body = "x".repeat(300_000);
    const big = await run("big", { body }, 10_000);
    expect(big.standing.outcome).toMatchObject({ ok: true, returned: { text: body, size: 300_000 } });
    expect((await run("nothing", {}, 100)).standing.outcome).toMatchObject({ ok: false });
  });
});

describe("WAIT FOR EVENT", () => {
  test("goes on with the event, also after the object went away", async () => {
    const name = await bot({
      start: 'HEAR go\npaid = WAIT FOR EVENT "Order.Paid" TIMEOUT 600\nTALK "paid ${paid.order}"\nHEAR x\n',
    });
    const talk = await open(name);
    const waiting = unwrap(await talk.send("go", "m1", 50));
    expect(waiting.quiet).toBe(false);
    await evictDurableObject(talk.stub);
    const event = { kind: "named", name: "order.paid", data: { order: 7 } } as const;
    unwrap(await botOf(name).raise("p", event));
    const after = ["bot: paid 7", "hear TEXT", "state waiting"];
    await expect.poll(async () => (await said(talk)).slice(-3), { timeout: 5_000 }).toEqual(after);
    // Nobody waits any more.
    unwrap(await botOf(name).raise("p2", event));
    expect((await talk.say("hello")).state).toBe("idle");
  });

  test("keeps nobody waiting for an answer that cannot come: not the one who leads to it, nor who speaks meanwhile", async () => {
    const name = await bot({
      start: 'hello = WAIT FOR EVENT "hello"\nHEAR x\npaid = WAIT FOR EVENT "paid"\nTALK "paid ${paid} ${x}"\nHEAR y\n',
    });
    // Each of these would wait for 30 seconds, which the test has not got.
    const { path, token, talk } = await openOverHttp(name);
    const say = async (id: string) => {
      const answer = await send(token, `${path}/messages`, { id, text: id });
      return [answer.status, told((await answer.json<TurnAnswer>()).frames)];
    };
    unwrap(await botOf(name).raise("h", { kind: "named", name: "hello", data: 1 }));
    await expect.poll(() => said(talk), { timeout: 10_000 }).toContain("hear TEXT");
    expect([await say("m1"), await say("m1"), await say("m2")]).toEqual([
      [202, ["user: m1"]],
      [202, ["user: m1"]],
      [202, []],
    ]);
    unwrap(await botOf(name).raise("p", { kind: "named", name: "paid", data: 7 }));
    await expect
      .poll(async () => (await said(talk)).slice(-2), { timeout: 10_000 })
      .toEqual(["user: m2", "state idle"]);
    expect(await said(talk)).toContain("bot: paid 7 m1");
  });

  test("yields NULL when the time is over, and knows what came while it was being asked", async () => {
    const late = await bot({ start: 'x = WAIT FOR EVENT "never" TIMEOUT 0.3\nIF x = NULL THEN TALK "nothing"\n' });
    const talk = await open(late);
    await expect.poll(() => said(talk), { timeout: 5_000 }).toContain("bot: nothing");
    const api = botOf(late);
    const until = Date.now() + 60_000;
    expect(unwrap(await api.awaitEvent("c/1/1", "E", until))).toEqual({ came: false, until });
    unwrap(await api.raise("k", { kind: "named", name: "e", data: 5 }));
    expect(unwrap(await api.awaitEvent("c/1/1", "E", until + 5))).toEqual({ came: true, data: 5 });
    expect(await api.awaitedEvent("c/1/1")).toEqual({ came: true, data: 5 });
    unwrap(await api.awaitEvent("c/1/2", "E", until));
    expect(await api.awaitedEvent("c/1/2")).toEqual({ came: false, until });
    unwrap(await api.raise("k2", { kind: "named", name: "e", data: 6 }));
    expect(await api.awaitedEvent("c/1/2")).toEqual({ came: false, until });
  });
});

describe("what the product tells", () => {
  test("new sessions, transfers, rows that scripts write and files run their handlers, and each other", async () => {
    const name = await bot({
      start: 'SAVE "orders", {id: 1, total: 5}\nTALK "hi"\nHEAR x\n',
      new_session: 'PARAM channel AS TEXT\nTALK "new on ${channel}"\n',
      on_transfer: 'TALK "taken by ${data.agent.name}"\n',
      orders_insert: 'PARAM total AS NUMBER\nWRITE "out/order.txt", "total ${total}"\nTALK "order ${row.id}"\n',
      files: 'ON CHANGE "out/*.txt" EVENTS "created"\n  TALK "${change} ${path} ${file.size}"\nEND ON\n',
    });
    const talk = await open(name);
    const agent = { action: "join", agent: { id: "a", name: "Ada" } };
    const token = await apiToken("conversations:write");
    await send(token, `/api/v1/bots/${name}/conversations/${talk.key.conversation}/agent`, agent);
    await expect
      .poll(async () => (await runsOf(name)).filter(({ state }) => state === "done").length, { timeout: 8_000 })
      .toBe(4);
    const lines = (await saidBy(name, await quiet(name))).flat().filter((line) => line.startsWith("bot"));
    expect(lines.sort()).toEqual([
      "bot: create out/order.txt 7",
      "bot: new on web",
      "bot: order 1",
      "bot: taken by Ada",
    ]);
  });
});

describe("files of a package", () => {
  const scripts = {
    start: 'TALK "hi"\n',
    files:
      'ON CHANGE "prices"\n  TALK "${change} ${path}"\nEND ON\nON CHANGE ".gbdata"\n  TALK "data ${change} ${path}"\nEND ON\n',
  };
  const heard = async (name: string) =>
    (await saidBy(name, await quiet(name)))
      .flat()
      .filter((line) => line.startsWith("bot"))
      .sort();

  test("that another release brings, changes or takes away run ON CHANGE, each once; the first release none", async () => {
    const first = { "b.gbdrive/prices/a.txt": "1", "b.gbdrive/prices/b.txt": "1", "b.gbdrive/other.txt": "1" };
    const name = await bot(scripts, "", { ...first, "b.gbdata/list.csv": "x\n1\n" });
    expect(await heard(name)).toEqual([]);
    const second = { "b.gbdrive/Prices/A.txt": "2", "b.gbdrive/prices/c.txt": "1", "b.gbdrive/other.txt": "2" };
    await publish(name, scripts, "", { ...second, "b.gbdata/list.csv": "x\n2\n" });
    const changes = [
      "create prices/c.txt",
      "data modify .gbdata/list.csv",
      "delete prices/b.txt",
      "modify Prices/A.txt",
    ];
    expect(await heard(name)).toEqual(changes.map((change) => `bot: ${change}`));
    await evictDurableObject(stubOf(name));
    await publish(name, scripts, "", { ...second, "b.gbdata/list.csv": "x\n2\n" });
    expect(await runsOf(name)).toHaveLength(4);
    // Going back is a change as well, and coming again another one.
    const [, { hash } = { hash: "" }] = (await botOf(name).releases(10, null)).items;
    unwrap(await botOf(name).makeCurrent(hash));
    await quiet(name);
    expect(await runsOf(name)).toHaveLength(8);
    await publish(name, scripts, "", { ...second, "b.gbdata/list.csv": "x\n2\n" });
    await quiet(name);
    expect(await runsOf(name)).toHaveLength(12);
  });

  test("are told of by the alarm where the object ended right behind the switch", async () => {
    const name = await bot(scripts, "", { "b.gbdrive/prices/a.txt": "1" });
    await runInDurableObject(stubOf(name), (_, state) => {
      state.storage.sql.exec("UPDATE meta SET value = 'a release that is gone' WHERE key = 'release-files'");
    });
    await publish(name, scripts, "", { "b.gbdrive/prices/a.txt": "2" });
    // Nothing is known of what was before, so nothing is told; from here on everything is.
    expect(await heard(name)).toEqual([]);
    await publish(name, scripts, "", { "b.gbdrive/prices/a.txt": "3" });
    expect(await heard(name)).toEqual(["bot: modify prices/a.txt"]);
    // As a crash between the switch and the telling leaves it.
    await runInDurableObject(stubOf(name), async (_, state) => {
      const [old] = state.storage.sql
        .exec<{ hash: string }>(
          "SELECT hash FROM releases WHERE hash <> (SELECT value FROM meta WHERE key = 'current') ORDER BY published_at DESC LIMIT 1",
        )
        .toArray();
      state.storage.sql.exec("UPDATE meta SET value = ? WHERE key = 'release-files'", old?.hash ?? "");
      await state.storage.setAlarm(Date.now() + 60_000);
    });
    await evictDurableObject(stubOf(name));
    await runDurableObjectAlarm(stubOf(name));
    expect(await heard(name)).toEqual(["bot: modify prices/a.txt", "bot: modify prices/a.txt"]);
  });
});

test("a file that another program put into the bucket comes into the drive, and ON CHANGE hears of it once", async () => {
  const name = await bot({
    start: 'TALK "hi"\n',
    files: 'ON CHANGE "in"\n  TALK "${change} ${path} ${file.type} ${READ(path)}"\nEND ON\n',
  });
  const key = `inbox/${TENANT}/${name}/in/day 1.csv`;
  await env.FILES.put(key, "a,b\n1,2\n", { httpMetadata: { contentType: "image/png" } });
  const told = (key: string, action = "PutObject") => ({
    account: "a",
    action,
    bucket: "basalt-files",
    object: { key, size: 8, eTag: "e" },
    eventTime: "2026-11-24T05:00:00.000Z",
  });
  const deliver = async (...bodies: unknown[]) => {
    const messages = bodies.map((body, i) => ({ id: `m${i}`, timestamp: new Date(), attempts: 1, body }));
    const batch = createMessageBatch("basalt-inbox", messages);
    await worker.queue(batch, env as never);
    return getQueueResult(batch, createExecutionContext());
  };
  const taken = await deliver(told(key), told(key), told(key, "DeleteObject"), { nonsense: true });
  expect(taken).toMatchObject({ retryMessages: [], explicitAcks: ["m0", "m1", "m2", "m3"] });
  // What is refused for good is not asked about for ever.
  const wrong = [
    `inbox/${TENANT}/${name}/../x`,
    `inbox/${TENANT}/nobody-here/x`,
    `other/${TENANT}/${name}/x`,
    `inbox/A/${name}/x`,
  ];
  for (const key of wrong) await env.FILES.put(key, "x");
  expect((await deliver(...wrong.map((key) => told(key)))).retryMessages).toEqual([]);
  await expect.poll(async () => (await runsOf(name)).length, { timeout: 8_000 }).toBe(1);
  const lines = (await saidBy(name, await quiet(name))).flat().filter((line) => line.startsWith("bot"));
  expect(lines).toEqual(["bot: create in/day 1.csv text/csv a,b\n1,2\n"]);
  const drive = env.DRIVE.get(env.DRIVE.idFromName(`${TENANT}/${name}`)) as unknown as DriveApi;
  expect(await drive.versions("in/day 1.csv")).toMatchObject({ value: [{ version: 1 }] });
});

describe("keywords", () => {
  test("TRIGGER, REFRESH and PUBLISH run what they name", async () => {
    const name = await bot({
      start:
        'TRIGGER "welcome", 7\nTRIGGER "other.flow", 8\nREFRESH "prices.bas"\nREFRESH "llm"\nPUBLISH "report"\nTALK "done"\n',
      welcome: 'PARAM id\nTALK "welcome ${id}"\n',
      on_other_flow: 'PARAM id\nTALK "flow ${id}"\n',
      prices: 'TALK "prices"\n',
      on_publish: 'TALK "publish ${data.name}"\n',
    });
    expect(told((await open(name)).first.frames)).toContain("bot: done");
    const lines = (await saidBy(name, await quiet(name))).flat().filter((line) => line.startsWith("bot"));
    expect(lines.sort()).toEqual(["bot: flow 8", "bot: prices", "bot: publish report", "bot: welcome 7"]);
  });
});

describe("webhooks (reference 4.9)", () => {
  test("answers by what the script returns or leaves", async () => {
    const name = await bot({
      a: 'WEBHOOK "Whole Answer!"\nRETURN {status: 201, headers: {"X-Made-By": "script", "Set-Cookie": "a=b"}, body: {id: 5}}\n',
      b: 'WEBHOOK "value"\nRETURN [1, 2]\n',
      c: 'WEBHOOK "fields"\nresult_status = 202\nresult_message = "taken"\n',
      d: 'WEBHOOK "status-text"\nresult_status = "queued"\n',
      e: 'WEBHOOK "object"\nresult = {received: TRUE}\n',
      f: 'WEBHOOK "nothing"\nresult = 5\n',
      g: 'WEBHOOK "broken"\nTHROW "a secret reason"\n',
      h: 'WEBHOOK "text"\nRETURN {status: 200, headers: {"content-type": "text/html"}, body: "<b>hi</b>"}\n',
      i: 'WEBHOOK "none"\nRETURN {status: 204}\n',
    });
    const answer = async (hook: string) => {
      const got = await postJson(`/api/${name}/webhook/${hook}`, {});
      return [
        got.status,
        (got.headers.get("content-type") ?? "").includes("json") ? await got.json() : await got.text(),
      ];
    };
    expect(await answer("whole-answer")).toEqual([201, { id: 5 }]);
    expect(await answer("value")).toEqual([200, [1, 2]]);
    expect(await answer("fields")).toEqual([202, { message: "taken" }]);
    expect(await answer("status-text")).toEqual([200, { status: "queued" }]);
    expect(await answer("object")).toEqual([200, { received: true }]);
    expect(await answer("nothing")).toEqual([200, { status: "ok" }]);
    expect(await answer("text")).toEqual([200, "<b>hi</b>"]);
    expect(await answer("none")).toEqual([204, ""]);
    const broken = await answer("broken");
    expect(broken).toMatchObject([500, { code: "script.failed" }]);
    expect(JSON.stringify(broken)).not.toContain("secret reason");
    const whole = await call(`/api/${name}/webhook/whole-answer`);
    expect([whole.headers.get("x-made-by"), whole.headers.get("set-cookie")]).toEqual(["script", null]);
    expect(whole.headers.get("content-security-policy")).toContain("sandbox");
    expect(await codeOf(call(`/api/${name}/webhook/other`))).toBe("404 webhook.unknown");
    expect(await codeOf(post(`/api/${name}/webhook/value`, "x", { "content-type": "image/png" }))).toBe(
      "415 request.unsupported-type",
    );
    expect(await codeOf(post(`/api/${name}/webhook/value`, "{", { "content-type": "application/json" }))).toBe(
      "400 request.invalid",
    );
  });

  test("tells the caller that a script takes too long, and that it calls too often", async () => {
    const name = await bot({ slow: 'WEBHOOK "slow"\nWAIT 200\n' });
    const path = `/api/${name}/webhook/slow`;
    const { webhookMs } = EVENT_LIMITS;
    Object.assign(EVENT_LIMITS, { webhookMs: 100 });
    expect(await codeOf(postJson(path, {}))).toBe("504 webhook.timeout");
    Object.assign(EVENT_LIMITS, { webhookMs });
    const take = vi.spyOn(EndpointRate.prototype, "take").mockReturnValueOnce(7);
    const refused = await postJson(path, {});
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(take).toHaveBeenCalledWith(`${TENANT}/${name}/slow`, 1_200);
    take.mockRestore();
    expect((await quiet(name)).length).toBe(1);
  });

  test("gives the script what was sent, and no credentials", async () => {
    const name = await bot({
      a: 'PARAM total AS NUMBER\nPARAM admin\nWEBHOOK "in"\nRETURN {body: body, params: params, method: method, path: path, total: total, x: headers["x-extra"], c: headers["cookie"], user: username}\n',
    });
    const path = `/api/${name}/webhook/in`;
    const headers = { "x-extra": "1", cookie: "a=b" };
    expect(await (await postJson(`${path}?a=1&a=2`, { total: 5, username: "eve" }, headers)).json()).toEqual({
      body: { total: 5, username: "eve" },
      params: { a: "2" },
      method: "POST",
      path,
      total: 5,
      x: "1",
      c: null,
      user: null,
    });
    const form = await post(path, "a=1&b[]=2&a=3", { "content-type": "application/x-www-form-urlencoded" });
    expect(await form.json()).toMatchObject({ body: { a: ["1", "3"], b: ["2"] } });
    expect(await (await post(path, "plain", { "content-type": "text/plain" })).json()).toMatchObject({ body: "plain" });
    expect(await (await call(path)).json()).toMatchObject({ body: null, method: "GET" });
  });

  test("lets in whoever knows the secret, and a delivery once", async () => {
    const signing = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const hook = (n: string) =>
      `WEBHOOK "${n}"\nSET BOT MEMORY "n", GET BOT MEMORY("n") + 1\nRETURN GET BOT MEMORY("n")\n`;
    const name = await bot(
      { a: hook("plain"), b: hook("signed") },
      `webhook-secret,vault:hook\nwebhook-secret-signed,vault:sign`,
    );
    const path = (which: string) => `/api/${name}/webhook/${which}`;
    expect(await codeOf(postJson(path("plain"), {}))).toBe("503 service.unavailable");
    unwrap(await botOf(name).setSecret(TENANT, name, "hook", "s3cret-s3cret", "test"));
    unwrap(await botOf(name).setSecret(TENANT, name, "sign", signing, "test"));
    expect(await codeOf(postJson(path("plain"), {}))).toBe("401 webhook.refused");
    expect(await codeOf(postJson(path("plain"), {}, { "x-webhook-secret": "other" }))).toBe("401 webhook.refused");
    expect(await (await postJson(path("plain"), {}, { "x-webhook-secret": "s3cret-s3cret" })).json()).toBe(1);
    expect(await (await postJson(path("plain"), {}, { authorization: "Bearer s3cret-s3cret" })).json()).toBe(2);

    const body = JSON.stringify({ order: 1 });
    const key = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode("s3cret-s3cret"),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const hmac = [...new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(body)))];
    const github = {
      "x-hub-signature-256": `sha256=${hmac.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`,
    };
    expect(await (await post(path("plain"), body, github)).json()).toBe(3);
    expect(await codeOf(post(path("plain"), `${body} `, github))).toBe("401 webhook.refused");

    const vendor = new Webhook(signing);
    const delivery = (id: string, at: Date) => ({
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": `${Math.floor(at.getTime() / 1000)}`,
      "webhook-signature": vendor.sign(id, at, body),
    });
    const now = new Date();
    expect(await (await post(path("signed"), body, delivery("msg_1", now))).json()).toBe(4);
    expect(await (await post(path("signed"), body, delivery("msg_1", now))).json()).toBe(4);
    expect(await (await post(path("signed"), body, delivery("msg_2", now))).json()).toBe(5);
    expect(await codeOf(post(path("signed"), body, delivery("msg_3", new Date(now.getTime() - 400_000))))).toBe(
      "401 webhook.refused",
    );
    expect(await codeOf(post(path("signed"), "{}", delivery("msg_4", now)))).toBe("401 webhook.refused");
    expect(await codeOf(post(path("signed"), body, { "x-webhook-secret": signing }))).toBe("401 webhook.refused");
    expect(await botOf(name).getMemory("n")).toBe(5);
  });
});

describe("forms and pages", () => {
  test("a form with files runs its block, once, and the person is sent on", async () => {
    const name = await bot(
      {
        contact:
          'ON FORM SUBMIT "Contact Us"\n  TALK "${fields.name} ${form.mail} ${fields.cv} ${metadata.utm_source} ${files.length}"\nEND ON\n',
        on_form_submit_survey: 'PARAM score AS NUMBER\nTALK "score ${score}"\n',
      },
      "form-redirect-survey,https://example.com/thanks\nform-origins-survey,https://shop.example",
    );
    const path = `/api/${name}/forms/contact-us?utm_source=news`;
    const form = () => {
      const data = new FormData();
      data.set("name", "Ann");
      data.set("mail", "ann@example.com");
      data.set("cv", new File(["my life"], "../cv.txt", { type: "text/plain" }));
      return data;
    };
    const headers = { "idempotency-key": "one", origin: "https://anywhere.example" };
    const first = await post(path, form(), headers);
    expect([first.status, await first.json(), first.headers.get("access-control-allow-origin")]).toEqual([
      200,
      { status: "ok" },
      "*",
    ]);
    await post(path, form(), headers);
    const runs = await quiet(name);
    expect(runs.length).toBe(1);
    const [line = ""] = (await saidBy(name, runs))[0] ?? [];
    const file = /uploads\/forms\/contact-us\/[0-9a-f]{16}\/1-cv\.txt/.exec(line)?.[0] ?? "";
    expect(line).toBe(`bot: Ann ann@example.com ${file} news 1`);
    const drive = env.DRIVE.getByName(`${TENANT}/${name}`) as unknown as DriveApi;
    expect(await drive.stat(file)).toMatchObject({ size: 7, type: "text/plain" });

    const trapped = await postJson(path, { name: "Bot", _gotcha: "x" });
    expect([trapped.status, (await quiet(name)).length]).toEqual([200, 1]);
    const html = { accept: "text/html" };
    const own = await postJson(path, { name: "Eve", _next: "//evil.example/" }, html);
    expect([own.status, own.headers.get("location")]).toEqual([200, null]);
    const next = await postJson(path, { name: "Bob", _next: "/thanks?a=1" }, html);
    expect([next.status, next.headers.get("location")]).toEqual([303, "/thanks?a=1"]);
    const survey = `/api/${name}/forms/survey`;
    expect(await codeOf(postJson(survey, { score: 3 }, { origin: "https://evil.example" }))).toBe("403 auth.forbidden");
    const sent = await postJson(survey, { score: 3 }, { origin: "https://shop.example", ...html });
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "https://example.com/thanks"]);
    expect(await codeOf(postJson(`/api/${name}/forms/none`, {}))).toBe("404 form.unknown");
    const flood = { "cf-connecting-ip": "203.0.113.9" };
    for (let i = 0; i < 20; i++) expect((await postJson(path, { _gotcha: "x" }, flood)).status).toBe(200);
    const refused = await postJson(path, { _gotcha: "x" }, flood);
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await postJson(path, { _gotcha: "x" })).status).toBe(200);
    expect(await codeOf(post(path, "text", { "content-type": "text/plain" }))).toBe("400 request.invalid");
    const lines = (await saidBy(name, await quiet(name))).flat();
    expect(lines).toContain("bot: score 3");
  });

  test("pages of the package are served in a sandbox, and nothing else is", async () => {
    const name = await bot({ start: 'TALK "x"\n' }, "", {
      "b.gbui/index.html": "<h1>home</h1>",
      "b.gbui/shop/index.html": "<h1>shop</h1>",
      "b.gbui/shop/app.JS": "1",
      "b.gbui/notes.exe": "1",
    });
    const page = await call(`/${name}/`);
    expect([page.status, await page.text(), page.headers.get("content-type")]).toEqual([
      200,
      "<h1>home</h1>",
      "text/html; charset=utf-8",
    ]);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox allow-scripts/);
    expect(policy).not.toContain("allow-same-origin");
    expect((await call(`/${name}/shop`)).headers.get("location")).toBe(`/${name}/shop/`);
    expect(await (await call(`/${name}/shop/`)).text()).toBe("<h1>shop</h1>");
    expect((await call(`/${name}/shop/app.js`)).headers.get("content-type")).toContain("javascript");
    expect((await call(`/${name}/notes.exe`)).headers.get("content-disposition")).toBe("attachment");
    const again = await call(`/${name}/`, { headers: { "if-none-match": page.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    for (const path of [`/${name}/none`, `/${name}/..%2fb.gbdialog/start.bas`, "/api/nothing", "/nobody/index.html"])
      expect(await codeOf(call(path)), path).toBe("404 route.unknown");
  });
});

describe("the API", () => {
  test("lists runs and takes events, by scope", async () => {
    const name = await bot({
      on_paid: 'PARAM order\nTALK "paid ${order}"\n',
      mail: 'ON EMAIL "help@b.example" FROM "@a.example" SUBJECT "help" ATTACHMENT\nTALK "${from}: ${subject} ${attachments[0]}"\n',
      new_session: 'TALK "new"\n',
    });
    const path = `/api/v1/bots/${name}/events`;
    const [reader, writer] = [await apiToken("conversations:read"), await apiToken("events:write")];
    const publish = (key: string) =>
      call(`${path}/Paid`, {
        method: "POST",
        body: JSON.stringify({ data: { order: 3 } }),
        headers: { authorization: `Bearer ${writer}`, "content-type": "application/json", "idempotency-key": key },
      });
    const first = await publish("one");
    expect(first.status).toBe(202);
    const { runs } = await first.json<{ runs: string[] }>();
    expect(await (await publish("one")).json()).toEqual({ runs });
    expect(await saidBy(name, runs)).toEqual([["bot: paid 3", "state ended"]]);
    const mail = { to: "Help@b.example", from: "ann@a.example", subject: "I need help", attachments: ["mail/1.pdf"] };
    const mailed = await (await send(writer, `${path}/email`, mail)).json<{ runs: string[] }>();
    expect(await saidBy(name, mailed.runs)).toEqual([["bot: ann@a.example: I need help mail/1.pdf", "state ended"]]);
    expect(await (await send(writer, `${path}/email`, { ...mail, subject: "x" })).json()).toEqual({ runs: [] });

    const page = await (await send(reader, `${path}?limit=1`)).json<{ items: HandlerRun[]; nextCursor: string }>();
    expect(page.items).toMatchObject([{ event: "email", script: "mail", state: "done", error: null }]);
    const rest = await (await send(reader, `${path}?cursor=${page.nextCursor}`)).json<{ items: HandlerRun[] }>();
    expect(rest.items).toMatchObject([{ event: "paid", script: "on_paid", conversation: runs[0] }]);
    expect(await codeOf(send(writer, path))).toBe("403 auth.forbidden");
    expect(await codeOf(send(reader, `${path}/x`, {}))).toBe("403 auth.forbidden");
    expect(await codeOf(call(path))).toBe("401 auth.required");
    expect(await codeOf(send(reader, "/api/v1/bots/nobody/events"))).toBe("404 bot.unknown");
    expect(await codeOf(send(writer, `${path}/x`, { other: 1 }))).toBe("400 request.invalid");
  });
});
