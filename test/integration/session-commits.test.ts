/** Commits of a turn, counted in the write-ahead log from outside, and hibernation behind an open socket. */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { compile, encodeProgram, parse } from "../../basic/index.ts";
import { programKey } from "../../contracts/release.ts";
import { base32hex } from "../../platform/ids.ts";
import { countCommits } from "../support/wal.ts";

const SCRIPT = `
TALK "Welcome"
DO
  HEAR x
  IF x = "remember" THEN SET BOT MEMORY "k", x
  IF x = "twice" THEN SET BOT MEMORY "k", x : SET BOT MEMORY "l", x
  IF x = "read" THEN SET BOT MEMORY "k", GET BOT MEMORY("l") : SET BOT MEMORY "m", GET BOT MEMORY("k")
  IF x = "slow" THEN WAIT 0.6
  IF x = "alarm" THEN
    HEAR y AS TEXT DEFAULT "nothing" TIMEOUT 600
  END IF
  ADD SUGGESTION x
  TALK "You said " + x
LOOP
`;

let folder: string;
let miniflare: Miniflare;
let url: URL;
let ids = 0;
/** A conversation that nobody talks to but the last test: it falls asleep, which takes ten seconds, while the others run. */
let sleeper: {
  conversation: string;
  log: string;
  socket: WebSocket;
  got: { type: string; text?: string }[];
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "basalt-commits-"));
  const outfile = path.join(folder, "worker.js");
  await build({
    entryPoints: ["test/worker/fixtures/session-worker.ts"],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser", "import"],
    mainFields: ["module", "main"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  const options = convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    name: "session",
    modulesRoot: folder,
    modules: [{ type: "ESModule", path: outfile }],
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat"],
    bindings: { CONVERSATION_KEYS: "{}" },
    durableObjects: {
      SESSION: { className: "SessionObject", useSQLite: true },
      BOT: { className: "BotObject", useSQLite: true },
    },
    r2Buckets: ["FILES"],
  });
  options.resourcePersistencePath = path.join(folder, "state");
  miniflare = new Miniflare(options);
  url = await miniflare.ready;
  const files = await miniflare.getR2Bucket("FILES");
  const hash = createHash("sha256").update(SCRIPT).digest("hex");
  const { program } = compile(parse(SCRIPT, "b.gbdialog/start.bas").script, { hash });
  if (!program) throw new Error("the script does not compile");
  await files.put(programKey("t", "b", hash), encodeProgram(program));
  const scripts = [{ name: "start", path: "b.gbdialog/start.bas", program: hash }];
  const manifest = { hash, bot: "b", createdAt: "", scripts, config: {}, systemPrompt: null };
  await files.put("manifest", JSON.stringify({ ...manifest, knowledge: [], data: [], theme: [] }));

  const { conversation, log } = await open();
  const socket = new WebSocket(new URL(`/socket/${conversation}`, url.href.replace("http", "ws")));
  sleeper = { conversation, log, socket, got: [] };
  socket.on("message", (data) => sleeper.got.push(JSON.parse(String(data))));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
});

afterAll(async () => {
  await miniflare?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function call(action: string, conversation: string, body?: unknown) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(new URL(`/${action}/${conversation}`, url), init);
  return (await response.json()) as {
    ok: boolean;
    value: { state: string; frames: { type: string; text?: string }[]; timing?: unknown };
  };
}

async function open(): Promise<{
  conversation: string;
  log: string;
  say(text: string): ReturnType<typeof call>;
  commits(): number;
}> {
  const before = new Set(logs());
  const conversation = base32hex(crypto.getRandomValues(new Uint8Array(16)));
  const request = { channel: "web", user: null, locale: null, args: {} };
  expect(await call("open", conversation, request)).toMatchObject({ ok: true, value: { state: "waiting" } });
  const [log] = logs().filter((name) => !before.has(name));
  if (!log) throw new Error("the conversation's log was not found");
  return {
    conversation,
    log,
    say: (text) => call("message", conversation, { id: `m${++ids}`, text, value: null, attachments: [] }),
    commits: () => countCommits(log).commits,
  };
}

/** Write-ahead logs of the conversations. */
function logs(): string[] {
  return readdirSync(path.join(folder, "state"), { recursive: true, encoding: "utf8" })
    .filter((name) => /SessionObject[^/]*\/[0-9a-f]{64}\.sqlite-wal$/.test(name))
    .map((name) => path.join(folder, "state", name));
}

test("the turn that opens a conversation commits once", async () => {
  const talk = await open();
  expect(talk.commits()).toBe(1);
});

test("a turn without a barrier commits once, whatever it says", async () => {
  const talk = await open();
  for (let turn = 1; turn <= 25; turn++) {
    const before = talk.commits();
    const answer = await talk.say(`word ${turn}`);
    expect(answer.value.frames.map((frame) => frame.type)).toContain("talk");
    expect(talk.commits() - before).toBe(1);
  }
});

test("setting and deleting the alarm belongs to the turn's commit", async () => {
  const talk = await open();
  const before = talk.commits();
  await talk.say("alarm");
  expect(talk.commits() - before).toBe(1);
  await talk.say("in time");
  expect(talk.commits() - before).toBe(2);
});

test.each([
  ["remember", 2],
  ["twice", 2],
  ["read", 3],
  ["slow", 2],
])("a turn with barriers: %s commits %i times", async (word, expected) => {
  const talk = await open();
  await talk.say("warm");
  const before = talk.commits();
  expect((await talk.say(word)).value.frames.at(-1)).toMatchObject({ type: "state" });
  expect(talk.commits() - before).toBe(expected);
});

test("a message sent again commits nothing", async () => {
  const talk = await open();
  const message = { id: "again", text: "x", value: null, attachments: [] };
  const first = await call("message", talk.conversation, message);
  const before = talk.commits();
  const { timing: _, ...answer } = first.value;
  expect(await call("message", talk.conversation, message)).toEqual({ ok: true, value: answer });
  expect(talk.commits()).toBe(before);
});

test("the object hibernates while a socket is open and a HEAR waits", { timeout: 60_000 }, async () => {
  const { conversation, log, socket, got } = sleeper;
  const constructed = async () => (await fetch(new URL(`/constructed/${conversation}`, url))).json() as Promise<number>;
  // Its storage is closed when it leaves memory; closing removes the log.
  await expect.poll(() => existsSync(log), { timeout: 45_000, interval: 100 }).toBe(false);
  socket.send('{"type":"ping"}');
  socket.send('{"type":"message","id":"wake","text":"are you there?"}');
  await expect.poll(() => got.at(-1)?.type, { timeout: 10_000 }).toBe("ack");
  expect(await constructed()).toBe(2);
  expect(got.filter((frame) => frame.type === "talk").map((frame) => frame.text)).toEqual([
    "Welcome",
    "You said are you there?",
  ]);
  socket.close();
});
