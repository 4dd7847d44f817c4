/**
 * What happens outside a conversation and starts a script: a row that changed, a file, a form, a webhook, an event that a
 * script published. The bot object takes an event durably, once per key, finds the handlers of the current release and has
 * each run in a conversation of its own, without a person (reference 3.13, 4.8, 4.9).
 */
import type { JsonValue } from "./json.ts";

export type BotEvent =
  | { kind: "table"; table: string; change: "insert" | "update" | "delete"; row: JsonObject; before: JsonObject | null }
  | { kind: "file"; path: string; change: "create" | "modify" | "delete"; size: number; type: string; hash: string }
  /** `metadata`: where it came from (`ip`, `referrer`, `utm_source` ...). `files`: paths in the drive. */
  | { kind: "form"; form: string; fields: JsonObject; files: string[]; metadata: JsonObject }
  | { kind: "webhook"; endpoint: string; request: WebhookRequest }
  /** A script of the release that is to run by itself: TRIGGER, REFRESH. */
  | { kind: "script"; script: string; args: JsonObject }
  /** PUBLISH EVENT, and what the product itself tells (`session`, `transfer`). */
  | { kind: "named"; name: string; data: JsonValue }
  | { kind: "email"; to: string; from: string; subject: string; body: string; attachments: string[] };

export type JsonObject = Record<string, JsonValue>;

export interface WebhookRequest {
  method: "GET" | "POST";
  path: string;
  /** Of the query; the last of a name counts. */
  params: Record<string, string>;
  /** Lower-case names; credentials are left out. */
  headers: Record<string, string>;
  body: JsonValue;
}

/**
 * What a release wants to be told of: a directive, or a script of a well-known name, which counts like the directive that it
 * stands for (`orders_insert` like ON INSERT OF "orders"). Part of the manifest.
 */
export type Handler = {
  /** `ON` of an event's name is ON EVENT here. */
  keyword: HandlerKeyword;
  /** What it is for, folded (contracts/event-names.ts): table, path, form, endpoint, event name, address. */
  subject: string;
  /** The script answers by its name, in which a sign that is no letter or digit is `_`. */
  byName?: true;
  /** Script that holds it. */
  script: string;
  /** Function of that script's program that is the block; null runs the whole script. */
  handler: number | null;
  line: number;
  /** The directive's other operands. */
  args: JsonObject;
};

export type HandlerKeyword =
  | "WEBHOOK"
  | "ON FORM SUBMIT"
  | "ON INSERT OF"
  | "ON UPDATE OF"
  | "ON DELETE OF"
  | "ON EMAIL"
  | "ON CHANGE"
  | "ON EVENT";

/** What the current release wants to be told of by the bot's own stores; everything else need not be raised. */
export interface Watched {
  /** Tables in lower case. */
  tables: { table: string; change: "insert" | "update" | "delete" }[];
  /** Files, folders and patterns of ON CHANGE. */
  paths: string[];
}

export const EVENT_LIMITS = {
  /** UTF-16 units of an event as JSON. A webhook's body has at most 10 MB. */
  event: 12_000_000,
  /** Runs that wait or run; beyond it events are refused until there is room. */
  queued: 10_000,
  /** Finished runs that are listed, with their conversations. */
  kept: 1_000,
  /** Events that one event may lead to, one after the other. */
  depth: 8,
  /** Runs of one bot at a time; those of webhooks, for which somebody waits, apart. */
  running: 8,
  runningWebhooks: 32,
  /** Conversations of a bot that wait for an event. */
  waiters: 10_000,
  /** ms that a run has. */
  runMs: 300_000,
  webhookMs: 30_000,
} as const;

/** How a run begins, in the conversation that it has for itself. */
export interface RunRequest {
  /** Unique; the same again joins the run. */
  id: string;
  script: string;
  /** Function of the script's program that is the block; null runs the whole script. */
  handler: number | null;
  /** Variables that are set whatever the script says. */
  variables: JsonObject;
  /** Set for PARAMs of the same name only. */
  fields: JsonObject;
  limitMs: number;
  /** The release whose handler it is; the current one where none is named. */
  release?: string;
}

export interface RunStanding {
  /** Null while it runs. */
  outcome: RunOutcome | null;
}

/** What a waiting conversation is told. `until`: ms, when it waits no longer. */
export type AwaitedEvent = { came: true; data: JsonValue } | { came: false; until: number };

/** Kept for the console: what became of an event at one handler. Times in ms. */
export interface HandlerRun {
  key: string;
  /** `insert`, `form` ... or the event's name. */
  event: string;
  subject: string;
  script: string;
  /** The run's conversation; its transcript is there until it is erased. */
  conversation: string;
  state: "waiting" | "running" | "done" | "failed";
  at: number;
  attempts: number;
  error: string | null;
}

/** What a run that was started by an event left: its RETURN value, or the `result_*` variables (reference 4.9). */
export interface RunOutcome {
  ok: boolean;
  /** JSON of the RETURN value; null where there was none. */
  returned: JsonValue;
  hasReturned: boolean;
  /** `result`, `result_status`, `result_x` ... */
  results: JsonObject;
  error: { number: number; message: string } | null;
}
