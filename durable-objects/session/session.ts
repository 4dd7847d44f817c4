/**
 * The conversation as its object runs it: how it begins, what is read of it, its alarm, its end. What arrives goes through
 * the intake (queue/intake.ts) to the queue (queue/queue.ts), which runs turns (turn/turn.ts); what the alarm does beside
 * turns are the duties of the conversation.
 */
import type { FramesPage, InboxItem, OpenRequest, TurnAnswer } from "../../contracts/conversation.ts";
import type { ChannelOrigin } from "../../contracts/deliveries.ts";
import type { RunRequest, RunStanding } from "../../contracts/events.ts";
import type { ExportPage } from "../../contracts/export.ts";
import { type Failure, fail, ok, type Result } from "../../contracts/faults.ts";
import { type DurableFrame, LIMITS } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { HistoryBatch, JournalPage, UnknownEffectsPage } from "../../contracts/objects.ts";
import type { PinNotice } from "../../contracts/release.ts";
import type { Timed } from "../../contracts/turn-receipt.ts";
import { type Clock, within } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { Attachments } from "./attachments.ts";
import { Conversation, type ConversationData, type ConversationParts } from "./conversation.ts";
import { type ChannelParts, deliveriesOf } from "./delivery/channel.ts";
import type { Deliveries } from "./delivery/deliveries.ts";
import { Erasure } from "./erasure/erasure.ts";
import { erasureSteps } from "./erasure/erasure-steps.ts";
import { RetentionDuty } from "./erasure/retention.ts";
import { type ForkSeed, writeFork } from "./fork.ts";
import { exportPage } from "./history/export.ts";
import { historyBatch, ProjectionDuty } from "./history/projection.ts";
import { framesPage, journalPage, turnAnswer } from "./history/reading.ts";
import { unknownEffects } from "./history/unknown-effects.ts";
import { withPerson } from "./person.ts";
import { Intake } from "./queue/intake.ts";
import { TurnQueue } from "./queue/queue.ts";
import { turnBoundOf } from "./queue/turn-bound.ts";
import { couldMove } from "./release/could-move.ts";
import { pinRelease } from "./release/open.ts";
import { noticeOf, PinDuty } from "./release/pin.ts";
import { BookingDuty } from "./spending/booking-duty.ts";
import { newState } from "./state.ts";
import type { SessionStore } from "./store/store.ts";
import { ConversationErased } from "./store/tombstone.ts";
import type { TestSwitch } from "./test-switch.ts";
import { RUN_OPENING, readOutcome, runItem } from "./turn/event-run.ts";
import { Receipts } from "./turn/timing.ts";
import { createTracer, type Tracer } from "./turn/trace.ts";

/** What happens outside of the conversation: its devices. */
export interface SessionEvents {
  deliver(frames: DurableFrame[]): void;
  working(turn: number): void;
  stream(turn: number, stream: string, text: string): void;
  /** There is no conversation any more: the devices are sent away. */
  erased(): void;
}

export interface SessionParts {
  env: Env;
  clock: Clock;
  store: SessionStore;
  sql: SqlStorage;
  test: TestSwitch;
  events: SessionEvents;
  channel: ChannelParts;
  keepAwake: (work: Promise<unknown>) => void;
  /** Resolves when everything written so far is on disk. */
  synced: () => Promise<void>;
}

/** What a conversation begins with beside what it was opened with. */
interface Beginning {
  via?: ChannelOrigin | undefined;
  trace?: string | undefined;
  /** What begins its first turn in place of the start script. */
  item?: InboxItem;
  /** How long its first turn is waited for. */
  waitMs?: number;
  /** Hash of its release; the current one where none is named. */
  release?: string | undefined;
}

export class Session {
  private readonly parts: SessionParts;
  private readonly store: SessionStore;
  /** What arrives. */
  readonly intake: Intake;
  readonly attachments: Attachments;
  private readonly queue: TurnQueue;
  private readonly receipts: Receipts;
  private readonly tracer: Tracer | null;
  private readonly erasure: Erasure;
  /** Held from the moment that it is being begun. */
  private conversation: Conversation | null = null;
  private projection: ProjectionDuty | null = null;
  /** Of a conversation that has a vendor behind it. */
  private deliveries: Deliveries | null = null;
  private opening: Promise<Result<void>> | null = null;

  constructor(parts: SessionParts) {
    const { env, clock, store, test, keepAwake } = parts;
    this.parts = parts;
    this.store = store;
    this.receipts = new Receipts(clock, parts.synced);
    this.tracer = createTracer(env, clock, keepAwake);
    this.erasure = new Erasure(clock, store, erasureSteps(env));
    this.queue = new TurnQueue({ current: () => this.conversation, clock, store, keepAwake });
    this.attachments = new Attachments({
      sql: parts.sql,
      begun: () => this.begun,
      missing: () => this.missing(),
    });
    this.intake = new Intake({
      attachments: this.attachments,
      store,
      test,
      queue: this.queue,
      turnBound: turnBoundOf(env, clock),
      receipts: this.receipts,
      begun: () => this.begun,
      missing: () => this.missing(),
    });
    const data = store.load();
    if (!data) return;
    this.hold(data, true);
    this.queue.enqueueAccepted();
    this.queue.takeUpUnfinished();
    this.queue.work();
  }

