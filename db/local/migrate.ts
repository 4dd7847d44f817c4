/** Brings the schema up to date from db/migrations. */
import fs from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { Backend } from "./backend.ts";

/** Two programs that start on one server must not run the same migration: the number is ours alone. */
const MIGRATION_LOCK = 7_324_591;

/** Throws pg's DatabaseError, or an Error that names the file, when a migration cannot be run. */
export async function runMigrations(backend: Backend, folder: string): Promise<void> {
  if (!fs.existsSync(path.join(folder, "meta/_journal.json"))) return;
  const client = new pg.Client(backend.clientConfig());
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await migrate(drizzle({ client }), { migrationsFolder: folder });
    await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]);
  } finally {
    await client.end();
  }
}

/** True for the errors that say the stored data is damaged, as against a mistake in a statement (SQLSTATE class XX). */
export function isDamage(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof pg.DatabaseError && (cause.code ?? "").startsWith("XX");
}
