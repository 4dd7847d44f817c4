/** The tables and indexes that the scripts of a release declare, as the data object takes them. */
import type { Program } from "../../basic/program.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { TableIndex } from "../../contracts/objects.ts";

export interface Declared {
  tables: JsonValue[];
  indexes: TableIndex[];
}

export function declaredTables(programs: Iterable<Pick<Program, "directives">>): Declared {
  const declared: Declared = { tables: [], indexes: [] };
  for (const { directives } of programs) {
    for (const { keyword, args } of directives) {
      if (keyword === "TABLE") declared.tables.push(JSON.parse(text(args["definition"])));
      if (keyword === "CREATE INDEX") {
        const columns = text(args["columns"]).split(",");
        declared.indexes.push({ name: text(args["name"]), table: text(args["table"]), columns });
      }
    }
  }
  return declared;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "null");
