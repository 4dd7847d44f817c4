/** COUNT, SUM, AVG, MIN and MAX over the rows that a filter accepts, without carrying them anywhere. */
import { findKey } from "../../basic/operations/fields.ts";
import { fromPlain, toJson } from "../../basic/operations/json.ts";
import { accumulator } from "../../basic/sql/accumulate.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { AggregateQuery } from "../../contracts/objects.ts";
import { parseTree } from "./query.ts";
import { inWords, rowContext, rowFilter } from "./row-filter.ts";
import { eachRow } from "./rows.ts";
import { run, type Steps } from "./sql.ts";
import { DataError, findTable } from "./tables.ts";

export type { AggregateQuery };
export type Aggregated = { value: JsonValue; exists: boolean };

const OPERATIONS: ReadonlySet<string> = new Set(["COUNT", "SUM", "AVG", "MIN", "MAX"]);

export function* aggregateRows(name: string, query: AggregateQuery): Steps<Aggregated> {
  const { operation, column } = query;
  if (!OPERATIONS.has(operation)) throw new DataError("AGGREGATE takes SUM, AVG, COUNT, MIN or MAX.");
  const rowsOnly = column === null || column === "" || column === "*";
  if (rowsOnly && operation !== "COUNT") throw new DataError(`AGGREGATE ${operation} needs a column.`);
  const tree = query.filter === null ? null : parseTree(query);
  const table = yield* findTable(name);
  const context = rowContext(query, table ?? { name });
  const total = accumulator(operation, false, context);
  if (table === null) return { value: plain(total.value()), exists: false };
  const isEvery = tree === null || (tree.where === null && tree.limit === null && tree.offset === 0);
  if (rowsOnly && isEvery) {
    const [counted] = yield* run<{ count: number }>("SELECT count(*) AS count FROM rows WHERE table_id = ?", table.id);
    return { value: Number(counted?.count ?? 0), exists: true };
  }
  let skip = tree?.offset ?? 0;
  let left = tree?.limit ?? Number.POSITIVE_INFINITY;
  yield* eachRow(table, rowFilter(tree, query, table), ({ row }) => {
    if (skip > 0) {
      skip -= 1;
      return true;
    }
    if (left <= 0) return false;
    left -= 1;
    const key = rowsOnly ? undefined : findKey(row, column);
    const value = key === undefined ? null : fromPlain(row[key] ?? null, context);
    inWords(() => total.add(rowsOnly ? 1 : value));
    return true;
  });
  return { value: plain(inWords(() => total.value())), exists: true };

  function plain(value: Parameters<typeof toJson>[0]): JsonValue {
    return JSON.parse(toJson(value, context));
  }
}
