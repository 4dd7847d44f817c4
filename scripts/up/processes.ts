/** Processes by an identity that survives the recycling of process ids: the id together with the time of its start. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProcessIdentity {
  pid: number;
  /** When it started, in the system's own words; compared for equality only. */
  started: string;
}

const POLL_MS = 20;

/** The identity of a running process; undefined when there is none with this id or the system does not tell its start. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/** Kills the processes and waits until the system has taken them down, with their ports and file locks. Returns those that stay. */
export async function endProcesses(
  identities: readonly ProcessIdentity[],
  waitMs = 10_000,
): Promise<ProcessIdentity[]> {
  for (const identity of identities.filter(isRunning)) {
    try {
      process.kill(identity.pid, "SIGKILL");
    } catch {
      // It ended by itself, or belongs to somebody else: the wait below tells.
    }
  }
  const until = Date.now() + waitMs;
  let left = identities.filter(isRunning);
  while (left.length > 0 && Date.now() < until) {
    await sleep(POLL_MS);
    left = left.filter(isRunning);
  }
  return left;
}

/**
 * Processes of this user whose environment holds `name`, with its value. The environment is fixed when a program
 * starts, so this finds a child also when its parent was killed before it could note the child down. Linux only:
 * elsewhere the list is empty, and the notes in the lock have to do.
 */
export function processesWithVariable(name: string): { identity: ProcessIdentity; value: string }[] {
  if (process.platform !== "linux") return [];
  const found: { identity: ProcessIdentity; value: string }[] = [];
  for (const entry of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    let environment: string;
    try {
      environment = fs.readFileSync(`/proc/${entry}/environ`, "utf8");
    } catch {
      continue; // gone, or another user's
    }
    const line = environment.split("\0").find((text) => text.startsWith(`${name}=`));
    const identity = line === undefined ? undefined : identify(Number(entry));
    if (line !== undefined && identity !== undefined) found.push({ identity, value: line.slice(name.length + 1) });
  }
  return found;
}

let bootId: string | undefined;

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may itself hold spaces and brackets (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, threads, ticksSinceBoot] = [fields[0], Number(fields[17]), fields[19]];
    // A zombie holds no port and no file any more; it only waits for its parent to read its exit code. But while other
    // threads of a killed process are still on their way out, its first one is a zombie already and the ports are held.
    if ((state === "Z" && threads <= 1) || state === "X" || ticksSinceBoot === undefined) return undefined;
    bootId ??= fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${bootId}/${ticksSinceBoot}`;
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  // Windows has no ps: nothing is identified there, and so nothing is ever ended by mistake.
  if (process.platform === "win32") return undefined;
  try {
    const [state, ...start] = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith("Z") || start.length === 0 ? undefined : start.join(" ");
  } catch {
    return undefined;
  }
}
