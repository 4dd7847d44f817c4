/** The tables and indexes that the scripts of a release declare, as the data object takes them. */
import type { Program } from "../../basic/program.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { TableIndex } from "../../contracts/objects.ts";

export interface Declared {
  tables: JsonValue[];
  indexes: TableIndex[];
  /** Where each table is declared; absent in what earlier versions stored. */
  places?: TablePlace[];
}

export interface TablePlace {
  table: string;
  /** Path inside the package. */
  file: string;
  line: number;
}

/** `x` and `X` are the same table. */
export const placeOf = (declared: Declared, table: string): TablePlace | undefined =>
  declared.places?.find((place) => place.table.toLowerCase() === table.toLowerCase());

/** @param file the script's path inside the package */
export function declaredTables(file: string, directives: Program["directives"]): Required<Declared> {
  const declared: Required<Declared> = { tables: [], indexes: [], places: [] };
  for (const { keyword, args, line } of directives) {
    if (keyword === "TABLE") {
      const table = JSON.parse(text(args["definition"]));
      declared.tables.push(table);
      declared.places.push({ table: String(table?.name), file, line });
    }
    if (keyword === "CREATE INDEX") {
      const columns = text(args["columns"]).split(",");
      declared.indexes.push({ name: text(args["name"]), table: text(args["table"]), columns });
    }
  }
  return declared;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "null");
