/**
 * The built-in functions (reference annex B), by family in the files beside this one. A function is a row: name, count of
 * operands, summary, and a pure `call`; time, randomness, zone and budgets come in as its context. What needs a service (is
 * a session active, which sentiment has a text) is a keyword of the catalogue, which is called in the same way.
 */
import { DATE_FUNCTIONS } from "./dates.ts";
import type { BasicFunction } from "./function.ts";
import { HASH_FUNCTIONS } from "./hashes.ts";
import { LIST_FUNCTIONS } from "./lists.ts";
import { MAIL_CHECKS } from "./mail-checks.ts";
import { methodsFrom } from "./methods.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { ROW_FUNCTIONS } from "./rows.ts";
import { TEXT_FUNCTIONS } from "./text.ts";
import { VALUE_FUNCTIONS } from "./values.ts";

/** Every family, in the order of the documentation. */
export const FUNCTION_FAMILIES: Readonly<Record<string, readonly BasicFunction[]>> = {
  text: TEXT_FUNCTIONS,
  number: NUMBER_FUNCTIONS,
  date: DATE_FUNCTIONS,
  list: LIST_FUNCTIONS,
  row: ROW_FUNCTIONS,
  value: VALUE_FUNCTIONS,
  digest: HASH_FUNCTIONS,
  mail: MAIL_CHECKS,
};

function byName(): Map<string, BasicFunction> {
  const map = new Map<string, BasicFunction>();
  for (const found of Object.values(FUNCTION_FAMILIES).flat()) {
    for (const name of [found.name, ...(found.aliases ?? [])]) {
      if (map.has(name)) throw new Error(`Two functions are named ${name}.`);
      map.set(name, found);
    }
  }
  // The `$` forms are the same functions: LEFT$ is LEFT.
  for (const [name, found] of [...map]) map.set(`${name}$`, found);
  return map;
}

/** By upper-case name; aliases and `$` forms are entries of their own. */
export const FUNCTIONS: ReadonlyMap<string, BasicFunction> = byName();

/** Methods by lower-case name; the receiver is the first argument. */
export const METHODS: ReadonlyMap<string, BasicFunction> = methodsFrom(FUNCTIONS);
