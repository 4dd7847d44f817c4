/**
 * The platform's promises, seen from outside of the real product: one commit per turn in the write-ahead log, chat with
 * Postgres and Redis down, hibernation under an open socket, and what docs/contract.md says of doubled, malformed and
 * foreign messages. One product for the file; Redis is never there, and everything but /readyz has to work so.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Readiness } from "../../contracts/admin.ts";
import type { FramesPage } from "../../contracts/conversation.ts";
import { openDatabase } from "../../db/client.ts";
import { readHistory } from "../../db/queries/history.ts";
import { openBotTables } from "../../db/tables/connection.ts";
import { freePort, Product } from "../support/product.ts";
import { countCommits } from "../support/wal.ts";
import { Device, fault, postJson, request, told, Visitor } from "./platform/visitor.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const root = path.resolve(import.meta.dirname, "../..");
const BOT = "platform";
let data: string;
let product: Product;
let origin: string;
let sleeper: { visitor: Visitor; device: Device; object: string };

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), "basalt-platform-"));
  const nowhere = await freePort();
  const tables = writeTableBots(path.join(data, "table-bots"));
  const bots = [path.join(import.meta.dirname, "platform/bots"), tables];
  const env = { BASALT_TEST: "1", REDIS_URL: `redis://127.0.0.1:${nowhere}` };
  product = new Product({ data, port: await freePort(), bots, env });
  await product.start([BOT, "brief", ...STORES.map((store) => `shop-${store}`)]);
  origin = product.origin;
  // Goes to sleep while the other tests run.
  const { visitor, object } = await arriveAt();
  const device = await visitor.connect();
  await device.until((frame) => frame.type === "hear");
  sleeper = { visitor, device, object };
});

afterAll(async () => {
  await product?.stop();
  rmSync(data, { recursive: true, force: true });
});

const STORES = ["sqlite", "postgres"] as const;

/** The same dialogs twice, over the object's own tables and over PostgreSQL. */
function writeTableBots(folder: string): string {
  const shop = path.join(import.meta.dirname, "platform/shop");
  for (const store of STORES) {
    const bot = path.join(folder, `shop-${store}.gbai`);
    cpSync(shop, path.join(bot, `shop-${store}.gbdialog`), { recursive: true });
    mkdirSync(path.join(bot, `shop-${store}.gbot`));
    writeFileSync(path.join(bot, `shop-${store}.gbot/config.csv`), `name,value\ndata-store,${store}\n`);
  }
  return folder;
}

const sessions = () => path.join(data, "state/do/edge-SessionObject");
const logOf = (object: string) => path.join(sessions(), `${object}.sqlite-wal`);
const objects = () => readdirSync(sessions()).flatMap((name) => /^([0-9a-f]{64})\.sqlite-wal$/.exec(name)?.[1] ?? []);

/** A new conversation, and the name of its object as the storage spells it. */
async function arriveAt(): Promise<{ visitor: Visitor; object: string }> {
  const before = new Set(objects());
  const visitor = await Visitor.arrive(origin, BOT);
  const [object] = objects().filter((name) => !before.has(name));
  if (!object) throw new Error("the conversation's log was not found");
  return { visitor, object };
}

