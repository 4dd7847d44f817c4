/**
 * The conversation as its object runs it: one turn at a time, in the order in which things arrived. Everything that
 * starts a turn (a message, the alarm, a crash that left one unfinished) becomes a job of one queue; a message that is
 * known already never becomes a second one.
 */
import type { FramesPage, InboundMessage, OpenRequest, TurnAnswer } from "../../contracts/conversation.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import { type DurableFrame, LIMITS } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { HistoryBatch, JournalPage } from "../../contracts/objects.ts";
import { type Clock, within } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { type DueKind, dues, earliest, projectionRetryDelay, recoveryDelay } from "./alarm.ts";
import { Conversation, type ConversationParts } from "./conversation.ts";
import { pinRelease } from "./open.ts";
import { historyBatch } from "./projection.ts";
import { newState, type SessionState } from "./state.ts";
import type { SessionStore } from "./store.ts";
import type { TestSwitch } from "./test-switch.ts";
import { type TakeUpReason, Turn, type TurnEnd, type TurnInput } from "./turn.ts";
import { type WaitingMessage, WaitingMessages } from "./waiting-messages.ts";

/** What happens outside of the conversation: its devices. */
export interface SessionEvents {
  deliver(frames: DurableFrame[]): void;
  working(turn: number): void;
  stream(turn: number, stream: string, text: string): void;
}

type Job = { kind: "begin"; input: TurnInput } | { kind: "take-up"; reason: TakeUpReason };

const MAX_QUEUED = 100;
/** Failed turns in a row before the alarm no longer tries acknowledged messages; the next request does. */
const MAX_FAILURES = 8;
const MAX_PAGE_BYTES = 8 * 1024 * 1024;
/** While a turn is being run here, the alarm that would recover it is put off by this. */
const LIVE_TURN_MS = 10_000;

export class Session {
  private readonly env: Env;
  private readonly clock: Clock;
  private readonly store: SessionStore;
  private readonly test: TestSwitch;
  private readonly events: SessionEvents;
  private readonly keepAwake: (work: Promise<unknown>) => void;
  private conversation: Conversation | null;
  private opening: Promise<Result<void>> | null = null;
  private readonly jobs: Job[] = [];
  private readonly waiting = new WaitingMessages();
  private turn: Turn | null = null;
  private working: Promise<void> | null = null;
  /** Turns that failed one after the other: of acknowledged messages, and of what the alarm began. */
  private failures = 0;
  private settling: PromiseWithResolvers<void> | null = null;

  constructor(parts: {
    env: Env;
    clock: Clock;
    store: SessionStore;
    test: TestSwitch;
    events: SessionEvents;
    keepAwake: (work: Promise<unknown>) => void;
  }) {
    this.env = parts.env;
    this.clock = parts.clock;
    this.store = parts.store;
    this.test = parts.test;
    this.events = parts.events;
    this.keepAwake = parts.keepAwake;
    const data = this.store.load();
    this.conversation = data ? new Conversation(this.parts(), data, true) : null;
    if (!data) return;
    this.enqueueAccepted();
    this.takeUpUnfinished();
    this.work();
  }

  get exists(): boolean {
    return this.conversation?.begun === true;
  }

  get lastSeq(): number {
    return this.conversation?.state.seq ?? 0;
  }

  // ------------------------------------------------------------------------------------------------- API

  /** Creates the conversation and runs its start script until quiet; a second call answers what is there. */
  async open(key: ConversationKey, request: OpenRequest): Promise<Result<TurnAnswer>> {
    if (!this.conversation) {
      this.opening ??= this.create(key, request).finally(() => {
        this.opening = null;
      });
      const opened = await this.opening;
      if (!opened.ok) return opened;
    }
    await within(this.clock, LIMITS.answerSeconds * 1000, this.settled());
    const conversation = this.conversation;
    if (!conversation?.begun) return fail("internal", "the conversation could not be begun");
    return ok(this.answer(0, conversation.state.seq));
  }

