/** PUBLISH EVENT, WAIT FOR EVENT, TRIGGER, REFRESH, PUBLISH: a script says that something happened, or waits for it (reference 3.13, 3.14). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import type { Value } from "../../../basic/values.ts";
import type { BotEvent } from "../../../contracts/events.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import { botObject, callObject } from "../../objects.ts";
import { scriptName } from "../turn/scripts.ts";
import { textArgument } from "./arguments.ts";
import { type EffectContext, type EffectHandler, Suspension } from "./effect.ts";

const MAX_NAME = 200;
/** Seconds that WAIT FOR EVENT waits where it does not say, and at most. */
const DEFAULT_SECONDS = 3_600;
const MAX_SECONDS = 30 * 86_400;
const WHAT = "The name of an event has 1 to 200 characters.";

function named(args: Record<string, Value>, operand: string, context: EffectContext): string {
  const name = textArgument(args, operand, context).trim();
  if (name === "" || name.length > MAX_NAME) throw new BasicError(ERR.badCall, WHAT);
  return name;
}

async function raise(context: EffectContext, event: BotEvent): Promise<null> {
  const bot = botObject(context.env, context.identity.key);
  const raised = await callObject(context.clock, context.signal, () => bot.raise(context.effectKey, event));
  if (!raised.ok) throw new BasicError(ERR.remote, raised.detail);
  return null;
}

const plain = (value: Value | undefined, context: EffectContext): JsonValue =>
  JSON.parse(toJson(value ?? null, context.values));

const publishEvent: EffectHandler = {
  run: (args, context) =>
    raise(context, { kind: "named", name: named(args, "name", context), data: plain(args["data"], context) }),
};

/** The script of that name, in a run of its own; without one the event of that name. */
const trigger: EffectHandler = {
  run(args, context) {
    const flow = named(args, "flow", context);
    const data = { id: plain(args["id"], context), flow };
    const script = scriptName(flow);
    if (context.hasScript(script)) return raise(context, { kind: "script", script, args: data });
    return raise(context, { kind: "named", name: flow, data });
  },
};

const refresh: EffectHandler = {
  async run(args, context) {
    const name = named(args, "name", context);
    // Answers of the model are kept nowhere: there is nothing to forget.
    if (name.toLowerCase() === "llm") return null;
    const script = scriptName(name);
    if (!context.hasScript(script))
      throw new BasicError(ERR.fileNotFound, `There is no script "${name}" to run again.`);
    return raise(context, { kind: "script", script, args: {} });
  },
};

/** The event `publish`, for whoever brings to the outside what the script has prepared. */
const publish: EffectHandler = {
  run: (args, context) =>
    raise(context, { kind: "named", name: "publish", data: { name: textArgument(args, "name", context) } }),
};

const waitForEvent: EffectHandler = {
  async run(args, context) {
    const name = named(args, "name", context);
    const given = args["timeout"] ?? null;
    const seconds = given === null ? DEFAULT_SECONDS : toNumber(given, context.values);
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new BasicError(ERR.badCall, "WAIT FOR EVENT takes a TIMEOUT of more than 0 seconds and at most 30 days.");
    }
    const until = context.endsAt(context.clock.now() + seconds * 1000);
    const bot = botObject(context.env, context.identity.key);
    const answer = await callObject(context.clock, context.signal, () =>
      bot.awaitEvent(context.effectKey, name, until),
    );
    if (!answer.ok) throw new BasicError(ERR.remote, answer.detail);
    return answer.value.came ? fromPlain(answer.value.data, context.values) : new Suspension(answer.value.until);
  },
  // The bot object decides whether the event or the end of the time was first; NULL is the end of the time.
  async ended(_, context) {
    const bot = botObject(context.env, context.identity.key);
    const answer = await callObject(context.clock, context.signal, () => bot.awaitedEvent(context.effectKey));
    return answer.came ? fromPlain(answer.data, context.values) : null;
  },
};

export const EVENT_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "PUBLISH EVENT": publishEvent,
  "WAIT FOR EVENT": waitForEvent,
  TRIGGER: trigger,
  REFRESH: refresh,
  PUBLISH: publish,
};
