/** What a turn does with its input, by its cause, before any script runs. */
import { followsReleases, meetRelease } from "../release/upgrade.ts";
import { handOver, speak } from "./desk.ts";
import { answerHear, giveUpHear } from "./hear.ts";
import { beginUnasked } from "./proactive.ts";
import { startScript } from "./scripts.ts";
import { settleByOperator, settleByPerson } from "./settlement.ts";
import type { Turn } from "./turn.ts";
import type { Entered } from "./turn-input.ts";
import { answerUnscripted } from "./unscripted.ts";

/** The script that is to run; null where there is none, or where the input was all that there was to do. */
export async function enter(turn: Turn): Promise<Entered> {
  const instead = followsReleases(turn) ? await meetRelease(turn) : null;
  if (instead) return instead.script;
  const { item } = turn;
  switch (turn.cause) {
    case "start":
      return startScript(turn, "start");
    case "hear-timeout":
      return giveUpHear(turn);
    case "expiry":
      endIdle(turn);
      return null;
    case "message":
      return takeMessage(turn);
    case "agent":
      if (item?.kind === "handoff") handOver(turn, item);
      else if (item?.kind === "agent") speak(turn, item);
      return null;
    case "proactive":
      return item?.kind === "proactive" ? beginUnasked(turn, item) : null;
    case "settlement":
      return item?.kind === "settlement" ? settleByOperator(turn, item.key, item.decision) : null;
  }
}

function takeMessage(turn: Turn): Promise<Entered> | Entered {
  const { draft } = turn;
  // A person of the desk answers it.
  if (draft.mode === "handed-over") return null;
  if (draft.asking) return settleByPerson(turn);
  if (draft.helpers?.speaker) return answerUnscripted(turn);
  return draft.hear ? answerHear(turn) : answerUnscripted(turn);
}

function endIdle({ draft, host, output }: Turn): void {
  draft.mode = "ended";
  const text = host.config.keys["timeout-message"];
  if (text) output.talk(text);
}
