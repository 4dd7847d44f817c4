/** Mounts packages: publishes each once, and again whenever its files change. */
import path from "node:path";
import { watch } from "chokidar";
import type { Operator, Published } from "./operator.ts";
import { findPackages, isPackage, type PackageFolder } from "./packages.ts";
import { reasonOf } from "./problem.ts";
import { FileHashes } from "./upload-package.ts";

/**
 * An editor saves in several steps, and many files come at once: what is quiet for so long is whole (`settle`), and changes
 * that go on and on are published all the same (`patience`). For a script somebody waits; files of other kinds may be large
 * and take their time to be copied here.
 */
const PACES = { written: { settle: 40, patience: 1_000 }, copied: { settle: 500, patience: 15_000 } } as const;
type Pace = keyof typeof PACES;
/** Folders of what people write and want to see at once. */
const WRITTEN = /\.gb(dialog|ot|theme|ui)(?=[/\\]|$)/i;
const SHOWN_DIAGNOSTICS = 10;

export interface Mount {
  /** The bots that are there, in the order of the folders. */
  bots: string[];
  stop(): Promise<void>;
}

/**
 * Publishes every package under the folders; a later folder's package takes the place of an earlier one's of that name.
 * What changes, comes and goes under the watched ones is followed until `stop`.
 */
export async function mountPackages(
  folders: readonly string[],
  watched: readonly string[],
  operator: Operator,
  say: (line: string) => void,
): Promise<Mount> {
  const told = new Set<string>();
  const look = (): Map<string, PackageFolder> => {
    const byBot = new Map<string, PackageFolder>();
    for (const folder of folders) {
      const found = findPackages(folder);
      for (const line of found.problems) if (!told.has(line)) say(line);
      for (const line of found.problems) told.add(line);
      for (const one of found.packages) byBot.set(one.bot, one);
    }
    return byBot;
  };
  // What is watched changes in place: its open conversations follow.
  const roots = watched.map((folder) => path.resolve(folder));
  const hashes = new Map<string, FileHashes>();
  const publishOne = (one: PackageFolder, how: "first" | "new" | "again"): Promise<boolean> => {
    const known = hashes.get(one.folder) ?? new FileHashes();
    hashes.set(one.folder, known);
    return publish(one, operator, say, { development: rootOf(roots, one.folder) !== undefined, how, known });
  };
  let mounted = new Map<string, PackageFolder>();
  /** A package's files changed, or it came, or it went; others may be called otherwise for it. */
  const follow = async (changed: string): Promise<void> => {
    const before = mounted;
    mounted = look();
    for (const { bot, folder } of before.values()) {
      if (!mounted.has(bot)) say(`${bot}: ${folder} is not there any more; the bot keeps its last release.`);
    }
    for (const one of mounted.values()) {
      const old = before.get(one.bot);
      if (old?.folder !== one.folder || one.folder === changed)
        await publishOne(one, old === undefined ? "new" : "again");
    }
  };

  const first = async (): Promise<string[]> => {
    mounted = look();
    const bots: string[] = [];
    for (const one of mounted.values()) if (await publishOne(one, "first")) bots.push(one.bot);
    return bots;
  };

  const watcher = watch(roots, { ignoreInitial: true, ignored: (place) => path.basename(place).startsWith(".") });
  const isWatching = new Promise<void>((resolve) => watcher.once("ready", resolve));
  const bots = first();
  // One at a time: two publishings of one bot must not overtake each other.
  let queue: Promise<unknown> = bots;
  const timers = new Map<string, { timer: NodeJS.Timeout; since: number; pace: Pace }>();
  watcher.on("all", (_event, place) => {
    const folder = packageOf(roots, place);
    if (folder === undefined) return;
    const waiting = timers.get(folder);
    clearTimeout(waiting?.timer);
    const since = waiting?.since ?? Date.now();
    const pace = waiting?.pace === "copied" || !WRITTEN.test(place) ? "copied" : "written";
    const { settle, patience } = PACES[pace];
    const wait = Math.max(0, Math.min(settle, since + patience - Date.now()));
    const timer = setTimeout(() => {
      timers.delete(folder);
      queue = queue.then(() => follow(folder));
    }, wait);
    timers.set(folder, { timer, since, pace });
  });
  watcher.on("error", (error) => say(`Changes of the packages are no longer seen: ${reasonOf(error)}`));
  // A change before that would be nobody's to see.
  if (roots.length > 0) await isWatching;
  return {
    bots: await bots,
    async stop() {
      for (const { timer } of timers.values()) clearTimeout(timer);
      await watcher.close();
    },
  };
}

const rootOf = (roots: readonly string[], place: string): string | undefined =>
  roots.find((root) => place === root || place.startsWith(root + path.sep));

/** The package folder that a file lies in. */
function packageOf(roots: readonly string[], place: string): string | undefined {
  const root = rootOf(roots, place);
  if (root === undefined || isPackage(root)) return root;
  const parts = path.relative(root, place).split(path.sep);
  const at = parts.findIndex(isPackage);
  return at === -1 ? undefined : path.join(root, ...parts.slice(0, at + 1));
}

async function publish(
  { bot, folder }: PackageFolder,
  operator: Operator,
  say: (line: string) => void,
  { development, how, known }: { development: boolean; how: "first" | "new" | "again"; known: FileHashes },
): Promise<boolean> {
  try {
    const report = await operator.publishFolder(bot, folder, { development, known });
    const release = report.release.slice(0, 12);
    if (how === "again" && report.changed) say(`${bot}: mounted again as release ${release}.`);
    if (how === "new") say(`${bot}: mounted from ${folder} as release ${release}.`);
    if (how !== "first" || report.changed) tellDiagnostics(folder, report, say);
    return true;
  } catch (error) {
    say(`${bot} is not mounted from ${folder}: ${reasonOf(error)}`);
    return false;
  }
}

function tellDiagnostics(folder: string, { diagnostics }: Published, say: (line: string) => void): void {
  for (const { file, line, column, severity, code, message } of diagnostics.slice(0, SHOWN_DIAGNOSTICS)) {
    say(`${path.join(folder, file)}:${line}:${column}: ${severity} ${code}: ${message}`);
  }
  if (diagnostics.length > SHOWN_DIAGNOSTICS)
    say(`... and ${diagnostics.length - SHOWN_DIAGNOSTICS} more; basalt check ${folder} shows all.`);
}
