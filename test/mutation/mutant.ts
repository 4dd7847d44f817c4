/**
 * One fault put into the language, and the corpus run on it. The source is replaced while it is bundled, so the tree
 * stays as it is, and the bundle runs in a process of its own, which may hang or crash.
 */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
/** The sound corpus takes a few seconds; a mutant that takes this long hangs, which is a way of being caught. */
const LIMIT_MS = 120_000;

export interface Fault {
  /** What goes wrong, in words. */
  what: string;
  /** Path from the root of the project. */
  file: string;
  /** Stands exactly once in the file. */
  from: string;
  to: string;
}

export interface Verdict {
  /** The first program that shows the fault, or what the process did; null when nothing does. */
  caughtBy: string | null;
}

/** Runs the corpus with the fault, or as it is where `fault` is null. Throws when the fault's text does not stand in its file. */
export async function runMutant(fault: Fault | null): Promise<Verdict> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-mutant-"));
  try {
    const outfile = path.join(folder, "corpus.mjs");
    await build({
      entryPoints: [path.join(ROOT, "test/mutation/run-corpus.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "silent",
      banner: {
        js: 'import { createRequire as forRequire } from "node:module"; const require = forRequire("file:///");',
      },
      plugins: fault ? [replacing(fault)] : [],
    });
    return { caughtBy: await verdictOf(outfile) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The file's text with the fault in it. */
export function sourceWith({ file, from, to }: Fault): string {
  const parts = fs.readFileSync(path.join(ROOT, file), "utf8").split(from);
  if (parts.length !== 2)
    throw new Error(`${file} holds ${JSON.stringify(from)} ${parts.length - 1} times, not once: mend the table`);
  return parts.join(to);
}

function replacing(fault: Fault): Plugin {
  const contents = sourceWith(fault);
  return {
    name: "fault",
    setup(bundle) {
      bundle.onLoad({ filter: /\.ts$/ }, (args) =>
        args.path === path.join(ROOT, fault.file) ? { contents, loader: "ts" } : undefined,
      );
    },
  };
}

function verdictOf(bundle: string): Promise<string | null> {
  return new Promise((resolve) => {
    const env = { ...process.env, BASALT_CORPUS: path.join(ROOT, "test/conformance") };
    execFile(process.execPath, [bundle], { timeout: LIMIT_MS, env, killSignal: "SIGKILL" }, (error, out, errors) => {
      if (!error) resolve(null);
      else if (error.killed) resolve("hangs");
      else resolve(out.trim().split("\n")[0] || errors.trim().split("\n").at(-1) || "crashes");
    });
  });
}