  /** Runs a message's turn, or joins or repeats the answer of the one that it had before. */
  async receive(message: InboundMessage, waitMs: number): Promise<Result<TurnAnswer & { quiet: boolean }>> {
    const accepted = this.accept(message, () => {});
    if (!accepted.ok) return accepted;
    try {
      if (accepted.value) await within(this.clock, waitMs, accepted.value);
    } catch (error) {
      return error instanceof ConversationEnded
        ? fail("conversation.ended", "The conversation has ended.")
        : fail("internal", "The message could not be handled. It was not accepted and may be sent again.");
    }
    const row = this.store.message(message.id);
    if (row?.state === "done" && row.fromSeq !== null && row.toSeq !== null) {
      return ok({ ...this.answer(row.fromSeq - 1, row.toSeq), state: row.mode ?? "idle", quiet: true });
    }
    const from = row?.fromSeq ?? this.lastSeq + 1;
    return ok({ ...this.answer(from - 1, this.lastSeq), state: "running", quiet: false });
  }

  /**
   * Takes a message in: the promise of its turn's end, or null when it was answered before. `onDurable` is called once
   * it cannot be lost any more; for a known message at once.
   */
  accept(message: InboundMessage, onDurable: () => void): Result<Promise<void> | null> {
    const conversation = this.conversation;
    if (!conversation?.begun) return fail("conversation.unknown", "There is no such conversation.");
    this.takeUpUnfinished();
    // What was accepted before and failed stays in front.
    if (this.failures > 0) this.enqueueAccepted();
    const known = this.waiting.get(message.id);
    if (known && this.test.dedupe) {
      this.waiting.whenDurable(message.id, onDurable);
      return ok(known.quiet);
    }
    const row = this.store.message(message.id);
    if (row?.state === "done" && this.test.dedupe) {
      onDurable();
      return ok(null);
    }
    if (conversation.state.mode === "ended") return fail("conversation.ended", "The conversation has ended.");
    if (message.attachments.length > 0) {
      return fail("request.invalid", "Attachments cannot be sent in this version: send the text alone.");
    }
    if (this.waiting.size >= MAX_QUEUED) return fail("rate.limited", "Too many messages are waiting for their turn.");
    // Behind a turn that has passed a barrier a message may wait for long: it is made durable, and acknowledged, at once.
    const behind = conversation.state.running !== null;
    if (behind) this.store.queue(message);
    const { quiet } = this.enqueue(message, behind);
    this.waiting.whenDurable(message.id, onDurable);
    this.work();
    return ok(quiet);
  }

  /** Aborts what the running turn waits for. */
  stop(): void {
    if (this.turn?.stop()) return;
    const running = this.conversation?.state.running;
    if (running && running.wakeAt !== null) this.takeUp("stopped");
  }

  frames(after: number, limit: number): Result<FramesPage> {
    const conversation = this.conversation;
    if (!conversation?.begun) return fail("conversation.unknown", "There is no such conversation.");
    this.takeUpUnfinished();
    const { seq, mode } = conversation.state;
    const count = Math.min(Math.max(Math.trunc(limit), 1), LIMITS.framesPerPage);
    const items = this.store.frames(after, seq, count, MAX_PAGE_BYTES).map(({ frame }) => frame);
    const last = items.at(-1)?.seq ?? seq;
    const state = this.turn ? "running" : mode;
    return ok(last < seq ? { items, state, nextAfter: last } : { items, state });
  }

  unprojected(limit: number): Result<HistoryBatch> {
    const conversation = this.conversation;
    if (!conversation?.begun) return fail("conversation.unknown", "There is no such conversation.");
    return ok(historyBatch(conversation, limit));
  }

  /** One small write for each confirmed batch; what is new since then is announced again at once. */
  confirmProjected(seq: number): void {
    const conversation = this.conversation;
    if (!conversation?.begun || seq <= conversation.projection.watermark) return;
    const watermark = Math.min(seq, conversation.state.seq);
    conversation.projection = {
      watermark,
      attempts: 0,
      next: watermark < conversation.state.seq ? this.clock.now() : null,
    };
    this.store.writeProjection(conversation.projection, this.nextAlarm(conversation));
  }

  /** The store of histories is a new one: everything is announced again. */
  reproject(): void {
    const conversation = this.conversation;
    if (!conversation?.begun) return;
    conversation.projection = { watermark: 0, attempts: 0, next: this.clock.now() };
    this.store.writeProjection(conversation.projection, this.nextAlarm(conversation));
  }

  journal(after: number, limit: number): Result<JournalPage> {
    if (!this.conversation?.begun) return fail("conversation.unknown", "There is no such conversation.");
    return ok({ items: this.store.journal(after, limit) });
  }

