/** SAVE as other objects of ours call it, without the language around it: rows by id. */
import type { JsonValue } from "../../contracts/json.ts";
import type { SaveRow } from "../../contracts/objects.ts";
import { applyChange } from "./change.ts";
import type { Steps } from "./sql.ts";

/** A type, not an interface: only that counts as JSON for the compiler. */
export type SaveResult = { ids: JsonValue[]; affected: number; warning: string | null };

/**
 * To be called inside a transaction: a DataError leaves nothing behind. `newId` makes the id of a row that has none.
 */
export function* saveRows(
  name: string,
  rows: readonly SaveRow[],
  effect: string,
  newId: () => string,
): Steps<SaveResult> {
  const world = { now: 0, timeZone: "UTC" };
  const change = { kind: "save" as const, table: name, rows: [...rows] };
  const { ids, affected, warnings } = yield* applyChange(change, world, effect, newId);
  return { ids, affected, warning: warnings[0] ?? null };
}
