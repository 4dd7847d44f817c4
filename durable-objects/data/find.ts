/** FIND: rows of a table that a filter accepts, in order, from `offset` on, at most `limit`. */
import { compareText } from "../../basic/operations/code-points.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { FindQuery } from "../../contracts/objects.ts";
import { candidates } from "./candidates.ts";
import { wholeIndex } from "./indexes.ts";
import { type ParsedQuery, parseQuery } from "./query.ts";
import { type RowFilter, rowFilter } from "./row-filter.ts";
import { eachRow, type Row, rowBuilder, type StoredRow, valuesOf } from "./rows.ts";
import { DATA_LIMITS } from "./schema.ts";
import { pause, type RawRow, run, type Steps } from "./sql.ts";
import { brief, DataError, findTable, foldName, isFileTable, type Table } from "./tables.ts";

/** A type, not an interface: only that counts as JSON for the compiler. */
export type Found = {
  columns: string[];
  rows: Record<string, JsonValue>[];
  warning: string | null;
  /** False where there is no such table. */
  exists: boolean;
  /** Of each row, where the query asks for them. */
  places?: number[];
};

/** Up to so many rows a sorted index is walked; beyond, the rows are sorted at once. */
const WALKED = 1_000;

/**
 * An index narrows where one can, and SQLite discards what it can tell for certain from the filter; what remains is parsed
 * and decided by the language's own rules, so that a table and a list in a script never disagree on what a filter accepts.
 */
export function* findRows(name: string, query: FindQuery): Steps<Found> {
  const asked = parseQuery(query);
  const table = yield* findTable(name);
  if (table === null) {
    return { columns: [], rows: [], warning: `There is no table "${brief(name)}" yet; SAVE makes it.`, exists: false };
  }
  const filter = rowFilter(asked.tree, query, table);
  const limit = Math.min(asked.limit, DATA_LIMITS.foundRows);
  const columns = table.columns.map((column) => column.name);
  const { rows, places } = yield* arrangedRows(table, filter, { ...asked, limit }, query.after);
  const warning = `FIND brings at most ${limit} rows, and there may be more: use a filter, or LIMIT and OFFSET.`;
  return {
    columns,
    rows,
    warning: limit > 0 && rows.length >= limit && asked.limit > limit ? warning : null,
    exists: true,
    ...(query.places === true ? { places } : {}),
  };
}

/** The rows that a filter accepts, in their order, from the offset on, `limit` at most, and where they are. */
export function* arrangedRows(
  table: Table,
  filter: RowFilter,
  asked: Pick<ParsedQuery, "order" | "limit" | "offset">,
  after?: number,
): Steps<{ rows: Row[]; places: number[] }> {
  const { limit, offset } = asked;
  if (limit === 0) return { rows: [], places: [] };
  if (asked.order.some(({ by }) => by.kind !== "column")) return yield* computedOrder(table, filter, asked);
  const order = orderOf(table, asked.order);
  const found = collector(table, offset, limit);
  if (order.length === 0) yield* eachRow(table, filter, found.take, after);
  else if (offset + limit <= WALKED && (yield* walk(table, filter, order, found))) {
    // The index gave the rows in their order.
  } else yield* sortRows(table, filter, order, offset + limit, found);
  return found;
}

/** An order that only the language can compute. */
function* computedOrder(
  table: Table,
  filter: RowFilter,
  asked: Pick<ParsedQuery, "order" | "limit" | "offset">,
): Steps<{ rows: Row[]; places: number[] }> {
  const found = collector(table, 0, DATA_LIMITS.foundRows);
  yield* eachRow(table, filter, found.take);
  if (found.isFull())
    throw new DataError(`ORDER BY a computed value takes at most ${DATA_LIMITS.foundRows} rows: narrow the filter.`);
  const placeOf = new Map(found.rows.map((row, i) => [row, found.places[i] ?? 0]));
  const rows = filter.arrange(found.rows, asked);
  return { rows, places: rows.map((row) => placeOf.get(row) ?? 0) };
}

interface Collector {
  rows: Row[];
  places: number[];
  /** False when there are enough. */
  take(found: StoredRow, length: number): boolean;
  isFull(): boolean;
}