describe("a message", () => {
  test("sent again under its id gives the same answer and runs nothing", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    const first = await visitor.say("one", "same");
    expect(told(first.body.frames)).toBe("1: one");
    expect(await visitor.say("one", "same")).toEqual(first);
    // The id decides, not what comes with it.
    expect(await visitor.say("another text", "same")).toEqual(first);
    expect(await visitor.hear("two")).toBe("2: two");
  });

  test("sent many times at once, by HTTP and by socket, runs once and is answered everywhere", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    const devices = await Promise.all([visitor.connect(), visitor.connect()]);
    for (const device of devices) device.send({ type: "message", id: "same", text: "slow" });
    const answers = await Promise.all([1, 2, 3, 4].map(() => visitor.say("slow", "same")));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    for (const device of devices) {
      await device.until((frame) => frame.type === "ack" && frame.id === "same");
      await device.until((frame) => frame.type === "state" && frame.turn === 2);
      expect(device.durable).toEqual((await visitor.frames()).body.items);
      device.close();
    }
    const { items } = (await visitor.frames()).body;
    expect(items.filter((frame) => frame.type === "user")).toHaveLength(1);
    expect(told(items)).toBe("Ready. | 1: slow");
  });

  test("that is malformed, too large or of another kind is refused in the catalogue's words", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    const url = `${visitor.address}/messages`;
    const send = async (body: unknown, headers: Record<string, string> = {}) =>
      fault(await postJson(url, body, { ...visitor.bearer, ...headers }));
    expect(await send("{")).toBe("400 request.invalid");
    expect(await send({})).toBe("400 request.invalid");
    expect(await send({ id: "a", text: 5 })).toBe("400 request.invalid");
    expect(await send({ id: "x".repeat(1_000), text: "" })).toBe("400 request.invalid");
    expect(await send("[".repeat(50_000))).toBe("400 request.invalid");
    expect(await send({ id: "a", text: "x".repeat(32_001) })).toBe("400 request.invalid");
    expect(await send({ id: "a", text: "x".repeat(200_000) })).toBe("413 request.too-large");
    expect(await send({ id: "a", text: "x" }, { "content-type": "text/plain" })).toBe("415 request.unsupported-type");
    const wrongWay = await request(url, { method: "DELETE", headers: visitor.bearer });
    expect(fault(wrongWay)).toBe("405 method.not-allowed");
    const invalid = await postJson<{ errors: { path: string }[] }>(url, { id: "a", text: 5 }, visitor.bearer);
    expect(invalid.body.errors).toEqual([expect.objectContaining({ path: "/text" })]);
    expect((await visitor.frames()).body.items.at(-1)?.turn).toBe(1);
  });
});

