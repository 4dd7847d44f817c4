/** Bot memory and cache: JSON values that all conversations of a bot share, for ever or until a time. */
import type { JsonValue } from "../../contracts/json.ts";

const MAX_KEY = 256;
const MAX_VALUE = 128 * 1024;
const MAX_KEYS = 10_000;

/** Keys are texts of a script, so capitals count; blanks around them and the way accents are composed do not. */
const plain = (key: string): string => key.normalize("NFC").trim();

export function readMemory(sql: SqlStorage, key: string): JsonValue {
  const row = sql.exec<{ value: string }>("SELECT value FROM memory WHERE key = ?", plain(key)).toArray()[0];
  return row === undefined ? null : JSON.parse(row.value);
}

/** NULL takes the key away. To be called inside a transaction; throws a RangeError above a limit. */
export function writeMemory(sql: SqlStorage, key: string, value: JsonValue): void {
  const stored = plain(key);
  if (stored === "" || stored.length > MAX_KEY) {
    throw new RangeError(`A key of bot memory has 1 to ${MAX_KEY} characters; this one has ${stored.length}.`);
  }
  if (value === null) {
    sql.exec("DELETE FROM memory WHERE key = ?", stored);
    return;
  }
  const json = JSON.stringify(value);
  if (json.length > MAX_VALUE) {
    throw new RangeError(`A value of bot memory has at most ${MAX_VALUE / 1024} KB as JSON: keep "${key}" in a table.`);
  }
  sql.exec(
    "INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    stored,
    json,
  );
  const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM memory").one();
  if (count > MAX_KEYS) throw new RangeError(`Bot memory holds at most ${MAX_KEYS} keys: keep records in a table.`);
}

const MAX_CACHED = 5_000;

/** The value, or null where there is none or its time (ms) is over at `now`. */
export function readCache(sql: SqlStorage, key: string, now: number): JsonValue {
  const row = sql
    .exec<{ value: string }>("SELECT value FROM cache WHERE key = ? AND until > ?", plain(key), now)
    .toArray()[0];
  return row === undefined ? null : JSON.parse(row.value);
}

/** Keeps the value until a time (ms), and forgets those whose time is over; a full cache forgets what would end first. */
export function writeCache(sql: SqlStorage, key: string, value: JsonValue, until: number, now: number): void {
  sql.exec("DELETE FROM cache WHERE until <= ?", now);
  sql.exec(
    "INSERT OR REPLACE INTO cache (key, value, until) VALUES (?, ?, ?)",
    plain(key),
    JSON.stringify(value),
    until,
  );
  sql.exec(
    `DELETE FROM cache WHERE key IN (
       SELECT key FROM cache ORDER BY until LIMIT max(0, (SELECT count(*) FROM cache) - ?))`,
    MAX_CACHED,
  );
}

/** Which keys other bots of the tenant may take over (BOT SHARE MEMORY). */
export function createSharesTable(sql: SqlStorage): void {
  sql.exec("CREATE TABLE IF NOT EXISTS memory_shares (bot TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (bot, key))");
}

const MAX_SHARES = 1_000;

/** To be called inside a transaction; throws a RangeError above the limit. */
export function shareMemory(sql: SqlStorage, key: string, bot: string): void {
  sql.exec("INSERT OR IGNORE INTO memory_shares (bot, key) VALUES (?, ?)", bot, plain(key));
  const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM memory_shares WHERE bot = ?", bot).one();
  if (count > MAX_SHARES) throw new RangeError(`A bot shares at most ${MAX_SHARES} keys with another one.`);
}

/** What is shared with that bot and set. */
export function sharedMemory(sql: SqlStorage, bot: string): { key: string; value: JsonValue }[] {
  return sql
    .exec<{ key: string; value: string }>(
      "SELECT key, value FROM memory JOIN memory_shares USING (key) WHERE bot = ? ORDER BY key",
      bot,
    )
    .toArray()
    .map(({ key, value }) => ({ key, value: JSON.parse(value) }));
}
