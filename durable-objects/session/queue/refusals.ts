/** What may become an item of the inbox at this moment, and what is refused or has nothing to do. */
import type { Handoff, InboxItem } from "../../../contracts/conversation.ts";
import { type Failure, fail } from "../../../contracts/faults.ts";
import type { Conversation } from "../conversation.ts";

/** Who joins has the conversation, who leaves has not: nothing would change. */
export function isAsItIs({ state }: Conversation, { action, agent }: Handoff): boolean {
  const isOver = state.mode === "handed-over";
  return action === "join" ? isOver && state.agent?.id === agent?.id : !isOver && state.mode !== "ended";
}

/** Why a new item cannot be taken in, or null. `isBusy`: something runs or waits already. */
export function refuse({ state, config, release }: Conversation, item: InboxItem, isBusy: boolean): Failure | null {
  if (state.mode === "ended") return fail("conversation.ended", "The conversation has ended.");
  if (item.kind === undefined) {
    if (isBusy && config.keys["message-queue"] === "reject") {
      return fail("conversation.busy", "The bot is still answering; send the message when it has finished.");
    }
  }
  // What is under way may be the handover itself.
  if (item.kind === "agent" && state.mode !== "handed-over" && !isBusy) {
    return fail("conversation.not-handed-over", "Join the conversation before you speak in it.");
  }
  if (item.kind === "proactive" && item.script !== undefined) {
    const { script } = item;
    if (release.scripts.some(({ name }) => name === script)) return null;
    const errors = [{ path: "/script", message: "no script of this name" }];
    return fail("request.invalid", "The release of this conversation has no such script.", errors);
  }
  return null;
}
