/**
 * One turn, in reading order: receive → run → perform effects → respond → park → commit → deliver.
 *
 * Everything a turn makes is kept in memory and written by one commit at its end. Only a barrier commits earlier
 * (docs/architecture-durable-turn.md): it writes the machine stopped at the effect, so that whoever takes the turn up
 * after a crash performs that effect again and goes on. A turn that throws leaves the last commit as it was.
 */
import { BasicError, ERR, type RunError } from "../../basic/errors.ts";
import type { Outcome } from "../../basic/machine.ts";
import type { InboundMessage, InboxItem } from "../../contracts/conversation.ts";
import type { TurnCause } from "../../contracts/journal.ts";
import { within } from "../../platform/clock.ts";
import { recoveryDelay } from "./alarm.ts";
import { gatherPrint } from "./classic-print.ts";
import { type InboxChange, queuedChange } from "./commit.ts";
import { handOver, speak } from "./desk.ts";
import { answerHear, giveUpHear } from "./hear.ts";
import type { LiveScript, TurnHost } from "./host.ts";
import { performEffect } from "./perform.ts";
import { beginUnasked } from "./proactive.ts";
import { closeTurn, park, reportEnd, reportError, userFrame, withoutSecret } from "./respond.ts";
import { parkedScript, startScript } from "./scripts.ts";
import { packSnapshot } from "./snapshot.ts";
import { copyState, type RunningTurn } from "./state.ts";
import { TurnOutput } from "./turn-output.ts";
import { answerUnscripted } from "./unscripted.ts";

/** Why a turn begins, and what of the inbox it begins with. */
export interface TurnInput {
  cause: TurnCause;
  item: InboxItem | null;
}
export type TakeUpReason = "restart" | "wait-over" | "stopped";
/** `suspended`: a WAIT; the turn goes on when the alarm fires. */
export type TurnEnd = { kind: "quiet" | "suspended" };
/** What remains to be done once the input was taken in: run the script, or nothing. */
export type Entered = LiveScript | null;

/** Classic BASIC's number for the user's break. */
export const INTERRUPTED = 18;
/** Steps of the machine before other conversations of the isolate get their turn. */
const SLICE_STEPS = 50_000;
/** PRINTs of a classic program between two looks at the clock. */
const PRINTS_AT_ONCE = 2_000;
/** A script that computes for longer than this without an effect is ended; not trappable (reference 5.4). */
const RUN_TIME_MS = 300_000;
/** An effect that is open for longer commits what there is, so that the ack and what was said so far go out. */
const SLOW_EFFECT_MS = 250;
/** A turn that was taken up so often without getting further is ended with an error. */
export const MAX_TAKE_UPS = 8;
/** Of one turn, in the journal. */
const MAX_WARNINGS = 100;

/** The turn that an item of the inbox begins. */
export function turnOf(item: InboxItem): TurnInput {
  const cause = item.kind === "handoff" ? "agent" : (item.kind ?? "message");
  return { cause, item };
}

export class Turn {
  readonly host: TurnHost;
  readonly draft: TurnHost["state"];
  readonly output: TurnOutput;
  readonly cause: TurnCause;
  /** What it began with, of whatever kind. */
  readonly item: InboxItem | null;
  /** That, where it is a message of the person. */
  readonly message: InboundMessage | null;
  /** The item as it is written down. */
  private kept: InboxItem | null;
  /** Effects completed. */
  step: number;
  /** Something was read, or nothing committed, since the last barrier: running again from there could differ. */
  tainted = true;
  /** Taken up at an unsafe effect of which nobody knows whether it happened. */
  unknownOutcome = false;

  private readonly firstSeq: number;
  private attempts: number;
  private script: LiveScript | null = null;
  /** The stored snapshot is no longer what the machine is. */
  private moved = false;
  /** A script is under way, even where its machine is not loaded yet. */
  private scripted: boolean;
  private interruption: AbortController | null = null;
  /** The devices were told that it takes its time. */
  private announced = false;
  private warnings = 0;

