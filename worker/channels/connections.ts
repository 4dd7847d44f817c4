/** Connections as adapters get them: the record of their object with its secrets opened. */
import * as z from "zod";
import type { Connection } from "../../contracts/channel.ts";
import type { ConnectionApi, ConnectionRecord } from "../../contracts/deliveries.ts";
import type { Env } from "../../durable-objects/env.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { operatorKey } from "../auth/secrets.ts";

export interface ConnectionName {
  tenant: string;
  channel: string;
  connection: string;
}

const secretsForm = z.record(z.string(), z.string());

// The platform's stub types lose recursive JSON types; the class implements exactly this interface.
export function connectionStub(env: Env, { tenant, channel, connection }: ConnectionName): ConnectionApi {
  const stub: unknown = env.CONNECTION.get(env.CONNECTION.idFromName(`${tenant}/${channel}/${connection}`));
  return stub as ConnectionApi;
}

const placeOf = ({ channel, connection }: ConnectionName): string => `${channel}/${connection}`;

export function sealSecrets(env: Env, name: ConnectionName, secrets: Record<string, string>): Promise<string> {
  return seal(operatorKey(env), name.tenant, placeOf(name), JSON.stringify(secrets));
}

/** Null when they were sealed under an operator's key that is no longer there: they have to be set again. */
export async function openSecrets(
  env: Env,
  name: ConnectionName,
  record: ConnectionRecord,
): Promise<Record<string, string> | null> {
  const text = await unseal(operatorKey(env), name.tenant, placeOf(name), record.sealed);
  return text === null ? null : secretsForm.parse(JSON.parse(text));
}

export async function openConnection(
  env: Env,
  name: ConnectionName,
  record: ConnectionRecord,
): Promise<Connection | null> {
  const secrets = await openSecrets(env, name, record);
  if (secrets === null) return null;
  const { tenant, channel, connection: id } = name;
  return { tenant, bot: record.bot, channel, id, origin: record.origin, settings: record.settings, secrets };
}