  /** Does what is due and sets the alarm for what is due next. */
  async alarm(): Promise<void> {
    this.store.disarmed();
    const conversation = this.conversation;
    if (!conversation?.begun) return;
    const now = this.clock.now();
    const due = new Set<DueKind>(
      dues(conversation.state, conversation.projection, conversation.history)
        .filter(({ at }) => at <= now)
        .map(({ kind }) => kind),
    );
    if (due.has("projection")) await this.announce(conversation);
    if (due.has("wait") || due.has("recovery")) this.takeUpUnfinished();
    if (this.failures > 0) this.enqueueAccepted();
    this.work();
    if (due.has("hear")) this.begin({ cause: "hear-timeout" });
    if (due.has("expiry")) this.begin({ cause: "expiry" });
    await this.working;
    this.store.arm(this.nextAlarm(conversation));
  }

  // ------------------------------------------------------------------------------------------------ queue

  private async create(key: ConversationKey, request: OpenRequest): Promise<Result<void>> {
    const release = await pinRelease(this.env, key);
    if (!release.ok) return release;
    const now = this.clock.now();
    const data = {
      identity: { key, request, startedAt: now },
      release: release.value,
      state: newState(now),
      projection: { watermark: 0, attempts: 0, next: null },
    };
    this.conversation = new Conversation(this.parts(), data, false);
    this.begin({ cause: "start" });
    await within(this.clock, LIMITS.answerSeconds * 1000, this.settled());
    // A start that failed before its first commit left nothing behind: the next call begins anew.
    if (!this.conversation.begun && !this.turn) {
      this.conversation = null;
      return fail("internal", "the conversation could not be begun");
    }
    return ok(undefined);
  }

  private enqueue(message: InboundMessage, durable: boolean): WaitingMessage {
    this.jobs.push({ kind: "begin", input: { cause: "message", message } });
    return this.waiting.add(message, durable);
  }

  private begin(input: TurnInput): void {
    this.jobs.push({ kind: "begin", input });
    this.work();
  }

  /** A turn behind a barrier that nobody runs: left by a crash or a failure of ours, or a WAIT whose time has come. */
  private takeUpUnfinished(): void {
    const running = this.conversation?.state.running;
    if (!running) return;
    if (running.messageId !== null && !this.waiting.get(running.messageId)) {
      // Known again, so that the same id joins the turn.
      const row = this.store.message(running.messageId);
      if (row) this.waiting.add(row.message, true);
    }
    if (running.wakeAt === null) this.takeUp("restart");
    else if (running.wakeAt <= this.clock.now()) this.takeUp("wait-over");
  }

  private takeUp(reason: TakeUpReason): void {
    if (this.turn || this.jobs.some((job) => job.kind === "take-up")) return;
    this.jobs.unshift({ kind: "take-up", reason });
    this.work();
  }

  /** Resolves when no turn runs and none is suspended. */
  private settled(): Promise<void> {
    if (!this.working && !this.conversation?.state.running) return Promise.resolve();
    this.settling ??= Promise.withResolvers<void>();
    return this.settling.promise;
  }

  private work(): void {
    if (this.working || !this.runnable()) return;
    this.working = this.runJobs().finally(() => {
      this.working = null;
      // A job that came in while the last one was being tidied away.
      if (this.runnable()) this.work();
      else if (!this.conversation?.state.running) {
        this.settling?.resolve();
        this.settling = null;
      }
    });
    this.keepAwake(this.working);
  }

  /** A turn that waits for time keeps everything but its own continuation waiting. */
  private runnable(): boolean {
    const [next] = this.jobs;
    return next !== undefined && (next.kind === "take-up" || !this.conversation?.state.running);
  }

  private async runJobs(): Promise<void> {
    while (this.runnable()) {
      const job = this.jobs.shift();
      if (job) await this.runJob(job);
    }
  }

  private async runJob(job: Job): Promise<void> {
    const conversation = this.conversation;
    if (!conversation) return;
    const { running } = conversation.state;
    if (job.kind === "take-up" && !running) return;
    let messageId = job.kind === "begin" && job.input.cause === "message" ? job.input.message.id : null;
    if (job.kind === "begin" && !stillDue(conversation.state, job.input, this.clock.now())) {
      if (messageId !== null) this.waiting.failed(messageId, new ConversationEnded());
      return;
    }
    try {
      let end: TurnEnd;
      if (job.kind === "take-up" && running) {
        messageId = running.messageId;
        this.turn = Turn.takeUp(conversation, running);
        end = await this.turn.goOn(running, job.reason);
      } else if (job.kind === "begin") {
        this.turn = Turn.begin(conversation, job.input);
        end = await this.turn.run();
      } else return;
      if (messageId !== null && end.kind === "quiet") this.waiting.done(messageId);
      this.failures = 0;
    } catch (error) {
      this.failed(conversation, messageId, error);
    } finally {
      this.turn = null;
    }
  }

