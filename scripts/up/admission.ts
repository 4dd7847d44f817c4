/**
 * Counts the open files of workerd and tells the worker (worker/open-files.ts), which alone decides who is let in. The
 * count is the kernel's own, so whatever holds a file counts: people, idle connections, SQLite. Linux only; elsewhere
 * nothing tells how many a process has open.
 *
 * Node raises its soft limit to the hard one when it starts (src/node.cc), and workerd inherits that: `ulimit -Hn` is
 * what counts.
 */
import fs from "node:fs";
import type { AdmissionState } from "../../contracts/admin.ts";

const EVERY_MS = 250;
/** Of the limit: below, the worker needs no look to know that there is room; it is told when this changes. */
const BUSY = 0.25;
/** Told without a change at least so often while it is busy. The worker gives half of its room away between two looks. */
const REPEAT_MS = 1_000;
/** A change of so much of the limit is told at once. */
const STEP = 0.02;

export interface OpenFiles {
  limit: number;
  used: number;
  /** Of those that are used: sockets. */
  sockets: number;
}

export interface AdmissionParts {
  /** Null while the process is not there, or where it cannot be counted. */
  count(): OpenFiles | null;
  /** May fail, as while the worker starts again; it is said again. Tells whether newcomers are turned away. */
  tell(files: OpenFiles): Promise<AdmissionState>;
  say(line: string): void;
}

export function startAdmission(parts: AdmissionParts): { stop(): void } {
  let told: { used: number; at: number } | undefined;
  let telling = false;
  let full = false;
  const look = async (): Promise<void> => {
    const files = parts.count();
    if (files === null) {
      told = undefined;
      return;
    }
    const now = Date.now();
    const changed = Math.abs(files.used - (told?.used ?? 0)) >= files.limit * STEP;
    const busy = Math.max(files.used, told?.used ?? 0) >= files.limit * BUSY || full;
    if (told && !changed && !(busy && now - told.at >= REPEAT_MS)) return;
    told = { used: files.used, at: now };
    const state = await parts.tell(files);
    if (state.full && !full)
      parts.say(
        `${files.used} of ${files.limit} files are open: newcomers are asked to wait. A higher limit (ulimit -Hn) takes more people.`,
      );
    full = state.full;
  };
  const timer = setInterval(() => {
    // One at a time: an answer that is late is the worker's sign that it has enough to do.
    if (telling) return;
    telling = true;
    look()
      .catch(() => {
        // Lost, as while the worker starts: it is told anew.
        told = undefined;
      })
      .finally(() => {
        telling = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Of a process of this machine. */
export function openFiles(pid: number | undefined): OpenFiles | null {
  if (pid === undefined) return null;
  try {
    const limit = fileLimit(pid);
    if (limit === null) return null;
    const folder = `/proc/${pid}/fd`;
    const names = fs.readdirSync(folder);
    let sockets = 0;
    for (const name of names) if (isSocket(`${folder}/${name}`)) sockets += 1;
    return { limit, used: names.length, sockets };
  } catch {
    return null;
  }
}

/** How many files a process may have open; null where the system does not tell. */
export function fileLimit(pid: number): number | null {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/limits`, "utf8"))?.[1];
    return limit === undefined ? null : Number(limit);
  } catch {
    return null;
  }
}

function isSocket(link: string): boolean {
  try {
    return fs.readlinkSync(link).startsWith("socket:");
  } catch {
    return false; // closed in this moment
  }
}
