/** COUNT, SUM, AVG, MIN and MAX over the rows that a filter accepts, without carrying them anywhere. */
import { findKey } from "../../basic/operations/fields.ts";
import { fromPlain, toJson } from "../../basic/operations/json.ts";
import { accumulator } from "../../basic/sql/accumulate.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { AggregateQuery } from "../../contracts/objects.ts";
import { arrangedRows } from "./find.ts";
import { parseTree } from "./query.ts";
import { inWords, rowContext, rowFilter } from "./row-filter.ts";
import { eachRow, type Row } from "./rows.ts";
import { DATA_LIMITS } from "./schema.ts";
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
  const filter = rowFilter(tree, query, table);
  const add = (row: Row): void => {
    const key = rowsOnly ? undefined : findKey(row, column);
    const value = key === undefined ? null : fromPlain(row[key] ?? null, context);
    inWords(() => total.add(rowsOnly ? 1 : value));
  };
  if (tree !== null && (tree.limit !== null || tree.offset > 0)) {
    // Which rows these are depends on their order.
    const limit = Math.min(tree.limit ?? Number.POSITIVE_INFINITY, DATA_LIMITS.foundRows);
    const { rows } = yield* arrangedRows(table, filter, { ...tree, limit });
    if (rows.length >= DATA_LIMITS.foundRows && limit !== tree.limit)
      throw new DataError(
        `AGGREGATE with LIMIT or OFFSET takes at most ${DATA_LIMITS.foundRows} rows: leave them out.`,
      );
    for (const row of rows) add(row);
  } else {
    yield* eachRow(table, filter, ({ row }) => {
      add(row);
      return true;
    });
  }
  return { value: plain(inWords(() => total.value())), exists: true };

  function plain(value: Parameters<typeof toJson>[0]): JsonValue {
    return JSON.parse(toJson(value, context));
  }
}
