/** Finds a built-in function by any of its spellings. */
import { CLASSIC_FUNCTIONS } from "../classic/functions.ts";
import type { BasicFunction } from "../functions/function.ts";
import { FUNCTIONS } from "../functions/index.ts";
import type { Profile } from "../program.ts";
import { CLASSIC_BUILTINS } from "./classic-builtins.ts";

/** `MID$`, `mid` and `MID` are the same function; undefined where there is none. In the classic profile its own come first. */
export function findFunction(name: string, profile: Profile): BasicFunction | undefined {
  const upper = name.toUpperCase();
  const classic = profile === "dialect" ? undefined : (CLASSIC_FUNCTIONS.get(upper) ?? CLASSIC_BUILTINS.get(upper));
  if (classic) return classic;
  return FUNCTIONS.get(upper) ?? (upper.endsWith("$") ? FUNCTIONS.get(upper.slice(0, -1)) : undefined);
}
