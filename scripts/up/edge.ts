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
import type { Miniflare } from "miniflare";
import { type EdgeLog, openEdgeLog } from "./edge-log.ts";
import { edgeOptions, makeMiniflare, type WorkerPlan } from "./edge-options.ts";
import { narrowDoor } from "./narrow-door.ts";
import { reasonOf, StartProblem } from "./problem.ts";

export interface EdgePlan extends WorkerPlan {
  logFolder: string;
  note(name: string, pid: number | undefined): void;
  say(line: string): void;
}

export interface Edge {
  /** Runs the worker's scheduled handler, as the clock of the production platform does. */
  scheduled(cron: string, at: Date): Promise<void>;
  /**
   * Whether a bundle starts: in a workerd of its own, on empty state and another port, while the running one serves.
   * Throws with the reason when it does not answer /healthz.
   */
  rehearse(module: string): Promise<void>;
  /**
   * Ends the running worker and starts the bundle in its place, on the same state and port. Throws when that one does
   * not answer /healthz; then the one before runs again.
   */
  replace(module: string): Promise<void>;
  stop(): Promise<void>;
}

/** A worker that dies as soon as it is ready is started again at once so many times in a row; then with delays. */
const SHORT_LIVES_ALLOWED = 5;
const SHORT_LIFE_MS = 100;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const LONGEST_DELAY_BETWEEN_LIVES_MS = 1_000;
const READY_TIMEOUT_MS = 30_000;
/** Long: everybody who was cut off comes back at the same moment, and a busy machine may still be starting. */
const HEALTH_TIMEOUT_MS = 20_000;
const RECOVERY_POLL_MS = 20;

/** Starts the edge and keeps it alive. Throws a StartProblem when the first start fails. */
export async function startEdge(plan: EdgePlan): Promise<Edge> {
  const log = openEdgeLog(plan.logFolder);
  let current: WorkerPlan = plan;
  let workerd: ChildProcess | undefined;
  let workerdExit: Promise<void> = Promise.resolve();
  let stopping = false;
  let replacing = false;
  let miniflare: Miniflare;
  let deaths = 0;
  let shortLives = 0;
  let readyAt = Number.POSITIVE_INFINITY;

  // Miniflare does not tell the process id of its workerd. Node announces every child before its program runs.
  const onChild = (announced: unknown): void => {
    if (!isAnnouncement(announced)) return;
    const child = announced.process;
    narrowDoor(child, plan.port);
    // The id and the file name are there when spawn() returns, which is before the next microtask.
    queueMicrotask(() => {
      if (!/workerd(\.exe)?$/.test(child.spawnfile ?? "") || child.pid === undefined) return;
      // The one of a rehearsal.
      if (child.spawnargs.includes("--socket-addr=entry=127.0.0.1:0")) return;
      workerd = child;
      plan.note("workerd", child.pid);
      workerdExit = new Promise((resolve) => {
        child.once("exit", (code, signal) => {
          resolve();
          if (workerd !== child) return;
          workerd = undefined;
          plan.note("workerd", undefined);
          if (stopping || replacing) return;
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
    miniflare = makeMiniflare(current, log);
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
    rehearse: (module) => rehearse({ ...current, module }, log),
    async replace(module) {
      while (recovering) await sleep(RECOVERY_POLL_MS);
      const before = current;
      current = { ...current, module };
      replacing = true;
      try {
        // What can be prepared is prepared by Miniflare before it ends the old process.
        await withTimeout(miniflare.setOptions(edgeOptions(current, log)), READY_TIMEOUT_MS);
        await healthy(`http://127.0.0.1:${plan.port}`);
      } catch (error) {
        if (stopping) throw error;
        log.line(`the new worker did not start: ${reasonOf(error)}`);
        current = before;
        await takeDown();
        // Should it fail, the recovery below goes on trying.
        await create().catch((failure: unknown) => log.line(`nor did the one before: ${reasonOf(failure)}`));
        throw error;
      } finally {
        replacing = false;
        readyAt = Date.now();
        if (workerd === undefined && !stopping) void recover("while it was replaced");
      }
    },
    async stop() {
      stopping = true;
      await takeDown();
      diagnostics.unsubscribe("child_process", onChild);
      log.close();
    },
  };
}

/** A trial run of a bundle; its state is thrown away. */
async function rehearse(plan: WorkerPlan, log: EdgeLog): Promise<void> {
  const folder = path.join(plan.tmpFolder, "rehearsal");
  const trial = makeMiniflare({ ...plan, port: 0, stateFolder: path.join(folder, "state"), tmpFolder: folder }, log);
  try {
    await healthy((await withTimeout(trial.ready, READY_TIMEOUT_MS)).href);
  } finally {
    await withTimeout(trial.dispose(), 5_000).catch(() => {});
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function healthy(origin: string): Promise<void> {
  const answer = await fetch(new URL("/healthz", origin), { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`it answered /healthz with ${answer.status}`);
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
