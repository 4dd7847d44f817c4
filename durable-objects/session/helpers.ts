/**
 * Other bots of the tenant in a conversation (reference 3.14). Each has a conversation of its own, which belongs to this one:
 * its id follows from both names, so that whatever is asked again after a crash comes to the same place, under the same message
 * id, and is answered as before. What it says is read from its frames.
 */
import { BasicError, ERR } from "../../basic/errors.ts";
import type { FrameBody } from "../../contracts/frames.ts";
import { botName } from "../../contracts/ids.ts";
import { helperConversation } from "../../platform/identity/person-key.ts";
import type { Env } from "../env.ts";
import { callObject, sessionObject } from "../objects.ts";
import type { EffectContext } from "./effects/effect.ts";
import type { Helpers, SessionState, Speaker } from "./state.ts";

export const MAX_HELPERS = 20;
/** Of what one answer brings along. */
const MAX_FRAMES = 200;

export const NO_HELPERS: Helpers = { added: [], speaker: null, sent: {}, met: [] };

/** What a bot answered. Plain data: it stands in the journal as JSON. */
export interface HelperAnswer {
  bot: string;
  text: string;
  frames: FrameBody[];
  hear: Speaker["hear"];
  suggestions: Speaker["suggestions"];
}

export type Asking = Pick<EffectContext, "env" | "clock" | "identity" | "config" | "session" | "signal">;

/** Error 5 for what no bot can be called. */
export function helperName(text: string): string {
  const name = text.trim().toLowerCase();
  if (!botName.safeParse(name).success)
    throw new BasicError(ERR.badCall, `"${text.slice(0, 80)}" is no name of a bot.`);
  return name;
}

export interface Question {
  bot: string;
  text: string;
  /** Names the message for good. */
  id: string;
  waitMs: number;
  /** It takes the word: where its start script already asks something, that is its answer, and the text is not sent. */
  greets?: boolean;
}

/**
 * Asks the bot and waits for its answer; null where it has none after `waitMs`. Throws what a script may catch.
 */
export async function askHelper(asking: Asking, question: Question): Promise<HelperAnswer | null> {
  const { env, clock, identity, config, session, signal } = asking;
  const { bot, text, id, waitMs } = question;
  const { keys } = config;
  if (!keys["a2a-enabled"]) throw new BasicError(ERR.permission, "This bot asks no others (a2a-enabled is false).");
  const hops = (identity.request.helper?.hops ?? 0) + 1;
  if (hops > keys["a2a-max-hops"])
    throw new BasicError(ERR.overflow, `Bots ask each other at most ${keys["a2a-max-hops"]} deep (a2a-max-hops).`);
  if (new TextEncoder().encode(text).length > keys["delegate-message-max-size"])
    throw new BasicError(ERR.overflow, "The message to the bot is longer than delegate-message-max-size.");
  const key = {
    tenant: identity.key.tenant,
    bot,
    conversation: await helperConversation(env.OPERATOR_KEY, identity.key, bot),
  };
  const call = <T>(work: () => Promise<T>): Promise<T> => callObject(clock, signal, work);
  if (!(session.helpers?.met ?? []).includes(bot)) {
    const { user, locale, person } = identity.request;
    const request = { channel: "bot", user, locale, args: {}, helper: { hops }, ...(person ? { person } : {}) };
    const opened = await call(() => sessionObject(env, key).open(key, request));
    if (!opened.ok) throw notThere(bot, opened.code, opened.detail);
    const { frames, state } = opened.value;
    const isNew = !frames.some((frame) => frame.type === "user");
    if (question.greets && isNew && state === "waiting" && frames.some((frame) => frame.type === "talk"))
      return answerOf(bot, frames, state);
  }
  const message = { id, text, value: null, attachments: [] };
  const answered = await call(() => sessionObject(env, key).receive(message, waitMs));
  if (!answered.ok) throw notThere(bot, answered.code, answered.detail);
  const { frames, state, quiet } = answered.value;
  return quiet ? answerOf(bot, frames, state) : null;
}

function notThere(bot: string, code: string, detail: string): BasicError {
  return code === "bot.no-release"
    ? new BasicError(ERR.serviceMissing, `There is no bot "${bot}".`)
    : new BasicError(ERR.remote, `The bot "${bot}" did not answer: ${detail}`);
}

export const late = (bot: string, waitMs: number): BasicError =>
  new BasicError(ERR.timeout, `The bot "${bot}" did not answer within ${Math.round(waitMs / 1000)} s.`);

function answerOf(bot: string, all: readonly ({ type: string } & FrameBody)[], state: string): HelperAnswer {
  const answer: HelperAnswer = { bot, text: "", frames: [], hear: null, suggestions: [] };
  const texts: string[] = [];
  for (const frame of all) {
    const { seq: _, turn: __, ...body } = { seq: 0, turn: 0, ...frame };
    switch (body.type) {
      case "talk":
        texts.push(body.text);
        // Parts of it were streamed to nobody.
        answer.frames.push({ type: "talk", text: body.text, format: body.format, from: body.from });
        break;
      case "hear":
        answer.hear = { as: body.as, options: body.options, retry: body.retry };
        break;
      case "suggestions":
        answer.suggestions = body.items.map(({ label, value }) => ({ label, value: String(value) }));
        break;
      case "tree":
      case "tree.patch":
        answer.frames.push({ ...body, id: `${bot}.${body.id}` });
        break;
      case "user":
      case "state":
      case "tool-calls":
        break;
      default:
        answer.frames.push(body);
    }
  }
  if (state !== "waiting") answer.hear = null;
  answer.text = texts.join("\n");
  answer.frames = answer.frames.slice(0, MAX_FRAMES);
  return answer;
}

/** What the conversation keeps of an answer. */
export function meet(session: SessionState, bots: readonly string[], more: Partial<Helpers> = {}): void {
  const helpers = session.helpers ?? NO_HELPERS;
  session.helpers = { ...helpers, met: [...new Set([...helpers.met, ...bots])], ...more };
}

/** Gives the word to the bot that answered, or back where it waits for nothing. */
export function giveWord(session: SessionState, { bot, hear, suggestions }: HelperAnswer, stays: boolean): void {
  const speaker = stays || hear ? { bot, stays, hear, suggestions } : null;
  meet(session, [bot], { speaker });
}

/** The bot that a message is for: whoever has the word, else the first whose trigger or tool it names. */
export function calledBot({ helpers }: Pick<SessionState, "helpers">, text: string): string | null {
  if (!helpers) return null;
  if (helpers.speaker) return helpers.speaker.bot;
  const words = ` ${plainWords(text)} `;
  const whole = text.trim().replace(/^\//, "").toLowerCase();
  const called = helpers.added
    .toSorted((a, b) => b.priority - a.priority)
    .find(
      ({ triggers, tools }) =>
        tools.includes(whole) || triggers.some((trigger) => words.includes(` ${plainWords(trigger)} `)),
    );
  return called?.name ?? null;
}

const plainWords = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** Erases the conversations that bots had here. */
export async function eraseHelpers(
  env: Env,
  key: { tenant: string; bot: string; conversation: string },
  bots: readonly string[],
): Promise<void> {
  for (const bot of bots) {
    const conversation = await helperConversation(env.OPERATOR_KEY, key, bot);
    const erased = await sessionObject(env, { tenant: key.tenant, bot, conversation }).erase();
    if (!erased.ok && erased.code !== "conversation.unknown") throw new Error(erased.detail);
  }
}
