/**
 * The edge worker with its objects, buckets, key-value store and queues: one workerd process, run by Miniflare from the
 * same wrangler.toml that deploys it.
 *
 * Miniflare 5 starts a workerd that died again by itself, on the same port (read in its source, 5.20261023.2-beta). It
 * gives up when the new one dies while starting; then this file takes the instance down and makes a new one. A new
 * workerd is only ever made after the old one is seen to have exited: two on the same files would split the state.
 */
import type { ChildProcess } from "node:child_process";
import diagnostics from "node:diagnostics_channel";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type MiniflareOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { reasonOf, StartProblem } from "./problem.ts";

export interface EdgePlan {
  /** wrangler.toml; paths in it are relative to its folder. */
  config: string;
  /** The bundled worker. */
  module: string;
  port: number;
  stateFolder: string;
  tmpFolder: string;
  logFolder: string;
  /** Variables and secrets, over those of the configuration. */
  bindings: Record<string, string>;
  /** Environment of the workerd process. */
  env: Record<string, string>;
  /** Workers beside the product in the same workerd, each with a route of its own (benchmarks). */
  beside?: V4Workers;
  /** Opens workerd's inspector on this port of the loopback address (profiling). */
  inspectorPort?: number;
  note(name: string, pid: number | undefined): void;
  say(line: string): void;
}

type V4Workers = Extract<Parameters<typeof convertV4MiniflareOptions>[0], { workers: unknown }>["workers"];

export interface Edge {
  /** Runs the worker's scheduled handler, as the clock of the production platform does. */
  scheduled(cron: string, at: Date): Promise<void>;
  stop(): Promise<void>;
}

/** A worker that dies as soon as it is ready is started again at once so many times in a row; then with delays. */
const SHORT_LIVES_ALLOWED = 5;
const SHORT_LIFE_MS = 100;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const LONGEST_DELAY_BETWEEN_LIVES_MS = 1_000;
const READY_TIMEOUT_MS = 30_000;

/** Starts the edge and keeps it alive. Throws a StartProblem when the first start fails. */
export async function startEdge(plan: EdgePlan): Promise<Edge> {
  const log = openLog(plan.logFolder);
  let workerd: ChildProcess | undefined;
  let workerdExit: Promise<void> = Promise.resolve();
  let stopping = false;
  let miniflare: Miniflare;
  let deaths = 0;
  let shortLives = 0;
  let readyAt = Number.POSITIVE_INFINITY;

  // Miniflare does not tell the process id of its workerd. Node announces every child before its program runs.
  const onChild = (announced: unknown): void => {
    if (!isAnnouncement(announced)) return;
    const child = announced.process;
    // The id and the file name are there when spawn() returns, which is before the next microtask.
    queueMicrotask(() => {
      if (!/workerd(\.exe)?$/.test(child.spawnfile ?? "") || child.pid === undefined) return;
      workerd = child;
      plan.note("workerd", child.pid);
      workerdExit = new Promise((resolve) => {
        child.once("exit", (code, signal) => {
          resolve();
          if (workerd !== child) return;
          workerd = undefined;
          plan.note("workerd", undefined);
          if (stopping) return;
          deaths += 1;
          shortLives = Date.now() - readyAt < SHORT_LIFE_MS ? shortLives + 1 : 0;
          readyAt = Number.POSITIVE_INFINITY;
          void recover(signal ?? `exit ${code}`);
        });
      });
    });
  };
  diagnostics.subscribe("child_process", onChild);

  const create = async (): Promise<void> => {
    miniflare = withoutSignalHandlers(() => new Miniflare(options(plan, log)));
    await withTimeout(miniflare.ready, READY_TIMEOUT_MS);
  };
  const takeDown = async (): Promise<void> => {
    await withTimeout(miniflare.dispose(), 5_000).catch(() => {}); // an instance that failed to start may also fail to end
    workerd?.kill("SIGKILL");
    await workerdExit;
  };

  let recovering = false;
  const recover = async (how: string): Promise<void> => {
    // A death during a recovery is seen by the loop below.
    if (recovering) return;
    recovering = true;
    const started = Date.now();
    try {
      for (let attempt = 0; !stopping; attempt += 1) {
        const seen = deaths;
        try {
          if (attempt === 0 && shortLives < SHORT_LIVES_ALLOWED) {
            // Miniflare handles the same event; its restart is behind `ready` by then.
            await sleep(10);
            await withTimeout(miniflare.ready, READY_TIMEOUT_MS);
          } else {
            await takeDown();
            const between = Math.min(
              FIRST_DELAY_MS * 2 ** (shortLives - SHORT_LIVES_ALLOWED),
              LONGEST_DELAY_BETWEEN_LIVES_MS,
            );
            await sleep(attempt === 0 ? between : Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS));
            if (stopping) return;
            await create();
          }
          if (workerd !== undefined && deaths === seen) {
            readyAt = Date.now();
            plan.say(`The edge worker died (${how}) and runs again after ${Date.now() - started} ms.`);
            return;
          }
          // It ran and died again: that is no start that failed.
          if (deaths !== seen) attempt = -1;
        } catch (error) {
          log.line(`the edge worker did not start: ${reasonOf(error)}`);
          if (attempt === 2)
            plan.say(`The edge worker does not start (${reasonOf(error)}); it is tried again. Its log is ${log.file}`);
        }
      }
    } finally {
      recovering = false;
    }
  };

  try {
    await create();
    readyAt = Date.now();
  } catch (error) {
    stopping = true;
    await takeDown();
    diagnostics.unsubscribe("child_process", onChild);
    log.close();
    if (error instanceof Error && "code" in error && error.code === "ERR_ADDRESS_IN_USE") {
      throw new StartProblem(
        `Port ${plan.port} is in use by another program: end that one, or choose another port with --port N.`,
      );
    }
    throw new StartProblem(`The edge worker does not start: ${reasonOf(error)} (its log is ${log.file})`);
  }
  return {
    async scheduled(cron, at) {
      // Asked for anew each time: what was got before a crash is of no use after it.
      const worker = await miniflare.getWorker();
      const { outcome } = await worker.scheduled({ cron, scheduledTime: at });
      if (outcome !== "ok") throw new Error(`the scheduled handler ended with "${outcome}"`);
    },
    async stop() {
      stopping = true;
      await takeDown();
      diagnostics.unsubscribe("child_process", onChild);
      log.close();
    },
  };
}

