/** What is sent to browsers and to the platform, in bytes after gzip, and how long a start takes. */
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { freePort } from "../scripts/up/ports.ts";
import { median, shown, table } from "./statistics.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const KIB = 1024;
/** docs/architecture.md 6 */
const LIMITS = { worker: 700 * KIB, loader: 3 * KIB, widget: 30 * KIB } as const;
const BUILD_LIMIT_MS = 180_000;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const POLL_MS = 5;

export interface SizeReport {
  /** Bytes after gzip. */
  sizes: Record<keyof typeof LIMITS, { gzip: number; limit: number; met: boolean }>;
  /** From `basalt up` to the first 200 of /healthz on a folder that was used before, ms. */
  start: { median: number; lowest: number; highest: number };
}

export async function measureSize(runs: number, say: (line: string) => void): Promise<SizeReport> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-bench-"));
  try {
    say("size: building the worker as wrangler deploy does");
    const worker = await workerSize(path.join(folder, "worker"));
    const { loader, widget } = publicSizes();
    say("start: a first start, which is not counted");
    const data = path.join(folder, "data");
    await startOnce(data);
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      say(`start: run ${run + 1} of ${runs}`);
      times.push(await startOnce(data));
    }
    const held = (name: keyof typeof LIMITS, gzip: number) => ({
      gzip,
      limit: LIMITS[name],
      met: gzip <= LIMITS[name],
    });
    return {
      sizes: { worker: held("worker", worker), loader: held("loader", loader), widget: held("widget", widget) },
      start: { median: median(times), lowest: Math.min(...times), highest: Math.max(...times) },
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export function sizeTable({ sizes, start }: SizeReport): string {
  const titles = { worker: "worker", loader: "embed loader", widget: "open widget, with the loader" };
  const kib = (bytes: number): string => `${shown(bytes / KIB)} KiB`;
  const rows = Object.entries(sizes).map(([name, { gzip, limit, met }]) => [
    titles[name as keyof typeof titles],
    kib(gzip),
    `${met ? "met" : "not met"} (${kib(limit)})`,
  ]);
  const time = `${Math.round(start.lowest)} to ${Math.round(start.highest)} ms`;
  return [
    table(["gzip", "size", "bar"], rows),
    "",
    table(["basalt up", "median", "range"], [["to the first 200 on /healthz", `${Math.round(start.median)} ms`, time]]),
  ].join("\n");
}

/** Modules of the deployed worker together. Wrangler's build step also brings dist/public up to date. */
async function workerSize(folder: string): Promise<number> {
  await promisify(execFile)(
    process.execPath,
    [path.join(ROOT, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", folder],
    { cwd: ROOT, timeout: BUILD_LIMIT_MS, env: { ...process.env, WRANGLER_SEND_METRICS: "false" } },
  );
  const modules = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(m?js|wasm)$/.test(name));
  if (modules.length === 0) throw new Error(`wrangler wrote no module to ${folder}`);
  return modules.reduce((sum, name) => sum + gzipped(path.join(folder, name)), 0);
}

const manifestSchema = z.object({ "chat.js": z.string() });

function publicSizes(): { loader: number; widget: number } {
  const folder = path.join(ROOT, "dist/public");
  const manifest = manifestSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, "assets/manifest.json"), "utf8")));
  const loader = gzipped(path.join(folder, "embed/v1.js"));
  return { loader, widget: loader + gzipped(path.join(folder, manifest["chat.js"])) };
}

const gzipped = (file: string): number => gzipSync(fs.readFileSync(file), { level: 9 }).length;

/** ms until the first 200; the product is ended again before this returns. */
async function startOnce(data: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const product = spawn(path.join(ROOT, "bin/basalt"), ["up", "--port", String(port), "--data", data], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  product.stderr.on("data", (text: Buffer) => {
    said = (said + text.toString()).slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => product.once("exit", () => resolve()));
  try {
    while (!(await answers(port))) {
      if (product.exitCode !== null) throw new Error(`basalt up ended with ${product.exitCode}: ${said}`);
      if (performance.now() - began > START_LIMIT_MS) throw new Error(`basalt up does not answer: ${said}`);
      await sleep(POLL_MS);
    }
    const took = performance.now() - began;
    // Asked to end in the middle of its start it would abandon what it has begun.
    while (!said.includes("Started in") && product.exitCode === null && performance.now() - began < START_LIMIT_MS)
      await sleep(POLL_MS);
    return took;
  } finally {
    product.kill("SIGTERM");
    const force = setTimeout(() => product.kill("SIGKILL"), STOP_LIMIT_MS);
    await ended;
    clearTimeout(force);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1_000) })).status === 200;
  } catch {
    return false;
  }
}
