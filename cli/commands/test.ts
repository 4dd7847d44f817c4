/**
 * `basalt test`: runs recorded conversations against a package as it is now, and says what they would hear otherwise. With
 * `--against` the package is rehearsed against the last conversations of a running server.
 */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { botName } from "../../contracts/ids.ts";
import type { PublishReport } from "../../contracts/objects.ts";
import { REPLAY_LIMITS, type Rehearsed, type Transcript } from "../../contracts/replay.ts";
import { packageName, packPackage } from "../../scripts/up/packages.ts";
import { EXIT, type ExitCode, MissingPartError, UsageError } from "../exit.ts";
import { differenceLines } from "../replay/show.ts";
import { formatTranscript, readTranscript, TRANSCRIPT_SUFFIX } from "../replay/transcript-file.ts";
import { connect, Server } from "../server.ts";
import { shownText } from "../shown-text.ts";

export const command = {
  summary: "runs recorded conversations against a package and tells the differences",
  usage: "test PACKAGE [--update] [--json] | test PACKAGE --against URL [--last N] [--bot NAME] [--data DIR] [--json]",
  run,
};

const DEFAULT_LAST = 20;

interface Line extends Rehearsed {
  type: "conversation";
}
interface End {
  type: "end";
  conversations: number;
  changed: number;
  failed: number;
}

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      update: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      against: { type: "string" },
      last: { type: "string" },
      bot: { type: "string" },
      data: { type: "string", default: ".basalt" },
    },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError("name one package folder (NAME.gbai)");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${folder} is not a package folder`);
  const bot = values.bot ?? packageName(folder);
  if (!botName.safeParse(bot).success) throw new UsageError(`"${bot}" is no name for a bot; give one with --bot NAME`);
  if (values.against === undefined) {
    if (values.last !== undefined) throw new UsageError("--last goes with --against URL");
    return testRecordings(folder, bot, values);
  }
  if (values.update) throw new UsageError("--update rewrites recordings, and --against has none");
  const last = values.last ?? String(DEFAULT_LAST);
  if (!/^[1-9]\d{0,3}$/.test(last) || Number(last) > REPLAY_LIMITS.conversations)
    throw new UsageError(`--last takes a number from 1 to ${REPLAY_LIMITS.conversations}, not "${last}"`);
  const server = connect(values.against, values.data, "bots:publish and conversations:read");
  return rehearseAgainst(server, folder, bot, Number(last), values.json);
}

/** Recordings inside the package's folder, and those beside it that are the bot's. */
function recordingsOf(folder: string, bot: string): { file: string; transcript: Transcript }[] {
  const inside = filesIn(folder).map((file) => ({ file, transcript: readTranscript(file) }));
  const beside = filesIn(path.dirname(path.resolve(folder)))
    .map((file) => ({ file: shownPath(file), transcript: readTranscript(file) }))
    .filter(({ transcript }) => transcript.bot === bot);
  return [...inside, ...beside];
}

/** From here, where that is not a way through the folders above. */
function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(TRANSCRIPT_SUFFIX))
    .sort()
    .map((name) => path.join(folder, name));
}

async function testRecordings(
  folder: string,
  bot: string,
  { update, json }: { update: boolean; json: boolean },
): Promise<ExitCode> {
  const recordings = recordingsOf(folder, bot);
  if (recordings.length === 0)
    throw new UsageError(`there is no recording (*${TRANSCRIPT_SUFFIX}) of ${bot} in ${folder} or beside it`);
  const { startWorkerHost } = await import("../worker-host.ts");
  const data = mkdtempSync(path.join(tmpdir(), "basalt-test-"));
  const host = await startWorkerHost({ folder: data, scriptedModel: null, note: (line) => note(line) });
  try {
    const { diagnostics } = await host.operator.publish(bot, packPackage(folder));
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    for (const { file, line, column, code, message } of errors)
      note(`${path.join(folder, file)}:${line}:${column}: error ${code}: ${message}`);
    const server = new Server(new URL(host.url), () => host.token(), "conversations:read");
    let changed = 0;
    for (const { file, transcript } of recordings) {
      const report = await rehearsed(server, bot, transcript);
      const isChanged = report.failure !== null || report.differences.length > 0;
      if (isChanged && update && report.transcript) {
        writeFileSync(file, formatTranscript(report.transcript));
        print(json, { file, updated: true, ...short(report) }, [`${file}: rewritten (${counted(report)})`]);
      } else {
        if (isChanged) changed += 1;
        print(json, { file, ...short(report) }, told(file, report));
      }
    }
    if (!json) process.stdout.write(`${recordings.length} recordings, ${changed} changed\n`);
    return changed > 0 || errors.length > 0 ? EXIT.foundErrors : EXIT.done;
  } finally {
    await host.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function rehearsed(server: Server, bot: string, transcript: Transcript): Promise<Rehearsed> {
  const body = JSON.stringify({ transcript });
  for await (const line of server.lines<Line | End>(`/api/v1/bots/${bot}/rehearsals`, { method: "POST", body }))
    if (line.type === "conversation") return line;
  throw new MissingPartError("the worker gave no report");
}

async function rehearseAgainst(
  server: Server,
  folder: string,
  bot: string,
  last: number,
  json: boolean,
): Promise<ExitCode> {
  const published = await server.send<PublishReport>(
    `/api/v1/bots/${bot}/releases?candidate=true`,
    packPackage(folder),
    "application/zip",
  );
  const body = JSON.stringify({ release: published.release, last });
  let end: End | null = null;
  for await (const line of server.lines<Line | End>(`/api/v1/bots/${bot}/rehearsals`, { method: "POST", body })) {
    if (line.type === "end") end = line;
    print(json, line, line.type === "end" ? [] : told(`${bot}/${line.conversation}`, line));
  }
  if (!end) throw new MissingPartError(`${server.url.origin} broke off before its report was whole`);
  if (!json) {
    const { conversations, changed, failed } = end;
    const failures = failed > 0 ? `, ${failed} could not be run` : "";
    process.stdout.write(
      `release ${published.release.slice(0, 12)}: ${conversations} conversations, ${changed} would change${failures}\n`,
    );
  }
  return end.changed + end.failed > 0 ? EXIT.foundErrors : EXIT.done;
}

const counted = ({ turns, frames }: Rehearsed): string => `${turns} turns, ${frames} frames`;
const short = ({ transcript: _, ...report }: Rehearsed) => report;

function told(name: string, report: Rehearsed): string[] {
  if (report.failure !== null) return [`${name}: could not be run: ${report.failure}`];
  if (report.differences.length === 0) return [`${name}: same (${counted(report)})`];
  return [
    `${name}: ${report.differences.length} differences`,
    ...report.differences.flatMap((difference) => differenceLines(difference).map((line) => `  ${line}`)),
  ];
}

function print(json: boolean, data: object, lines: readonly string[]): void {
  if (json) process.stdout.write(`${JSON.stringify(data)}\n`);
  else for (const line of lines) process.stdout.write(`${shownText(line)}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
