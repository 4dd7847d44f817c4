/** A parsed filter over a table: what SQLite discards beforehand, and what the language decides of the rest. */

import { BasicError } from "../../basic/errors.ts";
import { type FilterContext, matches } from "../../basic/filter/apply.ts";
import type { FilterTree } from "../../basic/filter/tree.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { FindQuery } from "../../contracts/objects.ts";
import { prefilter } from "./prefilter.ts";
import { DataError, type Table } from "./tables.ts";

export interface RowFilter {
  /** A condition that every accepted row meets; others may meet it as well. */
  sql: string;
  bindings: (string | number)[];
  accepts(row: Record<string, JsonValue>): boolean;
}

/** Steps of evaluation that one FIND may take, over all rows. */
const MAX_STEPS = 50_000_000;

export function rowFilter(tree: FilterTree | null, query: FindQuery, table: Table): RowFilter {
  if (tree === null) return { sql: "TRUE", bindings: [], accepts: () => true };
  let steps = 0;
  const context: FilterContext = {
    now: () => query.now,
    timeZone: query.timeZone,
    strict: false,
    // On tables texts compare as stored (reference 3.9).
    caseSensitive: true,
    charge(units) {
      steps += units;
      if (steps > MAX_STEPS) throw new DataError("The filter takes too long over this table: simplify it.");
    },
    allocate() {},
  };
  const { sql, bindings } = prefilter(tree, table);
  return {
    sql,
    bindings,
    accepts(row) {
      try {
        return matches(tree, row, context);
      } catch (error) {
        if (error instanceof BasicError) throw new DataError(error.message);
        throw error;
      }
    },
  };
}
