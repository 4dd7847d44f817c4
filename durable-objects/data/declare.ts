/** Makes the tables that a release declares: missing tables and columns come to be, nothing is dropped (reference 3.9). */
import type { TableDeclaration } from "../../basic/tables/declaration.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { TableIndex } from "../../contracts/objects.ts";
import type { Sql } from "./sql.ts";
import { createTable, DataError, ensureColumn, findTable, foldName } from "./tables.ts";

const MAX_TABLES = 500;
const MAX_INDEXES = 200;

/** To be called inside a transaction. The declarations come from a verified program of the release. */
export function declareTables(
  sql: Sql,
  release: string,
  declarations: readonly JsonValue[],
  indexes: readonly TableIndex[],
): { warnings: string[] } {
  if (declarations.length > MAX_TABLES) throw new DataError(`A package declares at most ${MAX_TABLES} tables.`);
  const warnings: string[] = [];
  for (const declaration of declarations.map(checked)) {
    if (declaration.connection !== null) {
      warnings.push(
        `TABLE ${declaration.name} ON ${declaration.connection} needs the connected data service, which this version does not have.`,
      );
      continue;
    }
    const table = findTable(sql, declaration.name) ?? createTable(sql, declaration.name);
    for (const column of declaration.columns) ensureColumn(sql, table, column.name);
    sql.exec(
      `INSERT INTO declarations (table_id, release, body) VALUES (?, ?, ?)
         ON CONFLICT (table_id) DO UPDATE SET release = excluded.release, body = excluded.body`,
      table.id,
      release,
      JSON.stringify(declaration),
    );
  }
  // What this release does not declare any more is a table like one that SAVE made.
  sql.exec("DELETE FROM declarations WHERE release <> ?", release);
  for (const index of indexes.slice(0, MAX_INDEXES)) makeIndex(sql, index, warnings);
  return { warnings };
}

/** The index of SQLite is over positions of the rows' JSON; the script's names never become part of a statement. */
function makeIndex(sql: Sql, index: TableIndex, warnings: string[]): void {
  const table = findTable(sql, index.table);
  const positions = index.columns.map(
    (name) => table?.columns.findIndex(({ folded }) => folded === foldName(name)) ?? -1,
  );
  if (!table || positions.length === 0 || positions.some((position) => position < 0)) {
    warnings.push(`CREATE INDEX ${index.name}: there is no such column in ${index.table}.`);
    return;
  }
  const columns = positions.map((position) => `json_extract(body, '$[${position}]')`).join(", ");
  sql.exec(
    `CREATE INDEX IF NOT EXISTS rows_${table.id}_${positions.join("_")} ON rows (${columns}) WHERE table_id = ${table.id}`,
  );
}

function checked(declaration: JsonValue): TableDeclaration {
  const isTable =
    typeof declaration === "object" &&
    declaration !== null &&
    !Array.isArray(declaration) &&
    typeof declaration["name"] === "string" &&
    Array.isArray(declaration["columns"]);
  if (!isTable) throw new DataError("A declaration of a table is damaged: publish the package again.");
  return declaration as unknown as TableDeclaration;
}
