/** FIND: rows of a table that a filter accepts, in order, from `offset` on, at most `limit`. */
import type { JsonValue } from "../../contracts/json.ts";
import type { FindQuery } from "../../contracts/objects.ts";
import { columnValue } from "./prefilter.ts";
import { type ParsedQuery, parseQuery } from "./query.ts";
import { type RowFilter, rowFilter } from "./row-filter.ts";
import { DATA_LIMITS } from "./schema.ts";
import type { Sql, SqlValue } from "./sql.ts";
import { brief, DataError, findTable, foldName, type Table } from "./tables.ts";

export interface Found {
  columns: string[];
  rows: Record<string, JsonValue>[];
  warning: string | null;
  /** False where there is no such table. */
  exists: boolean;
}

type Row = Record<string, JsonValue>;

/** Rows read before others get their turn: the object answers all conversations of the bot. */
const SLICE = 1_000;

/**
 * SQLite sorts, and discards what it can tell for certain from the filter; what remains is parsed and decided by the
 * language's own rules, so that a table and a list in a script never disagree on what a filter accepts. `pause` lets
 * other calls run between two slices.
 */
export async function findRows(sql: Sql, name: string, query: FindQuery, pause: () => Promise<void>): Promise<Found> {
  const asked = parseQuery(query);
  const table = findTable(sql, name);
  if (table === null) {
    return { columns: [], rows: [], warning: `There is no table "${brief(name)}" yet; SAVE makes it.`, exists: false };
  }
  const filter = rowFilter(asked.tree, query, table);
  const isComputed = asked.order.some(({ by }) => by.kind !== "column");
  // An order by something computed needs all rows at hand; any other is SQLite's, which stops at the limit.
  const wanted = isComputed ? DATA_LIMITS.foundRows : Math.min(asked.limit, DATA_LIMITS.foundRows);
  const rows: Row[] = [];
  let skip = isComputed ? 0 : asked.offset;
  let length = 0;
  const columns = table.columns.map((column) => column.name);
  if (wanted === 0) return { columns, rows, warning: null, exists: true };
  for await (const slice of slices(sql, table, asked, filter, pause)) {
    for (const { body } of slice) {
      const row = toRow(table, body);
      if (!filter.accepts(row)) continue;
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      length += body.length;
      if (length > DATA_LIMITS.foundLength) {
        throw new DataError(
          `FIND in "${brief(table.name)}" would bring more than ${DATA_LIMITS.foundLength / 1024 / 1024} MB: narrow the filter or use LIMIT.`,
        );
      }
      rows.push(row);
      if (isComputed && rows.length === wanted) {
        throw new DataError(`ORDER BY a computed value takes at most ${wanted} rows: narrow the filter.`);
      }
      if (rows.length === wanted) {
        const warning = `FIND brings at most ${wanted} rows, and there may be more: use a filter, or LIMIT and OFFSET.`;
        return { columns, rows, warning: asked.limit > wanted ? warning : null, exists: true };
      }
    }
  }
  return { columns, rows: isComputed ? filter.arrange(rows, asked) : rows, warning: null, exists: true };
}

interface StoredRow extends Record<string, SqlValue> {
  seq: number;
  body: string;
}

/** The candidates in their order, a slice at a time. */
async function* slices(
  sql: Sql,
  table: Table,
  asked: ParsedQuery,
  filter: RowFilter,
  pause: () => Promise<void>,
): AsyncGenerator<StoredRow[]> {
  const order = orderBy(table, asked);
  if (order === "") {
    let after = -1;
    for (;;) {
      const slice = sql
        .exec<StoredRow>(
          `SELECT seq, body FROM rows WHERE table_id = ? AND seq > ? AND ${filter.sql} ORDER BY seq LIMIT ${SLICE}`,
          table.id,
          after,
          ...filter.bindings,
        )
        .toArray();
      yield slice;
      const last = slice.at(-1);
      if (last === undefined || slice.length < SLICE) return;
      after = last.seq;
      await pause();
    }
  }
  // The order is settled once: a row that changes between two slices keeps its place, one that is deleted is left out.
  const ordered = sql
    .exec<{ seq: number }>(
      `SELECT seq FROM rows WHERE table_id = ? AND ${filter.sql} ORDER BY ${order} seq`,
      table.id,
      ...filter.bindings,
    )
    .toArray();
  for (let start = 0; start < ordered.length; start += SLICE) {
    if (start > 0) await pause();
    const seqs = JSON.stringify(ordered.slice(start, start + SLICE).map(({ seq }) => seq));
    yield sql
      .exec<StoredRow>(
        "SELECT rows.seq, rows.body FROM json_each(?) AS wanted JOIN rows ON rows.seq = wanted.value ORDER BY wanted.key",
        seqs,
      )
      .toArray();
  }
}

/**
 * `column DESC, ` ... for the columns that exist. Empty values are the smallest; numbers sort by value, texts by code
 * point, and where a column holds both, numbers come before texts.
 */
function orderBy(table: Table, asked: ParsedQuery): string {
  if (asked.order.some(({ by }) => by.kind !== "column")) return "";
  return asked.order
    .flatMap(({ by, descending }) => {
      const known = table.columns.find(({ folded }) => by.kind === "column" && folded === foldName(by.name));
      return known === undefined ? [] : [`${columnValue(known.position)} ${descending ? "DESC" : "ASC"}, `];
    })
    .join("");
}

/** All rows of the table with their places, in the order in which they came. */
export function* allRows(
  sql: Sql,
  table: Table,
  filter: RowFilter,
): Generator<{ seq: number; row: Row; body: string }> {
  for (let after = -1; ; ) {
    const slice = sql
      .exec<StoredRow>(
        `SELECT seq, body FROM rows WHERE table_id = ? AND seq > ? AND ${filter.sql} ORDER BY seq LIMIT ${SLICE}`,
        table.id,
        after,
        ...filter.bindings,
      )
      .toArray();
    for (const { seq, body } of slice) {
      const row = toRow(table, body);
      if (filter.accepts(row)) yield { seq, row, body };
    }
    const last = slice.at(-1);
    if (last === undefined || slice.length < SLICE) return;
    after = last.seq;
  }
}

/** Own fields made by definition, not assignment: a column may be called `__proto__`. */
export function toRow(table: Table, body: string): Row {
  const values: JsonValue[] = JSON.parse(body);
  return Object.fromEntries(table.columns.map((column) => [column.name, values[column.position] ?? null]));
}
