/** Tells the ledger what finished turns have spent on language models, until it has it. */
import type { Booking } from "../../../contracts/ledger.ts";
import { ledgerObject } from "../../objects.ts";
import { type Duty, repeatDelay } from "../alarm.ts";
import type { Conversation } from "../conversation.ts";
import type { SessionState } from "../state.ts";
import { budgetsOf, spenderOf } from "./purse.ts";

/** After the last commit, so that the turns of a lively exchange travel together. */
const DELAY_MS = 1_000;
const PAGE = 500;

/** How far the journal is booked. */
export interface Booked {
  turn: number;
  position: number;
}

export class BookingDuty implements Duty {
  private readonly conversation: Conversation;
  private failures = 0;
  private next: number | null = null;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  due(state: SessionState): number | null {
    const { booked } = this.conversation.store;
    if ((state.spentTurn ?? 0) <= (booked?.turn ?? 0)) return null;
    return this.next ?? state.committedAt + DELAY_MS;
  }

  async run(): Promise<void> {
    const { clock, env, identity, store, state } = this.conversation;
    const turn = state.spentTurn ?? 0;
    const { bookings, position } = this.unbooked(turn);
    try {
      if (bookings.length > 0) await ledgerObject(env, identity.key.tenant).book(bookings);
    } catch (error) {
      console.error("the ledger was not told what a conversation has spent", identity.key.conversation, error);
      this.next = clock.now() + repeatDelay(this.failures);
      this.failures += 1;
      return;
    }
    this.failures = 0;
    this.next = null;
    if (!store.isErased) store.keepBooked({ turn, position });
  }

  private unbooked(last: number): { bookings: Booking[]; position: number } {
    const { identity, config, store } = this.conversation;
    const bookings: Booking[] = [];
    let position = store.booked?.position ?? 0;
    for (;;) {
      const page = store.journal(position, PAGE);
      for (const { position: at, turn, event } of page) {
        if (turn > last) return { bookings, position };
        position = at;
        if (event.type !== "turn.timed" || !event.model) continue;
        const { spent, leases, at: time } = event.model;
        bookings.push({ ...spenderOf(identity), turn, at: time, spent, leases, budgets: budgetsOf(config) });
      }
      // A page may be short for its bytes: only an empty one is the end.
      if (page.length === 0) return { bookings, position };
    }
  }
}
