/**
 * What an administrator sets beside a package: overrides of config.csv, and the secrets that `vault:NAME` stands for. Each
 * change is written down without its value. Secrets are sealed under a key of the tenant's (platform/seal.ts) and leave
 * this object only to other objects of the bot.
 */
import type { Page } from "../../contracts/admin.ts";
import {
  type ConfigEntry,
  isLiteralSecret,
  SETTING_LIMITS,
  type SecretEntry,
  type SettingChange,
  shownValue,
} from "../../contracts/bot-settings.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import { configKey, configProblem, environmentName, isKnownConfigKey } from "../../contracts/package-config.ts";
import { base64Bytes, bytesOf } from "../../platform/hmac.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { sha256 } from "../packages/hash.ts";

/** Values by key, in their one spelling. */
export function readOverrides(sql: SqlStorage): Record<string, string> {
  const rows = sql.exec<{ key: string; value: string }>("SELECT key, value FROM overrides ORDER BY key").toArray();
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

export function setOverride(sql: SqlStorage, given: string, value: string, by: string, now: number): Result<null> {
  const key = configKey(given);
  if (!isKnownConfigKey(key))
    return fail(
      "config.invalid",
      `${key} is no key of the configuration that does anything: see docs/configuration.md.`,
    );
  if (isLiteralSecret(key, value))
    return fail("config.invalid", `A credential is not kept here: store it as a secret, and set ${key} to vault:NAME.`);
  const problem = configProblem(key, value);
  if (problem !== null) return fail("config.invalid", `${key} ${problem}.`);
  const others = sql.exec<{ count: number }>("SELECT count(*) AS count FROM overrides WHERE key <> ?", key).one().count;
  if (others >= SETTING_LIMITS.overrides)
    return fail("config.invalid", `A bot has at most ${SETTING_LIMITS.overrides} overrides: remove one first.`);
  sql.exec(
    "INSERT INTO overrides (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    key,
    value,
  );
  note(sql, { subject: "config", name: key, action: "set", by, now });
  return ok(null);
}

export function removeOverride(sql: SqlStorage, given: string, by: string, now: number): Result<null> {
  const key = configKey(given);
  if (sql.exec("DELETE FROM overrides WHERE key = ?", key).rowsWritten === 0)
    return fail("config.unknown", `Nothing is set for ${key} beside the package.`);
  note(sql, { subject: "config", name: key, action: "removed", by, now });
  return ok(null);
}

/** A key as it is in effect, and where that comes from. */
export function configEntry(
  given: string,
  file: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, unknown>>,
  overrides: Readonly<Record<string, string>>,
): ConfigEntry {
  const key = configKey(given);
  const fromEnvironment = isKnownConfigKey(key) ? environment[environmentName(key)] : undefined;
  const layers: [ConfigEntry["source"], unknown][] = [
    ["override", overrides[key]],
    ["environment", fromEnvironment],
    ["package", file[key]],
  ];
  const [source, value] = layers.find(
    (layer): layer is [ConfigEntry["source"], string] => typeof layer[1] === "string",
  ) ?? ["default" as const, ""];
  // What the operator gave the deployment is not for everybody who may look after a bot.
  const shown = source === "environment" ? "(of the deployment)" : shownValue(key, String(value));
  const own = overrides[key];
  return { key, value: shown, source, override: own === undefined ? null : shownValue(key, own) };
}

export interface Vault {
  sql: SqlStorage;
  tenant: string;
  bot: string;
  /** OPERATOR_KEY, base64url. */
  operatorKey: string;
}

const placeOf = (bot: string, name: string): string => `bot/${bot}/secret/${name}`;

/** Throws where the deployment has no key: then nothing can be kept secret. */
function masterKey(operatorKey: string): Uint8Array<ArrayBuffer> {
  const bytes = base64Bytes(operatorKey.replaceAll("-", "+").replaceAll("_", "/"));
  if (bytes === null || bytes.length < 32) throw new Error("OPERATOR_KEY must be base64url of at least 32 bytes");
  return bytes;
}

/** Tells one operator's key from another without telling it. */
const keyId = async (operatorKey: string): Promise<string> =>
  (await sha256(bytesOf(`basalt key id\n${operatorKey}`))).slice(0, 8);

export async function setSecret(
  vault: Vault,
  name: string,
  value: string,
  by: string,
  now: number,
): Promise<Result<null>> {
  const { sql, tenant, bot, operatorKey } = vault;
  const key = masterKey(operatorKey);
  const sealed = await seal(key, tenant, placeOf(bot, name), value);
  const id = await keyId(operatorKey);
  const others = sql.exec<{ count: number }>("SELECT count(*) AS count FROM secrets WHERE name <> ?", name).one().count;
  if (others >= SETTING_LIMITS.secrets)
    return fail("config.invalid", `A bot has at most ${SETTING_LIMITS.secrets} secrets: remove one first.`);
  sql.exec(
    `INSERT INTO secrets (name, sealed, key_id, changed_at) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (name) DO UPDATE SET sealed = ?2, key_id = ?3, changed_at = ?4`,
    ...[name, sealed, id, now],
  );
  note(sql, { subject: "secret", name, action: "set", by, now });
  return ok(null);
}

export function removeSecret(sql: SqlStorage, name: string, by: string, now: number): Result<null> {
  if (sql.exec("DELETE FROM secrets WHERE name = ?", name).rowsWritten === 0)
    return fail("secret.unknown", `There is no secret called ${name}.`);
  note(sql, { subject: "secret", name, action: "removed", by, now });
  return ok(null);
}

export async function listSecrets({ sql, operatorKey }: Pick<Vault, "sql" | "operatorKey">): Promise<SecretEntry[]> {
  const id = await keyId(operatorKey);
  return sql
    .exec<{ name: string; key_id: string; changed_at: number }>(
      "SELECT name, key_id, changed_at FROM secrets ORDER BY name",
    )
    .toArray()
    .map((row) => ({
      name: row.name,
      changedAt: new Date(row.changed_at).toISOString(),
      readable: row.key_id === id,
    }));
}

export const secretNames = (sql: SqlStorage): ReadonlySet<string> =>
  new Set(
    sql
      .exec<{ name: string }>("SELECT name FROM secrets")
      .toArray()
      .map(({ name }) => name),
  );

/** For other objects of the bot alone. */
export async function openSecret({ sql, tenant, bot, operatorKey }: Vault, name: string): Promise<Result<string>> {
  const [row] = sql
    .exec<{ sealed: string; key_id: string }>("SELECT sealed, key_id FROM secrets WHERE name = ?", name)
    .toArray();
  if (row === undefined)
    return fail("secret.unknown", `The secret ${name} has not been set: basalt secret set ${name}.`);
  const value = await unseal(masterKey(operatorKey), tenant, placeOf(bot, name), row.sealed);
  if (value !== null) return ok(value);
  const why = row.key_id === (await keyId(operatorKey)) ? "is damaged" : "was sealed under another operator's key";
  return fail("secret.unknown", `The secret ${name} ${why}: set it again.`);
}

interface Change {
  subject: SettingChange["subject"];
  name: string;
  action: SettingChange["action"];
  by: string;
  now: number;
}

function note(sql: SqlStorage, { subject, name, action, by, now }: Change): void {
  sql.exec(
    "INSERT INTO setting_changes (at, by, subject, name, action) VALUES (?, ?, ?, ?, ?)",
    ...[now, by.slice(0, 200), subject, name, action],
  );
  sql.exec(
    `DELETE FROM setting_changes WHERE number <= (SELECT max(number) FROM setting_changes) - ${SETTING_LIMITS.changes}`,
  );
}

/** Newest first. The cursor is the last number. */
export function listChanges(sql: SqlStorage, limit: number, cursor: string | null): Page<SettingChange> {
  const rows = sql
    .exec<{
      number: number;
      at: number;
      by: string;
      subject: SettingChange["subject"];
      name: string;
      action: SettingChange["action"];
    }>(
      "SELECT number, at, by, subject, name, action FROM setting_changes WHERE number < ? ORDER BY number DESC LIMIT ?",
      cursor === null ? Number.MAX_SAFE_INTEGER : Number(cursor),
      limit + 1,
    )
    .toArray();
  const items = rows.slice(0, limit).map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
  return { items, nextCursor: rows.length > limit ? String(rows[limit - 1]?.number) : null };
}
