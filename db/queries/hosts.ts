/** Host names and their tenants, for the edge's own table. */
import { sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { hosts } from "../schema.ts";

/** All of them: the edge's copy must also lose what was removed here. */
export async function listHosts(db: Database, limit = 100_000): Promise<{ host: string; tenant: string }[]> {
  const [, rows] = await db.batch([
    db.execute(sql`set local role basalt_edge`),
    db.select({ host: hosts.host, tenant: hosts.tenantId }).from(hosts).limit(limit),
  ]);
  return rows;
}
