/** Where each way of going leads. Positions are the server's; this only asks for them. */
import type { ReplayOverview, ReplayPosition, ReplayState, ReplayTurn } from "../../contracts/replay.ts";
import { call, conversationPath } from "../api.ts";

/** Pages of turns that are read: 200 turns each. */
const MAX_PAGES = 25;
/** Statements that are looked at for the next call or question; then the person may go on looking. */
const MAX_LOOKS = 500;

export type Move = "next" | "previous" | "call" | "beginning" | "next-turn" | "previous-turn" | "hear";

/** `more`: there are turns that are not in `items`. */
export async function readOverview(bot: string, id: string): Promise<ReplayOverview & { more: boolean }> {
  const path = `${conversationPath(bot, id)}/replay`;
  const first = await call<ReplayOverview>("GET", path);
  const items = [...first.items];
  let after = first.nextAfter;
  for (let pages = 1; after !== undefined && pages < MAX_PAGES; pages++) {
    const page: ReplayOverview = await call("GET", `${path}?after=${after}`);
    items.push(...page.items);
    after = page.nextAfter;
  }
  return { ...first, items, more: after !== undefined };
}

export const readPosition = (bot: string, id: string, { turn, statement }: ReplayPosition): Promise<ReplayState> =>
  call("GET", `${conversationPath(bot, id)}/replay/${turn}/${statement}`);

/** Where a move leads without looking at what is there; null where it leads nowhere. */
export function target(state: ReplayState, turns: readonly ReplayTurn[], move: Move): ReplayPosition | null {
  const { position, next, previous } = state;
  const index = turns.findIndex(({ turn }) => turn === position.turn);
  switch (move) {
    case "next":
    case "call":
      return next;
    case "previous":
      return previous;
    case "beginning":
      return position.statement === 1 ? null : { turn: position.turn, statement: 1 };
    case "next-turn":
      return beginningOf(turns[index + 1]);
    case "previous-turn":
      return beginningOf(turns[index - 1]);
    case "hear":
      return nextHear(turns.slice(Math.max(index, 0)), position);
  }
}

const beginningOf = (turn: ReplayTurn | undefined): ReplayPosition | null =>
  turn ? { turn: turn.turn, statement: 1 } : null;

/** The end of the next turn that waits for an answer. */
function nextHear(turns: readonly ReplayTurn[], from: ReplayPosition): ReplayPosition | null {
  const found = turns.find(
    ({ turn, statements, frames }) =>
      frames.some(({ type }) => type === "hear") && !(turn === from.turn && from.statement > statements),
  );
  return found ? { turn: found.turn, statement: found.statements + 1 } : null;
}

/** On to the next statement that asks for something, or the next question; the last one looked at where there is none near. */
export async function nextCall(bot: string, id: string, from: ReplayState, signal: AbortSignal): Promise<ReplayState> {
  let state = from;
  for (let looks = 0; state.next && looks < MAX_LOOKS && !signal.aborted; looks++) {
    state = await readPosition(bot, id, state.next);
    if (state.effects.length > 0 || (state.atEnd && state.hears)) break;
  }
  return state;
}