function collector(table: Table, skip: number, wanted: number): Collector {
  const rows: Row[] = [];
  const places: number[] = [];
  let skipped = 0;
  let length = 0;
  return {
    rows,
    places,
    take({ seq, row }, size) {
      if (skipped < skip) {
        skipped += 1;
        return true;
      }
      length += size;
      if (length > DATA_LIMITS.foundLength) throw tooLong(table);
      rows.push(row);
      places.push(seq);
      return rows.length < wanted;
    },
    isFull: () => rows.length >= wanted,
  };
}

const tooLong = (table: Table): DataError =>
  new DataError(
    `"${brief(table.name)}" would bring more than ${DATA_LIMITS.foundLength / 1024 / 1024} MB: narrow the filter or use LIMIT.`,
  );

interface SortKey {
  position: number;
  name: string;
  descending: boolean;
}

/** For the columns that exist. */
function orderOf(table: Table, order: ParsedQuery["order"]): SortKey[] {
  return order.flatMap(({ by, descending }) => {
    const column = table.columns.find(({ folded }) => by.kind === "column" && folded === foldName(by.name));
    return column ? [{ position: column.position, name: column.name, descending }] : [];
  });
}

/**
 * Empty values are the smallest; numbers sort by value, texts by code point, and where a column holds both, numbers come
 * before texts. Lists and objects sort among the texts as their JSON.
 */
function compareValues(a: JsonValue, b: JsonValue): number {
  const [left, right] = [sortable(a), sortable(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  return typeof left === "number" ? -1 : 1;
}

function sortable(value: JsonValue): number | string | null {
  if (typeof value === "boolean") return Number(value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

interface Sorted extends StoredRow {
  length: number;
}

/** All accepted rows, of which only the first so many are kept; equal ones stay in the order in which they came. */
function* sortRows(table: Table, filter: RowFilter, order: SortKey[], wanted: number, found: Collector): Steps<void> {
  const compare = (a: Sorted, b: Sorted): number => {
    for (const { name, descending } of order) {
      const result = compareValues(a.row[name] ?? null, b.row[name] ?? null);
      if (result !== 0) return descending ? -result : result;
    }
    return a.seq - b.seq;
  };
  let kept: Sorted[] = [];
  const most = Math.max(2 * wanted, 2_000);
  let held = 0;
  yield* eachRow(table, filter, (one, length) => {
    kept.push({ ...one, length });
    held += length;
    if (kept.length < most && held <= 4 * DATA_LIMITS.foundLength) return true;
    kept = kept.sort(compare).slice(0, wanted);
    held = kept.reduce((sum, row) => sum + row.length, 0);
    // What stands before the offset counts as well: it must be held until the end.
    if (held > 2 * DATA_LIMITS.foundLength) throw tooLong(table);
    return true;
  });
  for (const one of kept.sort(compare)) if (!found.take(one, one.length)) return;
}

/** Through an index that sorts by the one column of the order; false where there is none. */
function* walk(table: Table, filter: RowFilter, order: SortKey[], found: Collector): Steps<boolean> {
  const [key] = order;
  const index = key && order.length === 1 ? wholeIndex(table, [key.position]) : undefined;
  if (!key || !index || index.cut || isFileTable(table.name)) return false;
  // Where the filter leaves few rows, sorting those is less than walking past all others.
  if ((yield* candidates(table, filter.tree)) !== null) return false;
  const build = rowBuilder(table);
  const [beyond, direction] = key.descending ? ["<", "DESC"] : [">", "ASC"];
  let last: { entry: string; seq: number } = { entry: key.descending ? "3" : "", seq: -1 };
  for (let size = 100; ; size = 1_000) {
    // Entries of class 3 and above repeat rows that have one among the texts.
    const slice: (RawRow & { entry: string })[] = yield* run<RawRow & { entry: string }>(
      `SELECT index_entries.entry, rows.seq, rows.body FROM index_entries JOIN rows ON rows.seq = index_entries.seq
         WHERE index_id = ? AND entry < '3' AND (entry ${beyond} ? OR (entry = ? AND index_entries.seq > ?))
         ORDER BY entry ${direction}, index_entries.seq LIMIT ${size}`,
      index.id,
      last.entry,
      last.entry,
      last.seq,
    );
    const values = valuesOf(slice);
    for (const [i, { seq, body }] of slice.entries()) {
      const row = build(values[i] ?? []);
      if (filter.accepts(row) && !found.take({ seq, row }, body.length)) return true;
    }
    const end = slice.at(-1);
    if (end === undefined || slice.length < size) return true;
    last = end;
    yield* pause();
  }
}
