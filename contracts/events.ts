/**
 * What happens outside a conversation and starts a script: a row that changed, a file, a form, a webhook, an event that a
 * script published. The bot object takes an event durably, once per key, finds the handlers of the current release and has
 * each run in a conversation of its own, without a person (reference 3.13, 4.8, 4.9).
 */
import type { JsonValue } from "./json.ts";

export type BotEvent =
  | { kind: "table"; table: string; change: "insert" | "update" | "delete"; row: JsonObject; before: JsonObject | null }
  | { kind: "file"; path: string; change: "create" | "modify" | "delete"; size: number; type: string; hash: string }
  | { kind: "form"; form: string; fields: JsonObject; files: string[] }
  | { kind: "webhook"; endpoint: string; request: WebhookRequest }
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

/** What a release wants to be told of: a directive, or a script of a well-known name. Part of the manifest. */
export type Handler = {
  /** Directive keyword, or `script` for a well-known name (`on_transfer`, `orders_insert`). */
  keyword: string;
  /** What it is for, folded: table, path, form, endpoint, event name, address. */
  subject: string;
  /** Script that holds it. */
  script: string;
  /** Function of that script's program that is the block; null runs the whole script. */
  handler: number | null;
  line: number;
  /** The directive's other operands. */
  args: JsonObject;
};

/** Kept for the console: what became of an event at one handler. Times in ms. */
export interface HandlerRun {
  key: string;
  event: string;
  subject: string;
  script: string;
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
