/**
 * A conversation in the terminal with a package, or with a script that uses tables, memory, knowledge, files or a model.
 * It is held over the product's own API, so that what is seen here is what a visitor would see.
 */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenAnswer, TurnAnswer } from "../contracts/conversation.ts";
import type { DurableFrame } from "../contracts/frames.ts";
import type { JournalEvent } from "../contracts/journal.ts";
import type { JsonValue } from "../contracts/json.ts";
import type { JournalPage } from "../contracts/objects.ts";
import type { ReleaseDetail } from "../contracts/release.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import { ShownTrees } from "./shown-trees.ts";
import type { Terminal } from "./terminal.ts";
import type { WorkerHost } from "./worker-host.ts";

export interface HostedRun {
  bot: string;
  /** The package as a zip archive. */
  archive: Uint8Array<ArrayBuffer>;
  terminal: Terminal;
  folder: string;
  resume: boolean;
  args: Record<string, string>;
  hasModel: boolean;
}

/** How long a question may wait for the package's documents to be read. */
const INDEX_LIMIT_MS = 60_000;
const TURN_POLL_MS = 500;
/** Frames that bring something to choose. */
const CHOICES: ReadonlySet<string> = new Set(["suggestions", "tree", "tree.patch"]);

interface Parked {
  id: string;
  token: string;
  seq: number;
  message: number;
  journal: number;
}

export async function runHosted(run: HostedRun, host: WorkerHost): Promise<ExitCode> {
  const file = join(run.folder, `${run.bot}.conversation.json`);
  const { release, diagnostics } = await host.operator.publish(run.bot, run.archive);
  for (const d of diagnostics)
    run.terminal.note(`${d.file}:${d.line}:${d.column}: ${d.severity} ${d.code}: ${d.message}`);
  await untilIndexed(host, run.bot);
  const parked = run.resume ? await readParked(file, run.bot) : null;
  const { scripts, knowledge } = await host.operator.read<ReleaseDetail>(`/api/v1/bots/${run.bot}/releases/${release}`);
  const listens = run.hasModel || knowledge.length > 0 || scripts.length > 1;
  const talk = new HostedTalk(run, host, parked, listens);
  const state = parked ? await talk.show() : await talk.open();
  const ended = await talk.converse(state);
  if (ended !== null) {
    await rm(file, { force: true });
    return ended;
  }
  await mkdir(run.folder, { recursive: true, mode: 0o700 });
  // The token opens the conversation: for this user's eyes only.
  await writeFile(`${file}.new`, JSON.stringify(talk.parked), { mode: 0o600 });
  await rename(`${file}.new`, file);
  run.terminal.note("Parked. Go on with: basalt run --resume");
  return EXIT.done;
}

class HostedTalk {
  readonly parked: Parked;
  private readonly run: HostedRun;
  private readonly host: WorkerHost;
  private suggestions: { label: string; value: JsonValue }[] = [];
  private readonly trees = new ShownTrees();
  /** What the numbers mean that were printed last. */
  private offered: { label: string; value: JsonValue }[] = [];
  private failed = false;
  /** The bot answers also when no script waits: from its knowledge, by its tools, with a model. */
  private readonly listens: boolean;

  constructor(run: HostedRun, host: WorkerHost, parked: Parked | null, listens: boolean) {
    this.run = run;
    this.listens = listens;
    this.host = host;
    this.parked = parked ?? { id: "", token: "", seq: 0, message: 0, journal: 0 };
  }

  async open(): Promise<string> {
    const answer = await this.call<OpenAnswer>("", {
      method: "POST",
      body: JSON.stringify({ channel: "terminal", args: this.run.args }),
    });
    this.parked.id = answer.id;
    this.parked.token = answer.token;
    return this.settle(answer);
  }

  /** After --resume: what the person can answer to, once more. */
  async show(): Promise<string> {
    const page = await this.call<{ items: DurableFrame[]; state: string }>(`/${this.parked.id}/frames?after=0`, {});
    for (const frame of page.items) this.note(frame);
    this.offer();
    return page.state;
  }

  /** Until nothing more can be said (exit code), or the input ends while a script waits (null). */
  async converse(state: string): Promise<ExitCode | null> {
    let now = state;
    while (now === "waiting" || (now === "idle" && this.listens && !this.failed)) {
      const line = await this.run.terminal.ask();
      if (line === null && now === "waiting") return null;
      if (line === null) break;
      now = await this.say(line);
    }
    return this.failed ? EXIT.foundErrors : EXIT.done;
  }

