/** Where a bot's tables lie: the object's own SQLite, or PostgreSQL (postgres-store.ts). Both run the same rules. */
import { runInSlices, runNow, type Sql, type Steps } from "./sql.ts";

export interface DataStore {
  /** Lets other calls run between slices. */
  read<T>(steps: Steps<T>): Promise<T>;
  /** One transaction; an error leaves nothing behind. */
  write<T>(steps: Steps<T>): Promise<T>;
  /** One transaction that is taken back in the end. */
  tried<T>(steps: Steps<T>): Promise<T>;
}

/** Where this object's tables were put; a bot's are in SQLite until it is said otherwise. */
export type StoreKind = "sqlite" | "postgres";

export function readPlacement(sql: Sql): StoreKind {
  const [row] = sql.exec<{ store: string }>("SELECT store FROM placement").toArray();
  return row?.store === "postgres" ? "postgres" : "sqlite";
}

export function writePlacement(sql: Sql, store: StoreKind): void {
  sql.exec("INSERT OR REPLACE INTO placement (one, store) VALUES (1, ?)", store).toArray();
}

/** Lets the calls that have come meanwhile run: a timer of 0 ms passes through the event loop. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export function sqliteStore(storage: DurableObjectStorage): DataStore {
  const { sql } = storage;
  return {
    read: (steps) => runInSlices(sql, steps, pause),
    write: async (steps) => storage.transactionSync(() => runNow(sql, steps)),
    async tried<T>(steps: Steps<T>) {
      let result: { value: T } | undefined;
      try {
        storage.transactionSync(() => {
          result = { value: runNow(sql, steps) };
          throw new TakenBack();
        });
      } catch (error) {
        if (!(error instanceof TakenBack) || result === undefined) throw error;
      }
      return (result as { value: T }).value;
    },
  };
}

/** Rolls a transaction back on purpose. */
class TakenBack extends Error {}
