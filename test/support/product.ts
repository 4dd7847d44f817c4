/** The product as a process of its own, started through the launcher as a person would, and killed without mercy. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { seedDatabase } from "./database-template.ts";

const root = resolve(import.meta.dirname, "../..");

export interface ProductOptions {
  data: string;
  port: number;
  bots?: string[];
  /** Mounts the example bots as well, which takes as long as all the rest of a start. */
  examples?: boolean;
  env?: Record<string, string>;
  /** Most files that each of its processes may have open. */
  openFiles?: number;
}

/** Parts that a test may kill; `tree` is everything at once, the start script included. */
export type Part = "workerd" | "gateway" | "database" | "tree";

export class Product {
  readonly origin: string;
  /** What it printed so far, for failures. */
  output = "";
  private readonly options: ProductOptions;
  private child: ChildProcess | null = null;

  constructor(options: ProductOptions) {
    this.options = options;
    this.origin = `http://127.0.0.1:${options.port}`;
  }

  /** Starts it and waits until the bots named answer; without a name, until the worker does. */
  async start(bots: readonly string[]): Promise<void> {
    const { data, port, bots: folders = [], examples = false, env } = this.options;
    const args = ["up", "--port", String(port), "--data", data, ...folders.flatMap((folder) => ["--bots", folder])];
    if (!examples) args.push("--no-examples");
    await seedDatabase(data);
    // A process group of its own, so that one signal reaches the whole tree.
    const basalt = join(root, "bin/basalt");
    const limited = ["-c", 'ulimit -n "$1" && shift && exec "$@"', "sh", String(this.options.openFiles), basalt];
    const [program, first] = this.options.openFiles === undefined ? [basalt, []] : ["sh", limited];
    const child = spawn(program, [...first, ...args], {
      cwd: root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => {
        this.output = (this.output + String(chunk)).slice(-20_000);
      });
    await this.ready(bots);
  }

  async ready(bots: readonly string[], seconds = 90): Promise<void> {
    const until = Date.now() + seconds * 1_000;
    for (const place of bots.length === 0 ? ["healthz"] : bots) {
      for (;;) {
        if (this.child?.exitCode !== null && this.child?.exitCode !== undefined)
          throw new Error(`the product ended with ${this.child.exitCode}:\n${this.output}`);
        const answer = await fetch(`${this.origin}/${place}`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
        await answer?.body?.cancel();
        if (answer?.ok) break;
        if (Date.now() > until) throw new Error(`/${place} did not answer in ${seconds} s:\n${this.output}`);
        await sleep(100);
      }
    }
  }

  /** SIGKILL. Returns false when that part is not running at this moment. */
  kill(part: Part): boolean {
    const pid = part === "tree" ? undefined : this.pids()[part];
    try {
      if (part === "tree") process.kill(-(this.child?.pid ?? Number.NaN), "SIGKILL");
      else if (pid === undefined) return false;
      else process.kill(pid, "SIGKILL");
      return true;
    } catch {
      return false;
    }
  }

  /** Process ids of the parts, as the lock file notes them. */
  pids(): Partial<Record<string, number>> {
    const notes = JSON.parse(readFileSync(join(this.options.data, "lock"), "utf8")) as {
      children: Record<string, { pid: number }>;
    };
    return Object.fromEntries(Object.entries(notes.children).map(([name, child]) => [name, child.pid]));
  }

  /** Ends it as an operator would, and waits. */
  async stop(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const late = setTimeout(() => this.kill("tree"), 20_000);
    const code = await ended;
    clearTimeout(late);
    return code;
  }
}

/** Ports below those that the system itself gives to connections and to whoever asks for any; each process begins elsewhere. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
let lastPort = (process.pid * 20) % PORTS;

/** A port that nobody uses now, and that nobody gets by chance before it is taken. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS; tries += 1) {
    lastPort = (lastPort + 1) % PORTS;
    const port = FIRST_PORT + lastPort;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((closed) => server.close(closed));
    return port;
  }
  throw new Error("no port is free");
}

/** POST with JSON; throws with the answer's text when the status is another than expected. */
export async function post<T>(
  url: string,
  body: unknown,
  expected: number,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}
