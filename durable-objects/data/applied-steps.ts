/** Which named writes were applied, as rules: see applied-effects.ts, which runs them on an object's SQLite. */
import type { JsonValue } from "../../contracts/json.ts";
import { run, type Steps } from "./sql.ts";

const KEEP = 50_000;
const KEEP_BYTES = 32 * 1024 * 1024;
/** Pruning reads the whole table, so it runs once in so many writes. */
const PRUNE_EVERY = 512;
const MAX_NAME = 512;

/** The result of the write of this name as JSON text; undefined when it has not been applied. Throws a RangeError for a name that is none. */
export function* findApplied(name: string): Steps<string | undefined> {
  if (name.length === 0 || name.length > MAX_NAME) {
    throw new RangeError(`The name of a write has 1 to ${MAX_NAME} characters; this one has ${name.length}.`);
  }
  const [row] = yield* run<{ result: string }>("SELECT result FROM applied_effects WHERE name = ?", name);
  return row?.result;
}

export function* recordApplied(name: string, result: JsonValue): Steps<void> {
  const [row] = yield* run<{ seq: number }>(
    "INSERT INTO applied_effects (name, result) VALUES (?, ?) RETURNING seq",
    name,
    JSON.stringify(result),
  );
  const newest = row?.seq ?? 0;
  if (newest % PRUNE_EVERY !== 0) return;
  // By counting: in PostgreSQL the numbers of one bot have those of others between them.
  yield* run(
    "DELETE FROM applied_effects WHERE seq <= (SELECT seq FROM applied_effects ORDER BY seq DESC LIMIT 1 OFFSET ?)",
    KEEP,
  );
  yield* run(
    `DELETE FROM applied_effects WHERE seq <= (
       SELECT max(seq) FROM (SELECT seq, sum(length(result)) OVER (ORDER BY seq DESC) AS bytes FROM applied_effects) AS sums
       WHERE bytes > ?)`,
    KEEP_BYTES,
  );
}

/** Does the write unless one of its name was done. `work` says whether its result is to be kept. */
export function* once<T extends JsonValue>(name: string, work: () => Steps<{ result: T; keep: boolean }>): Steps<T> {
  const applied = yield* findApplied(name);
  if (applied !== undefined) return JSON.parse(applied);
  const { result, keep } = yield* work();
  if (keep) yield* recordApplied(name, result);
  return result;
}