  private constructor(host: TurnHost, cause: TurnCause, item: InboxItem | null, running: RunningTurn | null) {
    this.host = host;
    this.cause = cause;
    this.item = item;
    this.message = item && item.kind === undefined ? item : null;
    this.kept = item;
    this.draft = copyState(host.state);
    this.step = running?.step ?? 0;
    this.attempts = running?.attempts ?? 0;
    this.scripted = running?.scripted ?? false;
    this.firstSeq = running?.firstSeq ?? host.state.seq + 1;
    const early = host.test.outbox ? null : host.deliver.bind(host);
    this.output = new TurnOutput(this.draft, host.config.botName, early ? (frame) => early([frame]) : null);
    this.output.spoke = running?.spoke ?? false;
    host.onWarning = (message, line) => this.warn(message, line);
  }

  static begin(host: TurnHost, input: TurnInput): Turn {
    const turn = new Turn(host, input.cause, input.item, null);
    turn.receive();
    return turn;
  }

  /** A turn that passed a barrier and has nobody who runs it. */
  static takeUp(host: TurnHost, running: RunningTurn): Turn {
    const item = running.messageId === null ? null : (host.store.message(running.messageId)?.message ?? null);
    return new Turn(host, running.cause, item, running);
  }

  /** Runs a turn from its beginning until it is quiet or waits for time. */
  async run(): Promise<TurnEnd> {
    return this.finish(await this.enter());
  }

  /** Goes on with a turn that was taken up. */
  async goOn(running: RunningTurn, reason: TakeUpReason): Promise<TurnEnd> {
    this.announce();
    this.output.record(this.step, { v: 1, type: "turn.recovered", attempt: this.attempts, reason });
    if (reason === "restart") {
      // Counted before anything runs: a turn that kills its process every time must come to an end.
      this.attempts += 1;
      await this.commit("running", running.pending, null);
      if (this.attempts > MAX_TAKE_UPS) return this.finish(null, givenUp(this.draft.script));
      this.unknownOutcome = running.pending === "unsafe";
    }
    if (!running.scripted) return this.finish(await answerUnscripted(this));
    const script = await parkedScript(this.host);
    this.started(script);
    if (reason !== "restart") {
      this.advanceClock();
      script.machine.run(this.draft.now, 0);
      if (reason === "wait-over") script.machine.resume(null);
      else script.machine.raise(INTERRUPTED, "The person stopped the wait.");
      this.step += 1;
      // From here on the wait is over, also for whoever takes the turn up again.
      await this.barrier(null);
    }
    return this.finish(script);
  }

  /** Ends what the turn is waiting for; the script sees a trappable error. False when it waits for nothing. */
  stop(): boolean {
    if (!this.interruption) return false;
    this.interruption.abort(new BasicError(INTERRUPTED, "The person stopped what the bot was waiting for."));
    return true;
  }

  // --------------------------------------------------------------------------------------------- receive

  private receive(): void {
    this.draft.turn += 1;
    this.phase("receive");
    this.draft.expiresAt = null;
    this.advanceClock();
    this.output.record(0, {
      v: 1,
      type: "turn.begun",
      cause: this.cause,
      messageId: this.item?.id ?? null,
      now: this.draft.now,
    });
    if (this.message) {
      const kept = withoutSecret(this.message, this.draft.hear);
      this.kept = kept;
      this.draft.lastText = kept.text;
      this.output.emit(userFrame(kept));
    }
  }

  private async enter(): Promise<Entered> {
    switch (this.cause) {
      case "start":
        return this.started(await startScript(this, "start"));
      case "hear-timeout":
        return this.started(await giveUpHear(this));
      case "expiry":
        this.draft.mode = "ended";
        if (this.host.config.keys["timeout-message"]) this.output.talk(this.host.config.keys["timeout-message"]);
        return null;
      case "message":
        // A person of the desk answers it.
        if (this.draft.mode === "handed-over") return null;
        return this.started(await (this.draft.hear ? answerHear(this) : answerUnscripted(this)));
      case "agent":
        if (this.item?.kind === "handoff") handOver(this, this.item);
        else if (this.item?.kind === "agent") speak(this, this.item);
        return null;
      case "proactive":
        return this.item?.kind === "proactive" ? this.started(await beginUnasked(this, this.item)) : null;
      case "settlement":
        return null;
    }
  }

