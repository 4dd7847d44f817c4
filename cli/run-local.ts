/**
 * A conversation with one script that needs no object: the language alone, in this process. What it waits for is written
 * to the data folder, so that `--resume` goes on at the same statement.
 */
import { randomInt } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hearProblem } from "../basic/hear/answer.ts";
import { ATTACHMENT_TYPES, hearType } from "../basic/hear/types.ts";
import {
  acceptAnswer,
  BasicError,
  createMachine,
  type EffectRequest,
  ERR,
  FormatError,
  type HearRequest,
  type Machine,
  type MachineOptions,
  type Program,
  restore,
  toText,
  type Value,
} from "../basic/index.ts";
import { plainRecord, plainTexts } from "../basic/operations/plain-texts.ts";
import type { TreeNode } from "../contracts/tree.ts";
import { buildCard, buildList, TreeError } from "../contracts/tree-build.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import { LocalFiles, type OpenFile } from "./local-files.ts";
import { performLocalKeyword } from "./local-keywords.ts";
import { ShownTrees } from "./shown-trees.ts";
import type { Terminal } from "./terminal.ts";

/** Effects that a terminal can perform by itself. Any other needs the worker. */
export const LOCAL_EFFECTS: ReadonlySet<string> = new Set([
  "TALK",
  "BEGIN TALK",
  "PRINT",
  "ADD SUGGESTION",
  "CLEAR SUGGESTIONS",
  "SHOW CARD",
  "SHOW LIST",
  "SET CONTEXT",
  "WAIT",
  "CHANNEL",
]);

export interface LocalRun {
  program: Program;
  terminal: Terminal;
  /** Where the parked state is kept. */
  folder: string;
  resume: boolean;
  args: Record<string, string>;
  /** Steps in all; Infinity = no limit. */
  maxSteps: number;
}

const SLICE = 200_000;
const MAX_WAIT_SECONDS = 300;
/** A conversation in a terminal speaks as the machine does: English, in the machine's time zone. */
const LOCALE = "en";
const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Nobody's budget is spent by what a person types at their own terminal. */
const context = {
  now: Date.now,
  timeZone: TIME_ZONE,
  locale: LOCALE,
  strict: false,
  charge: () => {},
  allocate: () => {},
};

interface Parked {
  program: string;
  snapshot: string;
  attempt: number;
  suggestions: string[];
  files?: [number, OpenFile][];
  /** Those with buttons that can be chosen. */
  trees?: TreeNode[];
}

export async function runLocal(run: LocalRun): Promise<ExitCode> {
  const file = join(run.folder, `${run.program.name}.parked.json`);
  const parked = run.resume ? await readParked(file, run.program) : null;
  // Only --max-steps limits a run in the terminal; whoever started it can stop it.
  const options: Omit<MachineOptions, "seed"> = {
    timeZone: TIME_ZONE,
    locale: LOCALE,
    limits: {
      maxSteps: run.maxSteps,
      maxLoopIterations: Number.POSITIVE_INFINITY,
      maxJumps: Number.POSITIVE_INFINITY,
    },
    onWarning: ({ file, line, column, number, message }) =>
      run.terminal.note(`${file}:${line}:${column}: warning ${number}: ${message}`),
  };
  const machine = parked
    ? restoreParked(run.program, parked, options)
    : createMachine(run.program, { ...options, seed: randomInt(2 ** 32), variables: lowerKeys(run.args) });
  const talk = new LocalTalk(run.terminal, parked, run);
  for (;;) {
    const outcome = machine.run(Date.now(), SLICE);
    if (outcome.kind === "preempted") run.terminal.flush();
    if (outcome.kind === "done") {
      run.terminal.endLine();
      await rm(file, { force: true });
      return EXIT.done;
    }
    if (outcome.kind === "error") {
      const { error } = outcome;
      run.terminal.endLine();
      run.terminal.note(`${error.file}:${error.line}:${error.column}: error ${error.number}: ${error.message}`);
      for (const call of error.stack) run.terminal.note(`  in ${call.name} at ${call.file}:${call.line}`);
      await rm(file, { force: true });
      return EXIT.foundErrors;
    }
    if (outcome.kind === "effect") await talk.perform(machine, outcome.effect);
    if (outcome.kind === "hear" && !(await talk.hear(machine, outcome.hear))) {
      await mkdir(run.folder, { recursive: true, mode: 0o700 });
      const state: Parked = {
        program: run.program.hash,
        snapshot: Buffer.from(machine.snapshot()).toString("base64"),
        attempt: talk.attempt,
        suggestions: talk.suggestions,
        files: [...talk.files.open],
        trees: talk.trees.clickable,
      };
      await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      await rename(`${file}.new`, file);
      run.terminal.endLine();
      run.terminal.note(`Parked. Go on with: basalt run --resume ${run.program.file}`);
      return EXIT.done;
    }
  }
}

/** What the script says and asks, and what was asked so far. */
class LocalTalk {
  attempt: number;
  suggestions: string[];
  private readonly terminal: Terminal;
  readonly files: LocalFiles;
  readonly trees: ShownTrees;
  private asked: boolean;

  constructor(terminal: Terminal, parked: Parked | null, { folder }: Pick<LocalRun, "folder">) {
    this.terminal = terminal;
    this.files = new LocalFiles(join(folder, "drive"), parked?.files);
    this.attempt = parked?.attempt ?? 1;
    this.suggestions = parked?.suggestions ?? [];
    this.trees = new ShownTrees(parked?.trees);
    // The prompt was shown before the run was parked.
    this.asked = parked !== null;
  }

