/**
 * Fills a rebuilt history again: every conversation of this folder is asked to send its own. The objects are found by
 * their files, because the platform has no list of them; a name that is no conversation ignores the call.
 */
import fs from "node:fs";
import path from "node:path";
import type { Operator } from "./operator.ts";
import { reasonOf } from "./problem.ts";

const BATCH = 200;
/** Miniflare keeps the SQLite file of an object as do/WORKER-CLASS/ID.sqlite. */
const SESSION_CLASS = "SessionObject";
const OBJECT_FILE = /^([0-9a-f]{64})\.sqlite$/;

/**
 * Remembers in a file that the history is to be filled again, until it was: a kill in between must not leave it half empty.
 */
export class Reprojection {
  readonly #marker: string;
  readonly #state: string;
  readonly #say: (line: string) => void;
  #operator: Operator | undefined;

  constructor(folder: string, state: string, say: (line: string) => void) {
    this.#marker = path.join(folder, "history-rebuild");
    this.#state = state;
    this.#say = say;
  }

  /** The database is a new one. */
  ask(): void {
    fs.writeFileSync(this.#marker, "");
    void this.#run();
  }

  /** The edge answers from here on. */
  begin(operator: Operator): void {
    this.#operator = operator;
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#operator === undefined || !fs.existsSync(this.#marker)) return;
    try {
      const count = await reprojectAll(this.#state, this.#operator);
      fs.rmSync(this.#marker, { force: true });
      this.#say(`History is filled again from ${count} conversations.`);
    } catch (error) {
      this.#say(`History is not filled again yet (${reasonOf(error)}); the next start tries again.`);
    }
  }
}

/** Returns how many objects were asked. */
async function reprojectAll(stateFolder: string, operator: Operator): Promise<number> {
  const objects: string[] = [];
  for (const entry of fs.readdirSync(stateFolder, { withFileTypes: true, recursive: true })) {
    const id = OBJECT_FILE.exec(entry.name)?.[1];
    if (id !== undefined && path.basename(entry.parentPath).includes(SESSION_CLASS)) objects.push(id);
  }
  for (let at = 0; at < objects.length; at += BATCH) await operator.reproject(objects.slice(at, at + BATCH));
  return objects.length;
}
