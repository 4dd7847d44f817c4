/**
 * What is remembered of a person (reference 3.8, 4.7). User memory and facts need a person whose identity is verified and
 * are shared by all bots of the tenant; REMEMBER and RECALL are this bot's, and fall back on the conversation where nobody
 * is verified: nothing that a page merely says of its visitor opens what somebody else left.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import type { Value } from "../../../basic/values.ts";
import type { Result } from "../../../contracts/faults.ts";
import type { PersonScope, PersonValue, UserApi } from "../../../contracts/person.ts";
import { callObject, userObject } from "../../objects.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { keyOf, secondsKept, storedValue } from "./memory-values.ts";

/** Of all that REMEMBER keeps in a conversation without a verified person, as JSON. */
const MAX_KEPT = 1_000_000;
export const MAX_FACTS = 200;
const MAX_FACT = 1_000;

type Place = Pick<EffectContext, "env" | "identity">;

/** Also known to a replay, which has no object to ask. */
export const isVerified = ({ identity }: Pick<EffectContext, "identity">): boolean =>
  identity.request.person !== undefined;

/** Null where nobody is verified. */
export function personOf({ env, identity }: Place): UserApi | null {
  const { person } = identity.request;
  return person ? userObject(env, identity.key.tenant, person.key) : null;
}

/** Error 70 where the bot keeps nothing of persons, or nobody is verified. */
function ownMemory(context: EffectContext): UserApi {
  if (!context.config.keys["user-memory-enabled"])
    throw new BasicError(ERR.permission, "This bot keeps no user memory (user-memory-enabled is false).");
  const person = personOf(context);
  if (person === null)
    throw new BasicError(
      ERR.permission,
      "User memory needs a person whose identity is verified; this conversation has none.",
    );
  return person;
}

async function put(person: UserApi, context: EffectContext, value: PersonValue): Promise<null> {
  const maxKeys = context.config.keys["user-memory-max-keys"];
  const set = await callObject(context.clock, context.signal, () => person.set(context.effectKey, value, maxKeys));
  return unrefused(set);
}

function unrefused(set: Result<null>): null {
  if (!set.ok) throw new BasicError(ERR.memory, set.detail);
  return null;
}

/** When a value of user memory is over, ms. */
function defaultEnd({ config, session }: EffectContext): number | null {
  const seconds = config.keys["user-memory-default-ttl"];
  return seconds > 0 ? session.now + seconds * 1000 : null;
}

const setIn = (scope: PersonScope): EffectHandler => ({
  run(args, context) {
    const [key, value] = [keyOf(args, context), storedValue(args, context)];
    return put(ownMemory(context), context, { scope, key, value, until: defaultEnd(context) });
  },
});

const getMemory: EffectHandler = {
  async run(args, context) {
    const [person, key] = [ownMemory(context), keyOf(args, context)];
    return fromPlain(await callObject(context.clock, context.signal, () => person.get("memory", key)), context.values);
  },
};

const clearMemory: EffectHandler = {
  async run(args, context) {
    const key = (args["key"] ?? null) === null ? null : keyOf(args, context);
    const person = ownMemory(context);
    await callObject(context.clock, context.signal, () => person.clear(context.effectKey, "memory", key));
    return null;
  },
};

/** A sentence is its own key: said twice it is noted once. */
const rememberFact: EffectHandler = {
  run(args, context) {
    const text = textArgument(args, "text", context).trim();
    if (text === "" || text.length > MAX_FACT)
      throw new BasicError(ERR.badCall, `A fact has 1 to ${MAX_FACT} characters.`);
    const value = { scope: "fact", key: text.slice(0, 200), value: text, until: defaultEnd(context) } as const;
    return put(ownMemory(context), context, value);
  },
};

const facts: EffectHandler = {
  async run(_, context) {
    const person = ownMemory(context);
    const noted = await callObject(context.clock, context.signal, () => person.list("fact", MAX_FACTS));
    return fromPlain(
      noted.map(({ key, value }) => ({ key, value })),
      context.values,
    );
  },
};

const scopeOf = ({ identity }: Place): PersonScope => `bot/${identity.key.bot}`;

const remember: EffectHandler = {
  classOf: (_, context) => (isVerified(context) ? "internal-write" : "pure"),
  run(args, context) {
    const [key, value] = [keyOf(args, context), storedValue(args, context)];
    const seconds = secondsKept(args["duration"], context);
    const { session } = context;
    const until = seconds === null ? null : session.now + seconds * 1000;
    const person = personOf(context);
    if (person) return put(person, context, { scope: scopeOf(context), key, value, until });
    const { [key]: _, ...others } = session.remembered ?? {};
    const remembered = value === null ? others : { ...others, [key]: { value, until } };
    if (JSON.stringify(remembered).length > MAX_KEPT)
      throw new BasicError(ERR.memory, `A conversation remembers at most ${MAX_KEPT} characters.`);
    session.remembered = remembered;
    context.warn("Nobody is verified here: REMEMBER keeps the value in this conversation alone.");
    return null;
  },
};

/** What REMEMBER stored; NULL where there is none or its time is over. At once where nobody is verified. */
export function recalled(key: string, context: EffectContext): Value | Promise<Value> {
  const person = personOf(context);
  if (person)
    return callObject(context.clock, context.signal, () => person.get(scopeOf(context), key)).then((value) =>
      fromPlain(value, context.values),
    );
  const { remembered = {}, now } = context.session;
  const found = Object.hasOwn(remembered, key) ? remembered[key] : undefined;
  return found && (found.until === null || found.until > now) ? fromPlain(found.value, context.values) : null;
}

const recall: EffectHandler = {
  classOf: (_, context) => (isVerified(context) ? "recordable" : "pure"),
  run: (args, context) => recalled(keyOf(args, context), context),
};

export const USER_MEMORY_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SET USER MEMORY": setIn("memory"),
  "GET USER MEMORY": getMemory,
  "CLEAR USER MEMORY": clearMemory,
  "SET USER FACT": setIn("fact"),
  "REMEMBER USER FACT": rememberFact,
  "USER FACTS": facts,
  REMEMBER: remember,
  RECALL: recall,
};
