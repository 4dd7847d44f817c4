/** `basalt replay`, `record`, `test` and `logs` as their users call them, over the product's own worker. */
import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorkerHost, type WorkerHost } from "../../cli/worker-host.ts";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { ReplayState, Transcript } from "../../contracts/replay.ts";
import { packPackage } from "../../scripts/up/packages.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const work = mkdtempSync(path.join(tmpdir(), "basalt-replay-test-"));
let host: WorkerHost;
let token = "";
let conversation = "";

interface Ran {
  code: number;
  out: string;
  err: string;
}

/** `input`: lines for its standard input. */
function basalt(args: readonly string[], input = ""): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env: { ...process.env, BASALT_TOKEN: token } };
    const child = execFile(process.execPath, ["cli/main.ts", ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
    child.stdin?.end(input);
  });
}

async function post<T>(route: string, bearer: string, body: unknown): Promise<T> {
  const answer = await fetch(`${host.url}/api/v1/bots/hello/conversations${route}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

beforeAll(async () => {
  host = await startWorkerHost({ folder: path.join(work, "data"), scriptedModel: null, note: () => {} });
  cpSync(path.join(ROOT, "examples/hello.gbai"), path.join(work, "hello.gbai"), { recursive: true });
  const script = path.join(work, "hello.gbai/hello.gbdialog/start.bas");
  writeFileSync(script, `${readFileSync(script, "utf8")}\nPRINT "met " + name\n`);
  await host.operator.publish("hello", packPackage(path.join(work, "hello.gbai")));
  const opened = await post<OpenAnswer>("", "", {});
  await post(`/${opened.id}/messages`, opened.token, { id: "m-1", text: "Maria", value: null, attachments: [] });
  conversation = opened.id;
  token = await host.token();
}, 120_000);

afterAll(async () => {
  await host?.stop();
  rmSync(work, { recursive: true, force: true });
});

const there = () => ["--url", host.url, "--data", path.join(work, "nowhere")];

describe("basalt replay", () => {
  test("steps by lines of a pipe: forwards, backwards, variables, stack", async () => {
    const { code, out, err } = await basalt(
      ["replay", `hello/${conversation}`, ...there()],
      "n\nn\nc\nn\nn\nv\np\ns\nq\n",
    );
    expect([code, err]).toEqual([0, ""]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(
      /^hello\/[0-9a-v]{26} {2}release [0-9a-f]{12} {2}2 turns, 7 frames: replayed to the same frames$/,
    );
    expect(out).toContain(
      'turn 1, statement 1 of 2  hello.gbdialog/start.bas:1:1\n    TALK "Hello! 👋"\n  bot: Hello! 👋',
    );
    expect(out).toContain('name = "Maria"  (TEXT)');
    expect(out).toContain("start  hello.gbdialog/start.bas:");
  }, 120_000);

  test("prints positions as JSON, and forks", async () => {
    const one = await basalt([
      "replay",
      `hello/${conversation}`,
      "--turn",
      "2",
      "--statement",
      "2",
      "--json",
      ...there(),
    ]);
    const state: ReplayState = JSON.parse(one.out);
    expect(state).toMatchObject({ position: { turn: 2, statement: 2 }, place: { line: 3 } });
    const all = await basalt(["replay", `hello/${conversation}`, "--turn", "2", "--json", ...there()]);
    expect(all.out.trim().split("\n")).toHaveLength(4);
    const forked = await basalt([
      "replay",
      `hello/${conversation}`,
      "--turn",
      "1",
      "--statement",
      "2",
      "--fork",
      ...there(),
    ]);
    expect(JSON.parse(forked.out)).toMatchObject({ id: expect.stringMatching(/^[0-9a-v]{26}$/), state: "waiting" });
  }, 120_000);

  test("an exported file, with a package of this machine", async () => {
    const answer = await fetch(`${host.url}/api/v1/bots/hello/conversations/${conversation}/export`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const file = path.join(work, "one.jsonl");
    writeFileSync(file, await answer.text());
    const { code, out } = await basalt(["replay", file, "--package", path.join(work, "hello.gbai"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ turns: 2, differences: 0 });
    expect(await basalt(["replay", file])).toMatchObject({ code: 2, err: expect.stringContaining("--package") });
  }, 120_000);

  test("what it is not given, or refused, it says", async () => {
    expect(await basalt(["replay", "hello", ...there()])).toMatchObject({ code: 2 });
    expect(await basalt(["replay", `hello/${conversation}`, "--statement", "2", ...there()])).toMatchObject({
      code: 2,
    });
    const unknown = await basalt(["replay", `hello/${"0".repeat(26)}`, "--json", ...there()]);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining("conversation.unknown") });
    const refused = await basalt([
      "replay",
      `hello/${conversation}`,
      "--json",
      "--url",
      "http://127.0.0.1:9",
      "--data",
      work,
    ]);
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining("cannot be reached") });
  }, 120_000);
});

test("basalt logs: output with its place", async () => {
  const { code, out } = await basalt(["logs", "hello", ...there()]);
  expect(code).toBe(0);
  expect(out).toMatch(/^\S+Z [0-9a-v]{26} 2 {2}start\.bas:\d+: met Maria$/m);
}, 120_000);

test("basalt logs --follow: what comes later comes by itself", async () => {
  const child = spawn(process.execPath, ["cli/main.ts", "logs", "hello", "--follow", "--json", ...there()], {
    cwd: ROOT,
    env: { ...process.env, BASALT_TOKEN: token },
  });
  let out = "";
  const came = new Promise<void>((resolve) => {
    child.stdout.on("data", (part) => {
      out += String(part);
      if (out.includes("met Otto")) resolve();
    });
  });
  try {
    const opened = await post<OpenAnswer>("", "", {});
    await post(`/${opened.id}/messages`, opened.token, { id: "m-1", text: "Otto", value: null, attachments: [] });
    await came;
  } finally {
    child.kill();
  }
  expect(out).toContain('"type":"printed","text":"met Otto"');
}, 120_000);

describe("basalt record and test", () => {
  test("a recording of a conversation is a test of its package, until that changes", async () => {
    const recorded = await basalt(["record", `hello/${conversation}`, "--name", "a greeting", ...there()]);
    const transcript: Transcript = JSON.parse(recorded.out);
    expect(transcript).toMatchObject({
      name: "a greeting",
      bot: "hello",
      turns: [{ cause: "start" }, { cause: "message" }],
    });
    const file = path.join(work, "hello.transcript.json");
    writeFileSync(file, recorded.out);
    const folder = path.join(work, "hello.gbai");
    const same = await basalt(["test", folder]);
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining("1 recordings, 0 changed") });
    const script = path.join(folder, "hello.gbdialog/start.bas");
    writeFileSync(script, readFileSync(script, "utf8").replace("Nice to meet you", "Good to see you"));
    const changed = await basalt(["test", folder]);
    expect(changed.code).toBe(1);
    expect(changed.out).toContain(
      "hello.gbdialog/start.bas:3: says\n  - bot: Nice to meet you, Maria.\n  + bot: Good to see you, Maria.",
    );
    const against = await basalt(["test", folder, "--against", host.url, "--last", "3", "--data", work]);
    expect(against.code).toBe(1);
    expect(against.out).toMatch(/would change\n$/);
    const updated = await basalt(["test", folder, "--update"]);
    expect(updated).toMatchObject({ code: 0, out: expect.stringContaining("rewritten") });
    // One answer is one line.
    const before = recorded.out.split("\n");
    const after = readFileSync(file, "utf8").split("\n");
    expect(after.filter((line, index) => line !== before[index])).toEqual([
      expect.stringContaining('"release"'),
      expect.stringContaining("Good to see you"),
    ]);
    expect(await basalt(["test", folder])).toMatchObject({ code: 0 });
  }, 120_000);

  test.each(["hello", "helpdesk"])(
    "the example %s says what it said when it was recorded",
    async (name) => {
      const { code, out, err } = await basalt(["test", `examples/${name}.gbai`]);
      expect([code, out + err]).toEqual([
        0,
        expect.stringMatching(/: same \(\d+ turns, \d+ frames\)\n1 recordings, 0 changed\n$/),
      ]);
    },
    60_000,
  );
});
