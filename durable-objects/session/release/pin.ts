/**
 * What the bot object is told of a conversation: that it ended, is pinned to another release, or met one. It keeps a
 * release for as long as a conversation needs it (durable-objects/bot/pins.ts). A call that was lost is made again by the
 * alarm until it is answered; what is told is where the conversation stands, so order and repetition do no harm.
 */
import type { ConversationKey } from "../../../contracts/ids.ts";
import type { PinNotice, ReleaseMove } from "../../../contracts/release.ts";
import type { Env } from "../../env.ts";
import { botObject } from "../../objects.ts";
import { type Duty, repeatDelay } from "../alarm.ts";
import type { Conversation } from "../conversation.ts";
import type { Identity, SessionState } from "../state.ts";

/** After the commit, so that a conversation that ends soon after something else is told of once. */
const DELAY_MS = 1_000;
/** Moves that the state remembers until they are told; beyond it the oldest goes untold. */
const MAX_MOVES = 5;
const MAX_REASON = 500;

/** What the bot object has confirmed. */
export interface Told {
  state: "open" | "ended";
  release: string;
  turn: number;
}

/** Notes that the conversation met a release in the draft's turn; told after the turn's commit. */
export function noteMove(draft: SessionState, move: Omit<ReleaseMove, "turn">): void {
  const { from, to, outcome } = move;
  const reason = move.reason.slice(0, MAX_REASON);
  draft.moves = [...(draft.moves ?? []).slice(1 - MAX_MOVES), { turn: draft.turn, from, to, outcome, reason }];
}

/** Tells the bot object of a conversation that is open or ended. */
export class PinDuty implements Duty {
  private readonly conversation: Conversation;
  /** Calls that failed since the last answer, and when the next one is due; a restart begins anew. */
  private failures = 0;
  private next: number | null = null;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  due(state: SessionState): number | null {
    const told = this.told();
    if (
      told !== null &&
      told.state === (state.mode === "ended" ? "ended" : "open") &&
      told.release === this.conversation.release.hash &&
      (state.moves === undefined || state.moves.every(({ turn }) => turn <= told.turn))
    )
      return null;
    return this.next ?? state.committedAt + DELAY_MS;
  }

  async run(): Promise<void> {
    const { clock, env, identity, store } = this.conversation;
    const notice = noticeOf(this.conversation, this.told());
    try {
      await botObject(env, identity.key).settle(identity.key.conversation, notice);
    } catch (error) {
      console.error("the bot object was not told where a conversation stands", identity.key.conversation, error);
      this.next = clock.now() + repeatDelay(this.failures);
      this.failures += 1;
      return;
    }
    this.failures = 0;
    this.next = null;
    if (store.isErased) return;
    const state = notice.state === "ended" ? "ended" : "open";
    store.keepTold({ state, release: notice.release, turn: notice.turn });
  }

  private told(): Told | null {
    return this.conversation.store.told ?? toldAtBeginning(this.conversation.identity);
  }
}

/** What a new conversation has told by its beginning; nothing where it began before there were pins. */
const toldAtBeginning = (identity: Identity): Told | null =>
  identity.release === undefined ? null : { state: "open", release: identity.release, turn: 0 };

/** Where the conversation stands. */
export function noticeOf({ identity, release, state }: Conversation, told: Told | null): PinNotice {
  return {
    state: state.mode === "ended" ? "ended" : "open",
    release: release.hash,
    channel: identity.request.channel,
    turn: state.turn,
    openedAt: identity.startedAt,
    at: state.now,
    moves: (state.moves ?? []).filter(({ turn }) => turn > (told?.turn ?? 0)),
  };
}

/** Of a conversation that has been erased; told until it is answered. */
export const erasedNotice = (at: number): PinNotice => ({
  state: "erased",
  release: "",
  channel: "",
  turn: 0,
  openedAt: at,
  at,
  moves: [],
});

/** Tells that the conversation was erased. Throws where the bot object cannot be reached: to be called again. */
export const tellErased = (env: Env, key: ConversationKey, at: number): Promise<void> =>
  botObject(env, key).settle(key.conversation, erasedNotice(at));
