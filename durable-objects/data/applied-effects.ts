/**
 * Which named writes an object has applied, with their results: a conversation that recovers sends a write again under
 * the same name, and it must change nothing the second time. Shared by the data object and the bot object.
 *
 * Retention is by count and bytes, not by time: a machine that was switched off for a month still recovers its turns
 * from where they were, while what came after them in the object is at most what the other conversations wrote.
 */
import type { JsonValue } from "../../contracts/json.ts";
import { findApplied, recordApplied } from "./applied-steps.ts";
import { runNow } from "./sql.ts";

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
      const result = runNow(sql, findApplied(name));
      return result === undefined ? undefined : JSON.parse(result);
    },
    record: (name, result) => runNow(sql, recordApplied(name, result)),
  };
}
