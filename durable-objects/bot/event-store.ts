/** Runs that events have started, and conversations that wait for an event, as they lie in the bot object's file. */
import type { Page } from "../../contracts/admin.ts";
import { EVENT_LIMITS, type HandlerRun } from "../../contracts/events.ts";
import type { JsonValue } from "../../contracts/json.ts";

export interface RunRow extends Record<string, SqlStorageValue> {
  position: number;
  /** The run's own conversation, which is its name as well. */
  conversation: string;
  event_key: string;
  kind: string;
  event: string;
  subject: string;
  script: string;
  handler: number | null;
  /** Runs with the same one wait for each other; null waits for nobody. */
  ordering: string | null;
  state: HandlerRun["state"];
  at: number;
  /** When it is looked at next; of a running one, when the look that is under way is taken to be lost. */
  due_at: number;
  attempts: number;
  /** Events before this one of which each led to the next. */
  depth: number;
  error: string | null;
  /** JSON of `variables` and `fields` until the run has ended; null where they lie in object storage. */
  request: string | null;
}
export type NewRun = Omit<RunRow, "position" | "state" | "due_at" | "attempts" | "error"> & { error?: string };

export interface WaiterRow extends Record<string, SqlStorageValue> {
  key: string;
  name: string;
  until: number;
  /** `told`: the conversation knows that it came. `over`: it waited in vain. */
  state: "waiting" | "came" | "told" | "over";
  data: string | null;
  due_at: number | null;
  attempts: number;
}

const OPEN = "('waiting', 'running')";
/** Rows of waiters stay so long after their time, for a conversation that asks again. */
const WAITER_KEPT_MS = 7 * 86_400_000;
const DAYLONG_CURSOR = /^\d{1,15}$/;

export function createEventTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS event_runs (
      position INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL UNIQUE, event_key TEXT NOT NULL,
      kind TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, script TEXT NOT NULL, handler INTEGER,
      ordering TEXT, state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
      at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, depth INTEGER NOT NULL,
      error TEXT, request TEXT);
    CREATE INDEX IF NOT EXISTS event_runs_due ON event_runs (due_at) WHERE state IN ${OPEN};
    CREATE INDEX IF NOT EXISTS event_runs_ordering ON event_runs (ordering, position) WHERE state IN ${OPEN};
    CREATE TABLE IF NOT EXISTS event_waiters (
      key TEXT PRIMARY KEY, name TEXT NOT NULL, until INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'came', 'told', 'over')),
      data TEXT, due_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS event_waiters_name ON event_waiters (name) WHERE state = 'waiting';
    CREATE INDEX IF NOT EXISTS event_waiters_due ON event_waiters (due_at) WHERE due_at IS NOT NULL;
  `);
}

export function insertRun(sql: SqlStorage, run: NewRun): void {
  sql.exec(
    `INSERT INTO event_runs (conversation, event_key, kind, event, subject, script, handler, ordering, state, at, due_at,
       attempts, depth, error, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
    run.conversation,
    run.event_key,
    run.kind,
    run.event,
    run.subject,
    run.script,
    run.handler,
    run.ordering,
    run.error === undefined ? "waiting" : "failed",
    run.at,
    run.at,
    run.depth,
    run.error ?? null,
    run.request,
  );
}

export const findRun = (sql: SqlStorage, conversation: string): RunRow | null =>
  sql.exec<RunRow>("SELECT * FROM event_runs WHERE conversation = ?", conversation).toArray()[0] ?? null;

export const countOpen = (sql: SqlStorage): number =>
  sql.exec<{ n: number }>(`SELECT count(*) AS n FROM event_runs WHERE state IN ${OPEN}`).one().n;

/** Runs that may be looked at now, the oldest first: none before it in its order is open. */
export function dueRuns(sql: SqlStorage, now: number, isWebhook: boolean, limit: number): RunRow[] {
  return sql
    .exec<RunRow>(
      `SELECT * FROM event_runs r WHERE state IN ${OPEN} AND due_at <= ? AND (kind = 'webhook') = ?
         AND (ordering IS NULL OR NOT EXISTS (SELECT 1 FROM event_runs e
           WHERE e.ordering = r.ordering AND e.position < r.position AND e.state IN ${OPEN}))
       ORDER BY position LIMIT ?`,
      now,
      isWebhook ? 1 : 0,
      limit,
    )
    .toArray();
}

/** A look at the run begins (`state` running) or comes again later. */
export function deferRun(
  sql: SqlStorage,
  { conversation }: Pick<RunRow, "conversation">,
  state: "waiting" | "running",
  dueAt: number,
  attempts: number,
): void {
  sql.exec(
    "UPDATE event_runs SET state = ?, due_at = ?, attempts = ? WHERE conversation = ?",
    state,
    dueAt,
    attempts,
    conversation,
  );
}

