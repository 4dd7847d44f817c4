/**
 * One turn, in reading order: receive → enter → run → perform effects → respond → park → commit → deliver.
 *
 * Everything a turn makes is kept in memory and written by one commit at its end. Only a barrier commits earlier
 * (docs/architecture-durable-turn.md): it writes the machine stopped at the effect, so that whoever takes the turn up
 * after a crash performs that effect again and goes on. A turn that throws leaves the last commit as it was.
 */
import type { RunError } from "../../../basic/errors.ts";
import type { Outcome } from "../../../basic/machine.ts";
import type { InboundMessage, InboxItem } from "../../../contracts/conversation.ts";
import type { TurnCause } from "../../../contracts/journal.ts";
import { recoveryDelay } from "../alarm.ts";
import { copyState, type PinnedRelease, type RunningTurn, type SessionState, type StandingEffect } from "../state.ts";
import type { Moment, Phase } from "../test-switch.ts";
import { advance } from "./advance.ts";
import { enter } from "./enter.ts";
import { keepOutcome, runOf } from "./event-run.ts";
import type { LiveScript, TurnHost } from "./host.ts";
import { Interruption } from "./interruption.ts";
import { outside, type Wait } from "./outside.ts";
import { closeTurn, reportEnd, reportError, userFrame, withoutSecret } from "./respond.ts";
import { ask, type Standing } from "./settlement.ts";
import { packSnapshot } from "./snapshot.ts";
import { takenUp } from "./take-up.ts";
import { TurnTimer, type TurnTiming, timingOf } from "./timing.ts";
import { traceTurn } from "./trace.ts";
import { deliver, writeCommit } from "./turn-commit.ts";
import type { Entered, TakeUpReason, TurnEnd, TurnInput } from "./turn-input.ts";
import { TurnOutput } from "./turn-output.ts";

/** Of one turn, in the journal. */
const MAX_WARNINGS = 100;

export class Turn {
  readonly host: TurnHost;
  /** The conversation's state as this turn leaves it; a copy until the commit. */
  readonly draft: SessionState;
  readonly output: TurnOutput;
  readonly timer: TurnTimer;
  readonly interruption = new Interruption();
  readonly cause: TurnCause;
  /** What it began with, of whatever kind. */
  readonly item: InboxItem | null;
  /** That, where it is a message of the person. */
  readonly message: InboundMessage | null;
  /** `traceparent` of the request that it belongs to. */
  readonly trace: string | null;
  /** Effects completed. */
  step: number;
  /** Times that it was taken up without getting further. */
  attempts: number;
  /** Something was read, or nothing committed, since the last barrier: running again from there could differ. */
  tainted = true;
  /** The effect that is being performed. */
  current: StandingEffect | null = null;
  /** The script ended with an error. */
  failed = false;

  /** The item as it is written down. */
  private kept: InboxItem | null;
  private readonly firstSeq: number;
  /** The step at which those attempts failed: whoever gets beyond it starts counting anew. */
  private attemptedStep: number;
  private script: LiveScript | null = null;
  /** The stored snapshot is no longer what the machine is. */
  private moved = false;
  /** A script is under way, even where its machine is not loaded yet. */
  private scripted: boolean;
  /** The effect that the machine stood at when this turn took it up; null once it is performed. */
  private standing: Standing | null = null;
  /** The devices were told that it takes its time. */
  private announced = false;
  /** What it was pinned to at its last commit, where it is pinned to another release since. */
  private pinnedBefore: PinnedRelease | null = null;
  private warnings = 0;

  private constructor(host: TurnHost, input: TurnInput, running: RunningTurn | null) {
    const { cause, item, acceptedAt = null, trace = null } = input;
    this.host = host;
    this.cause = cause;
    this.item = item;
    this.message = item && item.kind === undefined ? item : null;
    this.kept = item;
    this.trace = trace;
    this.draft = copyState(host.state);
    this.step = running?.step ?? 0;
    this.attempts = running?.attempts ?? 0;
    this.attemptedStep = this.step;
    this.scripted = running?.scripted ?? false;
    this.firstSeq = running?.firstSeq ?? host.state.seq + 1;
    const early = host.test.outbox ? null : host.deliver.bind(host);
    this.output = new TurnOutput(this.draft, host.config.botName, early ? (frame) => early([frame]) : null);
    this.output.spoke = running?.spoke ?? false;
    this.timer = new TurnTimer(host.clock.now(), acceptedAt, running?.timing, host.tracer !== null);
    host.onWarning = (message, line) => this.warn(message, line);
  }

