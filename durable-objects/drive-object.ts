/**
 * The drive of one bot (object name `tenant/bot`): the index of its working files. Wiring only; the work is in drive/, the
 * bytes lie in object storage. The object named `tenant` alone adds up what its bots hold, where the deployment bounds that.
 */
import { DurableObject } from "cloudflare:workers";
import type { StoredTables } from "../contracts/backup.ts";
import {
  type DriveActor,
  type DriveApi,
  type DriveChange,
  type DriveFile,
  type DriveLink,
  type DriveListing,
  type DriveUsage,
  type DriveVersion,
  type DriveWrite,
  driveKey,
} from "../contracts/drive.ts";
import { fail, type Result } from "../contracts/faults.ts";
import type { JsonValue } from "../contracts/json.ts";
import { readPackageConfig } from "../contracts/package-config.ts";
import { systemClock } from "../platform/clock.ts";
import { newConversationId } from "../platform/ids.ts";
import { BackedUp } from "./backup/object.ts";
import { type AppliedEffects, appliedEffects } from "./data/applied-effects.ts";
import { collectDrive, hasPurged, nextDriveCollection, planSweep } from "./drive/collection.ts";
import { answered } from "./drive/fault.ts";
import {
  copyFile,
  type DriveWorld,
  listVersions,
  moveFile,
  purgeFolder,
  removeFile,
  restoreFile,
  statFile,
  writeFile,
} from "./drive/files.ts";
import { folderCount } from "./drive/index-rows.ts";
import { addLink, dropLink, listLinks, openLink } from "./drive/links.ts";
import { listChanges, listFolder } from "./drive/listing.ts";
import { type DriveQuota, storedBytes } from "./drive/quota.ts";
import { createDriveSchema } from "./drive/schema.ts";
import { hasNews, tellBot } from "./drive/tell-bot.ts";
import type { Env } from "./env.ts";
import { botObject } from "./objects.ts";

/** How long what the bot's configuration says is taken for granted. */
const QUOTA_MS = 60_000;
/** What changes together is told together. */
const TELL_DELAY_MS = 50;
const COLLECT_DELAY_MS = 1_000;
const COLLECT_RETRY_MS = 60_000;
const COLLECT_RETRY_MAX_MS = 3_600_000;
/** Steps of a collection in which an erasure is seen through; what is left then follows by alarm. */
const PURGE_STEPS = 100;
const GB = 1024 ** 3;

export class DriveObject extends DurableObject<Env> implements DriveApi, StoredTables {
  readonly #sql: SqlStorage;
  readonly #effects: AppliedEffects<JsonValue>;
  readonly #backedUp: BackedUp;
  #quota: { quota: DriveQuota; until: number } | null = null;
  /** Contents that are known to lie in storage and that a write is about to name; a collection passes over them. */
  readonly #arriving = new Map<string, number>();
  /** The collection's step that is under way: what it deletes must not be found present by a write. */
  #collecting: Promise<unknown> = Promise.resolve();
  #failedCollections = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#backedUp = new BackedUp(ctx);
    createDriveSchema(this.#sql);
    this.#effects = appliedEffects(this.#sql);
  }

