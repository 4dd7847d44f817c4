/** Finds the scripts that a path names: a `.bas` file itself, or all of a folder's, in a stable order. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "./exit.ts";

export interface SourceFile {
  /** As the person named it. */
  file: string;
  source: string;
}

/** A script may have 1 MB; what is larger is reported by the parser, but not read whole. */
const MAX_BYTES = 1_048_577;
const MAX_FILES = 10_000;

export async function scriptsOf(path: string): Promise<SourceFile[]> {
  const info = await stat(path).catch(() => null);
  if (!info) throw new UsageError(`${path} does not exist`);
  const paths = info.isDirectory() ? await walk(path) : [path];
  if (info.isFile() && !/\.bas$/i.test(path))
    throw new UsageError(`${path} is not a script (.bas) or a package folder`);
  return Promise.all(paths.map(async (file) => ({ file, source: await readText(file) })));
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const scripts = entries
    .filter((entry) => entry.isFile() && /\.bas$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  if (scripts.length > MAX_FILES) throw new UsageError(`${folder} holds more than ${MAX_FILES} scripts`);
  return scripts.sort();
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  return new TextDecoder("utf-8").decode(bytes.subarray(0, MAX_BYTES));
}
