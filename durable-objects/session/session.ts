/**
 * The conversation as its object runs it: what may be asked of it, and what is refused. Turns are run by the queue
 * (queue.ts), reading is in reading.ts, what the alarm does beside turns in the duties of the conversation.
 */
import type {
  FramesPage,
  InboundMessage,
  InboxItem,
  OpenRequest,
  Settlement,
  TurnAnswer,
} from "../../contracts/conversation.ts";
import type { ChannelOrigin } from "../../contracts/deliveries.ts";
import type { ExportPage } from "../../contracts/export.ts";
import { type Failure, fail, ok, type Result } from "../../contracts/faults.ts";
import { type DurableFrame, LIMITS } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { HistoryBatch, JournalPage, Timed, TurnReceipt, UnknownEffectsPage } from "../../contracts/objects.ts";
import type { PinNotice } from "../../contracts/release.ts";
import { type Clock, within } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { Conversation, type ConversationData, type ConversationParts } from "./conversation.ts";
import { type ChannelParts, deliveriesOf, numberedChoice, type ShownChoices } from "./delivery/channel.ts";
import type { Deliveries } from "./delivery/deliveries.ts";
import { Erasure } from "./erasure/erasure.ts";
import { erasureSteps } from "./erasure/erasure-steps.ts";
import { RetentionDuty } from "./erasure/retention.ts";
import { type ForkSeed, writeFork } from "./fork.ts";
import { exportPage } from "./history/export.ts";
import { historyBatch, ProjectionDuty } from "./history/projection.ts";
import { framesPage, journalPage, turnAnswer } from "./history/reading.ts";
import { unknownEffects } from "./history/unknown-effects.ts";
import { ConversationEnded, TurnQueue } from "./queue/queue.ts";
import { isAsItIs, refuse } from "./queue/refusals.ts";
import { type TurnBound, turnBoundOf } from "./queue/turn-bound.ts";
import { couldMove } from "./release/could-move.ts";
import { pinRelease } from "./release/open.ts";
import { noticeOf, PinDuty } from "./release/pin.ts";
import { newState } from "./state.ts";
import { ConversationErased, type SessionStore } from "./store/store.ts";
import type { TestSwitch } from "./test-switch.ts";
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

export class Session {
  private readonly env: Env;
  private readonly clock: Clock;
  private readonly store: SessionStore;
  private readonly test: TestSwitch;
  private readonly events: SessionEvents;
  private readonly receipts: Receipts;
  private readonly tracer: Tracer | null;
  private readonly queue: TurnQueue;
  private readonly turnBound: TurnBound;
  private readonly erasure: Erasure;
  private conversation: Conversation | null = null;
  private projection: ProjectionDuty | null = null;
  private readonly channelParts: ChannelParts | null;
  private readonly keepAwake: (work: Promise<unknown>) => void;
  /** Of a conversation that has a vendor behind it. */
  private deliveries: Deliveries | null = null;
  private opening: Promise<Result<void>> | null = null;

  constructor(parts: {
    env: Env;
    clock: Clock;
    store: SessionStore;
    test: TestSwitch;
    events: SessionEvents;
    keepAwake: (work: Promise<unknown>) => void;
    /** Resolves when everything written so far is on disk. */
    synced: () => Promise<void>;
    /** Absent where no channel can be served (measurements of the object alone). */
    channel?: ChannelParts;
  }) {
    this.env = parts.env;
    this.clock = parts.clock;
    this.turnBound = turnBoundOf(parts.env, parts.clock);
    this.store = parts.store;
    this.test = parts.test;
    this.events = parts.events;
    this.receipts = new Receipts(parts.clock, parts.synced);
    this.channelParts = parts.channel ?? null;
    this.keepAwake = parts.keepAwake;
    this.tracer = createTracer(parts.env, parts.clock, parts.keepAwake);
    this.erasure = new Erasure(parts.clock, parts.store, erasureSteps(parts.env));
    this.queue = new TurnQueue({
      current: () => this.conversation,
      clock: parts.clock,
      store: parts.store,
      keepAwake: parts.keepAwake,
    });
    const data = this.store.load();
    if (!data) return;
    this.hold(data, true);
    this.queue.enqueueAccepted();
    this.queue.takeUpUnfinished();
    this.queue.work();
  }