  async stat(path: string): Promise<DriveFile | "removed" | null> {
    const found = answered(() => statFile(this.#sql, path));
    return found.ok ? found.value : null;
  }

  async list(
    folder: string,
    options: { recursive: boolean; limit: number; cursor: string | null },
  ): Promise<Result<DriveListing>> {
    return answered(() => listFolder(this.#sql, folder, options));
  }

  async write(effect: string, file: DriveWrite): Promise<Result<DriveFile>> {
    this.#arriving.set(file.hash, (this.#arriving.get(file.hash) ?? 0) + 1);
    try {
      if (this.#effects.find(effect) === undefined && !(await this.#hasBytes(file)))
        return fail("drive.bytes-missing", "The bytes of this file are not in storage: store them, then write again.");
      if (!(await this.#claimOfTenant(file.size, this.#tenantQuota)))
        return fail("drive.quota", "All bots together have no room for this file: ask whoever runs this server.");
      return await this.#change(effect, (world) => writeFile(this.#sql, world, file));
    } finally {
      const others = (this.#arriving.get(file.hash) ?? 1) - 1;
      if (others > 0) this.#arriving.set(file.hash, others);
      else this.#arriving.delete(file.hash);
    }
  }

  async remove(effect: string, path: string, by: DriveActor, hides: boolean): Promise<Result<{ removed: boolean }>> {
    return this.#change(effect, (world) => removeFile(this.#sql, world, path, by, hides));
  }

  async copy(effect: string, from: string, to: string, by: DriveActor): Promise<Result<DriveFile>> {
    return this.#change(effect, (world) => copyFile(this.#sql, world, from, to, by));
  }

  async move(
    effect: string,
    from: string,
    to: string,
    by: DriveActor,
    hides: boolean = false,
  ): Promise<Result<DriveFile>> {
    return this.#change(effect, (world) => moveFile(this.#sql, world, from, to, by, hides));
  }

  async versions(path: string): Promise<Result<DriveVersion[]>> {
    return answered(() => listVersions(this.#sql, path));
  }

  async restore(effect: string, path: string, version: number, by: DriveActor): Promise<Result<DriveFile>> {
    return this.#change(effect, (world) => restoreFile(this.#sql, world, path, version, by));
  }

  async share(effect: string, path: string, expires: number, by: DriveActor): Promise<Result<DriveLink>> {
    return this.#change(effect, ({ now }) => addLink(this.#sql, now, newConversationId(), path, expires, by));
  }

  async link(id: string): Promise<Result<DriveLink>> {
    return answered(() => openLink(this.#sql, systemClock.now(), id));
  }

  async links(path: string | null): Promise<DriveLink[]> {
    const found = answered(() => listLinks(this.#sql, systemClock.now(), path));
    return found.ok ? found.value : [];
  }

  async revoke(id: string): Promise<void> {
    dropLink(this.#sql, id);
  }

  async usage(): Promise<DriveUsage> {
    const { quota } = await this.#world();
    const { versions } = this.#sql
      .exec<{ versions: number }>("SELECT coalesce(sum(refs), 0) AS versions FROM objects")
      .one();
    return { ...folderCount(this.#sql, ""), versions, storedBytes: storedBytes(this.#sql), quotaBytes: quota.bytes };
  }

  async changes(after: number, limit: number): Promise<{ items: DriveChange[]; last: number }> {
    return listChanges(this.#sql, after, limit);
  }

  async purge(folder: string): Promise<void> {
    const now = systemClock.now();
    this.ctx.storage.transactionSync(() => {
      purgeFolder(this.#sql, now, folder);
      planSweep(this.#sql, now);
    });
    // Until the bytes are gone: whoever erases hears of a failure and comes again.
    for (let step = 0; step < PURGE_STEPS && hasPurged(this.#sql); step++) await this.#collect();
    await this.#arm();
  }

  async dumpTables(cursor: string | null): Promise<{ text: string; next: string | null }> {
    return this.#backedUp.dump(cursor);
  }

  async loadTables(text: string, isFirst: boolean): Promise<string> {
    return this.#backedUp.load(text, isFirst);
  }

  async tablesLoaded(instance: string): Promise<boolean> {
    return this.#backedUp.loaded(instance);
  }

  override async alarm(): Promise<void> {
    try {
      await tellBot(this.#sql, botObject(this.env, this.#name()));
      await this.#collect();
      // What has become free is free for the tenant's other bots.
      await this.#claimOfTenant(0, Number.POSITIVE_INFINITY);
      this.#failedCollections = 0;
    } catch (error) {
      // The platform would try again a few times and then never: this object does it itself.
      console.error("the drive's changes could not be told, or its bytes not be collected", error);
      this.#failedCollections += 1;
    }
    await this.#arm();
  }

  /** Of the object that is named after a tenant: whether all its bots may together hold what this one will. */
  async claim(bot: string, bytes: number, quota: number): Promise<boolean> {
    this.#sql.exec("CREATE TABLE IF NOT EXISTS bots (bot TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID");
    const others = this.#sql
      .exec<{ bytes: number }>("SELECT coalesce(sum(bytes), 0) AS bytes FROM bots WHERE bot <> ?", bot)
      .one().bytes;
    if (others + bytes > quota) return false;
    this.#sql.exec("INSERT OR REPLACE INTO bots VALUES (?, ?)", bot, bytes);
    return true;
  }

  /** Bytes; 0 = unlimited. */
  get #tenantQuota(): number {
    return Number(this.env.TENANT_STORAGE_QUOTA_GB ?? 0) * GB;
  }

  /** Tells the tenant's object what this drive holds, with `more` bytes; false where that is more than `quota` allows. */
  async #claimOfTenant(more: number, quota: number): Promise<boolean> {
    if (!(this.#tenantQuota > 0)) return true;
    const { tenant, bot } = this.#name();
    return this.env.DRIVE.getByName(tenant).claim(bot, storedBytes(this.#sql) + more, quota);
  }

  async #change<T extends JsonValue | object>(effect: string, work: (world: DriveWorld) => T): Promise<Result<T>> {
    const world = await this.#world();
    const done = answered(() =>
      this.ctx.storage.transactionSync(() => {
        // What was recorded under this name is what `work` gave then.
        const applied = this.#effects.find(effect) as T | undefined;
        if (applied !== undefined) return applied;
        planSweep(this.#sql, world.now);
        const result = work(world);
        this.#effects.record(effect, JSON.parse(JSON.stringify(result)));
        return result;
      }),
    );
    await this.#arm();
    return done;
  }

  /** Bytes that a version has already are there; others are looked for, so that the index never names what is not. */
  async #hasBytes({ hash, size }: DriveWrite): Promise<boolean> {
    const row = this.#sql
      .exec<{ size: number }>("SELECT size FROM objects WHERE hash = ? AND refs > 0", hash)
      .toArray()[0];
    if (row) return row.size === size;
    if (!/^[0-9a-f]{64}$/.test(hash)) return false;
    await this.#collecting.catch(() => {});
    const { tenant, bot } = this.#name();
    return (await this.env.FILES.head(driveKey(tenant, bot, hash)))?.size === size;
  }

  #collect(): Promise<void> {
    const step = this.#collecting
      .catch(() => {})
      .then(() =>
        collectDrive({
          sql: this.#sql,
          files: this.env.FILES,
          ...this.#name(),
          now: systemClock.now(),
          isArriving: (hash) => this.#arriving.has(hash),
        }),
      );
    this.#collecting = step;
    return step;
  }

  async #arm(): Promise<void> {
    const isNews = hasNews(this.#sql);
    const due = isNews ? 0 : nextDriveCollection(this.#sql);
    if (due === null) return;
    const pause =
      this.#failedCollections === 0
        ? isNews
          ? TELL_DELAY_MS
          : COLLECT_DELAY_MS
        : Math.min(COLLECT_RETRY_MS * 2 ** (this.#failedCollections - 1), COLLECT_RETRY_MAX_MS);
    const at = Math.max(due, systemClock.now() + pause);
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > at) await this.ctx.storage.setAlarm(at);
  }

  async #world(): Promise<DriveWorld> {
    const now = systemClock.now();
    if (this.#quota === null || this.#quota.until <= now) {
      const release = await botObject(this.env, this.#name()).current();
      const { config } = readPackageConfig(release.ok ? release.value.config : {}, { ...this.env });
      const quota: DriveQuota = {
        bytes: Math.floor(config["drive-quota-gb"] * GB),
        personBytes: config["user-storage-quota"],
        personFiles: config["user-file-count"],
        personFileBytes: config["user-file-limit"],
      };
      this.#quota = { quota, until: now + QUOTA_MS };
    }
    return { now, quota: this.#quota.quota };
  }

  /** The platform tells an object its name, also in an alarm. */
  #name(): { tenant: string; bot: string } {
    const [tenant, bot] = this.ctx.id.name?.split("/") ?? [];
    if (!tenant || !bot) throw new Error("a drive object is named tenant/bot");
    return { tenant, bot };
  }
}