  /** What goes wrong here, also in writing a value out as text, is the script's error. */
  async perform(machine: Machine, effect: EffectRequest): Promise<void> {
    try {
      await this.carryOut(machine, effect);
    } catch (error) {
      if (!(error instanceof BasicError)) throw error;
      machine.raise(error.number, error.message);
    }
  }

  private async carryOut(machine: Machine, effect: EffectRequest): Promise<void> {
    const { keyword, args } = effect;
    if (await performLocalKeyword(machine, effect, context, (text) => this.terminal.note(text))) return;
    if (keyword === "TALK" || keyword === "BEGIN TALK") this.terminal.say(textOf(args["text"]));
    else if (keyword === "PRINT" && args["form"] !== undefined) this.terminal.print(textOf(args["text"]));
    else if (keyword === "PRINT") this.terminal.note(textOf(args["text"]));
    else if (keyword === "ADD SUGGESTION")
      this.suggestions.push(textOf(args["label"] ?? args["value"] ?? args["text"] ?? args["tool"]));
    else if (keyword === "CLEAR SUGGESTIONS") this.suggestions = [];
    else if (keyword === "CHANNEL") {
      await this.file(machine, effect);
      return;
    } else if (keyword === "SHOW CARD" || keyword === "SHOW LIST") {
      this.show(machine, effect);
      return;
    } else if (keyword === "WAIT") {
      const seconds = args["seconds"];
      if (typeof seconds !== "number" || !(seconds >= 0)) {
        machine.raise(5, "WAIT takes a number of seconds, zero or more.");
        return;
      }
      this.terminal.flush();
      await sleep(Math.min(seconds, MAX_WAIT_SECONDS) * 1_000);
    }
    machine.resume(null);
  }

  /** False at the end of the input: the machine stays where it is. */
  async hear(machine: Machine, hear: HearRequest): Promise<boolean> {
    if (hear.input !== undefined) return this.input(machine, hear);
    const refused = unanswerable(hear);
    if (refused) {
      machine.raise(refused.number, refused.message);
      return true;
    }
    if (!this.asked) {
      if (hear.prompt !== null) this.terminal.say(hear.prompt);
      this.attempt = 1;
    }
    this.asked = true;
    const { buttons } = this.trees;
    const labels = hear.options ?? [...this.suggestions, ...buttons.map(({ label }) => label)];
    this.terminal.offer(labels);
    const line = await this.terminal.ask();
    if (line === null) return false;
    const index = this.terminal.chosen(line);
    // A menu understands numbers itself; a suggestion's number stands for its label, a button's for its value.
    const isChosen = index !== null && hear.options === null && hear.as === "TEXT";
    const text = isChosen ? (buttons[index - this.suggestions.length]?.value ?? labels[index] ?? line) : line;
    const answer = acceptAnswer(hear, this.attempt, { text }, context);
    if (answer.kind === "retry") {
      this.terminal.say(answer.message);
      this.attempt += 1;
      return true;
    }
    this.asked = false;
    this.trees.answered();
    machine.resume(answer.value);
    return true;
  }

  private show(machine: Machine, { keyword, args }: EffectRequest): void {
    try {
      const tree =
        keyword === "SHOW CARD"
          ? buildCard(plainRecord(args["card"] ?? null, context))
          : buildList(plainTexts(args["rows"] ?? null, context), plainTexts(args["options"] ?? null, context));
      this.terminal.say(this.trees.show(tree));
      machine.resume(null);
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      machine.raise(ERR.badCall, error.message);
    }
  }

  private async file(machine: Machine, { args }: EffectRequest): Promise<void> {
    const { operands } = args;
    machine.resume(await this.files.perform(String(args["verb"]), Array.isArray(operands) ? operands : []));
  }

  /** INPUT of a classic program: its prompt stays on the line, and a reply that does not fit is asked for again. */
  private async input(machine: Machine, hear: HearRequest): Promise<boolean> {
    if (!this.asked) this.terminal.print(hear.prompt ?? "");
    this.asked = true;
    const text = await this.terminal.ask(true);
    if (text === null) return false;
    this.asked = false;
    const answer = acceptAnswer(hear, 1, { text }, context);
    if (answer.kind === "retry") this.terminal.note(answer.message);
    else machine.resume(answer.value);
    return true;
  }
}

/** A terminal takes lines: what needs a service or a file is the script's error, which it may catch. */
function unanswerable(hear: HearRequest): BasicError | null {
  if (!ATTACHMENT_TYPES.has(hearType(hear.as))) return hearProblem(hear);
  return new BasicError(ERR.serviceMissing, `HEAR AS ${hear.as}: files cannot be attached in a terminal.`);
}

function textOf(value: Value | undefined): string {
  const values = Array.isArray(value) ? value : [value ?? null];
  return values.map((item) => toText(item, context)).join("");
}

async function readParked(file: string, program: Program): Promise<Parked> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) throw new UsageError(`nothing is parked for ${program.name}: start it without --resume`);
  // We wrote the file; what else may stand there is found out here and by the snapshot's own check.
  const parked = jsonOf(text) as Partial<Parked> | null;
  if (typeof parked?.snapshot !== "string") throw damaged(program);
  if (parked.program !== program.hash)
    throw new UsageError(`${program.file} was changed since it was parked: start it without --resume`);
  return { attempt: 1, suggestions: [], ...parked } as Parked;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function damaged(program: Program): UsageError {
  return new UsageError(`what was kept of ${program.file} is damaged: start it without --resume`);
}

function restoreParked(program: Program, parked: Parked, options: Omit<MachineOptions, "seed">): Machine {
  try {
    return restore(program, Buffer.from(parked.snapshot, "base64"), options);
  } catch (error) {
    if (error instanceof FormatError) throw damaged(program);
    throw error;
  }
}

const lowerKeys = (args: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name.toLowerCase(), value]));