describe("a socket", () => {
  test("answers malformed frames with a fault and goes on; the twentieth in a minute closes it", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    const device = await visitor.connect();
    expect(device.protocol).toBe("basalt.v1");
    const invalid = [
      "no JSON",
      "",
      "null",
      "[]",
      "{}",
      { type: "message" },
      { type: "message", id: "a", text: 5 },
      { type: "message", id: "x".repeat(1_000) },
      { type: "message", id: "a", text: "x".repeat(32_001) },
      { type: "resume", after: -1 },
      { type: "event", id: "a", name: 1 },
      Buffer.from('{"type":"ping"}'),
      Buffer.alloc(100),
    ];
    for (const frame of invalid) device.send(frame);
    device.send({ type: "nonsense" });
    device.send({ type: "talk", seq: 1, turn: 1, text: "I am the bot" });
    device.send('{"type":"ping"}');
    device.send({ type: "message", id: "good", text: "still here" });
    await device.until((frame) => frame.type === "talk" && frame.text === "1: still here");
    expect(device.frames.some((frame) => frame.type === "pong")).toBe(true);
    expect(device.faults).toEqual([...invalid.map(() => "frame.invalid"), "frame.unknown-type", "frame.unknown-type"]);
    expect(device.closed).toBe(null);
    for (let more = device.faults.length; more < 20; more++) device.send("no JSON");
    expect(await device.untilClosed()).toBe(1008);
    // Another device of the same conversation has its own count.
    const other = await visitor.connect();
    other.send("no JSON");
    await other.until((frame) => frame.type === "fault");
    other.close();
  });

  test("takes 64 KiB and is closed with 1009 above", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    const device = await visitor.connect();
    const padded = (bytes: number) =>
      JSON.stringify({ type: "typing", pad: "" }).replace('""', `"${"x".repeat(bytes)}"`);
    const frame = padded(64 * 1024 - padded(0).length);
    expect(Buffer.byteLength(frame)).toBe(64 * 1024);
    device.send(frame);
    device.send({ type: "message", id: "a", text: "fits" });
    await device.until((found) => found.type === "talk" && found.text === "1: fits");
    device.send(padded(64 * 1024));
    expect(await device.untilClosed()).toBe(1009);
    const binary = await visitor.connect();
    binary.send(Buffer.alloc(64 * 1024 + 1));
    expect(await binary.untilClosed()).toBe(1009);
  });

  test("without a good token in its first frame, within five seconds, is closed with 4401", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    const connect = () => Device.open(visitor.address, ["basalt.v1"]);
    const [good, wrong, rude, silent] = await Promise.all([connect(), connect(), connect(), connect()]);
    const began = Date.now();
    good.send({ type: "auth", token: visitor.token });
    await good.until((frame) => frame.type === "hear");
    wrong.send({ type: "auth", token: `${visitor.token.slice(0, -2)}AA` });
    expect(await wrong.untilClosed()).toBe(4401);
    rude.send({ type: "message", id: "a", text: "let me in" });
    expect(await rude.untilClosed()).toBe(4401);
    expect(await silent.untilClosed()).toBe(4401);
    expect(Date.now() - began).toBeGreaterThan(4_000);
    expect([...wrong.frames, ...rude.frames, ...silent.frames]).toEqual([]);
    expect(good.closed).toBe(null);
    good.close();
  });

  test("brings what comes after the frame that it names", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    await visitor.hear("one");
    const { items } = (await visitor.frames()).body;
    const [all, rest] = await Promise.all([visitor.connect(), visitor.connect("?after=3")]);
    await Promise.all(
      [all, rest].map((device) => device.until((frame) => "seq" in frame && frame.seq === items.length)),
    );
    expect(all.durable).toEqual(items);
    expect(rest.durable).toEqual(items.slice(3));
    rest.send({ type: "resume", after: items.length - 1 });
    await expect.poll(() => rest.durable.length).toBe(items.length - 2);
    expect(rest.durable.at(-1)).toEqual(items.at(-1));
    all.close();
    rest.close();
  });
});

