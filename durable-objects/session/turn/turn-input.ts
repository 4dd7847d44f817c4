/** Why a turn begins, what it begins with, and how it can end. */
import type { InboxItem } from "../../../contracts/conversation.ts";
import type { TurnCause } from "../../../contracts/journal.ts";
import type { LiveScript } from "./host.ts";

export interface TurnInput {
  cause: TurnCause;
  item: InboxItem | null;
  /** ms; when the item was accepted. Absent where nobody waits for the turn. */
  acceptedAt?: number;
  /** `traceparent` of the request that the turn belongs to. */
  trace?: string | null;
}

/** Why a turn is taken up that has passed a barrier. */
export type TakeUpReason = "restart" | "wait-over" | "stopped";

/** `suspended`: a WAIT; the turn goes on when the alarm fires. */
export type TurnEnd = { kind: "quiet" | "suspended" };

/** What remains to be done once the input was taken in: run the script, or nothing. */
export type Entered = LiveScript | null;

/** The turn that an item of the inbox begins. */
export function turnOf(item: InboxItem): TurnInput {
  const cause = item.kind === "handoff" ? "agent" : (item.kind ?? "message");
  return { cause, item };
}
