/** SET and GET BOT MEMORY, CACHE SET and GET: values that all of a bot's conversations share (reference 3.8, 4.7). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import type { Value } from "../../../basic/values.ts";
import type { BotApi } from "../../../contracts/objects.ts";
import { type CacheAccess, CacheError, cacheKey, readCached, writeCached } from "../../../platform/cache/upstash.ts";
import { botObject, callObject } from "../../objects.ts";
import { helperName } from "../helpers.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
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

/** The other bot of this tenant; error 404 where there is none. */
async function otherBot(args: Record<string, Value>, context: EffectContext): Promise<{ name: string; api: BotApi }> {
  const name = helperName(textArgument(args, "bot", context));
  const api = botObject(context.env, { tenant: context.identity.key.tenant, bot: name });
  const hash = await callObject(context.clock, context.signal, () => api.currentHash());
  if (hash === null) throw new BasicError(ERR.serviceMissing, `There is no bot "${name}".`);
  return { name, api };
}

/** The other bot has the value at once, and may take it over again later. */
const share: EffectHandler = {
  async run(args, context) {
    const { clock, signal, effectKey, identity } = context;
    const key = keyOf(args, context);
    const { name, api } = await otherBot(args, context);
    const own = botObject(context.env, identity.key);
    const value = await callObject(clock, signal, () => own.shareMemory(effectKey, key, name));
    // Not under the same key where a bot shares with itself.
    await callObject(clock, signal, () => api.setMemory(`${effectKey}/shared`, key, value));
    return null;
  },
};

const sync: EffectHandler = {
  async run(args, context) {
    const { clock, signal, effectKey, identity } = context;
    const { api } = await otherBot(args, context);
    const shared = await callObject(clock, signal, () => api.sharedMemory(identity.key.bot));
    const own = botObject(context.env, identity.key);
    for (const [i, { key, value }] of shared.entries())
      await callObject(clock, signal, () => own.setMemory(`${effectKey}/${i}`, key, value));
    return null;
  },
};

/** Null where the deployment has no Redis: the bot object keeps the cache then. */
function cacheAccess({ env, signal }: EffectContext): CacheAccess | null {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  return url ? { url, token: token ?? "", signal } : null;
}

/** Error 500 in words where the cache does not answer: a script may go on without it. */
async function cached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CacheError ? new BasicError(ERR.remote, error.message) : error;
  }
}

const setCache: EffectHandler = {
  async run(args, context) {
    const [key, value] = [keyOf(args, context), storedValue(args, context)];
    const seconds = args["seconds"];
    const kept = seconds === undefined || seconds === null ? DEFAULT_CACHE_S : toNumber(seconds, context.values);
    if (!(kept > 0 && kept <= MAX_CACHE_S)) {
      throw new BasicError(ERR.badCall, `CACHE SET keeps a value for more than 0 and at most ${MAX_CACHE_S} seconds.`);
    }
    const access = cacheAccess(context);
    if (access) {
      const stored = cacheKey(context.identity.key, key);
      return cached(() => writeCached(access, stored, JSON.stringify(value), kept * 1000).then(() => null));
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
    const access = cacheAccess(context);
    if (access) {
      const text = await cached(() => readCached(access, cacheKey(context.identity.key, key)));
      return text === null ? null : fromPlain(JSON.parse(text), context.values);
    }
    const bot = botObject(context.env, context.identity.key);
    return fromPlain(await callObject(context.clock, context.signal, () => bot.getCache(key)), context.values);
  },
};

export const MEMORY_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SET BOT MEMORY": setMemory,
  "GET BOT MEMORY": getMemory,
  "BOT SHARE MEMORY": share,
  "BOT SYNC MEMORY FROM": sync,
  "CACHE SET": setCache,
  "CACHE GET": getCache,
};