  private started(script: Entered): Entered {
    if (script) {
      this.script = script;
      this.scripted = true;
      this.moved = true;
    }
    return script;
  }

  // ------------------------------------------------------------------------------------------------- run

  private async finish(script: Entered, failed: RunError | null = null): Promise<TurnEnd> {
    const outcome = failed ? ({ kind: "error", error: failed } as const) : script ? await this.advance(script) : null;
    if (outcome?.kind === "suspended") {
      await this.commit("running", "recordable", outcome.until);
      return { kind: "suspended" };
    }
    this.respond(outcome);
    await this.commit("quiet", null, null);
    return { kind: "quiet" };
  }

  private async advance(script: LiveScript): Promise<Outcome | { kind: "suspended"; until: number }> {
    let deadline = this.host.clock.now() + RUN_TIME_MS;
    let printed = 0;
    for (;;) {
      this.phase("run");
      const outcome = script.machine.run(this.draft.now, SLICE_STEPS);
      if (outcome.kind === "preempted") {
        this.announce();
        await this.host.clock.sleep(0);
        if (this.host.clock.now() > deadline) return { kind: "error", error: tooLong(script) };
      } else if (outcome.kind === "hear") {
        const refused = park(this, outcome.hear);
        if (!refused) return outcome;
        script.machine.raise(refused.number, refused.message);
      } else if (outcome.kind === "effect" && gatherPrint(this, script, outcome.effect)) {
        // A loop of PRINT must let the neighbours run like any other.
        if (++printed % PRINTS_AT_ONCE > 0) continue;
        this.announce();
        await this.host.clock.sleep(0);
        if (this.host.clock.now() > deadline) return { kind: "error", error: tooLong(script) };
      } else if (outcome.kind === "effect") {
        this.phase("effect");
        const began = this.host.clock.now();
        const suspension = await performEffect(this, script, outcome.effect);
        if (suspension) return { kind: "suspended", until: suspension.until };
        // The time that others took is not the script's.
        deadline += this.host.clock.now() - began;
      } else return outcome;
    }
  }

  // --------------------------------------------------------------------------------------------- effects

  /**
   * Waits for something outside of the object. After 250 ms it commits what there is; after `limitMs`, or when the
   * person stops it, it throws a BasicError and the signal is aborted.
   */
  async outside<T>(
    wait: { what: string; limitMs: number; pending: RunningTurn["pending"] },
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.announce();
    const interruption = new AbortController();
    this.interruption = interruption;
    try {
      const stopped = new Promise<never>((_, reject) => {
        interruption.signal.addEventListener("abort", () => reject(interruption.signal.reason), { once: true });
      });
      const work = Promise.race([begin(interruption.signal), stopped]);
      // It may fail while the barrier below is being written; the failure is seen at the next await of `work`.
      work.catch(() => {});
      const early = await within(this.host.clock, SLOW_EFFECT_MS, work);
      if (early) return early.value;
      await this.commit("running", wait.pending, null);
      const late = await within(this.host.clock, Math.max(wait.limitMs - SLOW_EFFECT_MS, 0), work);
      if (late) return late.value;
      const error = new BasicError(ERR.timeout, `${wait.what} took longer than ${Math.round(wait.limitMs / 1000)} s.`);
      interruption.abort(error);
      throw error;
    } finally {
      this.interruption = null;
    }
  }

  /** A turn that neither waits nor computes for long has its frames out before anybody could show that it runs. */
  private announce(): void {
    if (this.announced) return;
    this.announced = true;
    this.host.working(this.draft.turn);
  }

  /** A commit inside the turn: from here on a crash comes back to this place. */
  async barrier(pending: RunningTurn["pending"]): Promise<void> {
    await this.commit("running", pending, null);
    this.tainted = false;
  }

