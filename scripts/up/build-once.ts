/**
 * Builds with esbuild once: what an earlier start built from the same options and the same files is taken again. A start
 * after a crash, and every start of a test, is spared seconds of work.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type BuildOptions, build, version } from "esbuild";
import { z } from "zod";

const ROOT = path.resolve(import.meta.dirname, "../..");
const KEPT = path.join(ROOT, "dist/bundles");
/** So many different builds stay: the worker, and those of tests. */
const MOST_KEPT = 8;
const MODULE = "module.js";
/** What packages offer is said in files that are no part of a bundle. */
const PACKAGES = ["package.json", "package-lock.json"].map((name) => path.join(ROOT, name));

/** For each file that went in: time of its last change and size, as `stampOf` writes them. */
const noteSchema = z.object({ files: z.record(z.string(), z.string()) });

export interface Recipe extends BuildOptions {
  outfile: string;
  /** Tells builds apart whose plugins do different things; a plugin's code does not. */
  variant?: string;
}

/** Writes `outfile` and its source map. Throws what esbuild throws; a folder that cannot be written to only costs time. */
export async function buildOnce({ variant, outfile, ...options }: Recipe): Promise<void> {
  fs.mkdirSync(path.dirname(outfile), { recursive: true });
  // The module names its source map.
  const recipe = JSON.stringify([version, variant, path.basename(outfile), options]);
  const key = createHash("sha256").update(recipe).digest("hex").slice(0, 32);
  const kept = path.join(KEPT, key);
  if (take(kept, outfile)) return;
  const began = Date.now();
  const { metafile } = await build({
    ...options,
    outfile,
    absWorkingDir: ROOT,
    metafile: true,
    // Sources are named from here, also in a copy that lies elsewhere.
    sourceRoot: `${path.dirname(path.resolve(outfile))}/`,
  });
  const files = Object.keys(metafile.inputs)
    // A text that was handed over belongs to the options; a file that is left out has no part.
    .filter((name) => name !== options.stdin?.sourcefile && !name.startsWith("(disabled):"))
    .map((name) => path.resolve(ROOT, name));
  keep(kept, outfile, [...files, ...PACKAGES], began);
}

function take(kept: string, outfile: string): boolean {
  try {
    const { files } = noteSchema.parse(JSON.parse(fs.readFileSync(path.join(kept, "note.json"), "utf8")));
    for (const [file, stamp] of Object.entries(files)) if (stampOf(file) !== stamp) return false;
    // Copied: who runs a bundle must find it as it was, also when another start has built a newer one.
    fs.copyFileSync(path.join(kept, MODULE), outfile);
    if (fs.existsSync(path.join(kept, `${MODULE}.map`)))
      fs.copyFileSync(path.join(kept, `${MODULE}.map`), `${outfile}.map`);
    const now = new Date();
    fs.utimesSync(kept, now, now); // the least used one goes first
    return true;
  } catch {
    return false; // none yet, or it is being replaced
  }
}

/** Whole or not at all: others may look at the same moment. */
function keep(kept: string, outfile: string, files: readonly string[], began: number): void {
  const making = `${kept}.${process.pid}`;
  try {
    const stamps = files.map((file) => [file, stampOf(file)] as const);
    // What changed since the build began may be in it or not.
    if (files.some((file) => fs.statSync(file).mtimeMs >= began)) return;
    fs.mkdirSync(making, { recursive: true });
    fs.copyFileSync(outfile, path.join(making, MODULE));
    if (fs.existsSync(`${outfile}.map`)) fs.copyFileSync(`${outfile}.map`, path.join(making, `${MODULE}.map`));
    fs.writeFileSync(path.join(making, "note.json"), JSON.stringify({ files: Object.fromEntries(stamps) }));
    fs.rmSync(kept, { recursive: true, force: true });
    fs.renameSync(making, kept);
    const byUse = fs.readdirSync(KEPT).map((name) => ({ name, at: fs.statSync(path.join(KEPT, name)).mtimeMs }));
    byUse.sort((a, b) => b.at - a.at);
    for (const { name } of byUse.slice(MOST_KEPT)) fs.rmSync(path.join(KEPT, name), { recursive: true, force: true });
  } catch {
    fs.rmSync(making, { recursive: true, force: true }); // read-only, full, or another start was faster
  }
}

function stampOf(file: string): string {
  const { mtimeMs, size } = fs.statSync(file);
  return `${mtimeMs} ${size}`;
}
