/**
 * Indexes over columns of a table: which there are, keeping them up with the rows, building them for rows that were there
 * before. One that is being built is kept up from its first moment and used when it is whole.
 */
import type { JsonValue } from "../../contracts/json.ts";
import { entriesOf, tupleEntry } from "./index-entries.ts";
import { run, runIn, type Steps } from "./sql.ts";
import { isFileTable, type Table } from "./tables.ts";

export interface TableIndex {
  id: number;
  /** Positions of its columns. */
  positions: number[];
  /** Rows up to this place have their entries. */
  built: number;
  whole: boolean;
  /** Some entry does not tell its value's place exactly: the index cannot sort. */
  cut: boolean;
}
export type TableIndexes = TableIndex[];

type Values = readonly JsonValue[];

/** Rows whose entries are made at a time. */
const SLICE = 1_000;

export function* indexesOf(table: number): Steps<TableIndexes> {
  const rows = yield* run<{ id: number; positions: string; built: number; whole: number; cut: number }>(
    "SELECT id, positions, built, whole, cut FROM indexes WHERE table_id = ? ORDER BY id",
    table,
  );
  return rows.map((row) => ({
    ...row,
    positions: JSON.parse(row.positions),
    whole: row.whole === 1,
    cut: row.cut === 1,
  }));
}

/** The index over exactly these columns, once it is whole. */
export const wholeIndex = (table: Table, positions: readonly number[]): TableIndex | undefined =>
  table.indexes.find((index) => index.whole && index.positions.join() === positions.join());

/** Adds the index unless it is there, and marks it as wanted by the current release. */
export function* ensureIndex(table: Table, positions: readonly number[]): Steps<TableIndex> {
  const key = JSON.stringify(positions);
  const known = table.indexes.find((index) => index.positions.join() === positions.join());
  if (known) {
    yield* run("UPDATE indexes SET wanted = 1 WHERE id = ?", known.id);
    return known;
  }
  const [made] = yield* run<{ id: number }>(
    "INSERT INTO indexes (table_id, positions, built, whole, cut, wanted) VALUES (?, ?, -1, 0, 0, 1) RETURNING id",
    table.id,
    key,
  );
  if (!made) throw new Error("the index was not stored");
  const index = { id: made.id, positions: [...positions], built: -1, whole: false, cut: false };
  table.indexes.push(index);
  return index;
}

/** Removes the indexes that nobody has asked for since `wanted` was taken away. */
export function* dropUnwanted(): Steps<void> {
  yield* run("DELETE FROM index_entries WHERE index_id IN (SELECT id FROM indexes WHERE wanted = 0)");
  yield* run("DELETE FROM indexes WHERE wanted = 0");
}

/** Brings the entries of one row from what it was (null: a new row) to what it is (null: it goes). */
export function* reindexRow(table: Table, seq: number, before: Values | null, after: Values | null): Steps<void> {
  for (const index of table.indexes) {
    const old = before === null ? [] : entriesIn(table, index, before).entries;
    const now = after === null ? { entries: [], exact: true } : entriesIn(table, index, after);
    for (const entry of old.filter((item) => !now.entries.includes(item)))
      yield* run("DELETE FROM index_entries WHERE index_id = ? AND entry = ? AND seq = ?", index.id, entry, seq);
    for (const entry of now.entries.filter((item) => !old.includes(item)))
      yield* run(
        "INSERT INTO index_entries (index_id, entry, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        index.id,
        entry,
        seq,
      );
    if (!now.exact && !index.cut) yield* markCut(index);
  }
}

function* markCut(index: TableIndex): Steps<void> {
  index.cut = true;
  yield* run("UPDATE indexes SET cut = 1 WHERE id = ?", index.id);
}

function entriesIn(table: Table, { positions }: TableIndex, values: Values) {
  const [first = 0] = positions;
  if (positions.length === 1) return entriesOf(values[first] ?? null, isFileTable(table.name));
  return { entries: [tupleEntry(positions.map((position) => values[position] ?? null))], exact: false };
}

/** Makes entries for at most so many rows. True when all indexes of the table are whole. */
export function* buildIndexes(table: Table, rows: number): Steps<boolean> {
  let left = rows;
  for (const index of table.indexes) {
    while (!index.whole) {
      if (left <= 0) return false;
      left -= yield* buildSlice(table, index);
    }
  }
  return true;
}

function* buildSlice(table: Table, index: TableIndex): Steps<number> {
  const found = yield* run<{ seq: number; body: string }>(
    `SELECT seq, body FROM rows WHERE table_id = ? AND seq > ? ORDER BY seq LIMIT ${SLICE}`,
    table.id,
    index.built,
  );
  let exact = true;
  const pairs = found.flatMap(({ seq, body }) => {
    const made = entriesIn(table, index, JSON.parse(body));
    exact &&= made.exact;
    return made.entries.map((entry) => [entry, seq]);
  });
  yield* runIn((dialect) => ({ text: dialect.insertEntries, bindings: [index.id, JSON.stringify(pairs)] }));
  if (!exact && !index.cut) yield* markCut(index);
  index.whole = found.length < SLICE;
  index.built = found.at(-1)?.seq ?? index.built;
  yield* run("UPDATE indexes SET built = ?, whole = ? WHERE id = ?", index.built, index.whole ? 1 : 0, index.id);
  return found.length;
}
