// The launcher in a folder of its own, with a stand-in for npm that is slow, fails or is cut off when told to.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 });

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const LOCK = {
  packages: {
    "": {},
    "node_modules/one": { version: "1.0.0" },
    "node_modules/for-another-system": { version: "2.0.0", optional: true },
  },
};

/** Deletes node_modules first, as `npm ci` does, and writes the mark of completion last. */
const NPM = `
import fs from "node:fs";
fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
if (process.env.NPM_FAILS) { console.error("npm error network request failed"); process.exit(1); }
fs.rmSync("node_modules", { recursive: true, force: true });
await new Promise((resolve) => setTimeout(resolve, 700));
fs.mkdirSync("node_modules/one", { recursive: true });
fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/one": { version: JSON.parse(fs.readFileSync("package-lock.json", "utf8")).packages["node_modules/one"].version } } }));
`;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-launcher-"));
  fs.cpSync(path.join(ROOT, "bin"), path.join(folder, "bin"), { recursive: true });
  write("package.json", '{"type":"module"}');
  write("package-lock.json", JSON.stringify(LOCK));
  write("npm/npm-cli.js", NPM);
  write(
    "scripts/up.ts",
    'const word: string = process.argv[2] ?? ""; console.log(`up ${word}`); process.exit(word === "seven" ? 7 : 0);',
  );
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

function launch(
  args: string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<{ code: number | null; out: string; err: string }> } {
  const child = spawn(process.execPath, [path.join(folder, "bin/launch.mjs"), ...args], {
    cwd: os.tmpdir(),
    env: { ...process.env, npm_execpath: path.join(folder, "npm/npm-cli.js"), ...env },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  return { child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err }))) };
}

const npmCalls = (): string[] =>
  fs.existsSync(path.join(folder, "npm-calls"))
    ? fs.readFileSync(path.join(folder, "npm-calls"), "utf8").trim().split("\n")
    : [];

test("what is missing is installed once, in words, without install scripts", async () => {
  const first = await launch(["up", "now"]).ended;
  expect(first).toMatchObject({ code: 0, out: "up now\n" });
  expect(first.err).toContain("Setting up: installing 1 packages");
  expect(npmCalls()).toEqual([expect.stringMatching(/^ci --ignore-scripts/)]);
  const second = await launch(["up", "again"]).ended;
  expect(second).toEqual({ code: 0, out: "up again\n", err: "" });
  expect(npmCalls()).toHaveLength(1);
});

test("a lock file with another version is installed; one that was only touched is not", async () => {
  await launch(["up"]).ended;
  fs.utimesSync(path.join(folder, "package-lock.json"), new Date(), new Date(Date.now() + 60_000));
  await launch(["up"]).ended;
  expect(npmCalls()).toHaveLength(1);
  write(
    "package-lock.json",
    JSON.stringify({ packages: { ...LOCK.packages, "node_modules/one": { version: "1.0.1" } } }),
  );
  await launch(["up"]).ended;
  expect(npmCalls()).toHaveLength(2);
});

test("two launchers at once: one installs, both go on", async () => {
  const both = [launch(["up", "a"]), launch(["up", "b"])];
  const results = await Promise.all(both.map((one) => one.ended));
  expect(results.map(({ code }) => code)).toEqual([0, 0]);
  expect(npmCalls()).toHaveLength(1);
  expect(results.map(({ err }) => err).join("")).toContain("Another launcher");
});

test("the launcher is killed but its npm goes on: the next one waits for it", async () => {
  const cut = launch(["up"]);
  while (npmCalls().length === 0) await sleep(20);
  cut.child.kill("SIGKILL");
  await cut.ended;
  expect(fs.existsSync(path.join(folder, ".basalt-install.lock"))).toBe(true);
  const next = await launch(["up", "now"]).ended;
  expect(next).toMatchObject({ code: 0, out: "up now\n" });
  expect(next.err).toContain("Another launcher");
  expect(npmCalls()).toHaveLength(1);
  expect(fs.existsSync(path.join(folder, ".basalt-install.lock"))).toBe(false);
});

test("an installation that was cut off is made again, and its lock is taken over", async () => {
  fs.mkdirSync(path.join(folder, "node_modules/one"), { recursive: true });
  const gone = spawn("true");
  await new Promise((resolve) => gone.on("exit", resolve));
  write(".basalt-install.lock", String(gone.pid));
  expect(await launch(["up", "now"]).ended).toMatchObject({ code: 0, out: "up now\n" });
  expect(npmCalls()).toHaveLength(1);
  expect(fs.existsSync(path.join(folder, ".basalt-install.lock"))).toBe(false);
});

test("npm fails: its reason, what to do, exit 3", async () => {
  const { code, err, out } = await launch(["up"], { NPM_FAILS: "1" }).ended;
  expect(code).toBe(3);
  expect(out).toBe("");
  expect(err).toContain("npm error network request failed");
  expect(err).toContain("Check the network and the registry");
});

test("a lock file that is missing: one sentence, exit 3", async () => {
  fs.rmSync(path.join(folder, "package-lock.json"));
  const { code, err } = await launch(["up"]).ended;
  expect(code).toBe(3);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("the command's exit code is passed on", async () => {
  expect((await launch(["up", "seven"]).ended).code).toBe(7);
});

test("npm itself is killed: what it started ends", async () => {
  write(
    "scripts/up.ts",
    'console.log("running"); process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1_000);',
  );
  write("package.json", '{"type":"module","scripts":{"start":"node bin/launch.mjs up"}}');
  await launch(["--node"]).ended; // installs
  // As npm runs a script: through a shell that stays.
  const npm = spawn(
    process.execPath,
    ["-e", 'require("node:child_process").spawn("node bin/launch.mjs up; true", { shell: true, stdio: "inherit" })'],
    {
      cwd: folder,
      env: {
        ...process.env,
        npm_lifecycle_event: "start",
        PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}`,
      },
    },
  );
  // The pipe closes when the last process that holds it has ended.
  const closed = new Promise((resolve) => npm.stdout.on("close", resolve));
  await new Promise((resolve) => npm.stdout.once("data", resolve));
  npm.kill("SIGKILL");
  await closed;
});

test("bin/basalt works through a link, from any folder", async () => {
  await launch(["up"]).ended;
  const link = path.join(folder, "link");
  fs.symlinkSync("bin/basalt", link);
  const child = spawn(link, ["up", "linked"], {
    cwd: "/",
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}` },
  });
  let out = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
  expect(out).toBe("up linked\n");
});