  /** Why nothing can be asked of it: it was erased, or never begun; null when it can. */
  get absence(): Failure | null {
    if (this.begun) return null;
    if (this.store.isErased) return fail("conversation.erased", "This conversation has been erased.");
    return fail("conversation.unknown", "There is no such conversation.");
  }

  private get begun(): Conversation | null {
    return this.conversation?.begun ? this.conversation : null;
  }

  get lastSeq(): number {
    return this.conversation?.state.seq ?? 0;
  }

  /** Creates the conversation and runs its start script until quiet; a second call answers what is there. */
  async open(
    key: ConversationKey,
    request: OpenRequest,
    via?: ChannelOrigin,
    trace?: string,
  ): Promise<Result<Timed<TurnAnswer>>> {
    if (this.store.isErased) return this.missing();
    const isNew = !this.conversation;
    if (!this.conversation) {
      this.opening ??= this.create(key, request, { via, trace }).finally(() => {
        this.opening = null;
      });
      const opened = await this.opening;
      if (!opened.ok) return opened;
    }
    await this.queue.answered(this.queue.settled(), LIMITS.answerSeconds * 1000);
    const conversation = this.conversation;
    if (this.store.isErased) return this.missing();
    if (!conversation?.begun) return fail("internal", "the conversation could not be begun");
    const answer = turnAnswer(conversation, this.queue.isRunning, 0, conversation.state.seq);
    return ok({ ...answer, ...(await this.receipts.answered(isNew ? 1 : null)) });
  }

  /** A run for an event: begins with it, or joins it; how it stands after `waitMs` at most. */
  async run(key: ConversationKey, request: RunRequest, waitMs: number): Promise<Result<RunStanding>> {
    const { clock, env } = this.parts;
    if (this.store.isErased) return this.missing();
    if (!this.conversation) {
      this.opening ??= runItem(env, key, request)
        .then((item) => this.create(key, RUN_OPENING, { item, waitMs, release: request.release }))
        .finally(() => {
          this.opening = null;
        });
      const opened = await this.opening;
      if (!opened.ok) return opened;
    } else {
      this.queue.takeUpUnfinished();
      await within(clock, waitMs, this.queue.settled());
    }
    return this.runStanding();
  }

  async runStanding(): Promise<Result<RunStanding>> {
    return this.begun ? ok({ outcome: await readOutcome(this.begun) }) : this.missing();
  }

  /** What a call of this conversation waits for has come; false: not now. */
  wake(effect: string): boolean {
    if (!this.begun) return this.store.isErased || !this.conversation;
    return this.queue.wake(effect);
  }

  /** Begins this conversation with what is at a position of another one, and lets it go on from there. */
  async fork(seed: ForkSeed): Promise<Result<TurnAnswer>> {
    if (!this.conversation) {
      const { key, request } = seed.identity;
      const release = await pinRelease(this.parts.env, key, request.channel, seed.release);
      if (!release.ok) return release;
      if (this.store.isErased) return this.missing();
      const projection = { watermark: 0, attempts: 0, next: null };
      const data = { identity: seed.identity, release: release.value, state: seed.state, projection };
      const conversation = this.hold(data, false);
      try {
        await writeFork(conversation, seed, this.parts.clock.now());
      } finally {
        if (!conversation.begun) this.conversation = null;
      }
      this.queue.takeUpUnfinished();
      this.queue.work();
    }
    await this.queue.answered(this.queue.settled(), LIMITS.answerSeconds * 1000);
    const conversation = this.conversation;
    if (!conversation?.begun) return fail("internal", "the conversation could not be forked");
    return ok(turnAnswer(conversation, this.queue.isRunning, 0, conversation.state.seq));
  }

  /** What is sent to the vendor; null for a conversation of the web. */
  get channel(): Deliveries | null {
    return this.begun && this.deliveries;
  }

  /** Aborts what the running turn waits for. */
  stop(): Result<void> {
    if (!this.begun) return this.missing();
    this.queue.stop();
    return ok(undefined);
  }

  unknownEffects(filter: { after: number; limit: number; onlyOpen: boolean }): Result<UnknownEffectsPage> {
    return this.read((conversation) => unknownEffects(conversation, filter));
  }

  frames(after: number, limit: number): Result<FramesPage> {
    this.queue.takeUpUnfinished();
    return this.read((conversation) => framesPage(conversation, this.queue.isRunning, after, limit));
  }

  journal(after: number, limit: number): Result<JournalPage> {
    return this.read((conversation) => journalPage(conversation, after, limit));
  }

  async couldMove(release: string): Promise<Result<{ could: boolean; reason: string }>> {
    return this.begun ? couldMove(this.begun, release) : this.missing();
  }