  /** The turn's clock follows the real one; it never goes back. */
  advanceClock(): void {
    this.draft.now = Math.max(this.draft.now, this.host.clock.now());
  }

  // ------------------------------------------------------------------------------------- respond and park

  private respond(outcome: Outcome | null): void {
    if (outcome && outcome.kind !== "hear") {
      if (outcome.kind === "error") reportError(this, outcome.error);
      else if (outcome.kind === "done" && this.script) reportEnd(this, this.script, outcome.value);
      this.dropScript();
    }
    closeTurn(this);
  }

  /** The parked or running script is over. */
  dropScript(): void {
    this.script = null;
    this.scripted = false;
    this.moved = true;
    this.draft.script = null;
    this.draft.hear = null;
  }

  // -------------------------------------------------------------------------------------- commit, deliver

  private async commit(
    status: "running" | "quiet",
    pending: RunningTurn["pending"],
    wakeAt: number | null,
  ): Promise<void> {
    const { host, draft } = this;
    const packed = this.moved ? await packSnapshot(host, this.script, status === "quiet" ? "parked" : "running") : null;
    const quiet = status === "quiet";
    draft.committedAt = host.clock.now();
    draft.running = quiet ? null : this.runningTurn(pending, wakeAt);
    if (!quiet) draft.mode = "running";
    const { frames, journal } = this.output.take();
    const state = quiet ? draft : copyState(draft);
    // Whoever waits behind a barrier may wait for long, and must stay in front of those that come later.
    const waiting = quiet ? [] : host.waiting(this.item?.id ?? null);
    this.phase(quiet ? "commit" : "barrier");
    host.store.commit({
      begin: host.begun ? null : { identity: host.identity, release: host.release },
      state,
      inbox: [...this.inboxChange(quiet), ...waiting.map(queuedChange)],
      journal,
      frames,
      snapshot: packed,
      alarm: host.nextDue(state),
    });
    host.begun = true;
    host.state = state;
    host.live = quiet ? this.script : null;
    this.phase("deliver");
    if (host.test.outbox) host.deliver(frames.map(({ frame }) => frame));
    if (this.item) host.acknowledge(this.item.id);
    for (const item of waiting) host.acknowledge(item.id);
  }

  private inboxChange(quiet: boolean): InboxChange[] {
    if (!this.kept) return [];
    const { turn, seq, mode } = this.draft;
    const end = quiet ? { toSeq: seq, mode } : { toSeq: null, mode: null };
    const state = quiet ? "done" : "running";
    return [{ id: this.kept.id, state, turn, message: this.kept, fromSeq: this.firstSeq, ...end }];
  }

  private runningTurn(pending: RunningTurn["pending"], wakeAt: number | null): RunningTurn {
    return {
      cause: this.cause,
      messageId: this.item?.id ?? null,
      scripted: this.scripted,
      firstSeq: this.firstSeq,
      step: this.step,
      pending,
      wakeAt,
      recoverAt: this.host.clock.now() + recoveryDelay(this.attempts),
      attempts: this.attempts,
      spoke: this.output.spoke,
    };
  }

  private warn(text: string, line: number): void {
    this.warnings += 1;
    if (this.warnings <= MAX_WARNINGS) this.output.record(this.step, { v: 1, type: "warned", text, line });
  }

  private phase(phase: Parameters<NonNullable<TurnHost["test"]["phase"]>>[2]): void {
    this.host.test.phase?.(this.host.identity.key.conversation, this.draft.turn, phase);
  }
}

/** Errors of the run as a whole: no statement is to blame, so they have no place in the script. */
function runError(number: number, message: string, file: string): RunError {
  return { number, message, file, line: 0, column: 0, stack: [] };
}

function tooLong(script: LiveScript): RunError {
  const message = `The script computed for more than ${RUN_TIME_MS / 1000} s without waiting for anything.`;
  return runError(ERR.overflow, message, script.program.file);
}

function givenUp(script: string | null): RunError {
  const message = `The turn was interrupted ${MAX_TAKE_UPS} times at the same place and was given up.`;
  return runError(ERR.remote, message, script ?? "");
}
