/**
 * What a conversation of a channel sends to its vendor: in order, one at a time, each message under a key that never changes,
 * until the vendor has taken it or it is given up.
 *
 * Frames are durable when this begins. They are rendered once and the messages kept, so that a second try sends the very same;
 * only then is anything sent. A crash at any point leaves rows that say what is to be done, and the alarm that does it: a message
 * may reach the vendor twice, then under the same key.
 */
import type { SendOutcome } from "../../../contracts/channel.ts";
import type {
  ChannelDeliveryApi,
  ChannelOrigin,
  DeadLetter,
  DeliveryItem,
  DeliveryPage,
  DeliveryState,
  SessionReceipt,
} from "../../../contracts/deliveries.ts";
import { fail, ok, type Result } from "../../../contracts/faults.ts";
import type { DurableFrame } from "../../../contracts/frames.ts";
import type { ConversationKey } from "../../../contracts/ids.ts";
import { type Clock, within } from "../../../platform/clock.ts";
import { type Duty, sooner } from "../alarm.ts";
import { countDelivery } from "../turn/meter.ts";
import { type DeliveryRow, type DeliveryStore, deliveryItem, REPORT, type RenderMark } from "./delivery-store.ts";
import { retryDelay } from "./retry-delay.ts";

/** The bot's list of messages that nobody got. */
export interface DeadLetters {
  deadLetter(letter: DeadLetter): Promise<void>;
  withdrawDeadLetter(conversation: string, number: number): Promise<void>;
}

export interface DeliveryParts {
  clock: Clock;
  store: DeliveryStore;
  key: ConversationKey;
  origin: ChannelOrigin;
  maxAttempts: number;
  adapters: ChannelDeliveryApi;
  letters: DeadLetters;
  lastSeq(): number;
  frames(after: number, to: number): DurableFrame[];
  /** False once the conversation was erased: then nothing is written any more. */
  exists(): boolean;
  keepAwake(work: Promise<unknown>): void;
  /** Sets the object's alarm to what is due now; also inside a transaction. */
  arm(): void;
}

/** A call to the adapters has its own limit, which is shorter; this is for one that never comes back. */
const CALL_LIMIT_MS = 30_000;
/** When the alarm takes up what a crash interrupted. While the object lives it is put off again and again. */
const TAKE_UP_MS = 3_000;
const COMMIT_GRACE_MS = 1_000;
/** How long a receipt waits for the send that it may belong to. */
const RECEIPT_PATIENCE_MS = 5_000;
const MAX_PAGE = 1_000;

/** Forward only; `failed` comes from a vendor that had accepted. */
const RANK: Readonly<Record<DeliveryState, number>> = {
  pending: 0,
  accepted: 1,
  dead: 1,
  failed: 2,
  delivered: 2,
  read: 3,
};

