/** Scoped API tokens. The key is made elsewhere and shown once; here is only its hash. */
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { asTenant, type Database } from "../client.ts";
import { apiTokens, tenants } from "../schema.ts";

export interface ApiTokenRecord {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

const shown = {
  id: apiTokens.id,
  name: apiTokens.name,
  scopes: apiTokens.scopes,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  revokedAt: apiTokens.revokedAt,
};

export async function createToken(
  db: Database,
  tenant: string,
  token: { name: string; hash: string; scopes: string[]; expiresAt: Date | null },
): Promise<ApiTokenRecord> {
  const [, rows] = await asTenant(db, tenant, [
    db.insert(tenants).values({ id: tenant, name: tenant }).onConflictDoNothing(),
    db
      .insert(apiTokens)
      .values({ tenantId: tenant, ...token })
      .returning(shown),
  ]);
  const [row] = rows;
  if (!row) throw new Error("the token was not stored");
  return row;
}

/** All tokens of a tenant, the newest first, revoked ones included. */
export async function listTokens(db: Database, tenant: string, limit = 200): Promise<ApiTokenRecord[]> {
  const [rows] = await asTenant(db, tenant, [
    db
      .select(shown)
      .from(apiTokens)
      .where(eq(apiTokens.tenantId, tenant))
      .orderBy(desc(apiTokens.createdAt))
      .limit(limit),
  ]);
  return rows;
}

/** False when there is no such token or it was revoked before. */
export async function revokeToken(db: Database, tenant: string, id: string): Promise<boolean> {
  const [rows] = await asTenant(db, tenant, [
    db
      .update(apiTokens)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiTokens.tenantId, tenant), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id }),
  ]);
  return rows.length > 0;
}

/** The living token with this hash, or null. */
export async function findTokenByHash(db: Database, tenant: string, hash: string): Promise<ApiTokenRecord | null> {
  const living = or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`));
  const [rows] = await asTenant(db, tenant, [
    db
      .select(shown)
      .from(apiTokens)
      .where(and(eq(apiTokens.tenantId, tenant), eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt), living))
      .limit(1),
  ]);
  return rows[0] ?? null;
}
