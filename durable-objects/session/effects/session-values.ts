/** SET SESSION, GET SESSION, SET "key", SET USER and what a conversation knows of itself (reference 3.8). */
import { missingService } from "../../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import type { Value } from "../../../basic/values.ts";
import { type EffectArguments, textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { plain } from "./table-changes.ts";
import { TABLE_EFFECTS } from "./tables.ts";

const MAX_KEY = 200;
/** All session keys lie in one row of the store (reference 5.4: session variables 1 MB). */
const MAX_VALUES = 1_000_000;

/** Names that the conversation answers by itself, and nobody sets. */
function knownKeys({ identity, config, session }: EffectContext): Readonly<Record<string, Value>> {
  const { user } = identity.request;
  const given = session.user ?? null;
  return {
    id: identity.key.conversation,
    user_id: given ?? user?.id ?? null,
    user_name: user?.name ?? null,
    name: user?.name ?? null,
    user_email: user?.email ?? null,
    channel: identity.request.channel,
    locale: identity.request.locale ?? config.locale,
    created_at: new Date(identity.startedAt).toISOString(),
  };
}

/** A session key: what was stored, else what the conversation knows; NULL where nothing has that name. */
export function sessionKey(name: string, context: EffectContext): Value {
  const key = name.trim().toLowerCase();
  const { data } = context.session;
  if (Object.hasOwn(data, key)) return fromPlain(data[key], context.values);
  const known = knownKeys(context);
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null;
}

function store(name: string, value: Value, context: EffectContext): void {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/^session\./, "");
  if (key === "" || key.length > MAX_KEY)
    throw new BasicError(ERR.badCall, `A session key has 1 to ${MAX_KEY} characters.`);
  if (key === "id" || key === "channel" || key === "created_at")
    throw new BasicError(ERR.badCall, `The session key ${key} is the conversation's own and cannot be set.`);
  const { session } = context;
  // NULL takes the key away.
  const { [key]: _, ...others } = session.data;
  const data = value === null ? others : { ...others, [key]: plain(value, context.values) };
  const size = JSON.stringify(data).length;
  if (size > MAX_VALUES)
    throw new BasicError(ERR.memory, `A conversation keeps at most ${MAX_VALUES} characters under its keys.`);
  session.data = data;
}

/** Only the own conversation: another one's values are that person's. */
function checkOwn(args: EffectArguments, keyword: string, context: EffectContext): void {
  const id = textArgument(args, "id", context).trim();
  if (id === context.identity.key.conversation || id === "") return;
  throw new BasicError(ERR.serviceMissing, missingService(`${keyword} of another conversation`, "messaging"));
}

const setSession: EffectHandler = {
  run(args, context) {
    checkOwn(args, "SET SESSION", context);
    store(textArgument(args, "key", context), args["value"] ?? null, context);
    return null;
  },
};

const getSession: EffectHandler = {
  run(args, context) {
    checkOwn(args, "GET SESSION", context);
    return sessionKey(textArgument(args, "key", context), context);
  },
};

/** A text before = or a comma is a session key; three texts change rows of a table. */
const set: EffectHandler = {
  classOf: ({ table }) => (table === undefined ? "pure" : "internal-write"),
  run(args, context) {
    if (args["table"] !== undefined) return TABLE_EFFECTS["UPDATE"]!.run(args, context);
    store(textArgument(args, "key", context), args["value"] ?? null, context);
    return null;
  },
};

const setUser: EffectHandler = {
  run(args, context) {
    const id = textArgument(args, "id", context).trim();
    if (id === "" || id.length > MAX_KEY)
      throw new BasicError(ERR.badCall, `The id of a person has 1 to ${MAX_KEY} characters.`);
    context.session.user = id;
    return null;
  },
};

/** What a web page's request carries is not kept: NULL, as on the channels that have none. */
const unknown: EffectHandler = { run: () => null };

/** A secret that is compared and thrown away: from the platform's generator, never from the script's, which can be foretold. */
const generateCode: EffectHandler = {
  waits: () => false,
  run(args, context) {
    const digits = Number(textArgument(args, "digits", context));
    if (!Number.isInteger(digits) || digits < 1 || digits > 32)
      throw new BasicError(ERR.badCall, "GENERATE CODE makes 1 to 32 digits.");
    let code = "";
    while (code.length < digits) {
      // 250 and above would make some digits likelier than others.
      for (const byte of crypto.getRandomValues(new Uint8Array(2 * digits)))
        if (byte < 250 && code.length < digits) code += String(byte % 10);
    }
    return code;
  },
};

export const SESSION_VALUE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SET SESSION": setSession,
  "GET SESSION": getSession,
  SET: set,
  "SET USER": setUser,
  "GET CLIENT IP": unknown,
  "GET USER AGENT": unknown,
  "GENERATE CODE": generateCode,
};
