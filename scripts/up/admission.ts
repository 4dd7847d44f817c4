/**
 * Counts the open files of workerd and tells the worker while they run short (worker/admission.ts). The count is the
 * kernel's own, so whatever holds a file counts: people, idle connections, SQLite. Linux only; elsewhere nothing tells
 * how many a process has open.
 */
import fs from "node:fs";

const EVERY_MS = 250;
/** Said again while it holds: the worker forgets it after ten seconds. */
const REPEAT_MS = 2_000;
/** Shares of the limit. The gap keeps the doors from swinging; what is left above is for a rush between two counts. */
const FULL = 0.8;
const FREE = 0.7;

export interface OpenFiles {
  used: number;
  limit: number;
}

export interface AdmissionParts {
  /** Null while the process is not there, or where it cannot be counted. */
  count(): OpenFiles | null;
  /** May fail, as while the worker starts again; it is said again. */
  tell(full: boolean): Promise<void>;
  say(line: string): void;
}

export function startAdmission(parts: AdmissionParts): { stop(): void } {
  let full = false;
  let saidAt = 0;
  const timer = setInterval(() => {
    const files = parts.count();
    if (files === null) return;
    const share = files.used / files.limit;
    const before = full;
    full = full ? share > FREE : share > FULL;
    if (full === before && !(full && Date.now() - saidAt >= REPEAT_MS)) return;
    saidAt = Date.now();
    if (full && !before)
      parts.say(
        `${files.used} of ${files.limit} open files are in use: newcomers are asked to wait. A higher limit (ulimit -n) takes more people.`,
      );
    parts.tell(full).catch(() => {
      // Lost: opening is said once more, as closing is.
      if (!full) full = before;
    });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Of a process of this machine. */
export function openFiles(pid: number | undefined): OpenFiles | null {
  if (pid === undefined) return null;
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/limits`, "utf8"))?.[1];
    return limit === undefined ? null : { used: fs.readdirSync(`/proc/${pid}/fd`).length, limit: Number(limit) };
  } catch {
    return null;
  }
}
