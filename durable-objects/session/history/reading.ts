/** What is read of a conversation from outside: pages of frames and of the journal, answers of turns. Nothing is changed. */
import type { FramesPage, TurnAnswer } from "../../../contracts/conversation.ts";
import { LIMITS } from "../../../contracts/frames.ts";
import type { JournalPage } from "../../../contracts/objects.ts";
import type { Conversation } from "../conversation.ts";

/** A call between objects carries 32 MB. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;
const MAX_ENTRIES = 1_000;

/** `isRunning`: a turn is being run at this moment. */
export function framesPage(
  { state, store }: Conversation,
  isRunning: boolean,
  after: number,
  limit: number,
): FramesPage {
  const count = Math.min(Math.max(Math.trunc(limit), 1), LIMITS.framesPerPage);
  const items = store.frames(after, state.seq, count, MAX_PAGE_BYTES).map(({ frame }) => frame);
  const last = items.at(-1)?.seq ?? state.seq;
  const page = { items, state: isRunning ? "running" : state.mode, seq: state.seq } as const;
  return last < state.seq ? { ...page, nextAfter: last } : page;
}

/** What a turn left behind: its frames after `after` up to `to`, which is the answer's last. */
export function turnAnswer({ state, store }: Conversation, isRunning: boolean, after: number, to: number): TurnAnswer {
  const frames = store.frames(after, to, LIMITS.framesPerPage, MAX_PAGE_BYTES).map(({ frame }) => frame);
  return { seq: to, state: isRunning ? "running" : state.mode, frames };
}

export function journalPage({ store }: Conversation, after: number, limit: number): JournalPage {
  const items = store.journal(after, Math.min(Math.max(Math.trunc(limit), 1), MAX_ENTRIES));
  const last = items.at(-1)?.position;
  return last !== undefined && last < store.log.entries ? { items, nextAfter: last } : { items };
}
