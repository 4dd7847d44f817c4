/** ADD BOT, DELEGATE, TRANSFER CONVERSATION TO and others: several bots in one conversation (reference 3.14). */
import { missingService } from "../../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import { askHelper, giveWord, type HelperAnswer, helperName, late, MAX_HELPERS, meet, NO_HELPERS } from "../helpers.ts";
import type { AddedBot } from "../state.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

type Arguments = Record<string, Value>;

const MAX_WORDS = 50;
const MAX_TIMEOUT_S = 3_600;
/** After the bot's time, so that the words of its own error come first. */
const GRACE_MS = 2_000;

const nameIn = (args: Arguments, operand: string, context: EffectContext): string =>
  helperName(textArgument(args, operand, context));

/** A list, or a text with commas. */
function wordsIn(args: Arguments, operand: string, context: EffectContext): string[] {
  const given = args[operand] ?? null;
  const texts = Array.isArray(given)
    ? given.map((value) => toText(value, context.values))
    : (given === null ? "" : toText(given, context.values)).split(/[,;]/);
  return texts
    .map((text) => text.trim().toLowerCase())
    .filter((text) => text !== "")
    .slice(0, MAX_WORDS);
}

function change(context: EffectContext, added: AddedBot[]): null {
  context.session.helpers = { ...(context.session.helpers ?? NO_HELPERS), added };
  return null;
}

const addedIn = ({ session }: EffectContext): AddedBot[] => session.helpers?.added ?? [];

