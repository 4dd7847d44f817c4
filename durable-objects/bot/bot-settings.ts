/** Settings and secrets as the bot object offers them (settings.ts). */
import type { Page } from "../../contracts/admin.ts";
import type { ConfigEntry, SecretEntry, SettingChange } from "../../contracts/bot-settings.ts";
import { fail, type Result } from "../../contracts/faults.ts";
import { type PackageConfig, readPackageConfig } from "../../contracts/package-config.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { currentRelease } from "./releases.ts";
import { writeMeta } from "./schema.ts";
import {
  configEntry,
  listChanges,
  listSecrets,
  openSecret,
  readOverrides,
  removeOverride,
  removeSecret,
  setOverride,
  setSecret,
  type Vault,
} from "./settings.ts";

interface BotName {
  tenant: string;
  bot: string;
}

export class BotSettings {
  private readonly storage: DurableObjectStorage;
  private readonly env: Env;
  private readonly name: () => BotName | null;

  /** `name`: null before the bot has anything. */
  constructor(storage: DurableObjectStorage, env: Env, name: () => BotName | null) {
    this.storage = storage;
    this.env = env;
    this.name = name;
  }

  /** The configuration of the current release with all that goes before it. */
  effective(): PackageConfig {
    return readPackageConfig(this.file(), { ...this.env }, readOverrides(this.storage.sql)).config;
  }

  overrides(): ConfigEntry[] {
    return Object.keys(readOverrides(this.storage.sql)).map((key) => this.entry(key));
  }

  entry(key: string): ConfigEntry {
    return configEntry(key, this.file(), { ...this.env }, readOverrides(this.storage.sql));
  }

  /** A null value removes. */
  set(key: string, value: string | null, by: string): Result<null> {
    const { sql } = this.storage;
    const now = systemClock.now();
    return this.storage.transactionSync(() =>
      value === null ? removeOverride(sql, key, by, now) : setOverride(sql, key, value, by, now),
    );
  }

  secrets(): Promise<SecretEntry[]> {
    return listSecrets({ sql: this.storage.sql, operatorKey: this.env.OPERATOR_KEY });
  }

  /** The name is that of the object, from the caller: a bot may have secrets before it has a release. */
  async setSecret(whose: BotName, name: string, value: string | null, by: string): Promise<Result<null>> {
    const { sql } = this.storage;
    const now = systemClock.now();
    if (value === null) return this.storage.transactionSync(() => removeSecret(sql, name, by, now));
    const set = await setSecret(this.vault(whose), name, value, by, now);
    if (set.ok) {
      writeMeta(sql, "tenant", whose.tenant);
      writeMeta(sql, "bot", whose.bot);
    }
    return set;
  }

  async secret(name: string): Promise<Result<string>> {
    const whose = this.name();
    if (whose === null) return fail("secret.unknown", `There is no secret called ${name}.`);
    return openSecret(this.vault(whose), name);
  }

  changes(limit: number, cursor: string | null): Page<SettingChange> {
    return listChanges(this.storage.sql, limit, cursor);
  }

  private file(): Readonly<Record<string, string>> {
    return currentRelease(this.storage.sql)?.manifest.config ?? {};
  }

  private vault(whose: BotName): Vault {
    return { sql: this.storage.sql, ...whose, operatorKey: this.env.OPERATOR_KEY };
  }
}
