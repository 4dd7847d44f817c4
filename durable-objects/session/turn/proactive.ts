/**
 * What the bot begins by itself: a text that is said between two turns, or a script that runs while no other is parked
 * (queue.ts holds it until then). A question that stands open is asked again by the frames that close the turn.
 */
import type { ProactiveMessage } from "../../../contracts/conversation.ts";
import { beginRun } from "./event-run.ts";
import type { LiveScript } from "./host.ts";
import { startScript } from "./scripts.ts";
import type { Turn } from "./turn.ts";

export async function beginUnasked(turn: Turn, item: ProactiveMessage): Promise<LiveScript | null> {
  if (item.run) return beginRun(turn, item, item.run);
  if (item.text !== undefined) turn.output.talk(item.text);
  return item.script === undefined ? null : startScript(turn, item.script, item.args ?? {});
}
