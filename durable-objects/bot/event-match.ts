/** Which handlers of a release an event is for, and what each of their scripts is given (reference 3.13, 4.1, 4.9). Pure. */
import { foldName, foldPath, isUnder, scriptWord } from "../../contracts/event-names.ts";
import type { BotEvent, Handler, HandlerKeyword, JsonObject, Watched } from "../../contracts/events.ts";
import type { JsonValue } from "../../contracts/json.ts";

export interface Matched {
  handler: Handler;
  variables: JsonObject;
  fields: JsonObject;
}

/** The handlers in the order of the release. Of an endpoint the first alone answers. */
export function match(handlers: readonly Handler[], event: BotEvent): Matched[] {
  const given = givenBy(event);
  if (event.kind === "script") return [{ handler: { ...WHOLE_SCRIPT, script: event.script }, ...given }];
  const found = handlers.filter((handler) => isFor(handler, event)).map((handler) => ({ handler, ...given }));
  return event.kind === "webhook" ? found.slice(0, 1) : found;
}

/** As if the script had said that it wants to run. */
const WHOLE_SCRIPT = { keyword: "ON EVENT", subject: "", handler: null, line: 1, args: {} } as const;

/** What happened, in a word, for the list of runs. */
export function eventName(event: BotEvent): string {
  switch (event.kind) {
    case "table":
    case "file":
      return event.change;
    case "named":
      return foldName(event.name);
    default:
      return event.kind;
  }
}

/**
 * Runs of one order wait for each other, so that a script sees the changes of a table, of a file and the events of one name as they
 * came. Null: calls from outside, which have nothing to do with each other.
 */
export function orderOf({ keyword, subject, script, line }: Handler, event: BotEvent): string | null {
  switch (event.kind) {
    case "table":
      return `${keyword} ${subject} ${script} ${line}`;
    case "named":
      return `${keyword} ${eventName(event)} ${script} ${line}`;
    case "file":
      return `${keyword} ${foldPath(event.path)} ${script} ${line}`;
    default:
      return null;
  }
}

/** What the bot's own stores are to tell. */
export function watchedBy(handlers: readonly Handler[]): Watched {
  const watched: Watched = { tables: [], paths: [] };
  for (const { keyword, subject } of handlers) {
    if (keyword === "ON INSERT OF") watched.tables.push({ table: subject, change: "insert" });
    else if (keyword === "ON UPDATE OF") watched.tables.push({ table: subject, change: "update" });
    else if (keyword === "ON DELETE OF") watched.tables.push({ table: subject, change: "delete" });
    else if (keyword === "ON CHANGE") watched.paths.push(subject);
  }
  return watched;
}

const TABLE: Readonly<Record<"insert" | "update" | "delete", HandlerKeyword>> = {
  insert: "ON INSERT OF",
  update: "ON UPDATE OF",
  delete: "ON DELETE OF",
};

function isFor({ keyword, subject, byName, args }: Handler, event: BotEvent): boolean {
  const isNamed = (name: string): boolean => subject === (byName ? scriptWord(name) : foldName(name));
  switch (event.kind) {
    case "table":
      return keyword === TABLE[event.change] && isNamed(event.table);
    case "form":
      return keyword === "ON FORM SUBMIT" && isNamed(event.form);
    case "webhook":
      return keyword === "WEBHOOK" && subject === event.endpoint;
    case "script":
      return false;
    case "named":
      return keyword === "ON EVENT" && isNamed(event.name);
    case "file":
      return (
        keyword === "ON CHANGE" && isUnder(foldPath(event.path), subject) && wantsChange(args["events"], event.change)
      );
    case "email":
      return keyword === "ON EMAIL" && (byName === true || fitsMail(subject, args, event));
  }
}

/** EVENTS is a list, or a text with commas; `any`, or nothing, is every change. */
function wantsChange(events: JsonValue | undefined, change: string): boolean {
  const listed = typeof events === "string" ? events.split(",") : Array.isArray(events) ? events : [];
  const words = listed
    .filter((word) => typeof word === "string")
    .map((word) => SYNONYMS[foldName(word)] ?? foldName(word));
  return words.length === 0 || words.includes("any") || words.includes(change);
}

const SYNONYMS: Readonly<Record<string, string>> = {
  created: "create",
  new: "create",
  modified: "modify",
  update: "modify",
  updated: "modify",
  change: "modify",
  changed: "modify",
  deleted: "delete",
  remove: "delete",
  removed: "delete",
  all: "any",
  "*": "any",
};

/** FROM names the sender's address or a part of it, SUBJECT a part of the subject. */
function fitsMail(address: string, args: JsonObject, event: Extract<BotEvent, { kind: "email" }>): boolean {
  const has = (text: string, part: JsonValue | undefined): boolean =>
    typeof part !== "string" || foldName(text).includes(foldName(part));
  return (
    foldName(event.to).includes(address) &&
    has(event.from, args["sender"]) &&
    has(event.subject, args["subject"]) &&
    (args["attachment"] === undefined || event.attachments.length > 0)
  );
}

function givenBy(event: BotEvent): Omit<Matched, "handler"> {
  switch (event.kind) {
    case "table": {
      const { row, before, table, change } = event;
      return { variables: { row, before, table, change }, fields: row };
    }
    case "file": {
      const { path, change, size, type, hash } = event;
      const name = path.slice(path.lastIndexOf("/") + 1);
      return { variables: { path, change, file: { path, name, size, type, hash } }, fields: { name, size, type } };
    }
    case "form": {
      const { form, fields, files, metadata } = event;
      return { variables: { fields, form: fields, form_name: form, files, metadata }, fields };
    }
    case "webhook": {
      const { method, path, params, headers, body } = event.request;
      return { variables: { method, path, params, headers, body }, fields: isObject(body) ? body : {} };
    }
    case "script":
      return { variables: {}, fields: event.args };
    case "named":
      return { variables: { data: event.data, event: event.name }, fields: isObject(event.data) ? event.data : {} };
    case "email": {
      const { to, from, subject, body, attachments } = event;
      return { variables: { to, from, subject, body, attachments }, fields: {} };
    }
  }
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