  private async say(line: string): Promise<string> {
    const index = this.run.terminal.chosen(line);
    const clicked = index === null ? undefined : this.offered[index];
    this.parked.message += 1;
    const message = { id: `t-${this.parked.message}`, text: clicked?.label ?? line, value: clicked?.value ?? null };
    const answer = await this.call<TurnAnswer>(`/${this.parked.id}/messages`, {
      method: "POST",
      body: JSON.stringify(message),
    });
    return this.settle(answer);
  }

  /** Shows a turn's frames; a turn that takes longer than one answer is followed to its end. */
  private async settle(first: TurnAnswer): Promise<string> {
    let answer: TurnAnswer = first;
    this.print(answer.frames);
    while (answer.state === "running") {
      await sleep(TURN_POLL_MS);
      const page = await this.call<{ items: DurableFrame[]; state: TurnAnswer["state"] }>(
        `/${this.parked.id}/frames?after=${this.parked.seq}`,
        {},
      );
      answer = { seq: this.parked.seq, state: page.state, frames: page.items };
      this.print(page.items);
    }
    await this.printLog();
    return answer.state;
  }

  private print(frames: readonly DurableFrame[]): void {
    let isNews = false;
    for (const frame of frames) {
      if (frame.seq <= this.parked.seq) continue;
      this.parked.seq = frame.seq;
      isNews ||= CHOICES.has(frame.type) || (frame.type === "state" && frame.state === "waiting");
      const shown = this.note(frame);
      if (shown !== null) this.run.terminal.say(shown);
      else if (frame.type === "talk") this.run.terminal.say(frame.text);
      else if (frame.type === "error") this.failed = true;
      else if ("url" in frame) this.run.terminal.say(`[${frame.type}: ${frame.name}] ${frame.url}`);
    }
    if (isNews) this.offer();
  }

  /** Remembers what can be chosen; yields the text of a tree. */
  private note(frame: DurableFrame): string | null {
    if (frame.type === "suggestions") this.suggestions = frame.items;
    if (frame.type === "user") this.trees.answered();
    if (frame.type === "tree") return this.trees.show(frame.tree, frame.id);
    return frame.type === "tree.patch" ? this.trees.patch(frame.id, frame.ops) : null;
  }

  /** Prints the choices where they are others than before. */
  private offer(): void {
    const choices = [...this.suggestions, ...this.trees.buttons];
    if (JSON.stringify(choices) === JSON.stringify(this.offered)) return;
    this.offered = choices;
    this.run.terminal.offer(choices.map((choice) => choice.label));
  }

  /** PRINT, warnings and errors with their place, from the conversation's journal. */
  private async printLog(): Promise<void> {
    const page = await this.host.operator.read<JournalPage>(
      `/api/v1/bots/${this.run.bot}/conversations/${this.parked.id}/journal?after=${this.parked.journal}`,
    );
    for (const { position, event } of page.items) {
      this.parked.journal = position;
      const line = logLine(event);
      if (line !== null) this.run.terminal.note(line);
    }
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (this.parked.token) headers["authorization"] = `Bearer ${this.parked.token}`;
    const answer = await fetch(`${this.host.url}/api/v1/bots/${this.run.bot}/conversations${path}`, {
      ...init,
      headers,
    });
    const body = (await answer.json()) as T & { detail?: string };
    if (!answer.ok) throw new UsageError(body.detail ?? `the worker answered ${answer.status}`);
    return body;
  }
}

/** The lines of the journal that whoever develops the bot wants to see. */
function logLine(event: JournalEvent): string | null {
  if (event.type === "printed") return event.text;
  if (event.type === "warned") return `line ${event.line}: warning: ${event.text}`;
  if (event.type !== "script.failed") return null;
  const { file, line, column, number, message } = event.error;
  return `${file}:${line}:${column}: error ${number}: ${message}`;
}

/** Waits until the package's documents can be searched: a person in a terminal asks at once. */
async function untilIndexed(host: WorkerHost, bot: string): Promise<void> {
  for (const until = Date.now() + INDEX_LIMIT_MS; Date.now() < until; await sleep(150)) {
    if ((await host.operator.pendingDocuments(bot)) === 0) return;
  }
}

async function readParked(file: string, bot: string): Promise<Parked> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) throw new UsageError(`no conversation with ${bot} is parked: start it without --resume`);
  return JSON.parse(text) as Parked;
}
