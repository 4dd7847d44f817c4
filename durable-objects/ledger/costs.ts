/** What calls of models have cost, by day, bot, person and model; and which turns are booked already. */
import type { Booking, CostLine, CostsQuery } from "../../contracts/ledger.ts";
import { dayOf } from "./accounts.ts";

/** A conversation's last booked turn is remembered for so long after it. */
const BOOKED_MS = 90 * 86_400_000;

export function createCosts(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS costs (
    day TEXT NOT NULL, bot TEXT NOT NULL, person TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
    calls INTEGER NOT NULL, input INTEGER NOT NULL, cached INTEGER NOT NULL, output INTEGER NOT NULL, nano INTEGER NOT NULL, estimated INTEGER NOT NULL,
    PRIMARY KEY (day, bot, person, provider, model)) WITHOUT ROWID`);
  sql.exec(
    "CREATE TABLE IF NOT EXISTS booked (conversation TEXT PRIMARY KEY, turn INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
  );
}

/** False where this turn is booked already. */
export function isNewTurn(sql: SqlStorage, { bot, conversation, turn, at }: Booking): boolean {
  const name = `${bot}/${conversation}`;
  const [known] = sql.exec<{ turn: number }>("SELECT turn FROM booked WHERE conversation = ?", name);
  if (known && known.turn >= turn) return false;
  sql.exec(
    "INSERT INTO booked (conversation, turn, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET turn = ?2, at = ?3",
    name,
    turn,
    at,
  );
  return true;
}

export function forgetBooked(sql: SqlStorage, now: number): void {
  sql.exec("DELETE FROM booked WHERE at < ?", now - BOOKED_MS);
}

export function addCosts(sql: SqlStorage, { bot, user, at, spent, budgets }: Booking): void {
  const day = dayOf(at, budgets.timeZone);
  for (const { provider, model, calls, input, cached, output, nano, isEstimated } of spent)
    sql.exec(
      `INSERT INTO costs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO UPDATE SET
       calls = calls + ?6, input = input + ?7, cached = cached + ?8, output = output + ?9, nano = nano + ?10, estimated = estimated + ?11`,
      day,
      bot,
      user,
      provider,
      model,
      calls,
      input,
      cached,
      output,
      nano,
      isEstimated ? calls : 0,
    );
}

const KEY = "day || '\t' || bot || '\t' || person || '\t' || provider || '\t' || model";

export function readCosts(
  sql: SqlStorage,
  { from = "0000-01-01", to = "9999-12-31", bot }: CostsQuery,
  limit: number,
  cursor: string | null,
): { items: CostLine[]; nextCursor: string | null } {
  const rows = sql
    .exec<Record<string, string | number>>(
      `SELECT *, ${KEY} AS key FROM costs WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR bot = ?3) AND (?4 IS NULL OR ${KEY} < ?4)
       ORDER BY key DESC LIMIT ?5`,
      from,
      to,
      bot ?? null,
      cursor,
      limit + 1,
    )
    .toArray();
  const items = rows
    .slice(0, limit)
    .map(
      ({ key: _, person, estimated, ...line }) =>
        ({ ...line, user: person, estimatedCalls: estimated }) as unknown as CostLine,
    );
  return { items, nextCursor: rows.length > limit ? String(rows[limit - 1]?.["key"]) : null };
}