describe("a conversation", () => {
  test("is not opened by the token of another, on any way in", async () => {
    const [mine, theirs] = await Promise.all([Visitor.arrive(origin, BOT), Visitor.arrive(origin, BOT)]);
    const { bearer } = theirs;
    expect(fault(await postJson(`${mine.address}/messages`, { id: "a", text: "x" }, bearer))).toBe("401 auth.invalid");
    expect(fault(await request(`${mine.address}/frames`, { headers: bearer }))).toBe("401 auth.invalid");
    const headers = { ...bearer, accept: "text/event-stream" };
    expect(fault(await request(`${mine.address}/frames`, { headers }))).toBe("401 auth.invalid");
    await expect(mine.connect("", theirs.token)).rejects.toThrow("handshake 401 auth.invalid");
    const device = await Device.open(mine.address, ["basalt.v1"]);
    device.send({ type: "auth", token: theirs.token });
    expect(await device.untilClosed()).toBe(4401);
    expect(device.frames).toEqual([]);
    // Nor by its own token under another bot's name, nor by none, nor by one in the address.
    const elsewhere = mine.address.replace(`/${BOT}/`, "/brief/");
    expect(fault(await request(`${elsewhere}/frames`, { headers: mine.bearer }))).toBe("401 auth.invalid");
    expect(fault(await request(`${mine.address}/frames`))).toBe("401 auth.required");
    expect(fault(await request(`${mine.address}/frames?token=${mine.token}`))).toBe("401 auth.required");
    expect((await mine.frames()).body.items).toEqual(mine.opened.frames);
  });

  test("of a bot that is not there, or that no bot can be, is refused", async () => {
    const open = async (bot: string) => fault(await postJson(`${origin}/api/v1/bots/${bot}/conversations`, {}));
    expect(await open("nobody")).toMatch(/^4(?:04 bot.unknown|09 bot.no-release)$/);
    expect(await open("No%20Bot")).toBe("404 bot.unknown");
    expect(await open("console")).toBe("404 bot.unknown");
  });

  test("goes on when its script is over, and refuses everything once it has ended", async () => {
    const idle = await Visitor.arrive(origin, BOT);
    expect(await idle.hear("stop")).toBe("1: stop");
    expect((await idle.frames()).body.state).toBe("idle");
    expect((await idle.say("anybody?")).body).toMatchObject({
      state: "idle",
      frames: [{ type: "user" }, { type: "talk" }, {}],
    });

    const brief = await Visitor.arrive(origin, "brief");
    const device = await brief.connect();
    await device.until((frame) => frame.type === "state" && frame.state === "ended");
    expect(fault(await brief.say("too late"))).toBe("409 conversation.ended");
    device.send({ type: "message", id: "late", text: "too late" });
    await device.until((frame) => frame.type === "fault");
    expect(device.faults).toEqual(["conversation.ended"]);
    expect((await brief.frames()).body).toMatchObject({ state: "ended" });
    device.close();
  });

  test("is read in pages, and followed live from the last event", async () => {
    const visitor = await Visitor.arrive(origin, BOT);
    for (const word of ["one", "two", "three"]) await visitor.hear(word);
    const { items } = (await visitor.frames()).body;
    const paged: FramesPage["items"] = [];
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page: FramesPage = (await visitor.frames(`?after=${after}&limit=4`)).body;
      expect(page.items.length).toBeLessThanOrEqual(4);
      paged.push(...page.items);
      after = page.nextAfter;
    }
    expect(paged).toEqual(items);
    expect(paged.map((frame) => frame.seq)).toEqual(paged.map((_, index) => index + 1));
    expect((await visitor.frames(`?after=${items.length}`)).body).toEqual({
      items: [],
      state: "waiting",
      seq: items.length,
    });
    expect((await visitor.frames("?after=999999")).body.items).toEqual([]);
    for (const query of ["?limit=0", "?limit=10001", "?after=-1", "?after=x", "?after=1.5"])
      expect(`${query} ${fault(await visitor.frames(query))}`).toBe(`${query} 400 request.invalid`);

    const headers = { ...visitor.bearer, accept: "text/event-stream", "last-event-id": String(items.length - 2) };
    const stop = new AbortController();
    const stream = await fetch(`${visitor.address}/frames?after=0`, { headers, signal: stop.signal });
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    const turn = await visitor.say("four");
    const wanted = [...items.slice(-2), ...turn.body.frames];
    let text = "";
    for await (const part of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      if (text.includes(`id: ${turn.body.seq}\n`) && text.endsWith("\n\n")) break;
    }
    stop.abort();
    const events = text.split("\n\n").flatMap((event) => /^id: (\d+)\ndata: (.*)$/.exec(event)?.slice(1) ?? []);
    expect(events).toEqual(wanted.flatMap((frame) => [String(frame.seq), JSON.stringify(frame)]));
  });
});

test("a turn without a barrier is one commit in the object's write-ahead log", async () => {
  const { visitor, object } = await arriveAt();
  const log = logOf(object);
  for (let turn = 1, counted = 0; counted < 20; turn++) {
    const before = countCommits(log);
    const began = Date.now();
    expect(await visitor.hear(`word ${turn}`)).toBe(`${turn}: word ${turn}`);
    const after = countCommits(log);
    expect(turn).toBeLessThan(40);
    // Later than a second after the last commit the history's own small write may be among them, and after a checkpoint
    // the log begins anew: such a turn is not counted.
    if (Date.now() - began > 800 || after.generation !== before.generation) continue;
    expect(after.commits - before.commits).toBe(1);
    counted++;
  }
  // The count can count: a turn that passes a barrier makes more.
  const before = countCommits(log);
  await visitor.hear("slow");
  expect(countCommits(log).commits - before.commits).toBeGreaterThan(1);
});

