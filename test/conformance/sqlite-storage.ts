/** The data host's database where the corpus runs on Node: an SQLite in memory behind the platform's interface. */
import { DatabaseSync } from "node:sqlite";
import type { Sql } from "../../durable-objects/data/sql.ts";
import { type DataStorage, useDataStorage } from "./data-host.ts";

export function useSqlite(): void {
  useDataStorage(sqliteStorage);
}

function sqliteStorage(): DataStorage {
  const database = new DatabaseSync(":memory:");
  const exec = (text: string, ...bindings: (string | number | null)[]) => {
    if (bindings.length === 0 && text.trim().includes(";")) {
      database.exec(text);
      return { toArray: () => [], one: () => ({}) };
    }
    const rows = database.prepare(text).all(...bindings);
    return { toArray: () => rows, one: () => rows[0] };
  };
  return {
    // Only what the data object's code uses.
    sql: { exec } as unknown as Sql,
    transaction(work) {
      database.exec("SAVEPOINT work");
      try {
        const result = work();
        database.exec("RELEASE work");
        return result;
      } catch (error) {
        database.exec("ROLLBACK TO work; RELEASE work");
        throw error;
      }
    },
  };
}