export class Deliveries implements Duty {
  private readonly parts: DeliveryParts;
  private mark: RenderMark;
  /** ms; when the next message is to be sent. */
  private nextSend: number | null = null;
  /** ms; when the bot object is to be told next. */
  private nextReport: number | null = null;
  private reportAttempts = 0;
  private working: Promise<void> | null = null;
  /** ms; while working: when the alarm would take over. */
  private takeUpAt = 0;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
    this.mark = parts.store.mark();
    this.look();
  }

  due(state: { seq: number; committedAt: number }): number | null {
    if (this.working) return this.takeUpAt;
    const render = state.seq > this.mark.seq ? Math.max(this.mark.dueAt, state.committedAt + COMMIT_GRACE_MS) : null;
    return sooner(sooner(render, this.nextSend), this.nextReport);
  }

  /** The alarm. It is not waited for: a slow vendor must not keep anything else that is due. */
  async run(): Promise<void> {
    this.takeUpAt = this.parts.clock.now() + TAKE_UP_MS;
    this.kick();
  }

  /** Something was committed, or has become due. */
  kick(): void {
    if (this.working) return;
    this.takeUpAt = this.parts.clock.now() + TAKE_UP_MS;
    this.working = this.work();
    this.parts.keepAwake(this.working);
  }

  /** Resolves when nothing is being sent. */
  async quiet(): Promise<void> {
    while (this.working) await this.working;
  }

  // ------------------------------------------------------------------------------------------------- work

  private async work(): Promise<void> {
    try {
      // The first step is taken after the caller's own: a kick comes from the middle of a commit.
      await Promise.resolve();
      while (this.parts.exists() && (await this.step())) {}
    } catch (error) {
      // A fault of ours (the file could not be written): later, like a try that failed.
      console.error("delivery failed", this.parts.key.conversation, error);
      const later = this.parts.clock.now() + TAKE_UP_MS;
      this.mark = { ...this.mark, dueAt: Math.max(this.mark.dueAt, later) };
      if (this.nextSend !== null) this.nextSend = Math.max(this.nextSend, later);
      if (this.nextReport !== null) this.nextReport = Math.max(this.nextReport, later);
    } finally {
      this.working = null;
      if (this.parts.exists()) {
        const due = this.due({ seq: this.parts.lastSeq(), committedAt: 0 });
        // Something came in while the last step was being tidied away.
        if (due !== null && due <= this.parts.clock.now()) this.kick();
        this.parts.arm();
      }
    }
  }

  /** Does one thing that is due; false when there is none. */
  private async step(): Promise<boolean> {
    const { clock, store } = this.parts;
    const now = clock.now();
    this.takeUpAt = now + TAKE_UP_MS;
    if (this.parts.lastSeq() > this.mark.seq && this.mark.dueAt <= now) {
      await this.render();
      return true;
    }
    const head = this.nextSend !== null && this.nextSend <= now ? store.head() : null;
    if (head) {
      await this.send(head);
      return true;
    }
    const letter = this.nextReport !== null && this.nextReport <= now ? store.unreported() : null;
    if (letter) {
      await this.report(letter);
      return true;
    }
    return false;
  }

  private async render(): Promise<void> {
    const { store, key, origin, adapters } = this.parts;
    const frames = this.parts.frames(this.mark.seq, this.parts.lastSeq());
    const to = frames.at(-1)?.seq ?? this.parts.lastSeq();
    const spoken = frames.some(({ type }) => type !== "user" && type !== "state");
    const rendered = spoken
      ? await this.call(() => adapters.render({ ...origin, tenant: key.tenant, bot: key.bot, frames }))
      : ({ done: ok([]) } as const);
    if (!this.parts.exists()) return;
    const now = this.parts.clock.now();
    if ("failed" in rendered) {
      const attempts = this.mark.attempts + 1;
      const dueAt = now + retryDelay(attempts, `${key.conversation}/${to}`, null);
      this.mark = { ...this.mark, attempts, dueAt };
      store.write(() => store.setMark(this.mark));
      return;
    }
    const result = rendered.done;
    const mark = { seq: to, attempts: 0, dueAt: 0 };
    store.write(() => {
      if (result.ok) store.add(result.value, now);
      else this.addDead(frames, result.detail, now);
      store.setMark(mark);
    });
    this.mark = mark;
    this.look();
  }

  /** What the adapter cannot render is kept as a message that nobody got, so that it is seen. */
  private addDead(frames: readonly DurableFrame[], reason: string, now: number): void {
    const { store } = this.parts;
    const seq = frames[0]?.seq ?? this.mark.seq + 1;
    store.add([{ seq, text: "", format: "text", choices: [], choiceStyle: "none", media: null }], now);
    const row = store.at(seq, 0);
    if (row) store.update({ ...row, state: "dead", error: reason, report: REPORT.due });
    countDelivery(this.parts.origin.channel, "pending", "dead");
  }

  private async send(head: DeliveryRow): Promise<void> {
    const { store, key, origin, adapters } = this.parts;
    const { tenant, bot, conversation } = key;
    const message = store.message(head.number);
    const tried = await this.call(() =>
      adapters.send({ ...origin, tenant, bot, conversation, message, key: this.keyOf(head) }),
    );
    if (!this.parts.exists()) return;
    // A receipt may have come in meanwhile.
    const row = store.find(head.number);
    if (row) this.record(row, "done" in tried ? tried.done : { state: "retry", afterMs: null, reason: tried.failed });
    this.look();
  }

  private record(row: DeliveryRow, outcome: SendOutcome): void {
    const { store, clock, maxAttempts } = this.parts;
    const now = clock.now();
    const attempts = row.attempts + 1;
    const tried: DeliveryRow = { ...row, attempts, updatedAt: now };
    let next: DeliveryRow;
    if (outcome.state === "accepted") {
      const state = row.state === "pending" ? "accepted" : row.state;
      next = { ...tried, state, vendorId: outcome.vendorId ?? row.vendorId, error: null };
    } else if (row.state !== "pending") {
      next = tried;
    } else if (outcome.state === "refused" || attempts >= maxAttempts) {
      next = { ...tried, state: "dead", error: outcome.reason, report: REPORT.due };
    } else {
      const dueAt = now + retryDelay(attempts, this.keyOf(row), outcome.afterMs);
      next = { ...tried, dueAt, error: outcome.reason };
    }
    store.write(() => store.update(next));
    countDelivery(this.parts.origin.channel, row.state, next.state);
  }

  private async report(row: DeliveryRow): Promise<void> {
    const { store, key, origin, letters } = this.parts;
    const { number, seq, updatedAt: at } = row;
    const { conversation } = key;
    const told = await this.call(async () => {
      if (row.report === REPORT.withdraw || (row.state !== "dead" && row.state !== "failed")) {
        return letters.withdrawDeadLetter(conversation, number);
      }
      const { channel, connection } = origin;
      return letters.deadLetter({
        conversation,
        number,
        seq,
        channel,
        connection,
        state: row.state,
        reason: row.error ?? "",
        at,
      });
    });
    if (!this.parts.exists()) return;
    const now = this.parts.clock.now();
    if ("failed" in told) {
      this.reportAttempts += 1;
      this.nextReport = now + retryDelay(this.reportAttempts, conversation, null);
      return;
    }
    this.reportAttempts = 0;
    const latest = store.find(number);
    // Changed while it was being told: told again as it is now.
    if (latest && latest.report === row.report && latest.state === row.state) {
      const report = row.report === REPORT.withdraw ? REPORT.none : REPORT.done;
      store.write(() => store.update({ ...latest, report }));
    }
    this.look();
  }

  /** A call to another object, bounded; what it failed of is no secret: it is our own wording. */
  private async call<T>(work: () => Promise<T>): Promise<{ done: T } | { failed: string }> {
    try {
      const result = await within(this.parts.clock, CALL_LIMIT_MS, work());
      return result ? { done: result.value } : { failed: "no answer in time" };
    } catch {
      return { failed: "the channel's adapter could not be reached" };
    }
  }

  /** What is next, from the rows. */
  private look(): void {
    const { store } = this.parts;
    this.nextSend = store.head()?.dueAt ?? null;
    this.nextReport = store.unreported() === null ? null : (this.nextReport ?? 0);
  }

  private keyOf({ seq, part, again }: DeliveryRow): string {
    const key = `${this.parts.key.conversation}/${seq}/${part}`;
    return again === 0 ? key : `${key}/${again}`;
  }

  // -------------------------------------------------------------------------------------------------- API

  /** False when no message of ours is meant, or it is further already. */
  async receipt(receipt: SessionReceipt): Promise<boolean> {
    const { origin, clock } = this.parts;
    if (receipt.channel !== origin.channel || receipt.connection !== origin.connection) return false;
    let row = this.meant(receipt);
    if (!row && this.working) {
      // The vendor may be faster with its receipt than with its answer to us.
      await within(clock, RECEIPT_PATIENCE_MS, this.working);
      // Erased meanwhile: its tables are gone.
      if (!this.parts.exists()) return false;
      row = this.meant(receipt);
    }
    if (!row) return false;
    const { state } = receipt;
    const isForward =
      state === "failed" ? row.state === "pending" || row.state === "accepted" : RANK[state] > RANK[row.state];
    if (!isForward || row.state === "failed") return false;
    const failed = state === "failed";
    const report = failed ? REPORT.due : row.report === REPORT.none ? REPORT.none : REPORT.withdraw;
    const next: DeliveryRow = {
      ...row,
      state,
      report,
      vendorId: row.vendorId ?? receipt.vendorId,
      error: failed ? receipt.reason || "the vendor reports a failure" : null,
      updatedAt: clock.now(),
    };
    this.parts.store.write(() => this.parts.store.update(next));
    countDelivery(origin.channel, row.state, next.state);
    this.look();
    this.kick();
    return true;
  }

  private meant({ key, vendorId }: SessionReceipt): DeliveryRow | null {
    const { store } = this.parts;
    if (key !== null) {
      const [, seq, part] = key.split("/");
      const row = store.at(Number(seq), Number(part));
      return row && this.keyOf(row) === key ? row : null;
    }
    return vendorId === null ? null : store.ofVendor(vendorId);
  }

  list(after: number, limit: number): DeliveryPage {
    const count = Math.min(Math.max(Math.trunc(limit), 1), MAX_PAGE);
    const rows = this.parts.store.list(after, count + 1);
    const items = rows.slice(0, count).map((row) => deliveryItem(row, this.keyOf(row)));
    const last = items.at(-1);
    return rows.length > count && last ? { items, nextAfter: last.number } : { items };
  }

  /**
   * An operator has it sent again. One that the vendor had taken and failed gets a new key: under the old one the vendor would do
   * nothing.
   */
  retry(number: number): Result<DeliveryItem> {
    const { store, clock } = this.parts;
    const row = store.find(number);
    if (!row) return fail("delivery.unknown", "The conversation has no delivery of this number.");
    if (row.state !== "dead" && row.state !== "failed") {
      return fail("delivery.not-failed", `The delivery is ${row.state}: only a failed or dead one can be sent again.`);
    }
    const now = clock.now();
    const again = row.state === "failed" ? row.again + 1 : row.again;
    const report = row.report === REPORT.none ? REPORT.none : REPORT.withdraw;
    const next: DeliveryRow = { ...row, again, report, state: "pending", attempts: 0, dueAt: now, updatedAt: now };
    store.write(() => store.update(next));
    this.look();
    this.kick();
    return ok(deliveryItem(next, this.keyOf(next)));
  }
}
