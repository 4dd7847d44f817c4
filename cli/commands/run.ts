/**
 * `basalt run`: a conversation in the terminal. A script that only talks runs on the language alone; anything that keeps
 * or asks something elsewhere runs in the product's own worker.
 */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";
import { diagnose, effectsOf, formatDiagnostic, type Profile, type Program } from "../../basic/index.ts";
import { packPackage } from "../../scripts/up/packages.ts";
import { StartProblem } from "../../scripts/up/problem.ts";
import { EXIT, type ExitCode, MissingPartError, UsageError } from "../exit.ts";
import { isLocalKeyword } from "../local-keywords.ts";
import { PROFILE_FLAGS, profileOf } from "../profile-flags.ts";
import { LOCAL_EFFECTS, runLocal } from "../run-local.ts";
import { Terminal } from "../terminal.ts";

export const command = {
  summary: "holds a conversation in the terminal",
  usage:
    "run FILE.bas|PACKAGE [--arg name=value]... [--classic | --ecma] [--data DIR] [--resume] [--model scripted:FILE] [--max-steps N]",
  run,
};

interface Settings {
  path: string;
  args: Record<string, string>;
  /** Runs in the terminal keep their state apart from that of `up`, which holds a lock on its own. */
  folder: string;
  resume: boolean;
  /** Forces the rules of classic BASIC, or of nothing beyond ECMA-55. */
  profile: Profile | null;
  scriptedModel: string | null;
  maxSteps: number;
}

async function run(args: string[]): Promise<ExitCode> {
  const settings = readSettings(args);
  const info = await stat(settings.path).catch(() => null);
  if (!info) throw new UsageError(`${settings.path} does not exist`);
  const terminal = new Terminal();
  try {
    if (info.isDirectory()) {
      const bot = botNameOf(settings.path);
      return await host(settings, terminal, bot, packPackage(resolve(settings.path)));
    }
    return await runScript(settings, terminal);
  } catch (error) {
    if (error instanceof StartProblem) throw new MissingPartError(error.message);
    throw error;
  } finally {
    terminal.close();
  }
}

async function runScript(settings: Settings, terminal: Terminal): Promise<ExitCode> {
  const source = await readFile(settings.path, "utf8");
  const program = compiled(source, settings, terminal);
  if (program === null) return EXIT.foundErrors;
  if ([...effectsOf(program)].every((keyword) => LOCAL_EFFECTS.has(keyword) || isLocalKeyword(keyword)))
    return runLocal({ ...settings, program, terminal });
  const bot = botNameOf(settings.path);
  const archive = zipSync(
    { [`${bot}.gbdialog/start.bas`]: new TextEncoder().encode(source) },
    { mtime: new Date("1980-01-01T00:00:00Z") },
  );
  return host(settings, terminal, bot, new Uint8Array(archive));
}

function compiled(source: string, { path, profile }: Settings, terminal: Terminal): Program | null {
  const hash = createHash("sha256")
    .update(`${path}\n${profile ?? ""}\n${source}`)
    .digest("hex");
  const { program, diagnostics } = diagnose(source, path, hash, undefined, { profile });
  for (const diagnostic of diagnostics) terminal.note(formatDiagnostic(diagnostic));
  return program;
}

async function host(
  settings: Settings,
  terminal: Terminal,
  bot: string,
  archive: Uint8Array<ArrayBuffer>,
): Promise<ExitCode> {
  // A script that needs no worker does not wait a second for the worker's platform to be read.
  const [{ startWorkerHost }, { runHosted }] = await Promise.all([
    import("../worker-host.ts"),
    import("../run-hosted.ts"),
  ]);
  const { scriptedModel, folder } = settings;
  const worker = await startWorkerHost({ folder, scriptedModel, note: (line) => terminal.note(line) });
  try {
    return await runHosted({ ...settings, hasModel: scriptedModel !== null, bot, archive, terminal }, worker);
  } finally {
    await worker.stop();
  }
}

function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      arg: { type: "string", multiple: true, default: [] },
      data: { type: "string", default: ".basalt" },
      resume: { type: "boolean", default: false },
      model: { type: "string" },
      "max-steps": { type: "string" },
      ...PROFILE_FLAGS,
    },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError("name one script or package");
  if (values.model !== undefined && !values.model.startsWith("scripted:"))
    throw new UsageError(`--model takes scripted:FILE, not "${values.model}"`);
  const steps = values["max-steps"];
  if (steps !== undefined && !/^[1-9]\d{0,14}$/.test(steps))
    throw new UsageError(`--max-steps takes a number above zero, not "${steps}"`);
  return {
    path,
    profile: profileOf(values),
    args: Object.fromEntries(values.arg.map(readArgument)),
    folder: join(values.data, "run"),
    resume: values.resume,
    scriptedModel: values.model?.slice("scripted:".length) ?? null,
    maxSteps: steps === undefined ? Number.POSITIVE_INFINITY : Number(steps),
  };
}

function readArgument(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--arg takes name=value, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A name that a bot may have, made from the file's or folder's. */
function botNameOf(path: string): string {
  const name = basename(resolve(path))
    .replace(/\.(gbai|gbdialog|bas)$/i, "")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-");
  return name.replace(/^[-_]+|-+$/g, "").slice(0, 60) || "script";
}