/**
 * Miniflare ends the process at the first signal, in the middle of everybody else's work (seen 2026-11-23): what it
 * registers while it is made is taken off again. It still ends its workerd when the process exits.
 */
function withoutSignalHandlers<T>(make: () => T): T {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const made = make();
  signals.forEach((signal, i) => {
    for (const listener of process.listeners(signal)) {
      if (before[i]?.includes(listener) !== true) process.off(signal, listener);
    }
  });
  return made;
}

function options(plan: EdgePlan, log: EdgeLog): MiniflareOptions {
  const { workerOptions, externalWorkers } = unstable_getMiniflareWorkerOptions(plan.config);
  const root = path.dirname(plan.config);
  return {
    ...convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: plan.port,
      // No request to the outside at start, and no report about the use.
      cf: false,
      telemetry: { enabled: false },
      log: new FileLog(log),
      handleStructuredLogs: ({ level, message }) => log.line(`${level}: ${message}`),
      workers: [
        {
          ...workerOptions,
          name: "edge",
          rootPath: root,
          modulesRoot: path.dirname(plan.module),
          modules: [{ type: "ESModule", path: plan.module }],
          bindings: Object.assign({}, workerOptions.bindings, plan.bindings),
        },
        ...externalWorkers,
        ...(plan.beside ?? []),
      ],
      ...(plan.inspectorPort === undefined ? {} : { inspectorPort: plan.inspectorPort, inspectorHost: "127.0.0.1" }),
    }),
    logRequests: false,
    enableDevRegistry: false,
    resourcePersistencePath: plan.stateFolder,
    resourceTmpPath: plan.tmpFolder,
    unsafeRuntimeEnv: plan.env,
  };
}

interface EdgeLog {
  file: string;
  line(text: string): void;
  close(): void;
}

const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

function openLog(folder: string): EdgeLog {
  const file = path.join(folder, "edge.log");
  if (fs.existsSync(file) && fs.statSync(file).size > LOG_LIMIT_BYTES) fs.renameSync(file, `${file}.1`);
  let handle: number | undefined = fs.openSync(file, "a", 0o600);
  let size = fs.fstatSync(handle).size;
  return {
    file,
    line(text) {
      if (handle === undefined) return;
      const line = `${new Date().toISOString()} ${text.trimEnd()}\n`;
      size += line.length;
      if (size > LOG_LIMIT_BYTES) {
        fs.closeSync(handle);
        fs.renameSync(file, `${file}.1`);
        handle = fs.openSync(file, "a", 0o600);
        size = line.length;
      }
      fs.writeSync(handle, line);
    },
    close() {
      if (handle !== undefined) fs.closeSync(handle);
      handle = undefined;
    },
  };
}

/** Miniflare's own messages go to the log, not to the terminal. */
class FileLog extends Log {
  readonly #log: EdgeLog;

  constructor(log: EdgeLog) {
    super(LogLevel.WARN);
    this.#log = log;
  }

  protected override log(message: string): void {
    this.#log.line(message);
  }
}

function isAnnouncement(value: unknown): value is { process: ChildProcess } {
  return typeof value === "object" && value !== null && "process" in value;
}

async function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise,
      sleep(ms, undefined, { signal: timer.signal }).then(() => {
        throw new Error(`no answer within ${ms / 1000} s`);
      }),
    ]);
  } finally {
    timer.abort();
  }
}
