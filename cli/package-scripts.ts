/** Scripts as the packages that they stand in: which ones can CALL each other, and by what names. */
import { readdir } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { toolTitles } from "../basic/tools/segment-name.ts";
import { type SourceFile, scriptsOf } from "./scripts-of.ts";

export interface PackageScript extends SourceFile {
  /** What CALL names it by: the file's name, with its folders where another script of the package has that name. */
  name: string;
}

export interface ScriptPackage {
  /** Null for scripts that were named one by one and stand in no package. */
  root: string | null;
  /** Those that were asked for, in the order of their names. */
  scripts: PackageScript[];
  /** Names and paths of all scripts of the package, and titles of their tools; null where they are not known. */
  names: string[] | null;
  /** Collections of the package's knowledge, in lower case; null where it has none. */
  knowledge: string[] | null;
}

/** The scripts that the paths name, by package. Throws UsageError where a path is none. */
export async function packagesOf(paths: readonly string[]): Promise<ScriptPackage[]> {
  const found = new Map<string | null, Map<string, SourceFile>>();
  for (const path of paths) {
    for (const script of await scriptsOf(path)) {
      const root = rootOf(script.file) ?? (/\.bas$/i.test(path) ? null : path);
      const scripts = found.get(root) ?? new Map<string, SourceFile>();
      found.set(root, scripts.set(script.file, script));
    }
  }
  return Promise.all([...found].map(([root, scripts]) => asPackage(root, [...scripts.values()])));
}

/** The outermost package folder on the way to a file, else its dialog folder; null where it lies in neither. */
export function rootOf(file: string): string | null {
  const folders = dirname(file).split(sep);
  for (const kind of [/\.gbai$/i, /\.gbdialog$/i]) {
    const at = folders.findIndex((folder) => kind.test(folder));
    if (at >= 0) return folders.slice(0, at + 1).join(sep);
  }
  return null;
}

async function asPackage(root: string | null, scripts: SourceFile[]): Promise<ScriptPackage> {
  const named: PackageScript[] = [];
  const taken = new Set<string>();
  const inner = (file: string): string => innerPath(file, root);
  // `x.bas` goes before `tools/x.bas`, so that the plain name is its.
  for (const script of scripts.toSorted((a, b) => depth(inner(a.file)) - depth(inner(b.file)))) {
    const whole = inner(script.file);
    const short = whole.slice(whole.lastIndexOf("/") + 1);
    let name = taken.has(short) ? whole : short;
    for (let n = 2; taken.has(name); n++) name = `${whole}-${n}`;
    taken.add(name);
    named.push({ ...script, name });
  }
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (root === null) return { root, scripts: named, names: null, knowledge: null };
  const all = await scriptsOf(root);
  const names = all.flatMap(({ file, source }) => {
    const whole = inner(file);
    return [whole, whole.slice(whole.lastIndexOf("/") + 1), ...toolTitles(source)];
  });
  return { root, scripts: named, names: [...new Set(names)], knowledge: collectionsOf(await filesOf(root)) };
}

const depth = (path: string): number => path.split("/").length;

/** Path inside the dialog folder, or inside the root, without `.bas`, in lower case. */
function innerPath(file: string, root: string | null): string {
  const folders = file.split(sep);
  const dialog = folders.findLastIndex((folder, i) => i < folders.length - 1 && /\.gbdialog$/i.test(folder));
  const from = dialog >= 0 ? dialog + 1 : root === null ? folders.length - 1 : root.split(sep).length;
  return folders
    .slice(from)
    .join("/")
    .toLowerCase()
    .replace(/\.bas$/, "");
}

/** Each first-level folder of a `.gbkb` folder is a collection; loose files are one of the folder's name. */
function collectionsOf(files: readonly string[]): string[] | null {
  const collections = new Set<string>();
  for (const file of files) {
    const folders = file.split(sep);
    const at = folders.findIndex((folder, i) => i < folders.length - 1 && /\.gbkb$/i.test(folder));
    if (at < 0) continue;
    const folder = at + 2 < folders.length ? folders[at + 1] : folders[at]?.slice(0, -".gbkb".length);
    collections.add((folder ?? "").toLowerCase());
  }
  return collections.size > 0 ? [...collections] : null;
}

async function filesOf(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
