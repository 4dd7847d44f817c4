/**
 * One turn at a time, in the order in which things arrived. Everything that starts a turn (an item of the inbox, the
 * alarm, a crash that left one unfinished) becomes a job of one queue. Only a proactive item may be passed by others: it
 * is held, durably, until the bot has the word and, where it runs a script, no other is parked.
 */
import type { InboxItem } from "../../../contracts/conversation.ts";
import { fail, ok, type Result } from "../../../contracts/faults.ts";
import { type Clock, within } from "../../../platform/clock.ts";
import { load } from "../../../platform/load.ts";
import { dues, nextDue, recoveryDelay, sooner } from "../alarm.ts";
import type { Conversation } from "../conversation.ts";
import type { SessionState } from "../state.ts";
import type { SessionStore } from "../store/store.ts";
import { turnFailed } from "../turn/meter.ts";
import { Turn } from "../turn/turn.ts";
import { type TakeUpReason, type TurnEnd, type TurnInput, turnOf } from "../turn/turn-input.ts";
import { WaitingMessages } from "./waiting-messages.ts";

type Job = { kind: "begin"; input: TurnInput } | { kind: "take-up"; reason: TakeUpReason };

const MAX_QUEUED = 100;
const MAX_HELD = 20;
/** Failed turns in a row before the alarm no longer tries acknowledged messages; the next request does. */
const MAX_FAILURES = 8;
/** While a turn is being run here, the alarm that would recover it is put off by this. */
const LIVE_TURN_MS = 10_000;

export class TurnQueue {
  private readonly current: () => Conversation | null;
  private readonly clock: Clock;
  private readonly store: SessionStore;
  private readonly keepAwake: (work: Promise<unknown>) => void;
  readonly waiting = new WaitingMessages();
  private readonly jobs: Job[] = [];
  private readonly held: InboxItem[] = [];
  private turn: Turn | null = null;
  private working: Promise<void> | null = null;
  /** Turns that failed one after the other: of acknowledged messages, and of what the alarm began. */
  private failures = 0;
  private settling: PromiseWithResolvers<void> | null = null;
  /** Those who wait for an answer, each until its time (ms). */
  private readonly patient = new Set<{ until: number; leave(): void }>();

  /** `current` gives the conversation, or null before it is opened and after it was erased. */
  constructor(parts: {
    current: () => Conversation | null;
    clock: Clock;
    store: SessionStore;
    keepAwake: (work: Promise<unknown>) => void;
  }) {
    this.current = parts.current;
    this.clock = parts.clock;
    this.store = parts.store;
    this.keepAwake = parts.keepAwake;
  }

  /** A turn is being run at this moment. */
  get isRunning(): boolean {
    return this.turn !== null;
  }

  /** A turn runs, is suspended or waits for its time; what is held does not count. */
  get isBusy(): boolean {
    return this.turn !== null || this.jobs.length > 0 || this.current()?.state.running != null;
  }

  /** Takes up what a crash or a failure left: before anything new is accepted. */
  refresh(): void {
    this.takeUpUnfinished();
    // What was accepted before and failed stays in front.
    if (this.failures > 0) this.enqueueAccepted();
  }

  /**
   * Takes a new item in and gives the promise of its turn's end. Behind a turn that has passed a barrier it may wait for
   * long: there it is made durable, and acknowledged, at once; so is one whose sender does not wait for the turn.
   */
  add(item: InboxItem, atOnce = false, trace?: string): Result<Promise<void>> {
    if (this.waiting.size - this.held.length >= MAX_QUEUED || (isProactive(item) && this.proactive() >= MAX_HELD)) {
      return fail("rate.limited", "Too many messages are waiting for their turn.");
    }
    const early = atOnce || this.current()?.state.running != null;
    if (early) this.store.queue(item);
    const { quiet } = this.enqueue(item, early, trace);
    this.work();
    return ok(quiet);
  }

  /** Starts a turn that nobody sent anything for. */
  begin(cause: "start" | "hear-timeout" | "expiry", trace: string | null = null): void {
    this.jobs.push({ kind: "begin", input: { cause, item: null, acceptedAt: this.clock.now(), trace } });
    this.work();
  }

  /** Aborts what the running turn waits for. */
  stop(): void {
    // Also a turn that a crash left and nobody runs yet.
    this.takeUpUnfinished();
    if (this.turn?.interruption.stop()) return;
    const running = this.current()?.state.running;
    if (running && running.wakeAt !== null) this.takeUp("stopped");
  }

