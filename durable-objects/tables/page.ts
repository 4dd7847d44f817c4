/** Pages of a table's rows for people: a filter as text, an order, and each row with its place and version. */
import { BasicError } from "../../basic/errors.ts";
import { parseFilter } from "../../basic/filter/parse.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { DataApi } from "../../contracts/objects.ts";
import type { RowsPage, RowsQuery } from "../../contracts/tables.ts";
import { rowVersion } from "./row-version.ts";

/**
 * Without an order a page begins behind a place, so that the last page of a large table costs what the first does and rows
 * that come or go meanwhile shift nothing. With an order it begins after a number of rows.
 */
export async function tablePage(
  find: DataApi["find"],
  table: string,
  { filter, order, limit, cursor, now }: RowsQuery,
): Promise<Result<RowsPage>> {
  let tree: JsonValue = null;
  try {
    // A filter tree holds plain JSON only; the compiler cannot tell that of an interface.
    if (filter.trim() !== "") tree = parseFilter(filter) as unknown as JsonValue;
  } catch (error) {
    if (!(error instanceof BasicError)) throw error;
    return fail("request.invalid", error.message, [{ path: "filter", message: error.message }]);
  }
  const at = cursor === null ? 0 : Number(cursor.slice(1));
  const isOrdered = order.length > 0 || cursor?.startsWith("n") === true || hasOrder(tree);
  const found = await find(table, {
    filter: tree,
    orderBy: order,
    limit: limit + 1,
    offset: isOrdered ? at : 0,
    now,
    timeZone: "UTC",
    places: true,
    ...(isOrdered ? {} : { after: at }),
  });
  if (!found.ok) return found;
  const { columns, rows, exists, places = [] } = found.value;
  if (!exists) return fail("table.unknown", `There is no table "${table.slice(0, 60)}".`);
  const items = rows
    .slice(0, limit)
    .map((values, i) => ({ row: String(places[i]), version: rowVersion(values), values }));
  const next = isOrdered ? `n${at + items.length}` : `p${items.at(-1)?.row}`;
  return ok({ columns, items, nextCursor: rows.length > limit ? next : null });
}

/** ORDER BY, LIMIT or OFFSET inside the filter's text. */
function hasOrder(tree: JsonValue): boolean {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return false;
  const { order, limit, offset } = tree;
  return (Array.isArray(order) && order.length > 0) || limit !== null || offset !== 0;
}
