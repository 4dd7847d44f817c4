/** A look ahead: whether a conversation that waits could go on with another release. Nothing is changed. */
import { fail, ok, type Result } from "../../../contracts/faults.ts";
import { botObject } from "../../objects.ts";
import type { Conversation } from "../conversation.ts";
import { pinned } from "./open.ts";
import { tryMove } from "./upgrade.ts";

/** `reason` is a sentence for people where it could not; else empty. */
export async function couldMove(
  conversation: Conversation,
  release: string,
): Promise<Result<{ could: boolean; reason: string }>> {
  const { env, identity, state } = conversation;
  if (state.mode === "ended") return fail("conversation.ended", "The conversation has ended.");
  const manifest = await botObject(env, identity.key).release(release);
  if (!manifest.ok) return manifest;
  const target = pinned(manifest.value);
  if (!target.ok) return target;
  const { script } = conversation.state;
  if (script === null) return ok({ could: true, reason: "" });
  const there = target.value.scripts.find(({ name }) => name === script);
  if (!there) return no(`The script ${script} is not in that release.`);
  if (there.program === null) return no(`The script ${script} does not compile there.`);
  if (conversation.state.running || conversation.state.hear === null)
    return no("The script is in the middle of a turn.");
  const move = await tryMove(conversation, target.value, conversation.state.now);
  return move.ok ? ok({ could: true, reason: "" }) : no(move.reason);
}

const no = (reason: string) => ok({ could: false, reason });
