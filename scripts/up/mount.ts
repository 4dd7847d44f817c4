/** Mounts packages: publishes each once, and again whenever its files change. */
import path from "node:path";
import { watch } from "chokidar";
import type { Operator, Published } from "./operator.ts";
import { findPackages, PACKAGE_SUFFIX, type PackageFolder } from "./packages.ts";
import { reasonOf } from "./problem.ts";
import { FileHashes } from "./upload-package.ts";

/**
 * An editor saves in several steps, and many files come at once: what is quiet for so long is whole. A file that is cut
 * short in between is published as it is, and again with the event of its next step.
 */
const SETTLE_MS = 40;
/** Changes that go on and on are published all the same. */
const PATIENCE_MS = 1_000;
const SHOWN_DIAGNOSTICS = 10;

export interface Mount {
  /** The bots that are there, in the order of the folders. */
  bots: string[];
  stop(): Promise<void>;
}

/** Publishes every package under the folders; a later folder's package takes the place of an earlier one's of that name. */
export async function mountPackages(
  folders: readonly string[],
  watched: readonly string[],
  operator: Operator,
  say: (line: string) => void,
): Promise<Mount> {
  const byBot = new Map<string, PackageFolder>();
  const look = (folder: string): void => {
    const found = findPackages(folder);
    for (const line of found.problems) say(line);
    for (const one of found.packages) byBot.set(one.bot, one);
  };
  for (const folder of folders) look(folder);
  const mounted: string[] = [];
  // What is watched changes in place: its open conversations follow.
  const roots = watched.map((folder) => path.resolve(folder));
  const isWatched = ({ folder }: PackageFolder): boolean =>
    roots.some((root) => folder === root || folder.startsWith(root + path.sep));
  const hashes = new Map<string, FileHashes>();
  const knownOf = (folder: string): FileHashes => {
    const known = hashes.get(folder) ?? new FileHashes();
    hashes.set(folder, known);
    return known;
  };
  for (const one of byBot.values()) {
    const how = { development: isWatched(one), again: false, known: knownOf(one.folder) };
    if (await publish(one, operator, say, how)) mounted.push(one.bot);
  }

  const timers = new Map<string, { timer: NodeJS.Timeout; since: number }>();
  let queue: Promise<unknown> = Promise.resolve();
  const watcher = watch([...watched], {
    ignoreInitial: true,
    ignored: (place) => path.basename(place).startsWith("."),
  });
  watcher.on("all", (_event, place) => {
    const folder = packageOf(place);
    if (folder === undefined) return;
    const waiting = timers.get(folder);
    clearTimeout(waiting?.timer);
    const since = waiting?.since ?? Date.now();
    const timer = setTimeout(
      () => {
        timers.delete(folder);
        // One at a time: two publishings of one bot must not overtake each other.
        queue = queue.then(async () => {
          const found = findPackages(folder).packages[0];
          if (found !== undefined)
            await publish(found, operator, say, { development: true, again: true, known: knownOf(folder) });
        });
      },
      Math.max(0, Math.min(SETTLE_MS, since + PATIENCE_MS - Date.now())),
    );
    timers.set(folder, { timer, since });
  });
  watcher.on("error", (error) => say(`Changes of the packages are no longer seen: ${reasonOf(error)}`));
  return {
    bots: mounted,
    async stop() {
      for (const { timer } of timers.values()) clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** The package folder that a file lies in. */
function packageOf(place: string): string | undefined {
  const parts = path.resolve(place).split(path.sep);
  const at = parts.findIndex((part) => part.endsWith(PACKAGE_SUFFIX));
  return at === -1 ? undefined : parts.slice(0, at + 1).join(path.sep);
}

async function publish(
  { bot, folder }: PackageFolder,
  operator: Operator,
  say: (line: string) => void,
  { development, again, known }: { development: boolean; again: boolean; known: FileHashes },
): Promise<boolean> {
  try {
    const report = await operator.publishFolder(bot, folder, { development, known });
    if (again && report.changed) say(`${bot}: mounted again as release ${report.release.slice(0, 12)}.`);
    if (again || report.changed) tellDiagnostics(folder, report, say);
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
