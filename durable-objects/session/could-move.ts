/** A look ahead: whether a conversation that waits could go on with another release. Nothing is changed. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { Conversation } from "./conversation.ts";
import { botObject } from "./effects/objects.ts";

export async function couldMove(
  conversation: Conversation,
  release: string,
): Promise<Result<{ could: boolean; reason: string }>> {
  const { env, identity, state } = conversation;
  if (state.mode === "ended") return fail("conversation.ended", "The conversation has ended.");
  const manifest = await botObject(env, identity.key).release(release);
  if (!manifest.ok) return manifest;
  const { script } = state;
  if (script === null) return ok({ could: true, reason: "" });
  const target = manifest.value.scripts.find(({ name }) => name === script);
  if (!target) return ok({ could: false, reason: `The script ${script} is not in that release.` });
  if (target.program === null) return ok({ could: false, reason: `The script ${script} does not compile there.` });
  if (target.program === conversation.store.snapshot()?.program) return ok({ could: true, reason: "" });
  return ok({ could: false, reason: `The script ${script} is another one there.` });
}
