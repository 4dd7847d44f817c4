/** A person of the desk in the conversation: takes it over from the bot, speaks, hands it back. */
import type { AgentMessage, Handoff } from "../../../contracts/conversation.ts";
import type { Turn } from "./turn.ts";

/**
 * While the conversation is handed over the bot is silent. A script that was parked stays where it is, and its question is
 * asked again, with a new time to answer it, when the bot has the word back.
 */
export function handOver(turn: Turn, { action, agent, reason }: Handoff): void {
  const { draft } = turn;
  if (action === "join") {
    draft.mode = "handed-over";
    draft.agent = agent;
  } else if (draft.mode === "handed-over") {
    draft.mode = draft.hear ? "waiting" : "idle";
    delete draft.agent;
    delete draft.deskSpoke;
    if (draft.hear?.periodMs !== undefined) draft.hear.due = draft.now + draft.hear.periodMs;
  } else return;
  turn.output.record(turn.step, {
    v: 1,
    type: "handoff",
    mode: draft.mode,
    agent: agent?.id ?? null,
    reason,
  });
}

/** Said by the person, under their own name. */
export function speak(turn: Turn, { text, agent }: AgentMessage): void {
  turn.draft.deskSpoke = true;
  turn.output.emit({ type: "talk", text, format: "markdown", from: { kind: "agent", name: agent.name } });
}
