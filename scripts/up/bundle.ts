/** Builds what the edge serves: each worker as one module, and the public files when they are older than their sources. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { BuildOptions } from "esbuild";
import { buildOnce } from "./build-once.ts";
import { reasonOf, StartProblem } from "./problem.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** How `wrangler deploy` bundles, minified. */
export const WORKER_BUILD = {
  bundle: true,
  format: "esm",
  target: "es2024",
  minify: true,
  conditions: ["workerd", "worker", "browser", "import"],
  mainFields: ["module", "main"],
  external: ["cloudflare:*", "node:*"],
  loader: { ".sql": "text", ".txt": "text", ".html": "text" },
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * Bundles the worker the way `wrangler deploy` does, minified. Returns the module's file. What is a bundle already
 * (`no_bundle` of wrangler.toml) is only copied: a bundle must stay as it is while it runs.
 */
export async function bundleWorker(entry: string, folder: string, isBundle = false): Promise<string> {
  const outfile = path.join(folder, "worker.js");
  try {
    if (isBundle) {
      fs.mkdirSync(folder, { recursive: true });
      fs.copyFileSync(entry, outfile);
      return outfile;
    }
    await buildOnce({ ...WORKER_BUILD, entryPoints: [entry], outfile, sourcemap: true });
  } catch (error) {
    throw new StartProblem(`The worker could not be built: ${reasonOfBuild(error)}`);
  }
  return outfile;
}

/** The module of the models worker beside that of the product's. */
export const modelsBeside = (module: string): string => path.join(path.dirname(module), "models/worker.js");

/** Both workers; returns the product's module. */
export async function bundleEdge(entry: string, folder: string, isBundle = false): Promise<string> {
  const [module] = await Promise.all([
    bundleWorker(entry, folder, isBundle),
    bundleWorker(path.join(ROOT, "models/index.ts"), path.join(folder, "models")),
  ]);
  return module;
}

/** Runs scripts/build-public.ts when a source is newer than the last build. */
export async function buildPublic(root: string): Promise<void> {
  const script = path.join(root, "scripts/build-public.ts");
  if (!fs.existsSync(script)) return;
  const sources = [
    script,
    ...["widget", "console", "contracts", "worker/openapi"].map((name) => path.join(root, name)),
  ];
  const built = newestOf(path.join(root, "dist/public"));
  const packages = fs.statSync(path.join(root, "package-lock.json"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > Math.max(packages, ...sources.map(newestOf))) return;
  try {
    await promisify(execFile)(process.execPath, [script], { cwd: root, timeout: 120_000 });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw new StartProblem(
      `The pages could not be built: ${output.trim() === "" ? reasonOf(error) : output.trim().slice(-2_000)}`,
    );
  }
}

/** The newest change time under a file or folder in ms since the epoch; 0 when it is absent. */
function newestOf(place: string): number {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, entry) => Math.max(newest, fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs), 0);
}

function reasonOfBuild(error: unknown): string {
  if (!(error instanceof Error) || !("errors" in error) || !Array.isArray(error.errors)) return reasonOf(error);
  const [first] = error.errors;
  const at = first?.location ? `${first.location.file}:${first.location.line}:${first.location.column}: ` : "";
  const more = error.errors.length > 1 ? ` (and ${error.errors.length - 1} more)` : "";
  return `${at}${first?.text ?? reasonOf(error)}${more}`;
}