const addBot: EffectHandler = {
  run(args, context) {
    if ((args["schedule"] ?? null) !== null)
      throw new BasicError(ERR.serviceMissing, missingService("ADD BOT WITH SCHEDULE", "schedules"));
    const name = nameIn(args, "name", context);
    const before = addedIn(context).find((bot) => bot.name === name);
    const others = addedIn(context).filter((bot) => bot.name !== name);
    if (others.length >= MAX_HELPERS)
      throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_HELPERS} other bots.`);
    const [triggers, tools] = [wordsIn(args, "trigger", context), wordsIn(args, "tools", context)];
    return change(context, [...others, { name, triggers, tools, priority: before?.priority ?? 0 }]);
  },
};

const removeBot: EffectHandler = {
  run(args, context) {
    const name = nameIn(args, "name", context);
    const helpers = context.session.helpers ?? NO_HELPERS;
    const speaker = helpers.speaker?.bot === name ? null : helpers.speaker;
    context.session.helpers = { ...helpers, speaker, added: helpers.added.filter((bot) => bot.name !== name) };
    return null;
  },
};

const listBots: EffectHandler = {
  run: (_, context) =>
    fromPlain(
      addedIn(context).map(({ name, triggers, tools, priority }) => ({ name, triggers, tools, priority })),
      context.values,
    ),
};

const setPriority: EffectHandler = {
  run(args, context) {
    const name = nameIn(args, "name", context);
    const priority = toNumber(args["priority"] ?? null, context.values);
    if (!addedIn(context).some((bot) => bot.name === name))
      throw new BasicError(ERR.badCall, `The bot "${name}" is not in the conversation: ADD BOT brings it in.`);
    return change(
      context,
      addedIn(context).map((bot) => (bot.name === name ? { ...bot, priority } : bot)),
    );
  },
};

function secondsOf(args: Arguments, key: "a2a-timeout" | "delegate-timeout", context: EffectContext): number {
  const given = args["timeout"] ?? null;
  const seconds = given === null ? context.config.keys[key] : toNumber(given, context.values);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_S))
    throw new BasicError(ERR.badCall, `A bot is waited for more than 0 and at most ${MAX_TIMEOUT_S} seconds.`);
  return seconds;
}

const limitMs = (): number => MAX_TIMEOUT_S * 1000 + GRACE_MS;

async function ask(context: EffectContext, bot: string, text: string, seconds: number, more = {}) {
  const waitMs = seconds * 1000;
  const answer = await askHelper(context, { bot, text, id: context.effectKey, waitMs, ...more });
  if (!answer) throw late(bot, waitMs);
  return answer;
}

/** Answers stand in the journal as JSON: its own frames come out of it unchanged. Null: withheld in a sandbox. */
const read = (result: Value): HelperAnswer | null => (typeof result === "string" ? JSON.parse(result) : null);

const delegate: EffectHandler = {
  limitMs,
  async run(args, context) {
    const [bot, text] = [nameIn(args, "bot", context), textArgument(args, "message", context)];
    return JSON.stringify(await ask(context, bot, text, secondsOf(args, "delegate-timeout", context)));
  },
  apply(result, session) {
    const answer = read(result);
    if (answer) meet(session, [answer.bot]);
    return answer?.text ?? null;
  },
};

const delegateTo: EffectHandler = {
  limitMs,
  async run(args, context) {
    const given = args["context"] ?? null;
    const text = given === null ? context.session.lastText : toText(given, context.values);
    const bot = nameIn(args, "bot", context);
    const seconds = context.config.keys["delegate-timeout"];
    return JSON.stringify(await ask(context, bot, text, seconds, { greets: true }));
  },
  show: (result) => read(result)?.frames ?? null,
  apply(result, session) {
    const answer = read(result);
    if (answer) giveWord(session, answer, false);
    return answer?.text ?? null;
  },
};

const transfer: EffectHandler = {
  run(args, context) {
    const bot = nameIn(args, "bot", context);
    const speaker = { bot, stays: true, hear: null, suggestions: [] };
    context.session.helpers = { ...(context.session.helpers ?? NO_HELPERS), speaker };
    return null;
  },
};

/** Each bot under a key of its own; who cannot answer says why in `error`. */
const broadcast: EffectHandler = {
  limitMs,
  async run(args, context) {
    const text = textArgument(args, "message", context);
    const waitMs = context.config.keys["a2a-timeout"] * 1000;
    const answers = addedIn(context).map(async ({ name: bot }) => {
      try {
        const answer = await askHelper(context, { bot, text, id: context.effectKey, waitMs });
        if (!answer) throw late(bot, waitMs);
        return { bot, text: answer.text, error: null };
      } catch (error) {
        if (!(error instanceof BasicError)) throw error;
        return { bot, text: null, error: error.message };
      }
    });
    return fromPlain(await Promise.all(answers), context.values);
  },
  apply(result, session) {
    meet(session, session.helpers?.added.map(({ name }) => name) ?? []);
    return result;
  },
};

const send: EffectHandler = {
  async run(args, context) {
    const [bot, text] = [nameIn(args, "bot", context), textArgument(args, "message", context)];
    await askHelper(context, { bot, text, id: context.effectKey, waitMs: 0 });
    return JSON.stringify({ bot, id: context.effectKey });
  },
  apply(result, session) {
    if (typeof result !== "string") return null;
    const { bot, id }: { bot: string; id: string } = JSON.parse(result);
    meet(session, [bot], { sent: { ...session.helpers?.sent, [bot]: id } });
    return null;
  },
};

const waitForBot: EffectHandler = {
  limitMs,
  async run(args, context) {
    const bot = nameIn(args, "bot", context);
    const id = context.session.helpers?.sent[bot];
    if (id === undefined)
      throw new BasicError(ERR.badCall, `WAIT FOR BOT: nothing was sent to "${bot}" with SEND TO BOT.`);
    const waitMs = secondsOf(args, "a2a-timeout", context) * 1000;
    // The same id again runs nothing and waits for the answer to it.
    const answer = await askHelper(context, { bot, text: "", id, waitMs });
    if (!answer) throw late(bot, waitMs);
    return answer.text;
  },
};

/** One after the other, so that each sees what the ones before have found. */
const collaborate: EffectHandler = {
  limitMs,
  async run(args, context) {
    const [bots, task] = [wordsIn(args, "bots", context).map(helperName), textArgument(args, "task", context)];
    if (bots.length === 0 || bots.length > MAX_HELPERS)
      throw new BasicError(ERR.badCall, `COLLABORATE WITH takes 1 to ${MAX_HELPERS} bots.`);
    const found: string[] = [];
    for (const [i, bot] of bots.entries()) {
      const waitMs = context.config.keys["a2a-timeout"] * 1000;
      const text = [task, ...found].join("\n\n");
      const answer = await askHelper(context, { bot, text, id: `${context.effectKey}/${i}`, waitMs });
      if (!answer) throw late(bot, waitMs);
      found.push(`${bot}: ${answer.text}`);
    }
    return JSON.stringify({ bots, text: found.join("\n\n") });
  },
  apply(result, session) {
    if (typeof result !== "string") return null;
    const { bots, text }: { bots: string[]; text: string } = JSON.parse(result);
    meet(session, bots);
    return text;
  },
};

export const BOT_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "ADD BOT": addBot,
  "REMOVE BOT": removeBot,
  "LIST BOTS": listBots,
  "SET BOT PRIORITY": setPriority,
  DELEGATE: delegate,
  "DELEGATE TO": delegateTo,
  "TRANSFER CONVERSATION TO": transfer,
  "BROADCAST TO BOTS": broadcast,
  "SEND TO BOT": send,
  "WAIT FOR BOT": waitForBot,
  "COLLABORATE WITH": collaborate,
};
