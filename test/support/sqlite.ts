/** An SQLite in memory behind the interface that the objects use, for tests on Node. */
import { DatabaseSync } from "node:sqlite";
import type { Sql } from "../../durable-objects/data/sql.ts";

export function openSqlite(): { sql: Sql; transaction<T>(work: () => T): T } {
  const database = new DatabaseSync(":memory:");
  const exec = (text: string, ...bindings: (string | number | null)[]) => {
    if (bindings.length === 0 && /;|CREATE TRIGGER/.test(text)) {
      database.exec(text);
      return { toArray: () => [], one: () => ({}) };
    }
    const rows = database.prepare(text).all(...bindings);
    return { toArray: () => rows.map((row) => ({ ...row })), one: () => ({ ...rows[0] }) };
  };
  return {
    // Rows come as the caller names them, which no type of the driver can say.
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
