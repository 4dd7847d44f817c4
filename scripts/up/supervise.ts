/** Keeps one child process alive: started again with back-off when it dies, ended in order when the product ends. */
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { reasonOf } from "./problem.ts";

export interface ChildPlan {
  name: string;
  /** Node program and its arguments. */
  program: string;
  args?: string[];
  cwd: string;
  env: Record<string, string>;
  logFolder: string;
  /** Called with the process id at each start and with undefined at each end. */
  note(name: string, pid: number | undefined): void;
  /** True once the product ends: a signal to the whole group reaches the child before its turn to be stopped. */
  isEnding(): boolean;
  /** One line for the person. */
  say(line: string): void;
  onMessage?(message: unknown): void;
}

export interface SupervisedChild {
  /** Asks it to end, waits, ends it by force after the grace. */
  stop(graceMs: number): Promise<void>;
}

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 15_000;
/** A child that ran for this long starts its next series of failures from the first delay. */
const STEADY_MS = 30_000;
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

export function supervise(plan: ChildPlan): SupervisedChild {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let stopping = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const startedAt = Date.now();
    const log = openLog(plan.logFolder, plan.name);
    const current = spawn(process.execPath, [plan.program, ...(plan.args ?? [])], {
      cwd: plan.cwd,
      env: { ...process.env, ...plan.env },
      stdio: ["ignore", log, log, "ipc"],
    });
    fs.closeSync(log);
    child = current;
    plan.note(plan.name, current.pid);
    if (plan.onMessage !== undefined) current.on("message", plan.onMessage);
    // A child that died in this moment makes the channel fail; its exit is handled below.
    current.on("error", () => {});
    ended = new Promise((resolve) => {
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (child !== current) return;
        child = undefined;
        plan.note(plan.name, undefined);
        resolve();
        if (stopping || plan.isEnding()) return;
        failures = Date.now() - startedAt > STEADY_MS ? 1 : failures + 1;
        const delay = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
        plan.say(
          `${plan.name} ended (${signal ?? `exit ${code}`}) and starts again in ${delay} ms; its log is ${logFile(plan.logFolder, plan.name)}`,
        );
        timer = setTimeout(start, delay);
      };
      current.once("exit", finish);
      // Without a process there is no exit event.
      current.once("error", (error) => {
        if (current.pid === undefined) {
          plan.say(`${plan.name} could not be started: ${reasonOf(error)}`);
          finish(null, null);
        }
      });
    });
  };

  start();
  return {
    async stop(graceMs) {
      stopping = true;
      clearTimeout(timer);
      child?.kill("SIGTERM");
      const force = setTimeout(() => child?.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

const logFile = (folder: string, name: string): string => path.join(folder, `${name}.log`);

/** Opens the log for appending; one that has grown over the limit becomes the previous one. */
function openLog(folder: string, name: string): number {
  const file = logFile(folder, name);
  if (fs.existsSync(file) && fs.statSync(file).size > LOG_LIMIT_BYTES) fs.renameSync(file, `${file}.1`);
  return fs.openSync(file, "a", 0o600);
}
