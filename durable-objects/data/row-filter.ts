/** A parsed filter over a table: what SQLite discards beforehand, and what the language decides of the rest. */

import { BasicError } from "../../basic/errors.ts";
import { applyFilter, type FilterContext, matches } from "../../basic/filter/apply.ts";
import type { FilterTree } from "../../basic/filter/tree.ts";
import type { BasicObject } from "../../basic/values.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { FindQuery } from "../../contracts/objects.ts";
import { prefilter } from "./prefilter.ts";
import type { ParsedQuery } from "./query.ts";
import { DataError, isFileTable, type Table } from "./tables.ts";

export interface RowFilter {
  /** A condition that every accepted row meets; others may meet it as well. */
  sql: string;
  bindings: (string | number)[];
  /** null: every row. */
  tree: FilterTree | null;
  accepts(row: Row): boolean;
  /** Rows in an order that only the language can compute, from the offset on, up to the limit. */
  arrange(rows: Row[], asked: Pick<ParsedQuery, "order" | "limit" | "offset">): Row[];
}

type Row = Record<string, JsonValue>;

/** Steps of evaluation that one FIND may take, over all rows. */
const MAX_STEPS = 50_000_000;

export type RowWorld = Pick<FindQuery, "now" | "timeZone">;

/** What the language needs to know to compute from the rows of this table; its work is bounded. */
export function rowContext(world: RowWorld, table: Pick<Table, "name">): FilterContext {
  let steps = 0;
  return {
    now: () => world.now,
    timeZone: world.timeZone,
    strict: false,
    // On tables texts compare as stored, on files without regard to case (reference 3.9).
    caseSensitive: !isFileTable(table.name),
    charge(units) {
      steps += units;
      if (steps > MAX_STEPS) throw new DataError("The filter takes too long over this table: simplify it.");
    },
    allocate() {},
  };
}

export function rowFilter(tree: FilterTree | null, query: RowWorld, table: Table): RowFilter {
  const context = rowContext(query, table);
  const { sql, bindings } =
    tree === null || isFileTable(table.name) ? { sql: "TRUE", bindings: [] } : prefilter(tree, table);
  return {
    sql,
    bindings,
    tree,
    accepts: (row) => tree === null || inWords(() => matches(tree, row, context)),
    arrange: (rows, { order, limit, offset }) => {
      const places = new Map<BasicObject, Row>(rows.map((row) => [row, row]));
      const arranged = inWords(() => applyFilter({ where: null, order, limit, offset }, [...places.keys()], context));
      return arranged.map((row) => places.get(row)).filter((row) => row !== undefined);
    },
  };
}

/** What the language raises is the filter's fault. */
export function inWords<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof BasicError) throw new DataError(error.message);
    throw error;
  }
}