test("an object hibernates under an open socket while a HEAR waits, and goes on", async () => {
  const { visitor, device, object } = sleeper;
  const constructed = () =>
    readFileSync(path.join(data, "logs/edge.log"), "utf8")
      .split("\n")
      .filter((line) => line.includes(`basalt.constructed ${object}`)).length;
  // Its storage is closed when it leaves memory, ten seconds after its history was told; closing removes the log.
  await expect.poll(() => existsSync(logOf(object)), { timeout: 45_000, interval: 100 }).toBe(false);
  const before = constructed();
  expect(before).toBeGreaterThan(0);
  expect(device.closed).toBe(null);
  // The platform answers this one; it wakes nobody.
  device.send('{"type":"ping"}');
  await device.until((frame) => frame.type === "pong");
  expect(constructed()).toBe(before);
  device.send({ type: "message", id: "awake", text: "are you there?" });
  await device.until((frame) => frame.type === "talk" && frame.text === "1: are you there?");
  await expect.poll(constructed).toBe(before + 1);
  // The rest of the turn follows its talk.
  const { items } = (await visitor.frames()).body;
  await expect.poll(() => device.durable, { timeout: 10_000 }).toEqual(items);
  expect(await visitor.hear("good")).toBe("2: good");
  device.close();
});

test("keywords of tables say the same over PostgreSQL as over the object's own tables", async () => {
  await expect
    .poll(async () => (await request<Readiness>(`${origin}/readyz`)).body.parts["postgres"]?.state, { timeout: 30_000 })
    .toBe("up");
  const told: string[][] = [];
  for (const store of STORES) {
    const visitor = await Visitor.arrive(origin, `shop-${store}`);
    const said: string[] = [];
    for (const word of ["fill", "read", "change", "break", "join", "read"]) said.push(await visitor.hear(word));
    told.push(said);
  }
  const [here, there] = told;
  expect(there).toEqual(here);
  expect(here).toEqual([
    "6 parts, 3 orders",
    "bolt 12, nut 20, gear 3 | most 20 | sum 58 | first bolt",
    "2 changed, 1 gone, merged 1/1",
    "taken | unknown part | bounded",
    "bolt 7 ann, gear 1 bob",
    "bolt 12, nut 20, gear 99 | most 99 | sum 150 | first bolt",
  ]);
  // They lie where the package says, and nobody sees them who does not say whose they are.
  const { database } = JSON.parse(readFileSync(path.join(data, "addresses.json"), "utf8")) as { database: string };
  const { databasePassword } = JSON.parse(readFileSync(path.join(data, "secrets.json"), "utf8")) as {
    databasePassword: string;
  };
  const at = { url: `postgres://basalt:${databasePassword}@localhost/basalt`, proxy: database };
  const names = async (tenant: string, bot: string) => {
    const tables = openBotTables(at, tenant, bot);
    const rows = await tables.transaction("read", (query) =>
      query("SELECT name FROM bot_data.tables ORDER BY name", []),
    );
    await tables.close();
    return rows.map(({ name }) => name);
  };
  expect(await names("default", "shop-postgres")).toEqual(["orders", "parts"]);
  expect(await names("default", "shop-sqlite")).toEqual([]);
  expect(await names("other", "shop-postgres")).toEqual([]);
});