  /**
   * What the call of this key waits for has come: its turn goes on. False where it cannot be said yet, because the turn is
   * being run at this moment.
   */
  wake(effect: string): boolean {
    if (this.turn) return false;
    const running = this.current()?.state.running;
    if (running?.effect?.key === effect && running.wakeAt !== null) this.takeUp("wait-over");
    return true;
  }

  /** Resolves when no turn runs and none is suspended. */
  settled(): Promise<void> {
    if (!this.working && !this.current()?.state.running) return Promise.resolve();
    this.settling ??= Promise.withResolvers<void>();
    return this.settling.promise;
  }

  /**
   * Waits for `work`, `ms` at most, and no longer when the turn is suspended beyond that time (WAIT, WAIT FOR EVENT): nothing
   * is to be expected then.
   */
  async answered(work: Promise<void>, ms: number): Promise<void> {
    const leaving = Promise.withResolvers<void>();
    const one = { until: this.clock.now() + ms, leave: leaving.resolve };
    this.patient.add(one);
    this.letGo();
    try {
      await within(this.clock, ms, Promise.race([work, leaving.promise]));
    } finally {
      this.patient.delete(one);
    }
  }

  private letGo(): void {
    const wakeAt = this.turn ? null : (this.current()?.state.running?.wakeAt ?? null);
    if (wakeAt !== null) for (const { until, leave } of this.patient) if (wakeAt > until) leave();
  }

  /** What the alarm asks of turns: unfinished ones go on, times that are over begin one. Resolves when they are done. */
  async alarm(conversation: Conversation): Promise<void> {
    const now = this.clock.now();
    const due = new Set(
      dues(conversation.state)
        .filter(({ at }) => at <= now)
        .map(({ kind }) => kind),
    );
    if (due.has("wait") || due.has("recovery")) this.takeUpUnfinished();
    if (this.failures > 0) this.enqueueAccepted();
    this.work();
    if (due.has("hear")) this.begin("hear-timeout");
    if (due.has("expiry")) this.begin("expiry");
    await this.working;
  }

  /** When the object has to be woken: ms, or null. */
  nextAlarm(conversation: Conversation): number | null {
    let at = nextDue(conversation.state, conversation.duties);
    if (this.failures > 0 && this.failures <= MAX_FAILURES && this.jobs.length === 0) {
      at = sooner(at, this.clock.now() + recoveryDelay(this.failures));
    }
    if (at === null) return null;
    // What is overdue because its turn failed would be due again at once, and for ever.
    const pause = this.turn ? LIVE_TURN_MS : this.failures > 0 ? recoveryDelay(this.failures) : 0;
    return pause > 0 ? Math.max(at, this.clock.now() + pause) : at;
  }

  /** Items that were accepted and never begun: left by a restart or a failure. */
  enqueueAccepted(): void {
    for (const item of this.store.queued()) if (!this.waiting.get(item.id)) this.enqueue(item, true);
  }

  /** A turn behind a barrier that nobody runs: left by a crash or a failure of ours, or a WAIT whose time has come. */
  takeUpUnfinished(): void {
    const running = this.current()?.state.running;
    if (!running) return;
    if (running.messageId !== null && !this.waiting.get(running.messageId)) {
      // Known again, so that the same id joins the turn.
      const row = this.store.message(running.messageId);
      if (row) this.waiting.add(row.message, true);
    }
    if (running.wakeAt === null) this.takeUp("restart");
    else if (running.wakeAt <= this.clock.now()) this.takeUp("wait-over");
  }

  /** The conversation was erased: whatever waits is told so, the running turn is stopped. Resolves when it is out. */
  async abandon(error: Error): Promise<void> {
    this.jobs.length = 0;
    this.held.length = 0;
    this.waiting.allFailed(error);
    this.turn?.interruption.abandon(error);
    await this.working;
  }

  work(): void {
    if (this.working || !this.next()) return;
    const leave = load.turns.enter(this.current()?.identity.key.tenant ?? "");
    this.working = this.runJobs().finally(() => {
      leave();
      this.working = null;
      // A job that came in while the last one was being tidied away.
      if (this.next()) this.work();
      else if (!this.current()?.state.running) {
        this.settling?.resolve();
        this.settling = null;
      } else this.letGo();
    });
    this.keepAwake(this.working);
  }

  private enqueue(item: InboxItem, durable: boolean, trace: string | null = null): { quiet: Promise<void> } {
    this.jobs.push({ kind: "begin", input: { ...turnOf(item), acceptedAt: this.clock.now(), trace } });
    return this.waiting.add(item, durable);
  }

  private proactive(): number {
    return this.held.length + this.jobs.filter((job) => job.kind === "begin" && isProactive(job.input.item)).length;
  }

