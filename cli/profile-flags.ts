/** `--classic` and `--ecma`: the rules that a script is read by, in place of those that its own form chooses. */
import type { Profile } from "../basic/index.ts";
import { UsageError } from "./exit.ts";

/** As `parseArgs` takes them. */
export const PROFILE_FLAGS = {
  classic: { type: "boolean", default: false },
  ecma: { type: "boolean", default: false },
} as const;

/** Null where neither is given. Throws UsageError for both. */
export function profileOf({ classic, ecma }: { classic: boolean; ecma: boolean }): Profile | null {
  if (classic && ecma) throw new UsageError("--classic and --ecma exclude each other");
  return ecma ? "ecma" : classic ? "classic" : null;
}
