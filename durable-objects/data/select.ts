/**
 * A SELECT over tables of the bot, evaluated beside them: the first table goes by row by row, those that are joined or read in
 * brackets are held meanwhile.
 */
import { isObject } from "../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../basic/operations/json.ts";
import { heldSourcesOf, sourcesOf } from "../../basic/sql/names.ts";
import type { SqlTable } from "../../basic/sql/rows.ts";
import { beginSelect, newScope, partsOf, united } from "../../basic/sql/select.ts";
import { sqlSelect } from "../../basic/sql/tree-schema.ts";
import type { BasicObject, RecordSet } from "../../basic/values.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { SelectQuery } from "../../contracts/objects.ts";
import { inWords, rowContext, rowFilter } from "./row-filter.ts";
import { eachRow } from "./rows.ts";
import { DATA_LIMITS } from "./schema.ts";
import type { Steps } from "./sql.ts";
import { sqlFilter } from "./sql-filter.ts";
import { brief, DataError, findTable, type Table } from "./tables.ts";

export type { SelectQuery };
export type Selection = { columns: string[]; rows: Record<string, JsonValue>[]; missing: string[] };

/** UTF-16 units of the JSON of the tables that are held while the first one goes by. */
const HELD_LENGTH = 12 * 1024 * 1024;

export function* selectRows(query: SelectQuery): Steps<Selection> {
  const select = sqlSelect(query.select);
  if (select === null) throw new DataError("The SELECT is not one that these tables can read.");
  const tables = new Map<string, { table: Table; held: SqlTable }>();
  const missing: string[] = [];
  for (const name of sourcesOf(select)) {
    const table = yield* findTable(name);
    if (table === null) missing.push(name);
    else tables.set(name, { table, held: { columns: table.columns.map((column) => column.name), rows: [] } });
  }
  if (missing.length > 0) return { columns: [], rows: [], missing };
  // SQL compares texts as they are stored, also those of a file's table.
  const context = rowContext(query, { name: "" });
  const value = (row: Record<string, JsonValue>): BasicObject => {
    const made = fromPlain(row, context);
    return isObject(made) ? made : {};
  };
  let length = 0;
  const parts = partsOf(select);
  for (const name of new Set(parts.flatMap(heldSourcesOf))) {
    const found = tables.get(name);
    if (!found || found.held.rows.length > 0) continue;
    const rows: BasicObject[] = [];
    yield* eachRow(found.table, rowFilter(null, query, found.table), ({ row }, size) => {
      length += size;
      if (length > HELD_LENGTH)
        throw new DataError(
          `A SELECT holds at most ${HELD_LENGTH / 1024 / 1024} MB of the tables that it joins or reads in brackets, and with "${brief(name)}" they are larger: name it first, behind FROM, or narrow it to a table of its own.`,
        );
      rows.push(value(row));
      return true;
    });
    found.held = { ...found.held, rows };
  }
  const variables = new Map(Object.entries(query.variables).map(([name, json]) => [name, fromPlain(json, context)]));
  const scope = newScope(
    { table: (name) => tables.get(name)?.held ?? null, variable: (name) => variables.get(name.toLowerCase()) },
    context,
  );
  const results: RecordSet[] = [];
  for (const part of parts) {
    const selecting = inWords(() => beginSelect(part, scope));
    const first = part.from === null ? undefined : tables.get(part.from.name);
    if (first === undefined) inWords(() => selecting.push({}));
    else {
      const filter = rowFilter(sqlFilter(part, first.table, variables), query, first.table);
      // What WHERE says for certain narrows; WHERE itself decides.
      yield* eachRow(first.table, { ...filter, accepts: () => true }, ({ row }) =>
        inWords(() => selecting.push(value(row))),
      );
    }
    results.push(inWords(() => selecting.finish()));
  }
  const result = inWords(() => united(select, results, scope));
  const rows: Record<string, JsonValue>[] = [];
  let size = 0;
  for (const row of result.rows) {
    const text = toJson(row, context);
    size += text.length;
    if (rows.length >= DATA_LIMITS.foundRows || size > DATA_LIMITS.foundLength)
      throw new DataError(
        `The SELECT brings more than ${DATA_LIMITS.foundRows} rows or ${DATA_LIMITS.foundLength / 1024 / 1024} MB: narrow it, or use LIMIT.`,
      );
    rows.push(JSON.parse(text));
  }
  return { columns: [...result.columns], rows, missing };
}
