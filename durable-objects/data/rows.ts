/** Reading the rows of a table: in the order in which they came, a slice at a time, through the filter. */
import type { JsonValue } from "../../contracts/json.ts";
import { candidates } from "./candidates.ts";
import type { RowFilter } from "./row-filter.ts";
import { DATA_LIMITS } from "./schema.ts";
import { pause, type RawRow, runIn, type Steps } from "./sql.ts";
import { DataError, type Table } from "./tables.ts";

export type Row = Record<string, JsonValue>;

export interface StoredRow {
  seq: number;
  row: Row;
}

/** Rows read before others get their turn: the object answers all conversations of the bot. */
const SLICE = 1_000;

/**
 * Gives `visit` each row behind that place that the filter accepts with the length of its JSON, until it answers false. Through an index where
 * one narrows the rows enough.
 */
export function* eachRow(
  table: Table,
  filter: RowFilter,
  visit: (found: StoredRow, length: number) => boolean,
  behind = -1,
): Steps<void> {
  const build = rowBuilder(table);
  const seqs = (yield* candidates(table, filter.tree))?.filter((seq) => seq > behind) ?? null;
  for (let after = behind, start = 0; ; start += SLICE) {
    const slice: RawRow[] = yield* seqs === null
      ? runIn<RawRow>((dialect) => {
          const told = dialect.readsJson ? filter : { sql: "TRUE", bindings: [] };
          return {
            text: `SELECT seq, body FROM rows WHERE table_id = ? AND seq > ? AND ${told.sql} ORDER BY seq LIMIT ${SLICE}`,
            bindings: [table.id, after, ...told.bindings],
          };
        })
      : rowsAt(seqs.slice(start, start + SLICE));
    const values = valuesOf(slice);
    for (const [i, { seq, body }] of slice.entries()) {
      const row = build(values[i] ?? []);
      if (filter.accepts(row) && !visit({ seq, row }, body.length)) return;
    }
    const last = slice.at(-1);
    if (seqs === null ? last === undefined || slice.length < SLICE : start + SLICE >= seqs.length) return;
    after = last?.seq ?? after;
    yield* pause();
  }
}

/** The rows at these places, in the order in which they came. */
export function* rowsAt(seqs: readonly number[]): Steps<RawRow[]> {
  if (seqs.length === 0) return [];
  return yield* runIn<RawRow>((dialect) => ({
    text: `SELECT seq, body FROM rows WHERE ${dialect.seqInList} ORDER BY seq`,
    bindings: [JSON.stringify(seqs)],
  }));
}

/** All accepted rows, or those of them that `keep` wants; at most as many as one change may meet. */
export function* matchingRows(
  table: Table,
  filter: RowFilter,
  keep: (found: StoredRow) => boolean = () => true,
): Steps<StoredRow[]> {
  const found: StoredRow[] = [];
  yield* eachRow(table, filter, (row) => {
    if (!keep(row)) return true;
    found.push(row);
    if (found.length > DATA_LIMITS.rowsPerSave)
      throw new DataError(`${DATA_LIMITS.rowsPerSave} rows can be written at once, and these are more.`);
    return true;
  });
  return found;
}

/** JSON of more than this is parsed row by row: two copies of large rows at once are too much. */
const PARSED_TOGETHER = 1024 * 1024;

/** The values of some rows. A text of many short rows is parsed much faster than as many texts. */
export function valuesOf(rows: readonly RawRow[]): JsonValue[][] {
  const length = rows.reduce((sum, { body }) => sum + body.length, 0);
  if (length > PARSED_TOGETHER) return rows.map(({ body }) => JSON.parse(body));
  return JSON.parse(`[${rows.map(({ body }) => body).join(",")}]`);
}

/** The object of a row's values. Own fields made by definition where assignment would not: a column may be called `__proto__`. */
export function rowBuilder(table: Table): (values: readonly JsonValue[]) => Row {
  const columns = table.columns.map(({ name, position }) => ({ name, position }));
  if (columns.some(({ name }) => name === "__proto__"))
    return (values) => Object.fromEntries(columns.map(({ name, position }) => [name, values[position] ?? null]));
  return (values) => {
    const row: Row = {};
    for (const { name, position } of columns) row[name] = values[position] ?? null;
    return row;
  };
}
