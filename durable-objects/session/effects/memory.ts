/** SET BOT MEMORY, GET BOT MEMORY: values that all of a bot's conversations share (reference 3.8, 4.7). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { botObject, callObject } from "./objects.ts";

const MAX_KEY = 200;
const MAX_VALUE = 100_000;

function keyOf(args: Record<string, Value>, context: EffectContext): string {
  const key = toText(args["key"] ?? null, context.values).trim();
  if (key === "" || key.length > MAX_KEY) {
    throw new BasicError(ERR.badCall, `A memory key has 1 to ${MAX_KEY} characters.`);
  }
  return key;
}

const setMemory: EffectHandler = {
  async run(args, context) {
    const key = keyOf(args, context);
    const json = toJson(args["value"] ?? null, context.values);
    if (json.length > MAX_VALUE) {
      throw new BasicError(ERR.memory, `A value of the bot's memory has at most ${MAX_VALUE} characters.`);
    }
    const value: JsonValue = JSON.parse(json);
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

export const MEMORY_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SET BOT MEMORY": setMemory,
  "GET BOT MEMORY": getMemory,
};
