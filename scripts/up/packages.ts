/** Packages on disk: finding them under a folder, and packing one for publishing. */
import fs from "node:fs";
import path from "node:path";
import { type Zippable, zipSync } from "fflate";
import { botName } from "../../contracts/ids.ts";

export interface PackageFolder {
  bot: string;
  folder: string;
}

export const PACKAGE_SUFFIX = ".gbai";
const MAX_DEPTH = 6;
const MAX_FILES = 10_000;
/** What the worker takes, compressed or not. */
const MAX_BYTES = 24 * 1024 * 1024;
/** zip knows no earlier time; the same content gives the same bytes whenever it is packed. */
const FIXED_TIME = new Date("1980-01-01T00:00:00Z");

/** Every NAME.gbai under a folder, or the folder itself when it is one. Not inside packages, nor hidden folders. */
export function findPackages(folder: string): { packages: PackageFolder[]; problems: string[] } {
  const packages: PackageFolder[] = [];
  const problems: string[] = [];
  const visit = (place: string, depth: number): void => {
    if (place.endsWith(PACKAGE_SUFFIX)) {
      const bot = path.basename(place, PACKAGE_SUFFIX);
      const named = botName.safeParse(bot);
      if (named.success) packages.push({ bot, folder: place });
      else problems.push(`${place} is not mounted: ${named.error.issues[0]?.message ?? "its name cannot be used"}`);
      return;
    }
    if (depth === MAX_DEPTH) return;
    for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
      if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
        visit(path.join(place, entry.name), depth + 1);
    }
  };
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) visit(path.resolve(folder), 0);
  else problems.push(`${folder} is not a folder: no package is mounted from it`);
  return { packages, problems };
}

/** Packs a package's files, without hidden ones. Links are left out: they could lead anywhere. Throws an Error with a sentence. */
export function packPackage(folder: string): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  let bytes = 0;
  let count = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep);
    if (name.some((part) => part.startsWith("."))) continue;
    count += 1;
    if (count > MAX_FILES) throw new Error(`it has more than ${MAX_FILES} files`);
    const content = fs.readFileSync(file);
    bytes += content.length;
    if (bytes > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    files[name.join("/")] = new Uint8Array(content);
  }
  return new Uint8Array(zipSync(files, { level: 6, mtime: FIXED_TIME }));
}
