/**
 * Calls of which nobody knows whether they happened: a crash came between the intent and the outcome. The keyword's policy
 * settles them; under `ask` the conversation waits until the person or an operator says whether the call is to be made
 * again. The machine stays at the call all the while, and nothing is repeated without that answer.
 */
import { findKeyword } from "../../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import { chooseOption } from "../../../basic/hear/menu.ts";
import type { CrashPolicy } from "../../../contracts/journal.ts";
import { hostValues } from "../config.ts";
import type { StandingEffect } from "../state.ts";
import { textsFor } from "../texts.ts";
import type { LiveScript } from "./host.ts";
import { parkedScript } from "./scripts.ts";
import type { Turn } from "./turn.ts";

/** The call that the machine stands at when a turn takes it up. */
export interface Standing {
  effect: StandingEffect;
  /** It may have happened. */
  isUnknown: boolean;
  /** The journal says so already. */
  isNoted: boolean;
  /** It must not be made again: the script gets an error instead. */
  isRefused: boolean;
}

const RESOLUTIONS = { retry: "repeated", raise: "raised", ask: "asked" } as const;

/** A keyword that this version no longer has is not made again. */
export function crashPolicyOf(keyword: string): CrashPolicy {
  return findKeyword(keyword)?.policy ?? "raise";
}

export function noteUnknown(turn: Turn, { keyword, line, key }: StandingEffect, policy: CrashPolicy): void {
  const resolution = RESOLUTIONS[policy];
  turn.output.record(turn.step, { v: 1, type: "effect.unknown", keyword, line, key, resolution });
}

export function notRepeated(keyword: string): BasicError {
  return new BasicError(
    ERR.remote,
    `${keyword} was interrupted, and it is not known whether it happened. It was not repeated.`,
  );
}

/** The turn ends with the question; it is no HEAR of the script's, and waits for ever. */
export function ask(turn: Turn, effect: StandingEffect): void {
  const { draft } = turn;
  const { tryAgain, doNotRepeat } = words(turn);
  draft.asking = effect;
  draft.hear = { as: "MENU", options: [tryAgain, doNotRepeat], attempt: 0, due: null };
  sayQuestion(turn);
}

/** The answer of the person. Null when it was none of the two: then the question is asked again. */
export async function settleByPerson(turn: Turn): Promise<LiveScript | null> {
  const { draft, message, host } = turn;
  const { asking, hear } = draft;
  if (!asking || !hear || !message) return null;
  const { tryAgain, doNotRepeat } = words(turn);
  const options = hear.options ?? [tryAgain, doNotRepeat];
  const given = [message.value, message.text].filter((text) => typeof text === "string").map((text) => text.trim());
  const choice = given
    .map((text) => chooseOption(options, text, hostValues(host.config)))
    .find((one) => one !== undefined);
  const { attempt } = hear;
  if (choice === undefined) {
    turn.output.record(turn.step, { v: 1, type: "hear.answered", outcome: "retry", attempt });
    hear.attempt += 1;
    sayQuestion(turn);
    return null;
  }
  turn.output.record(turn.step, { v: 1, type: "hear.answered", outcome: "accepted", attempt });
  return settle(turn, asking, choice === options[0] ? "repeat" : "leave", "person");
}

/** The answer of an operator; null when the person was faster. */
export async function settleByOperator(
  turn: Turn,
  key: string,
  decision: "repeat" | "leave",
): Promise<LiveScript | null> {
  const { asking } = turn.draft;
  return asking?.key === key ? settle(turn, asking, decision, "operator") : null;
}

async function settle(
  turn: Turn,
  effect: StandingEffect,
  decision: "repeat" | "leave",
  by: "person" | "operator",
): Promise<LiveScript> {
  const { keyword, line, key } = effect;
  turn.output.record(turn.step, { v: 1, type: "effect.settled", keyword, line, key, decision, by });
  turn.draft.asking = null;
  turn.draft.hear = null;
  turn.stand({ effect, isUnknown: false, isNoted: true, isRefused: decision === "leave" });
  const script = await parkedScript(turn.host);
  turn.timer.from(script.machine.steps);
  return script;
}

/** In the language of the person where it is known; what a script has said does not bound it. */
function sayQuestion(turn: Turn): void {
  const from = { kind: "bot", name: turn.host.config.botName } as const;
  turn.output.emit({ type: "talk", text: words(turn).unknownOutcome, format: "markdown", from });
}

function words(turn: Turn) {
  const { identity, config } = turn.host;
  return textsFor(identity.request.locale ?? config.locale);
}
