/** Is the store there, and which one is it. */
import { sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { store } from "../schema.ts";

/** Id of this store: another one after a rebuild. Throws while Postgres is away. */
export async function storeId(db: Database): Promise<string> {
  const [row] = await db.select({ id: store.id }).from(store).limit(1);
  if (!row) throw new Error("the store has no identity: run the migrations");
  return row.id;
}

export async function ping(db: Database): Promise<void> {
  await db.execute(sql`select 1`);
}
