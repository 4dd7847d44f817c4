/**
 * Keeps the edge's table of hosts equal to the one in Postgres. A host is one row there; the edge looks it up in its own
 * key-value store, so that no request waits for a database.
 */
import { tenantId } from "../contracts/ids.ts";
import { openDatabase } from "../db/client.ts";
import { listHosts } from "../db/queries/hosts.ts";
import type { Env } from "../durable-objects/env.ts";

/** Writes what differs. Throws while Postgres is away: the table stays as it was. */
export async function copyHosts(env: Env): Promise<{ written: number; removed: number }> {
  if (!env.DATABASE_URL) return { written: 0, removed: 0 };
  const wanted = new Map<string, string>();
  for (const { host, tenant } of await listHosts(openDatabase({ url: env.DATABASE_URL, proxy: env.NEON_PROXY }))) {
    if (tenantId.safeParse(tenant).success) wanted.set(host.toLowerCase(), tenant);
  }
  let removed = 0;
  const known = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await env.HOSTS.list<{ tenant: string }>(cursor === undefined ? {} : { cursor });
    for (const key of page.keys) {
      // The tenant stands in the metadata, too: comparing costs no read per host.
      if (wanted.get(key.name) === key.metadata?.tenant) known.add(key.name);
      else if (!wanted.has(key.name)) {
        await env.HOSTS.delete(key.name);
        removed += 1;
      }
    }
    if (page.list_complete) break;
    cursor = page.cursor;
  }
  const changed = [...wanted].filter(([host]) => !known.has(host));
  for (const [host, tenant] of changed) await env.HOSTS.put(host, tenant, { metadata: { tenant } });
  return { written: changed.length, removed };
}