  /**
   * A turn that could not be finished, by a fault of ours. What was committed stands: behind a barrier the alarm takes
   * the turn up again; without one the message was never acknowledged and may be sent again. One that was acknowledged
   * while it waited is tried again by the alarm, and what came after it with it, so that the order stays.
   */
  private failed(conversation: Conversation, messageId: string | null, error: unknown): void {
    console.error("turn failed", conversation.identity.key.conversation, error);
    conversation.live = null;
    if (messageId === null) this.failures += 1;
    else if (!conversation.state.running) {
      const acknowledged = this.waiting.get(messageId)?.durable === true;
      this.waiting.failed(messageId, error);
      if (acknowledged) {
        this.failures += 1;
        this.jobs.length = 0;
        this.waiting.allFailed(error);
      }
    }
    if (conversation.begun) this.store.arm(this.nextAlarm(conversation));
  }

  /** Messages that were accepted and never begun: left by a restart or a failure. */
  private enqueueAccepted(): void {
    for (const message of this.store.queued()) if (!this.waiting.get(message.id)) this.enqueue(message, true);
  }

  // ------------------------------------------------------------------------------------------------- rest

  private answer(after: number, to: number): TurnAnswer {
    const frames = this.store.frames(after, to, LIMITS.framesPerPage, MAX_PAGE_BYTES).map(({ frame }) => frame);
    const state = this.turn ? "running" : (this.conversation?.state.mode ?? "idle");
    return { seq: to, state, frames };
  }

  /** Tells the projection's consumer that there is something to fetch; a lost hint is sent again later. */
  private async announce(conversation: Conversation): Promise<void> {
    const { attempts, watermark } = conversation.projection;
    try {
      await this.env.PROJECTIONS.send({ key: conversation.identity.key });
    } catch (error) {
      console.error("projection hint not sent", error);
    }
    // Confirmed while it was being sent: then there is nothing to repeat.
    if (conversation.projection.watermark > watermark) return;
    const next = this.clock.now() + projectionRetryDelay(attempts);
    conversation.projection = { watermark, attempts: attempts + 1, next };
    this.store.writeProjection(conversation.projection, this.nextAlarm(conversation));
  }

  private nextAlarm(conversation: Conversation): number | null {
    const list = dues(conversation.state, conversation.projection, conversation.history);
    if (this.failures > 0 && this.failures <= MAX_FAILURES && this.jobs.length === 0) {
      list.push({ kind: "recovery", at: this.clock.now() + recoveryDelay(this.failures) });
    }
    const at = earliest(list);
    if (at === null) return null;
    // What is overdue because its turn failed would be due again at once, and for ever.
    const pause = this.turn ? LIVE_TURN_MS : this.failures > 0 ? recoveryDelay(this.failures) : 0;
    return pause > 0 ? Math.max(at, this.clock.now() + pause) : at;
  }

  private parts(): ConversationParts {
    return {
      env: this.env,
      clock: this.clock,
      store: this.store,
      test: this.test,
      deliver: (frames) => this.events.deliver(frames),
      acknowledge: (messageId) => this.waiting.markDurable(messageId),
      waiting: (running) => this.waiting.notDurable(running),
      working: (turn) => this.events.working(turn),
      stream: (turn, stream, text) => this.events.stream(turn, stream, text),
    };
  }
}

/** The conversation ended while the message waited for its turn. */
export class ConversationEnded extends Error {
  override readonly name = "ConversationEnded";
}

/** What the alarm asked for may have been overtaken by a message. */
function stillDue(state: SessionState, input: TurnInput, now: number): boolean {
  if (input.cause === "hear-timeout") return state.hear?.due != null && state.hear.due <= now;
  if (input.cause === "expiry") return state.mode === "idle" && state.expiresAt !== null && state.expiresAt <= now;
  return state.mode !== "ended";
}