  static begin(host: TurnHost, input: TurnInput): Turn {
    const turn = new Turn(host, input, null);
    turn.receive();
    return turn;
  }

  /** A turn that passed a barrier and has nobody who runs it. */
  static takeUp(host: TurnHost, running: RunningTurn): Turn {
    const item = running.messageId === null ? null : (host.store.message(running.messageId)?.message ?? null);
    return new Turn(host, { cause: running.cause, item, trace: running.trace ?? null }, running);
  }

  /** Runs a turn from its beginning until it is quiet or waits for time. */
  async run(): Promise<TurnEnd> {
    try {
      const script = await enter(this);
      if (script) this.runs(script);
      return await this.finish(script);
    } catch (error) {
      if (this.pinnedBefore) this.host.pin(this.pinnedBefore);
      throw error;
    }
  }

  /** Goes on with a turn that was taken up. `running`: what it stood at. */
  async goOn(running: RunningTurn, reason: TakeUpReason): Promise<TurnEnd> {
    this.announce();
    this.interruption.takenUp();
    const { script, failed } = await takenUp(this, running, reason);
    return this.finish(script, failed);
  }

  // --------------------------------------------------------------------------------------------- receive

  private receive(): void {
    this.draft.turn += 1;
    this.phase("receive");
    this.draft.expiresAt = null;
    this.advanceClock();
    const messageId = this.item?.id ?? null;
    this.output.record(0, { v: 1, type: "turn.begun", cause: this.cause, messageId, now: this.draft.now });
    if (this.message) {
      const kept = withoutSecret(this.message, this.draft);
      this.kept = kept;
      this.draft.lastText = kept.text;
      this.output.emit(userFrame(kept));
    }
  }

  /** The conversation belongs to another release from here on; committed with the turn. */
  pin(release: PinnedRelease): void {
    this.pinnedBefore ??= this.host.release;
    this.host.pin(release);
  }

  // ------------------------------------------------------------------------------------------------- run

  /** The script of the turn: a new one, or the one that was parked. */
  runs(script: LiveScript): void {
    this.script = script;
    this.scripted = true;
    this.moved = true;
  }

  /** The parked script was moved to other programs: what comes of the turn goes on there. */
  goOnIn(script: LiveScript): void {
    this.host.live = script;
    this.script = script;
    this.moved = true;
  }

  /** The parked or running script is over. */
  dropScript(): void {
    this.script = null;
    this.scripted = false;
    this.moved = true;
    this.draft.script = null;
    this.draft.hear = null;
  }

  private async finish(script: Entered, failed: RunError | null = null): Promise<TurnEnd> {
    const outcome = failed ? ({ kind: "error", error: failed } as const) : script ? await advance(this, script) : null;
    if (outcome?.kind === "suspended") {
      await this.commit(this.runningTurn("recordable", outcome.until));
      return { kind: "suspended" };
    }
    if (runOf(this)) await keepOutcome(this, script, outcome);
    if (outcome?.kind === "question") ask(this, outcome.effect);
    else this.respond(outcome);
    closeTurn(this);
    const timing = this.timed(script);
    await this.commit(null);
    this.host.receipts?.committed(timing, this.draft.committedAt);
    traceTurn(this, timing);
    return { kind: "quiet" };
  }

  // --------------------------------------------------------------------------------------------- effects

  /** Names the next effect for whoever receives it; the one that was taken up keeps the name that it had. */
  get effectKey(): string {
    return this.standing?.effect.key ?? `${this.host.identity.key.conversation}/${this.draft.turn}/${this.step + 1}`;
  }

  /** The machine stands at this effect, which is performed next. */
  stand(standing: Standing): void {
    this.standing = standing;
  }

  takeStanding(): Standing | null {
    const { standing } = this;
    this.standing = null;
    return standing;
  }