  /** Why nothing can be asked of it: it was erased, or never begun; null when it can. */
  get absence(): Failure | null {
    if (this.conversation?.begun) return null;
    if (this.store.isErased) return fail("conversation.erased", "This conversation has been erased.");
    return fail("conversation.unknown", "There is no such conversation.");
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
      this.opening ??= this.create(key, request, via, trace).finally(() => {
        this.opening = null;
      });
      const opened = await this.opening;
      if (!opened.ok) return opened;
    }
    await within(this.clock, LIMITS.answerSeconds * 1000, this.queue.settled());
    const conversation = this.conversation;
    if (this.store.isErased) return this.missing();
    if (!conversation?.begun) return fail("internal", "the conversation could not be begun");
    const answer = turnAnswer(conversation, this.queue.isRunning, 0, conversation.state.seq);
    return ok({ ...answer, ...(await this.receiptOf(isNew ? 1 : null)) });
  }

  /** Begins this conversation with what is at a position of another one, and lets it go on from there. */
  async fork(seed: ForkSeed): Promise<Result<TurnAnswer>> {
    if (!this.conversation) {
      const { key, request } = seed.identity;
      const release = await pinRelease(this.env, key, request.channel, seed.release);
      if (!release.ok) return release;
      if (this.store.isErased) return this.missing();
      const projection = { watermark: 0, attempts: 0, next: null };
      const data = { identity: seed.identity, release: release.value, state: seed.state, projection };
      const conversation = this.hold(data, false);
      try {
        await writeFork(conversation, seed, this.clock.now());
      } finally {
        if (!conversation.begun) this.conversation = null;
      }
      this.queue.takeUpUnfinished();
      this.queue.work();
    }
    await within(this.clock, LIMITS.answerSeconds * 1000, this.queue.settled());
    const conversation = this.conversation;
    if (!conversation?.begun) return fail("internal", "the conversation could not be forked");
    return ok(turnAnswer(conversation, this.queue.isRunning, 0, conversation.state.seq));
  }

  /** Runs an item's turn, or joins or repeats the answer of the one that it had before. */
  async receive(
    item: InboxItem,
    waitMs: number,
    trace?: string,
  ): Promise<Result<Timed<TurnAnswer & { quiet: boolean }>>> {
    const accepted = this.accept(item, () => {}, false, trace);
    if (!accepted.ok) return accepted;
    try {
      if (accepted.value) await within(this.clock, waitMs, accepted.value);
    } catch (error) {
      if (error instanceof ConversationErased) return this.missing();
      return error instanceof ConversationEnded
        ? fail("conversation.ended", "The conversation has ended.")
        : fail("internal", "The message could not be handled. It was not accepted and may be sent again.");
    }
    const { conversation } = this;
    if (!conversation) return this.missing();
    const row = this.store.message(item.id);
    if (row?.state === "done" && row.fromSeq !== null && row.toSeq !== null) {
      const answer = turnAnswer(conversation, false, row.fromSeq - 1, row.toSeq);
      const whole = { ...answer, state: row.mode ?? "idle", quiet: true };
      return ok({ ...whole, ...(await this.receiptOf(accepted.value ? row.turn : null)) });
    }
    if (accepted.value === null) {
      return ok({ ...turnAnswer(conversation, this.queue.isRunning, this.lastSeq, this.lastSeq), quiet: true });
    }
    const from = row?.fromSeq ?? this.lastSeq + 1;
    const answer = turnAnswer(conversation, this.queue.isRunning, from - 1, this.lastSeq);
    return ok({ ...answer, quiet: false });
  }

  /**
   * Takes an item in: the promise of its turn's end, or null when it was answered before. `onDurable` is called once it
   * cannot be lost any more; for a known item at once. `atOnce` makes it durable before its turn.
   */
  accept(item: InboxItem, onDurable: () => void, atOnce = false, trace?: string): Result<Promise<void> | null> {
    const conversation = this.conversation;
    if (!conversation?.begun) return this.missing();
    const { queue } = this;
    queue.refresh();
    const known = queue.waiting.get(item.id);
    if (known && this.test.dedupe) {
      queue.waiting.whenDurable(item.id, onDurable);
      return ok(known.quiet);
    }
    const row = this.store.message(item.id);
    if (row?.state === "done" && this.test.dedupe) {
      onDurable();
      return ok(null);
    }
    if (item.kind === "handoff" && !queue.isBusy && isAsItIs(conversation, item)) {
      onDurable();
      return ok(null);
    }
    const refusal = refuse(conversation, item, queue.isBusy);
    if (refusal) return refusal;
    if (!queue.isBusy && !this.turnBound.hasRoom(conversation.identity.key.tenant)) {
      return fail(
        "service.unavailable",
        "Too many turns are running at the moment: send the message again in a moment.",
      );
    }
    const interrupts = item.kind === undefined && conversation.config.keys["message-queue"] === "interrupt";
    const isBusy = queue.isBusy;
    const added = queue.add(item, atOnce, trace);
    if (!added.ok) return added;
    queue.waiting.whenDurable(item.id, onDurable);
    if (interrupts && isBusy) queue.stop();
    return added;
  }

  /** A vendor's message: durable when this returns, because the vendor is answered then; its turn is not waited for. */
  take(message: InboundMessage, choices: ShownChoices): Result<null> {
    const { state } = this.conversation ?? {};
    const accepted = this.accept(state ? numberedChoice(message, state, choices) : message, () => {}, true);
    return accepted.ok ? ok(null) : accepted;
  }

  /** Whether the conversation has this message. */
  knows(messageId: string): boolean {
    return this.queue.waiting.get(messageId) !== undefined || this.store.message(messageId) !== null;
  }

  /** What is sent to the vendor; null for a conversation of the web. */
  get channel(): Deliveries | null {
    return this.conversation?.begun ? this.deliveries : null;
  }

  /** Aborts what the running turn waits for. */
  stop(): Result<void> {
    if (!this.conversation?.begun) return this.missing();
    this.queue.stop();
    return ok(undefined);
  }

  /** An operator answers the question about a call of unknown outcome. */
  async settle(settlement: Settlement): Promise<Result<{ quiet: boolean }>> {
    const { conversation } = this;
    if (!conversation?.begun) return this.missing();
    const { key } = settlement;
    const known = unknownEffects(conversation, { after: 0, limit: Number.POSITIVE_INFINITY, onlyOpen: false }).items;
    const effect = known.find((one) => one.key === key);
    if (effect?.resolution !== "asked") return fail("effect.not-asked", "Nobody is asked about this call.");
    const settled = fail("effect.settled", "This call has been settled already.");
    if (!effect.isOpen) return settled;
    if (conversation.state.mode === "handed-over") {
      return fail(
        "conversation.busy",
        "A person of the desk has the conversation; settle the call when it is handed back.",
      );
    }
    const answer = await this.receive(settlement, LIMITS.answerSeconds * 1000);
    if (answer.ok) return ok({ quiet: answer.value.quiet });
    return answer.code === "conversation.ended" ? settled : answer;
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
    const conversation = this.conversation;
    return conversation?.begun ? couldMove(conversation, release) : this.missing();
  }

  /** Null where no conversation was ever begun. */
  standing(): PinNotice | null {
    const conversation = this.conversation;
    return conversation?.begun ? noticeOf(conversation, this.store.told) : null;
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
    const conversation = this.conversation;
    if (!conversation?.begun) return this.missing();
    this.erasure.begin(conversation.identity.key, conversation.identity.via);
    this.deliveries = null;
    this.conversation = null;
    this.projection = null;
    this.events.erased();
    // A turn that is being run may still store a large value: what is elsewhere goes when it is out.
    this.keepAwake(this.queue.abandon(new ConversationErased()).then(() => this.erasure.proceed()));
    return ok(undefined);
  }

  /** The history is gone from the database, and what comes late is kept out. */
  confirmErased(): void {
    this.erasure.confirm("history");
  }

  confirmProjected(seq: number): void {
    if (!this.conversation?.begun) return;
    this.projection?.confirm(seq);
    this.store.arm(this.queue.nextAlarm(this.conversation));
  }

  /** The store of histories is a new one: everything is announced again. */
  reproject(): void {
    if (!this.conversation?.begun) return;
    this.projection?.restart();
    this.store.arm(this.queue.nextAlarm(this.conversation));
  }

  /** Does what is due and sets the alarm for what is due next. */
  async alarm(): Promise<void> {
    this.store.disarmed();
    await this.erasure.proceed();
    const conversation = this.conversation;
    if (!conversation?.begun) return;
    const now = this.clock.now();
    for (const duty of conversation.duties) {
      const at = duty.due(conversation.state);
      if (at !== null && at <= now) await duty.run();
    }
    if (this.conversation) await this.queue.alarm(conversation);
    if (this.conversation) this.store.arm(this.queue.nextAlarm(conversation));
  }

  /** The receipt of a turn that has just run, for the answer that it gave. */
  private async receiptOf(turn: number | null): Promise<{ timing?: TurnReceipt }> {
    const timing = turn === null ? null : await this.receipts.of(turn);
    return timing ? { timing } : {};
  }

  private async create(
    key: ConversationKey,
    request: OpenRequest,
    via?: ChannelOrigin,
    trace?: string,
  ): Promise<Result<void>> {
    const release = await pinRelease(this.env, key, request.channel);
    if (!release.ok) return release;
    const now = this.clock.now();
    const conversation = this.hold(
      {
        identity: { key, request, startedAt: now, release: release.value.hash, ...(via ? { via } : {}) },
        release: release.value,
        state: newState(now),
        projection: { watermark: 0, attempts: 0, next: null },
      },
      false,
    );
    this.queue.begin("start", trace);
    await within(this.clock, LIMITS.answerSeconds * 1000, this.queue.settled());
    // A start that failed before its first commit left nothing behind: the next call begins anew.
    if (!conversation.begun && !this.queue.isRunning) {
      this.conversation = null;
      return fail("internal", "the conversation could not be begun");
    }
    return ok(undefined);
  }

  private hold(data: ConversationData, begun: boolean): Conversation {
    const conversation = new Conversation(this.parts(), data, begun);
    this.projection = new ProjectionDuty(conversation);
    conversation.duties.push(new PinDuty(conversation), this.projection);
    conversation.duties.push(new RetentionDuty(conversation, () => this.erase()));
    this.deliveries =
      this.channelParts &&
      deliveriesOf(conversation, this.channelParts, {
        keepAwake: this.keepAwake,
        arm: () => this.store.arm(this.queue.nextAlarm(conversation)),
        exists: () => this.conversation === conversation && conversation.begun,
      });
    if (this.deliveries) conversation.duties.push(this.deliveries);
    this.conversation = conversation;
    return conversation;
  }

  private read<T>(of: (conversation: Conversation) => T): Result<T> {
    return this.conversation?.begun ? ok(of(this.conversation)) : this.missing();
  }

  private missing(): Failure {
    return this.absence ?? fail("conversation.unknown", "There is no such conversation.");
  }

  private parts(): ConversationParts {
    const { waiting } = this.queue;
    return {
      env: this.env,
      clock: this.clock,
      store: this.store,
      test: this.test,
      deliver: (frames) => {
        this.events.deliver(frames);
        this.deliveries?.kick();
      },
      acknowledge: (id) => waiting.markDurable(id),
      waiting: (running) => waiting.notDurable(running),
      working: (turn) => this.events.working(turn),
      stream: (turn, stream, text) => this.events.stream(turn, stream, text),
      receipts: this.receipts,
      tracer: this.tracer,
    };
  }
}
