/** Built-in functions of the reference evaluator (reference, Annex B), by their names in capitals without a mark. */
import type { Value } from "../../basic/values.ts";
import { DATE_FUNCTIONS } from "./functions-dates.ts";
import { LIST_FUNCTIONS } from "./functions-lists.ts";
import { NUMBER_FUNCTIONS } from "./functions-numbers.ts";
import { TEXT_FUNCTIONS } from "./functions-text.ts";
import { VALUE_FUNCTIONS } from "./functions-values.ts";
import type { Setting } from "./values.ts";

export type Builtin = (args: readonly Value[], s: Setting) => Value;

const ALL: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...TEXT_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...VALUE_FUNCTIONS,
  }),
);

/** Case does not count, nor does a `$` at the end. */
export function findBuiltin(name: string): Builtin | null {
  return ALL.get(name.replace(/\$$/, "").toUpperCase()) ?? null;
}

export const BUILTIN_NAMES: readonly string[] = [...ALL.keys()];
