/** GET and READ: files of the package, and keys such as session.user_name (reference 3.8, 3.11). */
import { getField } from "../../../basic/operations/fields.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { FileValue, type Value } from "../../../basic/values.ts";
import { givenFile, pathArgument } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { getLimitMs, httpGet } from "./http.ts";
import { findFile, readText } from "./package-files.ts";
import { sessionKey } from "./session-values.ts";
import { isVerified, recalled } from "./user-memory.ts";

const FILE_NAME =
  /\.(txt|md|csv|json|xml|html|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|webp|svg|mp[34]|wav|zip|ya?ml|log|bas)$/i;
const KEY_HEADS: ReadonlySet<string> = new Set(["session", "user", "bot", "config", "param"]);
const MAX_KEY = 200;
/** A document may have to pass through the gateway. */
const DOCUMENT_LIMIT_MS = 90_000;

const get: EffectHandler = {
  limitMs: (context) => Math.max(DOCUMENT_LIMIT_MS, getLimitMs(context)),
  // A key is answered by the session and its release, what REMEMBER keeps of a verified person by theirs.
  classOf: (args, context) => (isKey(args, context) && !asksPerson(args, context) ? "pure" : "recordable"),
  run(args, context) {
    const text = sourceOf(args, context);
    const key = args["key"];
    if (key !== undefined && key !== null) return config(toText(key, context.values), context);
    switch (kindOf(text, context)) {
      case "address":
        return httpGet(text, context);
      case "file":
        return readFile(text, context);
      case "key":
        return readKey(text, context);
    }
  },
};

const read: EffectHandler = {
  limitMs: () => DOCUMENT_LIMIT_MS,
  async run(args, context) {
    const { path } = args;
    // A file that a function of the language made has no place of its own: its bytes are in the value.
    if (path instanceof FileValue && path.path === "")
      return new TextDecoder().decode((await givenFile(path, context)).bytes);
    return readFile(pathArgument(path, context), context);
  },
};

const sourceOf = (args: Record<string, Value>, context: EffectContext): string =>
  toText(args["source"] ?? null, context.values).trim();

function isKey(args: Record<string, Value>, context: EffectContext): boolean {
  return isSet(args["key"]) || kindOf(sourceOf(args, context), context) === "key";
}

/** The key may be one of REMEMBER: no other scope has its name. */
function asksPerson(args: Record<string, Value>, context: EffectContext): boolean {
  const head = headOf(sourceOf(args, context));
  const isOther = KEY_HEADS.has(head.toLowerCase()) || isSet(context.variable(head));
  return !isSet(args["key"]) && isVerified(context) && !isOther;
}

/** Told apart in the order of reference 3.8. */
function kindOf(text: string, context: EffectContext): "address" | "file" | "key" {
  const head = headOf(text);
  if (text.includes(".") && (KEY_HEADS.has(head.toLowerCase()) || isSet(context.variable(head)))) return "key";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return "address";
  return text.includes("/") || FILE_NAME.test(text) ? "file" : "key";
}

async function readFile(path: string, context: EffectContext): Promise<Value> {
  const file = await findFile(path, context);
  if (file) return readText(file, context);
  context.warn(`There is no file "${path.slice(0, 200)}".`);
  return null;
}

/** A key's value; NULL where nothing has that name. */
function readKey(text: string, context: EffectContext): Value | Promise<Value> {
  const head = headOf(text).toLowerCase();
  const rest = text.slice(head.length + 1);
  if (rest !== "") {
    if (head === "session") return sessionKey(rest, context);
    if (head === "user")
      return rest.toLowerCase() === "message" ? context.session.lastText : sessionKey(`user_${rest}`, context);
    if (head === "bot") return rest.toLowerCase() === "name" ? context.config.botName : config(`bot-${rest}`, context);
    if (head === "config") return config(rest, context);
    if (head === "param") return context.variable(rest) ?? config(`param-${rest}`, context);
    const variable = context.variable(headOf(text));
    if (variable !== undefined && variable !== null) return fieldPath(variable, rest, context);
  }
  const remembered = text === "" || text.length > MAX_KEY ? null : recalled(text, context);
  if (!(remembered instanceof Promise)) return remembered ?? sessionKey(text, context);
  // A copy of the session, where the person's own object is asked.
  return remembered.then((value) => value ?? sessionKey(text, context));
}

/** Secrets of the configuration are for the product, not for what a script may say. */
const SECRET_KEY = /(^|-)(api-?keys?|keys?|pass|passwd|passwords?|pwd|tokens?|secrets?|credentials?)(-|\d*$)/;

function config(name: string, context: EffectContext): Value {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  if (SECRET_KEY.test(key)) {
    context.warn(`The config key "${key}" is a secret and cannot be read by a script.`);
    return null;
  }
  return context.config.raw[key] ?? null;
}

function fieldPath(value: Value, path: string, context: EffectContext): Value {
  let current = value;
  for (const name of path.split(".")) current = getField(current, name, context.values, true);
  return current;
}

function headOf(text: string): string {
  const dot = text.indexOf(".");
  return dot < 0 ? text : text.slice(0, dot);
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

export const FILE_EFFECTS: Readonly<Record<string, EffectHandler>> = { GET: get, READ: read };