/** What it was given goes: its conversation has it. */
export function endRun(sql: SqlStorage, conversation: string, error: string | null): void {
  sql.exec(
    "UPDATE event_runs SET state = ?, error = ?, request = NULL WHERE conversation = ?",
    error === null ? "done" : "failed",
    error,
    conversation,
  );
}

/** Ended runs beyond those that are kept, the oldest first. */
export const surplusRuns = (sql: SqlStorage, limit: number): RunRow[] =>
  sql
    .exec<RunRow>(
      `SELECT * FROM event_runs WHERE state NOT IN ${OPEN} AND position <= (SELECT max(position) FROM event_runs) - ?
       ORDER BY position LIMIT ?`,
      EVENT_LIMITS.kept,
      limit,
    )
    .toArray();

export function forgetRun(sql: SqlStorage, conversation: string): void {
  sql.exec("DELETE FROM event_runs WHERE conversation = ?", conversation);
}

/** Newest first. `cursor` is what the page before gave. */
export function listRuns(sql: SqlStorage, limit: number, cursor: string | null): Page<HandlerRun> {
  const before = cursor !== null && DAYLONG_CURSOR.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
  const rows = sql
    .exec<RunRow>("SELECT * FROM event_runs WHERE position < ? ORDER BY position DESC LIMIT ?", before, limit + 1)
    .toArray();
  const items = rows.slice(0, limit).map(
    ({ event_key: key, event, subject, script, conversation, state, at, attempts, error }): HandlerRun => ({
      key,
      event,
      subject,
      script,
      conversation,
      state,
      at,
      attempts,
      error,
    }),
  );
  return { items, nextCursor: rows.length > limit ? String(rows[limit - 1]?.position) : null };
}

export const findWaiter = (sql: SqlStorage, key: string): WaiterRow | null =>
  sql.exec<WaiterRow>("SELECT * FROM event_waiters WHERE key = ?", key).toArray()[0] ?? null;

export const countWaiters = (sql: SqlStorage): number =>
  sql.exec<{ n: number }>("SELECT count(*) AS n FROM event_waiters WHERE state = 'waiting'").one().n;

export function insertWaiter(sql: SqlStorage, key: string, name: string, until: number): void {
  sql.exec("INSERT INTO event_waiters (key, name, until, state) VALUES (?, ?, ?, 'waiting')", key, name, until);
}

/** The event came: everybody who still waits for it has it, and is to be told. */
export function eventCame(sql: SqlStorage, name: string, data: JsonValue, now: number): void {
  sql.exec(
    "UPDATE event_waiters SET state = 'came', data = ?, due_at = ? WHERE name = ? AND state = 'waiting' AND until > ?",
    JSON.stringify(data),
    now,
    name,
    now,
  );
}

export function settleWaiter(sql: SqlStorage, key: string, state: "told" | "over"): void {
  sql.exec("UPDATE event_waiters SET state = ?, due_at = NULL WHERE key = ?", state, key);
}

export const dueWaiters = (sql: SqlStorage, now: number, limit: number): WaiterRow[] =>
  sql.exec<WaiterRow>("SELECT * FROM event_waiters WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, limit).toArray();

export function deferWaiter(sql: SqlStorage, key: string, dueAt: number | null, attempts: number): void {
  sql.exec("UPDATE event_waiters SET due_at = ?, attempts = ? WHERE key = ?", dueAt, attempts, key);
}

export function forgetWaiters(sql: SqlStorage, now: number): void {
  sql.exec("DELETE FROM event_waiters WHERE until < ?", now - WAITER_KEPT_MS);
}

/** Of a conversation that was erased: keys begin with its id. */
export function dropWaiters(sql: SqlStorage, conversation: string): void {
  sql.exec("DELETE FROM event_waiters WHERE key >= ? AND key < ?", `${conversation}/`, `${conversation}0`);
}

/** When there is something to do; null = nothing. `except`: runs that are being looked at. */
export function nextEventDue(sql: SqlStorage): number | null {
  const runs = sql
    .exec<{ at: number | null }>(`SELECT min(due_at) AS at FROM event_runs WHERE state IN ${OPEN}`)
    .one().at;
  const waiters = sql
    .exec<{ at: number | null }>("SELECT min(due_at) AS at FROM event_waiters WHERE due_at IS NOT NULL")
    .one().at;
  if (runs === null || waiters === null) return runs ?? waiters;
  return Math.min(runs, waiters);
}

/** The looks that were under way when the object went away. */
export function takeUpRuns(sql: SqlStorage, now: number): void {
  sql.exec("UPDATE event_runs SET due_at = min(due_at, ?) WHERE state = 'running'", now);
}
