/** What is kept of one person: JSON values by scope and key, for good or until a time. To be called inside a transaction. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { PERSON_LIMITS, type PersonScope, type PersonValue } from "../../contracts/person.ts";

export function createUserSchema(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS memory (
    number INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, until INTEGER,
    UNIQUE (scope, key))`);
}

/** Capitals count; blanks around a key and the way accents are composed do not. */
const plain = (key: string): string => key.normalize("NFC").trim();

export function readValue(sql: SqlStorage, scope: PersonScope, key: string, now: number): JsonValue {
  const [row] = sql
    .exec<{ value: string }>(
      "SELECT value FROM memory WHERE scope = ? AND key = ? AND (until IS NULL OR until > ?)",
      scope,
      plain(key),
      now,
    )
    .toArray();
  return row === undefined ? null : JSON.parse(row.value);
}

export function writeValue(sql: SqlStorage, given: PersonValue, maxKeys: number, now: number): Result<null> {
  const { scope, value, until } = given;
  const key = plain(given.key);
  const { key: longest, value: largest, total } = PERSON_LIMITS;
  if (key === "" || key.length > longest) return fail("memory.refused", `A memory key has 1 to ${longest} characters.`);
  dropOver(sql, now);
  if (value === null) {
    clearValues(sql, scope, key);
    return ok(null);
  }
  const json = JSON.stringify(value);
  if (json.length > largest)
    return fail("memory.refused", `A value of a person's memory has at most ${largest} characters.`);
  const others = sql
    .exec<{ keys: number; size: number }>(
      `SELECT count(*) FILTER (WHERE scope = ?1) AS keys, coalesce(sum(length(value)), 0) AS size FROM memory
       WHERE NOT (scope = ?1 AND key = ?2)`,
      scope,
      key,
    )
    .one();
  if (others.keys >= maxKeys)
    return fail("memory.refused", `At most ${maxKeys} keys are kept for a person: clear some (user-memory-max-keys).`);
  if (others.size + json.length > total)
    return fail("memory.refused", `At most ${total} characters are kept for a person in all.`);
  sql.exec(
    `INSERT INTO memory (scope, key, value, until) VALUES (?, ?, ?, ?)
     ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value, until = excluded.until`,
    scope,
    key,
    json,
    until,
  );
  return ok(null);
}

export function clearValues(sql: SqlStorage, scope: PersonScope, key: string | null): void {
  if (key === null) sql.exec("DELETE FROM memory WHERE scope = ?", scope);
  else sql.exec("DELETE FROM memory WHERE scope = ? AND key = ?", scope, plain(key));
}

export function listValues(
  sql: SqlStorage,
  scope: PersonScope,
  limit: number,
  now: number,
): { key: string; value: JsonValue }[] {
  return sql
    .exec<{ key: string; value: string }>(
      "SELECT key, value FROM memory WHERE scope = ? AND (until IS NULL OR until > ?) ORDER BY number LIMIT ?",
      scope,
      now,
      limit,
    )
    .toArray()
    .map(({ key, value }) => ({ key, value: JSON.parse(value) }));
}

export function dropOver(sql: SqlStorage, now: number): void {
  sql.exec("DELETE FROM memory WHERE until <= ?", now);
}

/** ms; when the next value's time is over. */
export function nextOver(sql: SqlStorage): number | null {
  return sql.exec<{ until: number | null }>("SELECT min(until) AS until FROM memory").one().until;
}
