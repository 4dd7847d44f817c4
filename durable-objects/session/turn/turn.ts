/**
 * One turn, in reading order: receive → run → perform effects → respond → park → commit → deliver.
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
import { followsReleases, meetRelease } from "../release/upgrade.ts";
import { copyState, type PinnedRelease, type RunningTurn, type StandingEffect } from "../state.ts";
import { type InboxChange, queuedChange } from "../store/commit.ts";
import type { Moment } from "../test-switch.ts";
import { advance } from "./advance.ts";
import { handOver, speak } from "./desk.ts";
import { answerHear, giveUpHear } from "./hear.ts";
import type { LiveScript, TurnHost } from "./host.ts";
import { outside, type Wait } from "./outside.ts";
import { endWait } from "./perform.ts";
import { beginUnasked } from "./proactive.ts";
import { closeTurn, reportEnd, reportError, userFrame, withoutSecret } from "./respond.ts";
import { givenUp, MAX_TAKE_UPS, stoppedByPerson } from "./run-errors.ts";
import { parkedScript, startScript } from "./scripts.ts";
import { ask, noteUnknown, policyOf, type Standing, settleByOperator, settleByPerson } from "./settlement.ts";
import { packSnapshot } from "./snapshot.ts";
import { TurnTimer, type TurnTiming, timingOf } from "./timing.ts";
import { traceTurn } from "./trace.ts";
import { TurnOutput } from "./turn-output.ts";
import { answerUnscripted } from "./unscripted.ts";

/** Why a turn begins, and what of the inbox it begins with. */
export interface TurnInput {
  cause: TurnCause;
  item: InboxItem | null;
  /** ms; when the item was accepted. Absent where nobody waits for the turn. */
  acceptedAt?: number;
  /** `traceparent` of the request that the turn belongs to. */
  trace?: string | null;
}
export type TakeUpReason = "restart" | "wait-over" | "stopped";
/** `suspended`: a WAIT; the turn goes on when the alarm fires. */
export type TurnEnd = { kind: "quiet" | "suspended" };
/** What remains to be done once the input was taken in: run the script, or nothing. */
export type Entered = LiveScript | null;
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
  /** The effect that is being performed. */
  current: StandingEffect | null = null;
  readonly timer: TurnTimer;

  private readonly firstSeq: number;
  private attempts: number;
  /** The step at which those attempts failed: whoever gets beyond it starts counting anew. */
  private attemptedStep: number;
  readonly trace: string | null;
  private script: LiveScript | null = null;
  /** The stored snapshot is no longer what the machine is. */
  private moved = false;
  /** A script is under way, even where its machine is not loaded yet. */
  private scripted: boolean;
  /** The effect that the machine stood at when this turn took it up; null once it is performed. */
  private standing: Standing | null = null;
  private interruption: AbortController | null = null;
  private abandoned: Error | null = null;
  /** Taken up and not at its effect yet. */
  private resuming = false;
  /** The person stopped a turn that was being taken up: what it waits for next is not waited for. */
  private stopped = false;
  /** The devices were told that it takes its time. */
  private announced = false;
  /** What it was pinned to at its last commit, where it is pinned to another release since. */
  private pinnedBefore: PinnedRelease | null = null;
  /** The script ended with an error. */
  failed = false;
  private warnings = 0;

  private constructor(host: TurnHost, input: TurnInput, running: RunningTurn | null) {
    const { cause, item, acceptedAt = null, trace = null } = input;
    this.trace = trace;
    this.host = host;
    this.cause = cause;
    this.item = item;
    this.message = item && item.kind === undefined ? item : null;
    this.kept = item;
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
      return await this.finish(await this.enter());
    } catch (error) {
      if (this.pinnedBefore) this.host.pin(this.pinnedBefore);
      throw error;
    }
  }

  /** Goes on with a turn that was taken up. `effect`: what it stood at. */
  async goOn(running: RunningTurn, reason: TakeUpReason): Promise<TurnEnd> {
    this.announce();
    this.resuming = true;
    this.output.record(this.step, { v: 1, type: "turn.recovered", attempt: this.attempts, reason });
    if (reason === "restart" && !(await this.isWorthAnother(running))) {
      return this.finish(null, givenUp(this.draft.script));
    }
    if (!running.scripted) return this.finish(await answerUnscripted(this));
    const script = await parkedScript(this.host);
    this.started(script);
    if (reason !== "restart") await this.leaveWait(script, reason);
    return this.finish(script);
  }

  /** Counted before anything runs: a turn that kills its process every time must come to an end. */
  private async isWorthAnother(running: RunningTurn): Promise<boolean> {
    this.attempts += 1;
    const isLast = this.attempts > MAX_TAKE_UPS;
    const { effect = null, pending } = running;
    if (pending === "unsafe") {
      if (effect) noteUnknown(this, effect, policyOf(effect.keyword));
      // A row of an earlier version does not name it; its key is the one that the step has.
      const known = effect ?? { keyword: "", line: 0, key: this.effectKey };
      this.stand({ effect: known, isUnknown: true, isNoted: effect !== null, isRefused: false });
    }
    this.current = effect;
    await this.commit("running", pending, null);
    return !isLast;
  }

  private async leaveWait(script: LiveScript, reason: TakeUpReason): Promise<void> {
    const outcome = script.machine.run(this.draft.now, 0);
    if (outcome.kind !== "effect") throw new Error(`the suspended script is not at a WAIT but at "${outcome.kind}"`);
    const stop = reason === "stopped" ? stoppedByPerson("the wait") : null;
    await endWait(this, script, outcome.effect, stop);
    // From here on the wait is over, also for whoever takes the turn up again.
    await this.barrier(null);
  }

  /** Ends what the turn is waiting for; the script sees a trappable error. False when it waits for nothing. */
  stop(): boolean {
    if (this.interruption) this.interruption.abort(stoppedByPerson("what the bot was waiting for"));
    else if (this.resuming) this.stopped = true;
    else return false;
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
    const instead = followsReleases(this) ? await meetRelease(this) : null;
    if (instead) return this.started(instead.script);
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
        if (this.draft.asking) return this.started(await settleByPerson(this));
        return this.started(await (this.draft.hear ? answerHear(this) : answerUnscripted(this)));
      case "agent":
        if (this.item?.kind === "handoff") handOver(this, this.item);
        else if (this.item?.kind === "agent") speak(this, this.item);
        return null;
      case "proactive":
        return this.item?.kind === "proactive" ? this.started(await beginUnasked(this, this.item)) : null;
      case "settlement": {
        const { item } = this;
        return item?.kind === "settlement" ? this.started(await settleByOperator(this, item.key, item.decision)) : null;
      }
    }
  }

  /** The conversation belongs to another release from here on; committed with the turn. */
  pin(release: PinnedRelease): void {
    this.pinnedBefore ??= this.host.release;
    this.host.pin(release);
  }

  /** The parked script was moved to other programs: what comes of the turn goes on there. */
  goOnIn(script: LiveScript): void {
    this.host.live = script;
    this.script = script;
    this.moved = true;
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
    const outcome = failed ? ({ kind: "error", error: failed } as const) : script ? await advance(this, script) : null;
    if (outcome?.kind === "suspended") {
      await this.commit("running", "recordable", outcome.until);
      return { kind: "suspended" };
    }
    if (outcome?.kind === "question") {
      ask(this, outcome.effect);
      closeTurn(this);
    } else this.respond(outcome);
    const timing = this.timed(script);
    await this.commit("quiet", null, null);
    const onDisk = this.host.receipts?.committed(timing, this.draft.committedAt);
    if (onDisk) traceTurn(this, timing, onDisk);
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

  /** Throws when the conversation was erased meanwhile. */
  checkAbandoned(): void {
    if (this.abandoned) throw this.abandoned;
  }

  /** The effect that it was taken up at is done. */
  resumed(): void {
    this.resuming = false;
  }

  takeStanding(): Standing | null {
    const { standing } = this;
    this.standing = null;
    return standing;
  }

  /** Waits for something outside of the object (outside.ts), so that `stop` can end it. */
  async outside<T>(wait: Wait, begin: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
    this.announce();
    const interruption = new AbortController();
    this.interruption = interruption;
    if (this.stopped) interruption.abort(stoppedByPerson("what the bot was waiting for"));
    this.stopped = false;
    try {
      return await outside(this, wait, interruption, begin);
    } finally {
      this.interruption = null;
    }
  }

  /** What there is so far is committed: what the turn waits for takes its time. */
  async commitEarly(pending: RunningTurn["pending"]): Promise<void> {
    await this.commit("running", pending, null);
  }

  /** The conversation was erased under the turn: it ends before its next statement, and nothing of it is written. */
  abandon(error: Error): void {
    this.abandoned = error;
    this.stop();
  }

  /** A turn that neither waits nor computes for long has its frames out before anybody could show that it runs. */
  announce(): void {
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
      if (outcome.kind === "error") {
        reportError(this, outcome.error);
        this.failed = true;
      } else if (outcome.kind === "done" && this.script) reportEnd(this, this.script, outcome.value);
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
    void this.at("before-commit");
    host.store.commit({
      begin: host.begun ? null : { identity: host.identity, release: host.release },
      ...(this.pinnedBefore ? { release: host.release } : {}),
      state,
      inbox: [...this.inboxChange(quiet), ...waiting.map(queuedChange)],
      journal,
      frames,
      snapshot: packed,
      alarm: host.nextDue(state),
    });
    host.begun = true;
    this.pinnedBefore = null;
    host.state = state;
    // A turn that did not touch the script leaves it in memory as it stands.
    host.live = quiet ? (this.moved ? this.script : host.live) : null;
    const landed = this.at("after-commit");
    if (landed) await landed;
    this.phase("deliver");
    void this.at("before-delivery");
    if (host.test.outbox) host.deliver(frames.map(({ frame }) => frame));
    if (this.item) host.acknowledge(this.item.id);
    for (const item of waiting) host.acknowledge(item.id);
    void this.at("after-delivery");
  }

  private inboxChange(quiet: boolean): InboxChange[] {
    if (!this.kept) return [];
    const { turn, seq, mode } = this.draft;
    const end = quiet ? { toSeq: seq, mode } : { toSeq: null, mode: null };
    const state = quiet ? "done" : "running";
    return [{ id: this.kept.id, state, turn, message: this.kept, fromSeq: this.firstSeq, ...end }];
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

  /** The receipt of the turn, in the journal and for whoever waits for it. */
  private timed(script: LiveScript | null): TurnTiming {
    const delivered = this.host.receipts?.take();
    if (delivered) this.output.record(this.step, delivered);
    const event = this.timer.event(script?.machine.steps ?? 0, this.host.clock.now());
    this.output.record(this.step, event);
    return timingOf(this.draft.turn, event);
  }

  private warn(text: string, line: number): void {
    this.warnings += 1;
    if (this.warnings <= MAX_WARNINGS) this.output.record(this.step, { v: 1, type: "warned", text, line });
  }

  /** A moment at which a test may end everything. In the product nothing happens, and nothing is to be waited for. */
  at(moment: Moment, keyword: string | null = null): Promise<void> | undefined {
    return this.host.test.moment?.(moment, this.host.identity.key.conversation, keyword);
  }

  phase(phase: Parameters<NonNullable<TurnHost["test"]["phase"]>>[2]): void {
    this.host.test.phase?.(this.host.identity.key.conversation, this.draft.turn, phase);
  }
}
