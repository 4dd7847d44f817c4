/** What a keyword was called with, as replays and sandboxes show and compare it. */
import { toLossless } from "../../../basic/operations/lossless.ts";
import type { Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";

const FREE = { charge(): void {} };

/** In the lossless form of the journal, secrets masked. */
export function operandsOf(args: Readonly<Record<string, Value>>): JsonValue {
  return JSON.parse(toLossless(Object.assign(Object.create(null), args), FREE));
}
