/**
 * Which named writes an object has applied, with their results: a conversation that recovers sends a write again under
 * the same name, and it must change nothing the second time. Shared by the data object and the bot object.
 *
 * Retention is by count and bytes, not by time: a machine that was switched off for a month still recovers its turns
 * from where they were, while what came after them in the object is at most what the other conversations wrote.
 */
import type { JsonValue } from "../../contracts/json.ts";

const KEEP = 50_000;
const KEEP_BYTES = 32 * 1024 * 1024;
/** Pruning reads the whole table, so it runs once in so many writes. */
const PRUNE_EVERY = 512;
const MAX_NAME = 512;

export interface AppliedEffects<Outcome extends JsonValue> {
  /** The result of the write of this name, or undefined when it has not been applied. */
  find(name: string): Outcome | undefined;
  /** To be called in the transaction of the write itself. */
  record(name: string, result: Outcome): void;
}

/** Throws a RangeError for a name that is empty or longer than 512 characters. */
export function appliedEffects<Outcome extends JsonValue>(sql: SqlStorage): AppliedEffects<Outcome> {
  sql.exec(`CREATE TABLE IF NOT EXISTS applied_effects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, result TEXT NOT NULL)`);
  return {
    find(name) {
      if (name.length === 0 || name.length > MAX_NAME) {
        throw new RangeError(`The name of a write has 1 to ${MAX_NAME} characters; this one has ${name.length}.`);
      }
      const row = sql.exec<{ result: string }>("SELECT result FROM applied_effects WHERE name = ?", name).toArray()[0];
      return row === undefined ? undefined : JSON.parse(row.result);
    },
    record(name, result) {
      const { seq } = sql
        .exec<{ seq: number }>(
          "INSERT INTO applied_effects (name, result) VALUES (?, ?) RETURNING seq",
          name,
          JSON.stringify(result),
        )
        .one();
      if (seq % PRUNE_EVERY === 0) prune(sql, seq);
    },
  };
}

function prune(sql: SqlStorage, newest: number): void {
  sql.exec("DELETE FROM applied_effects WHERE seq <= ?", newest - KEEP);
  sql.exec(
    `DELETE FROM applied_effects WHERE seq <= (
       SELECT max(seq) FROM (SELECT seq, sum(length(result)) OVER (ORDER BY seq DESC) AS bytes FROM applied_effects)
       WHERE bytes > ?)`,
    KEEP_BYTES,
  );
}
