// The start script as a process of its own, with a tiny worker: what it refuses, what it cleans up, what it survives.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OWNER_VARIABLE } from "../../scripts/up/lock.ts";
import { processesWithVariable } from "../../scripts/up/processes.ts";
import { freePort } from "../support/product.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const PORT = await freePort();
const URL_BASE = `http://127.0.0.1:${PORT}`;
const KILLS = process.env["BASALT_SOAK"] ? 50 : 5;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

interface Run {
  child: ChildProcess;
  output(): string;
  ended: Promise<{ code: number | null; ms: number }>;
}

let folder: string;
const runs: Run[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-up-"));
});

afterEach(async () => {
  for (const run of runs.splice(0)) {
    if (run.child.exitCode === null && run.child.signalCode === null) run.child.kill("SIGTERM");
    await run.ended;
  }
  for (const pid of Object.values(children())) end(pid);
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The file name of the program that a process runs. */
function programOf(pid: number): string {
  try {
    return path.basename(fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "");
  } catch {
    return ""; // ended in the meantime
  }
}

function up(args: string[] = ["--data", path.join(folder, "data")], program = [path.join(ROOT, "scripts/up.ts")]): Run {
  const child = spawn(process.execPath, [...program, "--port", String(PORT), ...args], {
    cwd: folder,
    env: { ...process.env, BASALT_CONFIG: path.join(ROOT, "test/integration/start-script/wrangler.toml") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (part: string) => {
      text += part;
    });
  }
  const began = Date.now();
  const ended = new Promise<{ code: number | null; ms: number }>((resolve) => {
    child.on("close", (code) => resolve({ code, ms: Date.now() - began }));
  });
  const run = { child, output: () => text, ended };
  runs.push(run);
  return run;
}

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, ms = 30_000): Promise<T> {
  const limit = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > limit)
      throw new Error(`${what} did not happen in ${ms} ms:\n${runs.map((run) => run.output()).join("\n--\n")}`);
    await sleep(25);
  }
}

const started = (run: Run) =>
  until("the start", () => {
    if (run.child.exitCode !== null) throw new Error(`ended with ${run.child.exitCode}: ${run.output()}`);
    return run.output().includes("Started in") || undefined;
  });

function children(data = path.join(folder, "data")): Record<string, number> {
  try {
    const notes = JSON.parse(fs.readFileSync(path.join(data, "lock"), "utf8"));
    return Object.fromEntries(Object.entries<{ pid: number }>(notes.children).map(([name, { pid }]) => [name, pid]));
  } catch {
    return {};
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone
  }
}

