/**
 * Keeps the edge's table of hosts equal to the one in Postgres. A host is one row there; the edge looks it up in its own
 * key-value store, so that no request waits for a database.
 */
import { tenantId } from "../contracts/ids.ts";
import type { Database } from "../db/client.ts";
import { listHosts } from "../db/queries/hosts.ts";

/** What is used of a Workers KV namespace. */
export interface HostTable {
  list(options: { cursor?: string }): Promise<HostPage>;
  put(host: string, tenant: string, options: { metadata: { tenant: string } }): Promise<void>;
  delete(host: string): Promise<void>;
}
type HostPage = { keys: { name: string; metadata?: unknown }[] } & (
  | { list_complete: true }
  | { list_complete: false; cursor: string }
);

/** Writes what differs. Throws while Postgres is away: the table stays as it was. */
export async function copyHosts(db: Database, table: HostTable): Promise<{ written: number; removed: number }> {
  const wanted = new Map<string, string>();
  for (const { host, tenant } of await listHosts(db)) {
    if (tenantId.safeParse(tenant).success) wanted.set(host.toLowerCase(), tenant);
  }
  const current = new Set<string>();
  let removed = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await table.list(cursor === undefined ? {} : { cursor });
    for (const { name, metadata } of page.keys) {
      // The tenant stands in the metadata, too: comparing costs no read per host.
      if (wanted.get(name) === tenantOf(metadata)) current.add(name);
      else if (!wanted.has(name)) {
        await table.delete(name);
        removed += 1;
      }
    }
    if (page.list_complete) break;
    cursor = page.cursor;
  }
  const changed = [...wanted].filter(([host]) => !current.has(host));
  for (const [host, tenant] of changed) await table.put(host, tenant, { metadata: { tenant } });
  return { written: changed.length, removed };
}

function tenantOf(metadata: unknown): string | null {
  if (typeof metadata !== "object" || metadata === null || !("tenant" in metadata)) return null;
  return String(metadata.tenant);
}
