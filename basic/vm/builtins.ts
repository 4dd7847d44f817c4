/** Finds a built-in function by any of its spellings. */
import type { BasicFunction } from "../functions/function.ts";
import { FUNCTIONS } from "../functions/index.ts";

/** `MID$`, `mid` and `MID` are the same function; undefined where there is none. */
export function findFunction(name: string): BasicFunction | undefined {
  const upper = name.toUpperCase();
  return FUNCTIONS.get(upper) ?? (upper.endsWith("$") ? FUNCTIONS.get(upper.slice(0, -1)) : undefined);
}
