// Runs the command in the Node that was found, as if it had been started directly: same terminal, signals, exit code.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 1_000;
// Here Node keeps what it made of the sources, by their content: more than half of a command's start. Where nothing can be
// written Node goes on without.
const COMPILED = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../node_modules/.cache/basalt");

/** Resolves with the exit code for this process: the command's own, or 128 + signal number when a signal ended it. */
export function handOver(node, args) {
  return new Promise((resolve, reject) => {
    // The channel carries no messages. It closes when this process is killed, and `up` ends itself then: nothing could
    // forward a signal to it any more.
    const child = spawn(node, args, {
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, BASALT_LAUNCHED: "1" },
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of FORWARDED) process.on(signal, forward);
    const stopWatching = watchNpm(() => child.kill("SIGTERM"));
    child.on("error", (error) =>
      reject(
        Object.assign(
          new Error(`${node} could not be started (${error.code}): install Node.js 24 from https://nodejs.org`),
          { exitCode: 3 },
        ),
      ),
    );
    child.on("exit", (code, signal) => {
      stopWatching();
      for (const name of FORWARDED) process.off(name, forward);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/**
 * npm forwards signals to its script, but cannot when it is killed itself: its death shows in who the parent is. Between
 * npm and this process stands a shell, which lives on, so its parent is looked at, too (where /proc tells it).
 */
function watchNpm(onDeath) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    onDeath();
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function parentOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  } catch {
    return "";
  }
}
