/** Packages on disk: finding them under a folder, and packing one for publishing. */
import fs from "node:fs";
import path from "node:path";
import { type Zippable, zipSync } from "fflate";
import { botName } from "../../contracts/ids.ts";
import { isSystemError, reasonOf } from "./problem.ts";

export interface PackageFolder {
  bot: string;
  folder: string;
}

export const PACKAGE_SUFFIX = ".gbai";
/** A folder of scripts alone is a package, too. */
const DIALOG_SUFFIX = ".gbdialog";
const MAX_DEPTH = 6;
const MAX_FILES = 10_000;
/** What the worker takes, compressed or not. */
const MAX_BYTES = 24 * 1024 * 1024;
/** zip knows no earlier time; the same content gives the same bytes whenever it is packed. */
const FIXED_TIME = new Date("1980-01-01T00:00:00Z");

export const isPackage = (name: string): boolean => name.endsWith(PACKAGE_SUFFIX) || name.endsWith(DIALOG_SUFFIX);

/** What a package folder is called without its suffix. */
export const packageName = (folder: string): string => path.basename(path.resolve(folder)).replace(/\.[^.]*$/, "");

/** What the paths of a package's files begin at: what is in a lone folder of scripts is told by the folder's name. */
export const packageRoot = (folder: string): string =>
  folder.endsWith(DIALOG_SUFFIX) ? path.dirname(path.resolve(folder)) : path.resolve(folder);

/**
 * Every package under a folder, or the folder itself when it is one. Not inside packages, nor hidden folders. Folders around
 * packages are groups: where two packages have one name, those in a group get the group's name before it, `sales-x`.
 */
export function findPackages(folder: string): { packages: PackageFolder[]; problems: string[] } {
  const found: { folder: string; name: string; groups: string[] }[] = [];
  const problems: string[] = [];
  const visit = (place: string, groups: string[]): void => {
    if (isPackage(place)) {
      found.push({ folder: place, name: packageName(place), groups });
      return;
    }
    if (groups.length === MAX_DEPTH) return;
    let entries: fs.Dirent[] = [];
    try {
      entries = fs.readdirSync(place, { withFileTypes: true });
    } catch (error) {
      // A folder that goes while it is looked at is none.
      if (!isSystemError(error) || error.code !== "ENOENT") problems.push(`${place} is not read: ${reasonOf(error)}`);
    }
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".") || entry.name === "node_modules") continue;
      visit(path.join(place, entry.name), isPackage(entry.name) ? groups : [...groups, entry.name]);
    }
  };
  const root = path.resolve(folder);
  if (fs.statSync(root, { throwIfNoEntry: false })?.isDirectory() === true) visit(root, []);
  else problems.push(`${folder} is not a folder: no package is mounted from it`);
  const packages = new Map<string, PackageFolder>();
  const isTwin = (name: string): boolean => found.filter((one) => one.name === name).length > 1;
  // In the order of names `x.gbai` stands before `x.gbdialog`.
  for (const one of found.toSorted((a, b) => (a.folder < b.folder ? -1 : 1))) {
    const bot = isTwin(one.name) ? [...one.groups, one.name].join("-") : one.name;
    const named = botName.safeParse(bot);
    const twin = packages.get(bot);
    if (!named.success)
      problems.push(`${one.folder} is not mounted: ${named.error.issues[0]?.message ?? "its name cannot be used"}`);
    else if (twin !== undefined)
      problems.push(`${one.folder} is not mounted: ${twin.folder} is the bot ${bot} already`);
    else packages.set(bot, { bot, folder: one.folder });
  }
  return { packages: [...packages.values()], problems };
}

/** Packs a package's files, without hidden ones. Links are left out: they could lead anywhere. Throws an Error with a sentence. */
export function packPackage(folder: string): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  const from = packageRoot(folder);
  let bytes = 0;
  let count = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(from, path.resolve(file)).split(path.sep);
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