  /** Null where no conversation was ever begun. */
  standing(): PinNotice | null {
    return this.begun && noticeOf(this.begun, this.store.told);
  }

  unprojected(limit: number): Result<HistoryBatch> {
    return this.read((conversation) => historyBatch(conversation, limit));
  }

  /** A page of the file that the conversation is exported as; `to` null begins an export. */
  exportPage(from: number, to: number | null): Result<ExportPage> {
    return this.read((conversation) => exportPage(conversation, from, to));
  }

  /** Once and for all: a second call has nothing to do. What lies elsewhere follows, by alarm until it is confirmed. */
  erase(): Result<void> {
    if (this.store.isErased) return ok(undefined);
    const conversation = this.begun;
    if (!conversation) return this.missing();
    const { identity, state } = conversation;
    this.erasure.begin(identity.key, identity.via, state.helpers?.met);
    this.deliveries = null;
    this.conversation = null;
    this.projection = null;
    this.parts.events.erased();
    // A turn that is being run may still store a large value: what is elsewhere goes when it is out.
    this.parts.keepAwake(this.queue.abandon(new ConversationErased()).then(() => this.erasure.proceed()));
    return ok(undefined);
  }

  /** The history is gone from the database, and what comes late is kept out. */
  confirmErased(): void {
    this.erasure.confirm("history");
  }

  confirmProjected(seq: number): void {
    if (!this.begun) return;
    this.projection?.confirm(seq);
    this.arm(this.begun);
  }

  /** The store of histories is a new one: everything is announced again. */
  reproject(): void {
    if (!this.begun) return;
    this.projection?.restart();
    this.arm(this.begun);
  }

  /** Does what is due and sets the alarm for what is due next. */
  async alarm(): Promise<void> {
    this.store.disarmed();
    await this.erasure.proceed();
    const conversation = this.begun;
    if (!conversation) return;
    const now = this.parts.clock.now();
    for (const duty of conversation.duties) {
      const at = duty.due(conversation.state);
      if (at !== null && at <= now) await duty.run();
    }
    if (this.conversation) await this.queue.alarm(conversation);
    if (this.conversation) this.arm(conversation);
  }

  private async create(key: ConversationKey, request: OpenRequest, beginning: Beginning): Promise<Result<void>> {
    const { via, trace, item, waitMs = LIMITS.answerSeconds * 1000 } = beginning;
    const release = await pinRelease(this.parts.env, key, request.channel, beginning.release);
    if (!release.ok) return release;
    const whole = await withPerson(this.parts.env, key, request, via);
    const now = this.parts.clock.now();
    const conversation = this.hold(
      {
        identity: {
          key,
          request: whole,
          startedAt: now,
          release: release.value.hash,
          ...(release.value.overrides ? { overrides: release.value.overrides } : {}),
          ...(via ? { via } : {}),
        },
        release: release.value,
        state: newState(now),
        projection: { watermark: 0, attempts: 0, next: null },
      },
      false,
    );
    if (item) this.queue.add(item);
    else this.queue.begin("start", trace);
    await this.queue.answered(this.queue.settled(), waitMs);
    // A start that failed before its first commit left nothing behind: the next call begins anew.
    if (!conversation.begun && !this.queue.isRunning) {
      this.conversation = null;
      return fail("internal", "the conversation could not be begun");
    }
    return ok(undefined);
  }

  private hold(data: ConversationData, begun: boolean): Conversation {
    const conversation = new Conversation(this.conversationParts(), data, begun);
    this.projection = new ProjectionDuty(conversation);
    conversation.duties.push(new PinDuty(conversation), this.projection);
    conversation.duties.push(new BookingDuty(conversation));
    conversation.duties.push(new RetentionDuty(conversation, () => this.erase()));
    this.deliveries = deliveriesOf(conversation, this.parts.channel, {
      keepAwake: this.parts.keepAwake,
      arm: () => this.arm(conversation),
      exists: () => this.begun === conversation,
    });
    if (this.deliveries) conversation.duties.push(this.deliveries);
    this.conversation = conversation;
    return conversation;
  }

  private arm(conversation: Conversation): void {
    this.store.arm(this.queue.nextAlarm(conversation));
  }

  private read<T>(of: (conversation: Conversation) => T): Result<T> {
    return this.begun ? ok(of(this.begun)) : this.missing();
  }

  private missing(): Failure {
    return this.absence ?? fail("conversation.unknown", "There is no such conversation.");
  }

  private conversationParts(): ConversationParts {
    const { waiting } = this.queue;
    return {
      env: this.parts.env,
      clock: this.parts.clock,
      store: this.store,
      test: this.parts.test,
      deliver: (frames) => {
        this.parts.events.deliver(frames);
        this.deliveries?.kick();
      },
      acknowledge: (id) => waiting.markDurable(id),
      waiting: (running) => waiting.notDurable(running),
      working: (turn) => this.parts.events.working(turn),
      stream: (turn, stream, text) => this.parts.events.stream(turn, stream, text),
      receipts: this.receipts,
      tracer: this.tracer,
    };
  }
}