  private takeUp(reason: TakeUpReason): void {
    if (this.turn || this.jobs.some((job) => job.kind === "take-up")) return;
    this.jobs.unshift({ kind: "take-up", reason });
    this.work();
  }

  /**
   * The job that may run now, still in its list. A turn that waits for time keeps everything but its own continuation
   * waiting; what was held goes before what came later.
   */
  private next(): Job | null {
    const state = this.current()?.state;
    const [first] = this.jobs;
    if (!state || state.running || first?.kind === "take-up") return first?.kind === "take-up" ? first : null;
    // A text need not wait for the script that a script before it waits for.
    const held = this.held.find((item) => !mustWait(state, item));
    return held ? { kind: "begin", input: turnOf(held) } : (first ?? null);
  }

  private async runJobs(): Promise<void> {
    for (let job = this.next(); job; job = this.next()) {
      if (job === this.jobs[0]) this.jobs.shift();
      else if (job.kind === "begin") this.release(job.input.item);
      await this.runJob(job);
    }
  }

  private async runJob(job: Job): Promise<void> {
    const conversation = this.current();
    if (!conversation) return;
    const { running } = conversation.state;
    if (job.kind === "take-up" && !running) return;
    const item = job.kind === "begin" ? job.input.item : null;
    let id = item?.id ?? null;
    if (job.kind === "begin" && !stillDue(conversation.state, job.input, this.clock.now())) {
      if (id !== null) this.refuse(id);
      return;
    }
    if (item && mustWait(conversation.state, item)) {
      this.hold(item);
      return;
    }
    try {
      let end: TurnEnd;
      if (job.kind === "take-up" && running) {
        id = running.messageId;
        this.turn = Turn.takeUp(conversation, running);
        end = await this.turn.goOn(running, job.reason);
      } else if (job.kind === "begin") {
        this.turn = Turn.begin(conversation, job.input);
        end = await this.turn.run();
      } else return;
      if (id !== null && end.kind === "quiet") this.waiting.done(id);
      this.failures = 0;
    } catch (error) {
      this.failed(conversation, id, error);
    } finally {
      this.turn = null;
    }
  }

  /** Durable, and out of the others' way. */
  private hold(item: InboxItem): void {
    if (!this.waiting.get(item.id)?.durable) this.store.queue(item);
    this.held.push(item);
    this.waiting.held(item.id);
  }

  private release(item: InboxItem | null): void {
    const place = this.held.findIndex(({ id }) => id === item?.id);
    if (place >= 0) this.held.splice(place, 1);
  }

  /** The conversation ended while it waited: its row would be tried again after every restart. */
  private refuse(id: string): void {
    if (this.waiting.get(id)?.durable) this.store.unqueue(id);
    this.waiting.failed(id, new ConversationEnded());
  }

  /**
   * A turn that could not be finished, by a fault of ours. What was committed stands: behind a barrier the alarm takes
   * the turn up again; without one the message was never acknowledged and may be sent again. One that was acknowledged
   * while it waited is tried again by the alarm, and what came after it with it, so that the order stays.
   */
  private failed(conversation: Conversation, id: string | null, error: unknown): void {
    if (this.store.isErased) return;
    turnFailed(conversation.identity, conversation.release, conversation.state.turn, error);
    conversation.live = null;
    if (id === null) this.failures += 1;
    else if (!conversation.state.running) {
      const acknowledged = this.waiting.get(id)?.durable === true;
      this.waiting.failed(id, error);
      if (acknowledged) {
        this.failures += 1;
        this.jobs.length = 0;
        this.held.length = 0;
        this.waiting.allFailed(error);
      }
    }
    if (conversation.begun) this.store.arm(this.nextAlarm(conversation));
  }
}

/** The conversation ended while the message waited for its turn. */
export class ConversationEnded extends Error {
  override readonly name = "ConversationEnded";
}

const isProactive = (item: InboxItem | null): boolean => item?.kind === "proactive";

/** The bot has not got the word, or another script has it. */
function mustWait(state: SessionState, item: InboxItem): boolean {
  if (item.kind !== "proactive" || state.mode === "ended") return false;
  return state.mode === "handed-over" || (item.script !== undefined && state.script !== null);
}

/** What the alarm asked for may have been overtaken by a message. */
function stillDue(state: SessionState, { cause, item }: TurnInput, now: number): boolean {
  if (item?.kind === "settlement") return state.asking?.key === item.key;
  if (cause === "hear-timeout") {
    return state.mode !== "handed-over" && state.hear?.due != null && state.hear.due <= now;
  }
  if (cause === "expiry") return state.mode === "idle" && state.expiresAt !== null && state.expiresAt <= now;
  return state.mode !== "ended";
}
