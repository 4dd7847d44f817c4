/**
 * The outbox of tables that somebody watches: a change and its event are one transaction; the data object hands the events
 * to the bot object afterwards, in their order, again until it has them.
 */
import type { BotEvent } from "../../contracts/events.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { run, type Steps } from "./sql.ts";
import { DataError, foldName, type Table } from "./tables.ts";

export type Change = "insert" | "update" | "delete";

/** Events that wait to be handed on; a bot object that is not reached for long must not fill the object. */
const MAX_WAITING = 50_000;

/** What is to be told from now on; what was written before keeps its event. */
export function* watchTables(watched: readonly { table: string; change: Change }[]): Steps<void> {
  yield* run("DELETE FROM watched");
  for (const { table, change } of watched) {
    yield* run("INSERT INTO watched (folded, change) VALUES (?, ?) ON CONFLICT DO NOTHING", foldName(table), change);
  }
}

/** Lists of the row's values before and after, as JSON; null where there is none. */
export function* noteChange(table: Table, effect: string, before: string | null, after: string | null): Steps<void> {
  const change: Change = before === null ? "insert" : after === null ? "delete" : "update";
  if (!table.watched.includes(change)) return;
  const [made] = yield* run<{ seq: number }>(
    "INSERT INTO outbox (effect, table_name, change, before, after) VALUES (?, ?, ?, ?, ?) RETURNING seq",
    effect,
    table.name,
    change,
    rowText(table, before),
    rowText(table, after),
  );
  const [first] = yield* run<{ seq: number }>("SELECT seq FROM outbox ORDER BY seq LIMIT 1");
  if ((made?.seq ?? 0) - (first?.seq ?? 0) <= MAX_WAITING) return;
  // In PostgreSQL the numbers of one bot have those of others between them: there only counting tells.
  const [{ count } = { count: 0 }] = yield* run<{ count: number }>("SELECT count(*) AS count FROM outbox");
  if (count > MAX_WAITING)
    throw new DataError(
      `More than ${MAX_WAITING} changes of "${table.name}" wait for their handlers: try again later.`,
    );
}

function rowText(table: Table, body: string | null): string | null {
  if (body === null) return null;
  const values: JsonValue[] = JSON.parse(body);
  return JSON.stringify(
    Object.fromEntries(table.columns.map(({ name, position }) => [name, values[position] ?? null])),
  );
}

export interface Waiting {
  seq: number;
  /** Begins with the name of the write, and so with the conversation that made it: events that lead to each other are counted by it. */
  key: string;
  event: BotEvent;
}

/** The oldest events that wait. */
export function* waitingChanges(limit: number): Steps<Waiting[]> {
  const rows = yield* run<{
    seq: number;
    effect: string;
    table_name: string;
    change: Change;
    before: string | null;
    after: string | null;
  }>("SELECT seq, effect, table_name, change, before, after FROM outbox ORDER BY seq LIMIT ?", limit);
  return rows.map(({ seq, effect, table_name: table, change, before, after }) => ({
    seq,
    key: `${effect}/row-${seq}`,
    event: {
      kind: "table",
      table,
      change,
      row: JSON.parse(after ?? before ?? "{}"),
      before: before === null ? null : JSON.parse(before),
    },
  }));
}

export function* dropChange(seq: number): Steps<void> {
  yield* run("DELETE FROM outbox WHERE seq = ?", seq);
}
