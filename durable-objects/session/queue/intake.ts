/**
 * What arrives for a conversation: recognised by its id, refused, or put in the queue. Whoever sends the same id again joins
 * the turn that it has, or gets the answer that it had.
 */
import type { InboundMessage, InboxItem, Settlement, TurnAnswer } from "../../../contracts/conversation.ts";
import { type Failure, fail, ok, type Result } from "../../../contracts/faults.ts";
import { LIMITS } from "../../../contracts/frames.ts";
import type { Timed } from "../../../contracts/turn-receipt.ts";
import type { Attachments } from "../attachments.ts";
import type { Conversation } from "../conversation.ts";
import { numberedChoice, type ShownChoices } from "../delivery/channel.ts";
import { turnAnswer } from "../history/reading.ts";
import { unknownEffects } from "../history/unknown-effects.ts";
import type { SessionStore } from "../store/store.ts";
import { ConversationErased } from "../store/tombstone.ts";
import type { TestSwitch } from "../test-switch.ts";
import type { Receipts } from "../turn/timing.ts";
import { ConversationEnded, type TurnQueue } from "./queue.ts";
import { isAsItIs, refuse } from "./refusals.ts";
import type { TurnBound } from "./turn-bound.ts";

export interface IntakeParts {
  store: SessionStore;
  test: TestSwitch;
  queue: TurnQueue;
  turnBound: TurnBound;
  receipts: Receipts;
  attachments: Attachments;
  /** Null before the conversation is begun and after it was erased; `missing` says which. */
  begun(): Conversation | null;
  missing(): Failure;
}

export class Intake {
  private readonly parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.parts = parts;
  }

  /** Runs an item's turn, or joins or repeats the answer of the one that it had before. */
  async receive(
    item: InboxItem,
    waitMs: number,
    trace?: string,
  ): Promise<Result<Timed<TurnAnswer & { quiet: boolean }>>> {
    const { store, queue, receipts, missing } = this.parts;
    const accepted = this.accept(item, () => {}, false, trace);
    if (!accepted.ok) return accepted;
    try {
      if (accepted.value) await queue.answered(accepted.value, waitMs);
    } catch (error) {
      if (error instanceof ConversationErased) return missing();
      return error instanceof ConversationEnded
        ? fail("conversation.ended", "The conversation has ended.")
        : fail("internal", "The message could not be handled. It was not accepted and may be sent again.");
    }
    const conversation = this.parts.begun();
    if (!conversation) return missing();
    const row = store.message(item.id);
    if (row?.state === "done" && row.fromSeq !== null && row.toSeq !== null) {
      const answer = turnAnswer(conversation, false, row.fromSeq - 1, row.toSeq);
      const whole = { ...answer, state: row.mode ?? "idle", quiet: true };
      return ok({ ...whole, ...(await receipts.answered(accepted.value ? row.turn : null)) });
    }
    const { seq } = conversation.state;
    if (accepted.value === null) {
      return ok({ ...turnAnswer(conversation, queue.isRunning, seq, seq), quiet: true });
    }
    const from = row?.fromSeq ?? seq + 1;
    return ok({ ...turnAnswer(conversation, queue.isRunning, from - 1, seq), quiet: false });
  }

  /**
   * Takes an item in: the promise of its turn's end, or null when it was answered before. `onDurable` is called once it
   * cannot be lost any more; for a known item at once. `atOnce` makes it durable before its turn.
   */
  accept(item: InboxItem, onDurable: () => void, atOnce = false, trace?: string): Result<Promise<void> | null> {
    const { store, test, queue, turnBound } = this.parts;
    const conversation = this.parts.begun();
    if (!conversation) return this.parts.missing();
    queue.refresh();
    const known = test.dedupe ? queue.waiting.get(item.id) : undefined;
    if (known) {
      queue.waiting.whenDurable(item.id, onDurable);
      return ok(known.quiet);
    }
    const isAnswered = test.dedupe && store.message(item.id)?.state === "done";
    const { isBusy } = queue;
    if (isAnswered || (item.kind === "handoff" && !isBusy && isAsItIs(conversation, item))) {
      onDurable();
      return ok(null);
    }
    const refusal = refuse(conversation, item, isBusy);
    if (refusal) return refusal;
    if (item.kind === undefined && item.attachments.length > 0) {
      const named = this.parts.attachments.named(conversation.identity.key, item);
      if (!named.ok) return named;
      item = named.value;
    }
    if (!isBusy && !turnBound.hasRoom(conversation.identity.key.tenant)) {
      return fail(
        "service.unavailable",
        "Too many turns are running at the moment: send the message again in a moment.",
      );
    }
    const added = queue.add(item, atOnce, trace);
    if (!added.ok) return added;
    queue.waiting.whenDurable(item.id, onDurable);
    if (isBusy && item.kind === undefined && conversation.config.keys["message-queue"] === "interrupt") queue.stop();
    return added;
  }

  /** A vendor's message: durable when this returns, because the vendor is answered then; its turn is not waited for. */
  take(message: InboundMessage, choices: ShownChoices): Result<null> {
    const conversation = this.parts.begun();
    const meant = conversation ? numberedChoice(message, conversation.state, choices) : message;
    const accepted = this.accept(meant, () => {}, true);
    return accepted.ok ? ok(null) : accepted;
  }

  /** Whether the conversation has this message. */
  knows(messageId: string): boolean {
    const { queue, store } = this.parts;
    return queue.waiting.get(messageId) !== undefined || store.message(messageId) !== null;
  }

  /** An operator answers the question about a call of unknown outcome. */
  async settle(settlement: Settlement): Promise<Result<{ quiet: boolean }>> {
    const conversation = this.parts.begun();
    if (!conversation) return this.parts.missing();
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
}
