/**
 * The accounts behind budgets: what was spent and what is held by leases, for each scope and period. Everything here is
 * called inside of one transaction. What is spent and held together never passes a bound, whoever asks at the same time.
 */
import type { BotBudgets, Budget, BudgetStanding, LeaseAnswer, LeaseRequest, Spender } from "../../contracts/ledger.ts";

/** A turn's calls are over long before; a lease that nobody has closed by then counts as spent until it is. */
const LEASE_MS = 15 * 60_000;
/** A spender without bounds asks again after this: somebody may have set one. */
const UNLIMITED_MS = 60_000;
/** What is granted beyond what is wanted: two cents, so that a turn with many calls asks once. */
const BLOCK = 20_000_000;
const DAY_MS = 86_400_000;
/** Leases that lapsed and accounts of periods that are over. */
const KEPT_DAYS = 400;

export function createAccounts(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS accounts (
    scope TEXT NOT NULL, period TEXT NOT NULL, spent INTEGER NOT NULL, held INTEGER NOT NULL, warned INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL, PRIMARY KEY (scope, period)) WITHOUT ROWID`);
  sql.exec(`CREATE TABLE IF NOT EXISTS leases (
    id TEXT PRIMARY KEY, accounts TEXT NOT NULL, granted INTEGER NOT NULL, until INTEGER NOT NULL, lapsed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`);
  sql.exec("CREATE INDEX IF NOT EXISTS leases_until ON leases (lapsed, until)");
}

interface Account {
  kind: "tenant" | "bot" | "user";
  scope: string;
  period: string;
  length: "day" | "month";
  limit: number | null;
}

type AccountKey = Pick<Account, "scope" | "period">;

/** The accounts that a spender's money is booked to, at a time (ms). */
export function accountsOf({ bot, user }: Spender, budgets: BotBudgets, tenant: Budget, now: number): Account[] {
  const own = dayOf(now, budgets.timeZone);
  const utc = dayOf(now, "UTC");
  const accounts: Account[] = [
    { kind: "tenant", scope: "tenant", period: utc, length: "day", limit: tenant.day },
    { kind: "tenant", scope: "tenant", period: utc.slice(0, 7), length: "month", limit: tenant.month },
    { kind: "bot", scope: `bot/${bot}`, period: own, length: "day", limit: budgets.bot.day },
    { kind: "bot", scope: `bot/${bot}`, period: own.slice(0, 7), length: "month", limit: budgets.bot.month },
  ];
  if (user !== "")
    accounts.push({ kind: "user", scope: `user/${bot}/${user}`, period: own, length: "day", limit: budgets.user.day });
  return accounts;
}

/** `2026-11-24`; a zone that nobody knows is UTC. */
export function dayOf(now: number, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
      now,
    );
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}

export function grant(sql: SqlStorage, request: LeaseRequest, tenant: Budget, now: number): LeaseAnswer {
  const [known] = sql.exec<{ granted: number; until: number }>(
    "SELECT granted, until FROM leases WHERE id = ?",
    request.id,
  );
  if (known) return { kind: "granted", nano: known.granted, until: known.until };
  const bounded = accountsOf(request, request.budgets, tenant, now).filter(({ limit }) => limit !== null);
  if (bounded.length === 0) return { kind: "unlimited", until: now + UNLIMITED_MS };
  let room = Number.MAX_SAFE_INTEGER;
  for (const account of bounded) {
    const limit = account.limit ?? 0;
    const { spent, held } = standingOf(sql, account);
    const left = limit - spent - held;
    if (left < request.wanted) return { kind: "refused", scope: account.kind, period: account.length, limit };
    room = Math.min(room, left);
  }
  const nano = Math.min(room, Math.max(request.wanted, BLOCK));
  const until = now + LEASE_MS;
  for (const account of bounded) add(sql, account, 0, nano, now);
  const keys: AccountKey[] = bounded.map(({ scope, period }) => ({ scope, period }));
  sql.exec(
    "INSERT INTO leases (id, accounts, granted, until) VALUES (?, ?, ?, ?)",
    request.id,
    JSON.stringify(keys),
    nano,
    until,
  );
  return { kind: "granted", nano, until };
}

/** The lease is over: what was really spent is booked apart. */
export function close(sql: SqlStorage, id: string, now: number): void {
  const [lease] = sql.exec<{ accounts: string; granted: number; lapsed: number }>(
    "DELETE FROM leases WHERE id = ? RETURNING accounts, granted, lapsed",
    id,
  );
  if (!lease) return;
  // Of our own writing, above.
  for (const account of JSON.parse(lease.accounts) as AccountKey[]) {
    if (lease.lapsed === 1) add(sql, account, -lease.granted, 0, now);
    else add(sql, account, 0, -lease.granted, now);
  }
}

/** Nobody has closed them: a process died between its calls and the commit of its turn, and nobody knows what they have cost. */
export function lapse(sql: SqlStorage, now: number): void {
  const over = sql
    .exec<{ id: string; accounts: string; granted: number }>(
      "SELECT id, accounts, granted FROM leases WHERE lapsed = 0 AND until <= ? LIMIT 1000",
      now,
    )
    .toArray();
  for (const { id, accounts, granted } of over) {
    for (const account of JSON.parse(accounts) as AccountKey[]) add(sql, account, granted, -granted, now);
    sql.exec("UPDATE leases SET lapsed = 1 WHERE id = ?", id);
  }
  const old = now - KEPT_DAYS * DAY_MS;
  sql.exec("DELETE FROM leases WHERE lapsed = 1 AND until < ?", old);
  sql.exec("DELETE FROM accounts WHERE at < ? AND held = 0", old);
}

export function nextLapse(sql: SqlStorage): number | null {
  return sql.exec<{ at: number | null }>("SELECT MIN(until) AS at FROM leases WHERE lapsed = 0").one().at;
}

/** Books what was spent. Yields the bounds that it has come near to, each once. */
export function spend(
  sql: SqlStorage,
  spender: Spender,
  budgets: BotBudgets,
  tenant: Budget,
  nano: number,
  now: number,
): string[] {
  const near: string[] = [];
  for (const account of accountsOf(spender, budgets, tenant, now)) {
    add(sql, account, nano, 0, now);
    if (account.limit === null) continue;
    const { spent, warned } = standingOf(sql, account);
    if (warned === 1 || spent * 100 < account.limit * budgets.warnAt) continue;
    sql.exec("UPDATE accounts SET warned = 1 WHERE scope = ? AND period = ?", account.scope, account.period);
    near.push(`${account.scope} ${account.period}`);
  }
  return near;
}

export const standings = (sql: SqlStorage): BudgetStanding[] =>
  sql
    .exec<Record<keyof BudgetStanding, string & number>>(
      "SELECT scope, period, spent, held FROM accounts ORDER BY at DESC LIMIT 1000",
    )
    .toArray();

function standingOf(sql: SqlStorage, { scope, period }: AccountKey): { spent: number; held: number; warned: number } {
  const [row] = sql.exec<{ spent: number; held: number; warned: number }>(
    "SELECT spent, held, warned FROM accounts WHERE scope = ? AND period = ?",
    scope,
    period,
  );
  return row ?? { spent: 0, held: 0, warned: 0 };
}

function add(sql: SqlStorage, { scope, period }: AccountKey, spent: number, held: number, now: number): void {
  sql.exec(
    `INSERT INTO accounts (scope, period, spent, held, at) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT DO UPDATE SET spent = spent + ?3, held = held + ?4, at = ?5`,
    scope,
    period,
    spent,
    held,
    now,
  );
}
