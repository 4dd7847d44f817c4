/** Scoped API tokens (`bsk_...`): 256 random bits, shown once, kept as their SHA-256 in Postgres. */
import { API_TOKEN_PREFIX, type ApiToken } from "../../contracts/admin.ts";
import { openDatabase } from "../../db/client.ts";
import {
  type ApiTokenRecord,
  createToken,
  findTokenByHash,
  listTokens,
  revokeToken,
} from "../../db/queries/api-tokens.ts";
import type { Env } from "../../durable-objects/env.ts";
import { FaultError } from "../problem.ts";
import { base64url, sha256Hex } from "./secrets.ts";

/** Where tokens are kept. Each call may throw while the store is away. */
export interface ApiTokenStore {
  create(
    tenant: string,
    token: { name: string; hash: string; scopes: string[]; expiresAt: Date | null },
  ): Promise<ApiToken>;
  list(tenant: string): Promise<ApiToken[]>;
  /** False when there is no such living token. */
  revoke(tenant: string, id: string): Promise<boolean>;
  find(tenant: string, hash: string): Promise<ApiToken | null>;
}

export function postgresTokens(env: Env): ApiTokenStore {
  const db = () => {
    if (!env.DATABASE_URL) throw new Error("no database is set up");
    return openDatabase({ url: env.DATABASE_URL, proxy: env.NEON_PROXY });
  };
  return {
    create: async (tenant, token) => shown(await createToken(db(), tenant, token)),
    list: async (tenant) => (await listTokens(db(), tenant)).map(shown),
    revoke: async (tenant, id) => revokeToken(db(), tenant, id),
    find: async (tenant, hash) => {
      const row = await findTokenByHash(db(), tenant, hash);
      return row && shown(row);
    },
  };
}

export async function makeApiToken(): Promise<{ token: string; hash: string }> {
  const token = API_TOKEN_PREFIX + base64url(crypto.getRandomValues(new Uint8Array(32)));
  return { token, hash: await sha256Hex(token) };
}

/** Runs a call to the store; a store that is away is a 503 that says which part is missing. */
export async function withTokens<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    console.error(JSON.stringify({ level: "warn", event: "api-tokens.unavailable", reason }));
    throw new FaultError("service.unavailable", "API tokens need the database, and it cannot be reached now.");
  }
}

const shown = (row: ApiTokenRecord): ApiToken => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
