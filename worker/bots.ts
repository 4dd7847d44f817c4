/** The bots of a tenant. */
import type { BotSummary } from "../contracts/admin.ts";
import { botName } from "../contracts/ids.ts";
import type { Env } from "../durable-objects/env.ts";
import { botStub, callObject } from "./objects.ts";

/** The list of a tenant's bots: empty files, so that it needs no database. Their programs and files lie below the names. */
export const entryPrefix = (tenant: string): string => `t/${tenant}/bots/`;

/** What lies below a name is listed with it, as one prefix: a page of storage may hold fewer names than were asked for. */
export async function botNames(
  files: R2Bucket,
  tenant: string,
  limit: number,
  after: string | undefined,
): Promise<{ names: string[]; cursor: string | null }> {
  const prefix = entryPrefix(tenant);
  const names: string[] = [];
  let cursor = after;
  do {
    const room = limit - names.length;
    const listed = await files.list({ prefix, delimiter: "/", limit: room, ...(cursor ? { cursor } : {}) });
    names.push(
      ...listed.objects
        .map((entry) => entry.key.slice(prefix.length))
        .filter((name) => botName.safeParse(name).success),
    );
    cursor = listed.truncated ? listed.cursor : undefined;
  } while (cursor !== undefined && names.length < limit);
  return { names, cursor: cursor ?? null };
}

export async function botSummary(env: Env, tenant: string, bot: string): Promise<BotSummary> {
  const status = await callObject(() => botStub(env, tenant, bot).status());
  return { bot, ...status };
}
