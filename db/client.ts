/**
 * The one way to Postgres: Neon's HTTP driver, so that a query needs no connection and a Worker keeps none. Locally the
 * same driver talks to a proxy that speaks Neon's protocol (db/local).
 *
 * Every query of a tenant goes through `asTenant`: one HTTP request, one transaction that first takes the role
 * `basalt_app` and names the tenant, so that the policies of `schema.ts` hold whatever the query says.
 */
import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import { type SQL, sql } from "drizzle-orm";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import * as schema from "./schema.ts";

export interface DatabaseSettings {
  /** postgres://user:password@host/database */
  url: string;
  /** host:port of the local proxy; absent for a Neon database. */
  proxy?: string | undefined;
  /** ms until a request is given up. */
  timeout?: number;
}

export type Database = NeonHttpDatabase<typeof schema> & { $client: NeonQueryFunction<false, false> };

/** Anything a drizzle query builder returns: it can be sent in a batch. */
type BatchItem = Parameters<Database["batch"]>[0][number];
type Answers<T extends readonly BatchItem[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

export function openDatabase(settings: DatabaseSettings): Database {
  if (settings.proxy) {
    // Process-wide in the driver: a process talks to one proxy or to none.
    const endpoint = `http://${settings.proxy}/sql`;
    neonConfig.fetchEndpoint = () => endpoint;
  }
  const timeout = settings.timeout ?? 5_000;
  neonConfig.fetchFunction = (input: string, init: RequestInit) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(timeout) });
  return drizzle({ client: neon(settings.url), schema });
}

/** Runs the queries in one transaction that sees and writes this tenant's rows only. Answers come in the same order. */
export async function asTenant<const T extends readonly BatchItem[]>(
  db: Database,
  tenant: string,
  queries: T,
): Promise<Answers<T>> {
  const scope: [BatchItem, BatchItem] = [db.execute(sql`set local role basalt_app`), db.execute(scopeTo(tenant))];
  const answers = await db.batch([...scope, ...queries]);
  return (answers as unknown[]).slice(scope.length) as Answers<T>; // `batch` loses the tuple when a prefix is added
}

const scopeTo = (tenant: string): SQL => sql`select set_config('basalt.tenant', ${tenant}, true)`;
