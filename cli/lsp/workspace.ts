/** What stands beside a script on the disk: the other scripts and the knowledge of its package. */
import { readdir } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { packagesOf, rootOf } from "../package-scripts.ts";
import type { Neighbours } from "./analysis.ts";

/** How long the files of a package are taken as they were read. */
const FRESH_MS = 2_000;
const NONE: PackageFiles = { scripts: null, knowledge: null, files: new Map() };

export type PackageFiles = Neighbours & {
  /** File of each script by its name. */
  files: ReadonlyMap<string, string>;
};

export class Workspace {
  private readonly read = new Map<string, { at: number; files: Promise<PackageFiles> }>();

  /** Reads nothing for a text that is no file. */
  async neighbours(uri: string): Promise<PackageFiles> {
    const file = fileOf(uri);
    if (file === null) return NONE;
    const known = this.read.get(dirname(file));
    if (known && performance.now() - known.at < FRESH_MS) return known.files;
    const files = readPackage(file);
    this.read.set(dirname(file), { at: performance.now(), files });
    return files;
  }

  /** Where a script lies that CALL names; null where there is none. */
  async scriptUri(uri: string, name: string): Promise<string | null> {
    const { files } = await this.neighbours(uri);
    const file = files.get(scriptKey(name));
    return file === undefined ? null : pathToFileURL(file).href;
  }
}

async function readPackage(file: string): Promise<PackageFiles> {
  const root = rootOf(file);
  if (root !== null) {
    const [found] = await packagesOf([root]).catch(() => []);
    if (found) {
      const files = new Map(found.scripts.map((script) => [scriptKey(script.name), script.file]));
      return { scripts: found.names, knowledge: found.knowledge, files };
    }
  }
  // A loose script knows those of its folder, but a name that is not among them may be anywhere.
  const names = await readdir(dirname(file)).catch(() => []);
  const scripts = names.filter((name) => /\.bas$/i.test(name));
  const files = new Map(scripts.map((name) => [scriptKey(name), join(dirname(file), name)]));
  return { scripts: null, knowledge: null, files };
}

/** As CALL compares names: without folder, `.bas` and case, hyphen and underscore equal. */
function scriptKey(name: string): string {
  return name
    .slice(name.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/\.bas$/, "")
    .replaceAll("_", "-");
}

function fileOf(uri: string): string | null {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri).split("/").join(sep) : null;
  } catch {
    return null;
  }
}
