/** What tables a bot has, for people. */
import type { Page } from "../../contracts/admin.ts";
import type { TableSummary } from "../../contracts/tables.ts";
import { run, type Steps } from "../data/sql.ts";
import { findTable, foldName, type Table } from "../data/tables.ts";

/** In the order of their folded names; the cursor is the last one's. */
export function* describeTables(limit: number, cursor: string | null): Steps<Page<TableSummary>> {
  const names = yield* run<{ name: string }>(
    "SELECT name FROM tables WHERE folded > ? ORDER BY folded LIMIT ?",
    cursor === null ? "" : foldName(cursor),
    limit + 1,
  );
  const items: TableSummary[] = [];
  for (const { name } of names.slice(0, limit)) {
    const table = yield* findTable(name);
    if (table !== null) items.push(yield* summaryOf(table));
  }
  return { items, nextCursor: names.length > limit ? (names[limit - 1]?.name ?? null) : null };
}

export function* countTables(): Steps<{ tables: number; rows: number }> {
  const [tables] = yield* run<{ count: number }>("SELECT count(*) AS count FROM tables");
  const [rows] = yield* run<{ count: number }>("SELECT count(*) AS count FROM rows");
  return { tables: Number(tables?.count ?? 0), rows: Number(rows?.count ?? 0) };
}

function* summaryOf(table: Table): Steps<TableSummary> {
  const [counted] = yield* run<{ count: number }>("SELECT count(*) AS count FROM rows WHERE table_id = ?", table.id);
  const { declared } = table;
  return {
    name: table.name,
    rows: Number(counted?.count ?? 0),
    declared: declared !== null,
    key: declared?.key ?? [],
    columns: table.columns.map((column) => {
      const known = declared?.columns.find(({ name }) => foldName(name) === column.folded);
      return {
        name: column.name,
        type: known ? known.type : null,
        required: known?.notNull === true,
        generated: column.generated || (known?.generated ?? null) !== null,
      };
    }),
    indexes: table.indexes.map(({ positions }) =>
      positions.map((position) => table.columns[position]?.name ?? String(position + 1)),
    ),
  };
}