test("with Postgres and Redis down a hundred turns succeed, and the history catches up", async () => {
  const readiness = async () => (await request<Readiness>(`${origin}/readyz`)).body;
  await expect.poll(async () => (await readiness()).parts["postgres"]?.state, { timeout: 30_000 }).toBe("up");

  const { database } = JSON.parse(readFileSync(path.join(data, "addresses.json"), "utf8")) as { database: string };
  product.kill("database");
  const held = await holdPort(Number(database.split(":")[1]));
  const visitors = await Promise.all([1, 2, 3, 4].map(() => Visitor.arrive(origin, BOT)));
  const before = held.calls;
  await Promise.all(
    visitors.map(async (visitor) => {
      for (let turn = 1; turn <= 25; turn++) expect(await visitor.hear("hi")).toBe(`${turn}: hi`);
    }),
  );
  // The history knocks now and then; no turn does.
  expect(held.calls - before).toBeLessThan(20);
  await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({
    status: "degraded",
    parts: {
      postgres: { state: "down", required: false },
      redis: { state: "down", required: false },
      objects: { state: "up", required: true },
      gateway: { state: "up" },
    },
  });
  expect((await request(`${origin}/readyz`)).status).toBe(200);
  await held.release();

  const { databasePassword } = JSON.parse(readFileSync(path.join(data, "secrets.json"), "utf8")) as {
    databasePassword: string;
  };
  const db = openDatabase({ url: `postgres://basalt:${databasePassword}@localhost/basalt`, proxy: database });
  for (const visitor of visitors) {
    const { items } = (await visitor.frames()).body;
    const rows = async () => (await readHistory(db, "default", BOT, visitor.id).catch(() => [])).map((row) => row.body);
    await expect.poll(rows, { timeout: 60_000, interval: 300 }).toEqual(items);
  }
}, 120_000);

test("after everything was killed and started again, a known id gives the old answer and runs nothing", async () => {
  const visitor = await Visitor.arrive(origin, BOT);
  const first = await visitor.say("one", "same");
  const { items } = (await visitor.frames()).body;
  product.kill("tree");
  await product.start([BOT]);
  expect(await visitor.say("one", "same")).toEqual(first);
  expect((await visitor.frames()).body.items).toEqual(items);
  expect(await visitor.hear("two")).toBe("2: two");
});

test("`check` names five different mistakes in one run", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "basalt-check-"));
  const file = path.join(folder, "start.bas");
  const lines = [
    'TALK "Welcome',
    'x = LEFTT("abc", 2)',
    "FOR i = 1 TO 3",
    "  IF i = 2 THEN EXIT WHILE",
    "  TALK 5 + * 2",
    "NEXT",
    "GOTO nowhere",
  ];
  writeFileSync(file, lines.join("\n"));
  const { status, stdout } = spawnSync(path.join(root, "bin/basalt"), ["check", "--json", file], { encoding: "utf8" });
  const text = spawnSync(path.join(root, "bin/basalt"), ["check", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const report = JSON.parse(stdout) as {
    files: number;
    errors: number;
    diagnostics: { line: number; column: number; code: string; severity: string; message: string; hint: string }[];
  };
  expect(status).toBe(1);
  expect(text.status).toBe(1);
  const places = report.diagnostics.map(({ line, column }) => `${line}:${column}`);
  expect(places).toEqual(["1:6", "2:5", "4:17", "5:12", "7:1"]);
  expect(report).toMatchObject({ files: 1, errors: 5 });
  expect(new Set(report.diagnostics.map(({ code }) => code)).size).toBe(5);
  for (const found of report.diagnostics) {
    expect(found).toMatchObject({
      severity: "error",
      message: expect.stringMatching(/\S/),
      hint: expect.stringMatching(/\S/),
    });
    expect(text.stdout).toContain(
      `start.bas:${found.line}:${found.column}: error ${found.code}: ${found.message} (${found.hint})`,
    );
  }
  expect(text.stdout.trim().split("\n")).toHaveLength(5);
});

/** Takes a killed server's port before its successor does, and hangs up on everyone. */
async function holdPort(port: number): Promise<{ calls: number; release(): Promise<void> }> {
  for (const end = Date.now() + 10_000; ; await sleep(5)) {
    const server = createServer((socket) => {
      held.calls++;
      socket.destroy();
    });
    const held = { calls: 0, release: () => new Promise<void>((done) => server.close(() => done())) };
    const error = await new Promise<Error | null>((done) => {
      server.once("error", done);
      server.listen(port, "127.0.0.1", () => done(null));
    });
    if (!error) return held;
    if (Date.now() > end) throw error;
  }
}
