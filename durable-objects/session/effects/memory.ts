/** SET and GET BOT MEMORY, CACHE SET and GET: values that all of a bot's conversations share (reference 3.8, 4.7). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import { botObject, callObject } from "../../objects.ts";
import type { EffectHandler } from "./effect.ts";
import { keyOf, storedValue } from "./memory-values.ts";

const DEFAULT_CACHE_S = 3_600;
const MAX_CACHE_S = 30 * 86_400;

const setMemory: EffectHandler = {
  async run(args, context) {
    const key = keyOf(args, context);
    const value = storedValue(args, context);
    const bot = botObject(context.env, context.identity.key);
    await callObject(context.clock, context.signal, () => bot.setMemory(context.effectKey, key, value));
    return null;
  },
};

const getMemory: EffectHandler = {
  async run(args, context) {
    const key = keyOf(args, context);
    const bot = botObject(context.env, context.identity.key);
    return fromPlain(await callObject(context.clock, context.signal, () => bot.getMemory(key)), context.values);
  },
};

const setCache: EffectHandler = {
  async run(args, context) {
    const [key, value] = [keyOf(args, context), storedValue(args, context)];
    const seconds = args["seconds"];
    const kept = seconds === undefined || seconds === null ? DEFAULT_CACHE_S : toNumber(seconds, context.values);
    if (!(kept > 0 && kept <= MAX_CACHE_S)) {
      throw new BasicError(ERR.badCall, `CACHE SET keeps a value for more than 0 and at most ${MAX_CACHE_S} seconds.`);
    }
    const until = context.clock.now() + kept * 1000;
    const bot = botObject(context.env, context.identity.key);
    await callObject(context.clock, context.signal, () => bot.setCache(context.effectKey, key, value, until));
    return null;
  },
};

const getCache: EffectHandler = {
  async run(args, context) {
    const key = keyOf(args, context);
    const bot = botObject(context.env, context.identity.key);
    return fromPlain(await callObject(context.clock, context.signal, () => bot.getCache(key)), context.values);
  },
};

export const MEMORY_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SET BOT MEMORY": setMemory,
  "GET BOT MEMORY": getMemory,
  "CACHE SET": setCache,
  "CACHE GET": getCache,
};