  /** Waits for something outside of the object, so that a stop can end it. */
  outside<T>(wait: Wait, begin: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
    this.announce();
    return this.interruption.during((controller) => outside(this, wait, controller, begin));
  }

  /** A turn that neither waits nor computes for long has its frames out before anybody could show that it runs. */
  announce(): void {
    if (this.announced) return;
    this.announced = true;
    this.host.working(this.draft.turn);
  }

  /** A commit inside the turn: from here on a crash comes back to this place. */
  async barrier(pending: RunningTurn["pending"]): Promise<void> {
    // A script that has failed has no place to come back to: the turn ends now, with a commit that tells how.
    if (this.script?.machine.hasFailed) return;
    await this.commitEarly(pending);
    this.tainted = false;
  }

  /** What there is so far is committed: what the turn waits for takes its time. */
  commitEarly(pending: RunningTurn["pending"]): Promise<void> {
    return this.commit(this.runningTurn(pending, null));
  }

  /** The turn's clock follows the real one; it never goes back. */
  advanceClock(): void {
    this.draft.now = Math.max(this.draft.now, this.host.clock.now());
  }

  // ------------------------------------------------------------------------------------- respond and park

  private respond(outcome: Outcome | null): void {
    if (!outcome || outcome.kind === "hear") return;
    if (outcome.kind === "error") {
      reportError(this, outcome.error);
      this.failed = true;
    } else if (outcome.kind === "done" && this.script) reportEnd(this, this.script, outcome.value);
    this.dropScript();
  }

  /** The receipt of the turn, in the journal and for whoever waits for it. */
  private timed(script: LiveScript | null): TurnTiming {
    const delivered = this.host.receipts?.take();
    if (delivered) this.output.record(this.step, delivered);
    const event = this.timer.event(script?.machine.steps ?? 0, this.host.clock.now());
    this.output.record(this.step, event);
    if (event.model) {
      this.draft.spentTurn = this.draft.turn;
      this.host.purse.empty();
    }
    return timingOf(this.draft.turn, event);
  }

  // -------------------------------------------------------------------------------------- commit, deliver

  /** `running`: what is needed to go on from here; null ends the turn. */
  private async commit(running: RunningTurn | null): Promise<void> {
    const { host, script, moved } = this;
    const snapshot = moved ? await packSnapshot(host, script, running ? "running" : "parked") : null;
    this.phase(running ? "barrier" : "commit");
    void this.at("before-commit");
    const committed = writeCommit(this, {
      running,
      snapshot,
      // A turn that did not touch the script leaves it in memory as it stands.
      live: running ? null : moved ? script : host.live,
      isRepinned: this.pinnedBefore !== null,
      kept: this.kept,
      firstSeq: this.firstSeq,
    });
    this.pinnedBefore = null;
    const landed = this.at("after-commit");
    if (landed) await landed;
    this.phase("deliver");
    void this.at("before-delivery");
    deliver(this, committed);
    void this.at("after-delivery");
  }

  /** As a commit at this moment would have it: a replay takes hold of the turn here. */
  held(): { script: LiveScript | null; running: RunningTurn } {
    return { script: this.script, running: this.runningTurn(null, null) };
  }

  private runningTurn(pending: RunningTurn["pending"], wakeAt: number | null): RunningTurn {
    if (this.step > this.attemptedStep) {
      this.attempts = 0;
      this.attemptedStep = this.step;
    }
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
      effect: this.current,
      timing: this.timer.carried(),
      ...(this.trace === null ? {} : { trace: this.trace }),
    };
  }

  // ---------------------------------------------------------------------------------- notes and test marks

  private warn(text: string, line: number): void {
    this.warnings += 1;
    if (this.warnings <= MAX_WARNINGS) this.output.record(this.step, { v: 1, type: "warned", text, line });
  }

  /** A moment at which a test may end everything. In the product nothing happens, and nothing is to be waited for. */
  at(moment: Moment, keyword: string | null = null): Promise<void> | undefined {
    return this.host.test.moment?.(moment, this.host.identity.key.conversation, keyword);
  }

  phase(phase: Phase): void {
    this.host.test.phase?.(this.host.identity.key.conversation, this.draft.turn, phase);
  }
}
