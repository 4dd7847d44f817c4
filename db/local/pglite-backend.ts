/**
 * Opens the embedded database. A folder that does not open is moved aside and a fresh one is made: the control plane
 * holds nothing that the conversations' own stores do not (docs/decisions/0002-pglite-after-kill.md).
 */
import fs from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Backend } from "./backend.ts";
import { PgliteSession } from "./pglite-session.ts";

export interface MovedAside {
  to: string;
  reason: string;
}

/** Below this much free space a failure to open says nothing about the folder. */
const NEEDED_BYTES = 128 * 1024 * 1024;
const KEPT_ASIDE = 3;

/** Throws when there is no room to work in; a damaged folder is not an error but told in `moved`. */
export async function openPglite(
  folder: string,
  onBroken: (error: unknown) => void,
): Promise<{ backend: Backend; moved: MovedAside | undefined }> {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  let moved: MovedAside | undefined;
  const visibleDamage = damageOf(folder);
  if (visibleDamage !== undefined) moved = moveAside(folder, visibleDamage);
  let db: PGlite;
  try {
    db = await open(folder);
  } catch (error) {
    const room = fs.statfsSync(path.dirname(folder));
    if (room.bavail * room.bsize < NEEDED_BYTES) throw new Error(`the disk of ${folder} is full: free at least 128 MB`);
    // A fresh folder that does not open is no question of its contents.
    if (moved !== undefined) throw error;
    moved = moveAside(folder, describe(error));
    db = await open(folder);
  }
  const session = new PgliteSession(db, onBroken);
  await session.prepare();
  const backend: Backend = {
    kind: "embedded",
    // The name only fills the start-up message: there is one session and its owner is the superuser.
    clientConfig: () =>
      ({ user: "postgres", database: "postgres", stream: () => session.open({ startup: true }) }) as ReturnType<
        Backend["clientConfig"]
      >, // pg's types ask for a net.Socket; PgliteConnection has what pg uses of it
    openSession: async () => ({ stream: session.open({ startup: false }), greeting: session.greeting }),
    close: () => db.close(),
  };
  return { backend, moved };
}

/** Moves a folder out of the way under a name with the time, and lets only the newest few such folders stay. */
export function moveAside(folder: string, reason: string): MovedAside {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const to = `${folder}.damaged-${stamp}`;
  fs.renameSync(folder, to);
  const parent = path.dirname(folder);
  const prefix = `${path.basename(folder)}.damaged-`;
  const aside = fs
    .readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .sort();
  for (const name of aside.slice(0, -KEPT_ASIDE)) fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  return { to, reason };
}

async function open(folder: string): Promise<PGlite> {
  const db = await PGlite.create({ dataDir: folder });
  // An engine that starts on damaged catalogues fails at the first real query.
  await db.query("select count(*) from pg_class join pg_attribute on attrelid = pg_class.oid");
  return db;
}

/** What is plainly wrong. PGlite makes a new cluster over a folder without PG_VERSION and would mix the two. */
function damageOf(folder: string): string | undefined {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return "it is not a folder";
  if (fs.readdirSync(folder).length === 0) return undefined;
  return fs.existsSync(path.join(folder, "PG_VERSION"))
    ? undefined
    : "its first start was cut off, or PG_VERSION is missing";
}

function describe(error: unknown): string {
  // PGlite also throws values that are no errors.
  return error instanceof Error ? error.message.slice(0, 300) : "the engine did not start";
}
