/** `basalt replay`: goes through a recorded conversation statement by statement, forwards and backwards. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { ReplayPosition } from "../../contracts/replay.ts";
import { packPackage } from "../../scripts/up/packages.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { type Recording, recordingOf, recordingOfFile } from "../replay/recording.ts";
import { overviewLines } from "../replay/show.ts";
import { stepThrough } from "../replay/stepper.ts";
import { connect, conversationNamed, Server } from "../server.ts";
import { shownText } from "../shown-text.ts";
import { Terminal } from "../terminal.ts";

export const command = {
  summary: "goes through a recorded conversation statement by statement",
  usage:
    "replay BOT/CONVERSATION|URL|FILE.jsonl [--url URL] [--data DIR] [--package DIR] [--turn N] [--statement M] [--json] [--fork]",
  run,
};

/** Positions that `--json` prints of one turn. */
const MAX_POSITIONS = 100_000;

interface Settings {
  turn: number | null;
  statement: number | null;
  json: boolean;
  fork: boolean;
}

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: "string" },
      data: { type: "string", default: ".basalt" },
      package: { type: "string" },
      turn: { type: "string" },
      statement: { type: "string" },
      json: { type: "boolean", default: false },
      fork: { type: "boolean", default: false },
    },
  });
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new UsageError("name one conversation or exported file");
  const settings = {
    turn: numberOf("--turn", values.turn),
    statement: numberOf("--statement", values.statement),
    json: values.json,
    fork: values.fork,
  };
  if (settings.statement !== null && settings.turn === null) throw new UsageError("--statement needs --turn");
  if (statSync(target, { throwIfNoEntry: false })?.isFile() === true)
    return replayFile(target, values.package, settings);
  const conversation = conversationNamed(target);
  if (!conversation)
    throw new UsageError(`${target} is no file, and no conversation: name one as BOT/ID or by its address`);
  const scope = values.fork ? "conversations:write" : "conversations:read";
  const server = connect(conversation.url ?? values.url, values.data, scope);
  return replay(recordingOf(server, conversation.bot, conversation.id), settings);
}

function numberOf(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${flag} takes a number from 1, not "${text}"`);
  return Number(text);
}

/** A file is replayed with a package of this machine, in a worker that lives as long as the command. */
async function replayFile(file: string, folder: string | undefined, settings: Settings): Promise<ExitCode> {
  if (folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError("a file is replayed with a package: name its folder with --package NAME.gbai");
  const { startWorkerHost } = await import("../worker-host.ts");
  const data = mkdtempSync(path.join(tmpdir(), "basalt-replay-"));
  const host = await startWorkerHost({
    folder: data,
    scriptedModel: null,
    note: (line) => process.stderr.write(`${line}\n`),
  });
  try {
    const bot = path.basename(path.resolve(folder)).replace(/\.gbai$/, "");
    await host.operator.publish(bot, packPackage(folder));
    const server = new Server(new URL(host.url), () => host.token(), "conversations:read");
    return await replay(recordingOfFile(server, bot, file), settings);
  } finally {
    await host.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function replay(recording: Recording, { turn, statement, json, fork }: Settings): Promise<ExitCode> {
  const position = { turn: turn ?? 1, statement: statement ?? 1 };
  if (fork) return forkAt(recording, position);
  if (json) return printJson(recording, turn, statement);
  if (turn === null && !process.stdin.isTTY && process.stdin.readableEnded) return listTurns(recording);
  const terminal = new Terminal();
  const shown = { ask: () => terminal.ask(), say: (text: string) => terminal.say(shownText(text)) };
  try {
    const { differences } = await stepThrough(recording, position, shown);
    return differences > 0 ? EXIT.foundErrors : EXIT.done;
  } finally {
    terminal.close();
  }
}

async function forkAt(recording: Recording, position: ReplayPosition): Promise<ExitCode> {
  if (!recording.fork) throw new UsageError("a file cannot be forked: name the conversation on its server");
  const { id, token, state } = await recording.fork(position);
  process.stdout.write(`${JSON.stringify({ id, token, state })}\n`);
  return EXIT.done;
}

/** The turns; all positions of one turn, a line each; or one position. */
async function printJson(recording: Recording, turn: number | null, statement: number | null): Promise<ExitCode> {
  if (turn === null) {
    const overview = await recording.overview();
    process.stdout.write(`${JSON.stringify(overview, null, 2)}\n`);
    return overview.differences > 0 ? EXIT.foundErrors : EXIT.done;
  }
  if (statement !== null) {
    process.stdout.write(`${JSON.stringify(await recording.at({ turn, statement }), null, 2)}\n`);
    return EXIT.done;
  }
  let at: ReplayPosition | null = { turn, statement: 1 };
  for (let count = 0; at !== null && at.turn === turn && count < MAX_POSITIONS; count++) {
    const state = await recording.at(at);
    process.stdout.write(`${JSON.stringify(state)}\n`);
    at = state.next;
  }
  return EXIT.done;
}

async function listTurns(recording: Recording): Promise<ExitCode> {
  const overview = await recording.overview();
  process.stdout.write(`${shownText(overviewLines(overview).join("\n"))}\n`);
  return overview.differences > 0 ? EXIT.foundErrors : EXIT.done;
}