function isAlive(pid: number): boolean {
  try {
    return !fs.readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

async function status(pathname: string): Promise<number> {
  const answer = await fetch(URL_BASE + pathname, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status ?? 0;
}

async function count(): Promise<number | undefined> {
  const answer = await fetch(`${URL_BASE}/add`, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
  return answer?.ok ? Number(await answer.json()) : undefined;
}

describe("what it refuses", () => {
  test("a port that another program has, with exit 3 and one sentence", async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(PORT, "127.0.0.1", resolve));
    try {
      const run = up();
      expect((await run.ended).code).toBe(3);
      expect(run.output().trim()).toBe(
        `Port ${PORT} is in use by another program: end that one, or choose another port with --port N.`,
      );
      expect(children()).toEqual({});
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test("a data folder that cannot be written", async () => {
    // Root may write everywhere, so the path leads through a file and into a file system that nobody writes to.
    const file = path.join(folder, "file");
    fs.writeFileSync(file, "");
    const through = up(["--data", path.join(file, "data")]);
    expect((await through.ended).code).toBe(3);
    expect(through.output()).toContain("cannot be used as the data folder: it, or a part of its path, is a file");
    const system = up(["--data", "/proc/basalt"]);
    expect((await system.ended).code).toBe(3);
    expect(system.output()).toContain("/proc/basalt cannot be used as the data folder");
  });

  test("damaged secrets, which stay as they are", async () => {
    const file = path.join(folder, "data/secrets.json");
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, '{"version":1,');
    const run = up();
    expect((await run.ended).code).toBe(3);
    expect(run.output()).toContain(`${file} is damaged`);
    expect(fs.readFileSync(file, "utf8")).toBe('{"version":1,');
  });

  test("wrong usage, with exit 2", async () => {
    const run = up(["--prot", "1"]);
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain("Usage: basalt up");
    const port = up(["--port", "eighty"]);
    expect((await port.ended).code).toBe(2);
    expect(port.output()).toContain('--port takes a number from 1 to 65535, not "eighty"');
  });

  test("a folder that a living one uses, by its process id", async () => {
    const first = up();
    await started(first);
    const second = up();
    expect((await second.ended).code).toBe(3);
    expect(second.output().trim()).toBe(
      `${path.join(folder, "data")} is in use by process ${first.child.pid}, a running Basalt: stop that one, or choose another folder with --data DIR.`,
    );
    expect(await count()).toBe(1);
  });
});

describe("what it survives", () => {
  test("being killed: what it left is ended first, and the state goes on", async () => {
    const first = up();
    await started(first);
    expect(await count()).toBe(1);
    const left = children();
    expect(Object.keys(left)).toEqual(expect.arrayContaining(["workerd", "gateway", "database"]));
    first.child.kill("SIGKILL");
    await first.ended;
    expect(isAlive(left["workerd"] ?? 0)).toBe(true);
    const second = up();
    await started(second);
    expect(second.output()).toContain("An earlier run had left");
    expect(isAlive(left["workerd"] ?? 0)).toBe(false);
    expect(await count()).toBe(2);
  });

  test("being killed with its notes lost: the orphan is found by its environment", async () => {
    const first = up();
    await started(first);
    const orphan = children()["workerd"] ?? 0;
    first.child.kill("SIGKILL");
    await first.ended;
    fs.rmSync(path.join(folder, "data/lock"));
    const second = up();
    await started(second);
    expect(isAlive(orphan)).toBe(false);
    expect(await count()).toBe(1);
  });

  test("notes about a process id that belongs to somebody else now: that process lives on", async () => {
    const bystander = spawn("sleep", ["60"]);
    try {
      fs.mkdirSync(path.join(folder, "data"));
      const stale = { pid: bystander.pid, started: "another boot/1" };
      fs.writeFileSync(
        path.join(folder, "data/lock"),
        JSON.stringify({ up: stale, ending: false, children: { workerd: stale } }),
      );
      await started(up());
      expect(isAlive(bystander.pid ?? 0)).toBe(true);
    } finally {
      bystander.kill();
    }
  });

  test(`${KILLS} kills of workerd in a row: same port, one process, nothing lost`, { timeout: 150_000 }, async () => {
    await started(up());
    let expected = (await count()) ?? 0;
    for (let i = 0; i < KILLS; i += 1) {
      const pid = await until("a workerd", () => children()["workerd"]);
      end(pid);
      await until("another workerd", () => (children()["workerd"] ?? pid) !== pid || undefined);
      const seen = await until("an answer", count);
      expect(seen).toBe(expected + 1);
      expected = seen;
    }
    const workerds = () =>
      processesWithVariable(OWNER_VARIABLE).filter(
        ({ identity, value }) => value.includes(folder) && programOf(identity.pid) === "workerd",
      );
    await expect.poll(() => workerds().length, { timeout: 10_000 }).toBe(1);
  });

  test.for([
    ["database", "/sql"],
    ["gateway", "/gateway"],
  ])(
    "a kill of the %s: it comes back on its port, and chat did not notice",
    { timeout: 60_000 },
    async ([name, pathname]) => {
      const run = up();
      await started(run);
      await until(`the ${name}`, async () => (await status(pathname ?? "")) === 200 || undefined);
      end(children()[name ?? ""] ?? 0);
      await until("the report", () => run.output().includes(`${name} ended (SIGKILL) and starts again`) || undefined);
      expect(await count()).toBe(1);
      await until(`the ${name} again`, async () => (await status(pathname ?? "")) === 200 || undefined);
    },
  );
});

describe("how it ends", () => {
  test("SIGTERM: within ten seconds, nothing left, folder free", async () => {
    const run = up();
    await started(run);
    const left = Object.values(children());
    const asked = Date.now();
    run.child.kill("SIGTERM");
    run.child.kill("SIGTERM"); // the same signal again, as npm and the launcher send it
    for (const name of ["gateway", "database"]) process.kill(children()[name] ?? 0, "SIGTERM"); // as a terminal does to the whole group
    expect((await run.ended).code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(run.output()).not.toContain("starts again");
    expect(left.filter(isAlive)).toEqual([]);
    expect(fs.existsSync(path.join(folder, "data/lock"))).toBe(false);
  });

  test("the launcher is killed: the product ends with it, and can be started again at once", {
    timeout: 60_000,
  }, async () => {
    const launcher = up(["--data", path.join(folder, "data")], [path.join(ROOT, "bin/launch.mjs"), "up"]);
    await started(launcher);
    const left = Object.values(children());
    launcher.child.kill("SIGKILL");
    const again = up();
    await started(again);
    expect(left.filter(isAlive)).toEqual([]);
  });

  test("the launcher passes signals and exit codes on", async () => {
    const wrong = up(["--bogus"], [path.join(ROOT, "bin/launch.mjs"), "up"]);
    expect((await wrong.ended).code).toBe(2);
    const run = up(["--data", path.join(folder, "data")], [path.join(ROOT, "bin/launch.mjs"), "up"]);
    await started(run);
    run.child.kill("SIGTERM");
    expect((await run.ended).code).toBe(0);
  });
});
