/**
 * One `up` per data folder. Two files do it:
 *
 * `lock.held` is an empty SQLite database whose exclusive lock the living `up` holds. The system takes that lock back
 * when the process ends, however it ends, so there is no stale lock to judge and no race about who may remove it.
 *
 * `lock` is JSON and says which processes belong to the folder. Whoever gets the lock first ends those that a killed
 * predecessor left: workerd outlives its parent and keeps the port and the SQLite files, and a second one on the same
 * files would split the state without any error.
 */
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isSystemError, reasonOf, StartProblem } from "./problem.ts";
import { endProcesses, identify, isRunning, type ProcessIdentity, processesWithVariable } from "./processes.ts";

/** In the environment of every child: the data folder and the `up` that it belongs to. */
export const OWNER_VARIABLE = "BASALT_UP_OWNER";

/** How long a starting `up` waits for one that is already ending, and for one whose launcher was just killed. */
const WAIT_FOR_ENDING_MS = 15_000;
const WAIT_FOR_NOTICE_MS = 2_000;
const POLL_MS = 100;

const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

const identitySchema = z.object({ pid: z.number().int().positive(), started: z.string() });
const notesSchema = z.object({
  up: identitySchema,
  ending: z.boolean(),
  children: z.record(z.string(), identitySchema),
});
type Notes = z.infer<typeof notesSchema>;

export interface FolderLock {
  /** Value of OWNER_VARIABLE for the children. */
  owner: string;
  /** What a killed predecessor had left running and was ended, by name. */
  ended: string[];
  /** Notes a child's process down; undefined when it has ended. Synchronous, so that a child is noted before it can do anything. */
  note(name: string, pid: number | undefined): void;
  /** Tells a waiting successor that this `up` is on its way out. */
  markEnding(): void;
  release(): void;
}

/** Takes the folder's lock and ends what a predecessor left. Throws a StartProblem when a living `up` holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const held = await takeLock(folder);
  const self = identify(process.pid) ?? { pid: process.pid, started: "unknown" };
  const owner = JSON.stringify({ folder, up: self });
  try {
    const ended = await endLeftovers(folder);
    const notes: Notes = { up: self, ending: false, children: {} };
    writeNotes(folder, notes);
    return {
      owner,
      ended,
      note(name, pid) {
        const identity = pid === undefined ? undefined : identify(pid);
        if (identity === undefined) delete notes.children[name];
        else notes.children[name] = identity;
        writeNotes(folder, notes);
      },
      markEnding() {
        notes.ending = true;
        writeNotes(folder, notes);
      },
      release() {
        fs.rmSync(notesFile(folder), { force: true });
        held.close();
      },
    };
  } catch (error) {
    held.close();
    throw error;
  }
}

/** The living `up` of a folder, for commands that only look. */
export function holderOf(
  folder: string,
): { up: ProcessIdentity; children: Record<string, ProcessIdentity> } | undefined {
  const notes = readNotes(folder);
  return notes !== undefined && isRunning(notes.up) ? notes : undefined;
}

async function takeLock(folder: string): Promise<DatabaseSync> {
  const file = path.join(folder, "lock.held");
  const started = Date.now();
  for (;;) {
    const database = new DatabaseSync(file);
    try {
      // Nothing is ever written: the open transaction is the lock.
      database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
      return database;
    } catch (error) {
      database.close();
      const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
      if (code === SQLITE_NOTADB)
        throw new StartProblem(`${file} is not what Basalt wrote there: remove it and start again.`);
      if (code !== SQLITE_BUSY)
        throw new StartProblem(
          `${file} cannot be locked (${reasonOf(error)}): put the data folder on a local disk with --data DIR.`,
        );
    }
    const notes = readNotes(folder);
    const patience = notes?.ending === true ? WAIT_FOR_ENDING_MS : WAIT_FOR_NOTICE_MS;
    if (Date.now() - started > patience) {
      const who = notes === undefined ? "another process" : `process ${notes.up.pid}`;
      throw new StartProblem(
        `${folder} is in use by ${who}, a running Basalt: stop that one, or choose another folder with --data DIR.`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function endLeftovers(folder: string): Promise<string[]> {
  const leftovers = new Map<number, { name: string; identity: ProcessIdentity }>();
  for (const [name, identity] of Object.entries(readNotes(folder)?.children ?? {})) {
    if (isRunning(identity)) leftovers.set(identity.pid, { name, identity });
  }
  for (const { identity, value } of processesWithVariable(OWNER_VARIABLE)) {
    const owner = parseOwner(value);
    if (owner?.folder !== folder) continue;
    // Somebody removed the lock files under a living one.
    if (isRunning(owner.up)) {
      throw new StartProblem(
        `${folder} is in use by process ${owner.up.pid}, a running Basalt: stop that one, or choose another folder with --data DIR.`,
      );
    }
    if (!leftovers.has(identity.pid)) leftovers.set(identity.pid, { name: "child", identity });
  }
  const stubborn = await endProcesses([...leftovers.values()].map((one) => one.identity));
  if (stubborn.length > 0) {
    throw new StartProblem(
      `process ${stubborn.map((one) => one.pid).join(", ")} was left by an earlier Basalt on ${folder} and cannot be ended: end it, then start again.`,
    );
  }
  return [...leftovers.values()].map((one) => one.name);
}

function parseOwner(value: string): { folder: string; up: ProcessIdentity } | undefined {
  try {
    return z.object({ folder: z.string(), up: identitySchema }).parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

const notesFile = (folder: string): string => path.join(folder, "lock");

function readNotes(folder: string): Notes | undefined {
  try {
    return notesSchema.parse(JSON.parse(fs.readFileSync(notesFile(folder), "utf8")));
  } catch {
    return undefined; // absent, or cut off by a kill: the scan for children has to do
  }
}

function writeNotes(folder: string, notes: Notes): void {
  const file = notesFile(folder);
  try {
    fs.writeFileSync(`${file}.new`, `${JSON.stringify(notes, null, 2)}\n`);
    fs.renameSync(`${file}.new`, file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StartProblem(`${file} cannot be written (${error.code}): free some space or make ${folder} writable.`);
  }
}
