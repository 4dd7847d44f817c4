/** A conversation's file where deliveries run on Node: SQLite behind as much of the platform's interface as they use. */
import { DatabaseSync } from "node:sqlite";
import type { DeliveryStorage } from "../../durable-objects/session/delivery/delivery-store.ts";

export class TestStorage implements DeliveryStorage {
  private readonly database = new DatabaseSync(":memory:");
  private depth = 0;

  readonly sql = {
    exec: (statement: string, ...bindings: (string | number | null)[]) => {
      const rows = this.database.prepare(statement).all(...bindings);
      return { toArray: () => rows, one: () => rows[0] };
    },
    // The cursor's other members are not used by what runs here.
  } as unknown as DeliveryStorage["sql"];

  transactionSync<T>(work: () => T): T {
    const name = `s${++this.depth}`;
    this.database.exec(`SAVEPOINT ${name}`);
    try {
      const result = work();
      this.database.exec(`RELEASE ${name}`);
      return result;
    } catch (error) {
      this.database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
      throw error;
    } finally {
      this.depth -= 1;
    }
  }
}
