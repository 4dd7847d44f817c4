/**
 * One bot (object name `tenant/bot`): its releases and which conversations need them, the memory that conversations
 * share, and the indexing of its documents. Wiring only; the work is in bot/ and packages/.
 */
import { DurableObject } from "cloudflare:workers";
import type { Page } from "../contracts/admin.ts";
import type { BackupsApi } from "../contracts/backup.ts";
import { type ConfigEntry, type SecretEntry, type SettingChange, vaultName } from "../contracts/bot-settings.ts";
import type { DeadLetter, DeadLetterPage } from "../contracts/deliveries.ts";
import type { AwaitedEvent, BotEvent, HandlerRun, RunOutcome, Watched } from "../contracts/events.ts";
import { type Failure, fail, ok, type Result } from "../contracts/faults.ts";
import type { JsonValue } from "../contracts/json.ts";
import type {
  CollectionStatus,
  DocumentStatus,
  DocumentUpload,
  KnowledgeAnswer,
  KnowledgeQuestion,
} from "../contracts/knowledge.ts";
import type { BotApi, BotStatus, Endpoint, PublishReport } from "../contracts/objects.ts";
import type { UploadFile, UploadStatus, UploadTarget } from "../contracts/package-upload.ts";
import type {
  BotConversation,
  ConversationFilter,
  PinNotice,
  PublishOptions,
  PublishPlan,
  ReleaseDetail,
  ReleaseManifest,
  ReleaseSummary,
  UpgradeReport,
} from "../contracts/release.ts";
import type { OwnUsage } from "../contracts/usage.ts";
import { systemClock } from "../platform/clock.ts";
import { Backups } from "./bot/backups.ts";
import { BotSettings } from "./bot/bot-settings.ts";
import { Collecting } from "./bot/collecting.ts";
import { addDeadLetter, dropDeadLetters, listDeadLetters } from "./bot/dead-letters.ts";
import { endpointOf } from "./bot/endpoint.ts";
import { watchedBy } from "./bot/event-match.ts";
import { createEventTables } from "./bot/event-store.ts";
import { type EventParts, Events } from "./bot/events.ts";
import { BotKnowledge } from "./bot/knowledge.ts";
import {
  createSharesTable,
  readCache,
  readMemory,
  sharedMemory,
  shareMemory,
  writeCache,
  writeMemory,
} from "./bot/memory.ts";
import { readMoves } from "./bot/moves.ts";
import { beginPin, followPin, listConversations, settlePin } from "./bot/pins.ts";
import { fetchRelease, makeCurrent, type PublishParts, publishArchive } from "./bot/publish.ts";
import { publishParts } from "./bot/publish-parts.ts";
import { planRelease, planUpload } from "./bot/publish-plan.ts";
import { beginUpload, publishUpload } from "./bot/publishing.ts";
import { ReleaseFiles } from "./bot/release-files.ts";
import { listReleases, releaseDetail } from "./bot/release-list.ts";
import { currentHash, currentRelease, findLife, findRelease, labelled } from "./bot/releases.ts";
import { createBotSchema, readMeta } from "./bot/schema.ts";
import { botStatus, botUsage } from "./bot/status.ts";
import { keepPiece, pieceTarget, settleBlob, type UploadParts, uploadStatus, uploadTarget } from "./bot/uploads.ts";
import { Watching } from "./bot/watching.ts";
import { type AppliedEffects, appliedEffects } from "./data/applied-effects.ts";
import type { Env } from "./env.ts";
import { dataObject, sessionObject } from "./objects.ts";

const NO_UPLOAD = fail("upload.unknown", "There is no such upload: send the list of files first.");
const NO_RELEASE = fail("release.unknown", "Nothing has been published for this bot yet.");

export class BotObject extends DurableObject<Env> implements BotApi {
  readonly #sql: SqlStorage;
  readonly #effects: AppliedEffects<null>;
  /**
   * Publishing and collecting wait for storage in between. One at a time: else two publishings would report each other's
   * changes, and a collection could delete a program that a publishing just found present.
   */
  #releasing: Promise<unknown> = Promise.resolve();
  /** For when the alarm is set, in ms; undefined before it was asked. */
  #armed: number | null | undefined;
  readonly #collecting: Collecting;
  readonly #events: Events;
  readonly #settings: BotSettings;
  readonly #watching: Watching;
  readonly #releaseFiles: ReleaseFiles;
  readonly #knowledge: BotKnowledge;
  readonly #backups: Backups;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createBotSchema(this.#sql);
    this.#effects = appliedEffects(this.#sql);
    createEventTables(this.#sql);
    createSharesTable(this.#sql);
    this.#settings = new BotSettings(ctx.storage, env, () => this.#name());
    this.#watching = new Watching(this.#sql, systemClock, async (tables) => {
      const name = this.#name();
      if (name !== null) await dataObject(this.env, name).watch(tables);
    });
    this.#events = new Events(this.#eventParts());
    this.#releaseFiles = new ReleaseFiles({
      sql: this.#sql,
      clock: systemClock,
      handlers: () => this.#watching.handlers,
      raise: (key, event) => this.#events.raise(key, event),
    });
    this.#knowledge = new BotKnowledge({
      env,
      storage: ctx.storage,
      name: () => this.#name(),
      release: () => ({
        hash: currentHash(this.#sql),
        websites: () => currentRelease(this.#sql)?.manifest.websites ?? [],
      }),
      config: () => this.#settings.effective(),
      secret: (name) => this.secret(name),
    });
    this.#collecting = new Collecting(ctx.storage, env, () => this.#name());
    const [name, config] = [() => this.#name(), () => this.#settings.effective()];
    this.#backups = new Backups({ storage: ctx.storage, env, name, config, abort: (why) => ctx.abort(why) });
    // An alarm that was lost between a change and its own commit is set again here.
    ctx.blockConcurrencyWhile(async () => {
      this.#armed = await ctx.storage.getAlarm();
      await this.#arm();
    });
  }

  async publish(
    tenant: string,
    bot: string,
    zip: ArrayBuffer,
    options: PublishOptions = {},
  ): Promise<Result<PublishReport>> {
    return this.#inTurn(async () =>
      this.#followed(
        await publishArchive(publishParts(this.ctx.storage, this.env, tenant, bot), tenant, bot, zip, options),
      ),
    );
  }

  async openUpload(tenant: string, bot: string, files: readonly UploadFile[]): Promise<Result<UploadStatus>> {
    return this.#inTurn(async () => {
      const opened = await beginUpload(this.#uploadParts({ tenant, bot }), files);
      await this.#arm();
      return opened;
    });
  }

  async upload(id: string): Promise<Result<UploadStatus>> {
    return this.#uploading((parts) => uploadStatus(parts, id));
  }

  async uploadTarget(id: string, hash: string): Promise<Result<UploadTarget>> {
    return this.#uploading((parts) => uploadTarget(parts, id, hash));
  }

  async pieceTarget(id: string, hash: string, at: number): Promise<Result<{ key: string }>> {
    return this.#uploading((parts) => pieceTarget(parts, id, hash, at));
  }

  async keepPiece(id: string, hash: string, at: number, size: number): Promise<Result<number>> {
    return this.#uploading((parts) => keepPiece(parts, id, hash, at, size));
  }

  async settleBlob(id: string, hash: string, isRight: boolean): Promise<Result<null>> {
    return this.#uploading((parts) => settleBlob(parts, id, hash, isRight));
  }

  async completeUpload(id: string, options: PublishOptions): Promise<Result<PublishReport>> {
    return this.#named(NO_UPLOAD, async (name, parts) =>
      this.#followed(await publishUpload(parts, this.#uploadParts(name), id, options)),
    );
  }

  async planUpload(id: string): Promise<Result<PublishPlan>> {
    return this.#named(NO_UPLOAD, (name, parts) => planUpload(parts, this.#uploadParts(name), id));
  }

  async planRelease(hash: string): Promise<Result<PublishPlan>> {
    return this.#named(NO_RELEASE, ({ tenant, bot }, parts) => planRelease(parts, tenant, bot, hash));
  }

  async overrides(): Promise<ConfigEntry[]> {
    return this.#settings.overrides();
  }

  async config(key: string): Promise<ConfigEntry> {
    return this.#settings.entry(key);
  }

  async setConfig(key: string, value: string | null, by: string): Promise<Result<null>> {
    const set = this.#settings.set(key, value, by);
    this.#backups.follow();
    await this.#arm();
    return set;
  }

  async secrets(): Promise<SecretEntry[]> {
    return this.#settings.secrets();
  }

  async setSecret(tenant: string, bot: string, name: string, value: string | null, by: string): Promise<Result<null>> {
    return this.#settings.setSecret({ tenant, bot }, name, value, by);
  }

  async secret(name: string): Promise<Result<string>> {
    return this.#settings.secret(name);
  }

  async settingChanges(limit: number, cursor: string | null): Promise<Page<SettingChange>> {
    return this.#settings.changes(limit, cursor);
  }

  async makeCurrent(hash: string): Promise<Result<PublishReport>> {
    return this.#named(NO_RELEASE, async ({ tenant, bot }, parts) =>
      this.#followed(await makeCurrent(parts, tenant, bot, hash)),
    );
  }

  async current(): Promise<Result<ReleaseManifest>> {
    const release = currentRelease(this.#sql);
    return release === null
      ? fail("bot.no-release", "Nothing has been published for this bot yet.")
      : ok(release.manifest);
  }

  async currentHash(): Promise<string | null> {
    return currentHash(this.#sql);
  }

  async release(hash: string): Promise<Result<ReleaseManifest>> {
    const near = findRelease(this.#sql, hash);
    if (near !== null) return ok(near.manifest);
    const name = this.#name();
    const isHash = /^[0-9a-f]{64}$/.test(hash);
    const far = name && isHash ? await fetchRelease(this.env.FILES, name.tenant, name.bot, hash) : null;
    return far === null
      ? fail("release.unknown", "This bot has no such release.")
      : ok(labelled(this.#sql, far.manifest));
  }

  async begin(conversation: string, channel: string, release?: string): Promise<Result<ReleaseManifest>> {
    const now = systemClock.now();
    const pinned = this.ctx.storage.transactionSync(() => beginPin(this.#sql, conversation, channel, release, now));
    if (!pinned.ok) return pinned;
    if (release === undefined && channel !== "event") this.#events.sessionBegan(conversation, channel);
    return this.release(pinned.value);
  }

  async follow(conversation: string, turn: number): Promise<Result<ReleaseManifest>> {
    const pinned = this.ctx.storage.transactionSync(() => followPin(this.#sql, conversation, turn));
    return pinned.ok ? this.release(pinned.value) : pinned;
  }

  async settle(conversation: string, notice: PinNotice): Promise<void> {
    this.ctx.storage.transactionSync(() => settlePin(this.#sql, conversation, notice));
    if (notice.state === "erased") this.#events.erased(conversation);
    await this.#arm();
  }

  async releases(limit: number, cursor: string | null): Promise<Page<ReleaseSummary>> {
    return listReleases(this.#sql, { limit, cursor, now: systemClock.now() });
  }

  async releaseDetail(hash: string): Promise<Result<ReleaseDetail>> {
    const life = findLife(this.#sql, hash);
    const manifest = await this.release(hash);
    if (!manifest.ok) return manifest;
    if (life === null) return fail("release.unknown", "This bot has no such release.");
    return ok(releaseDetail(this.#sql, life, manifest.value, systemClock.now()));
  }

  async upgradeReport(hash: string): Promise<Result<UpgradeReport>> {
    if (findLife(this.#sql, hash) === null) return fail("release.unknown", "This bot has no such release.");
    return ok(readMoves(this.#sql, hash));
  }

  async conversations(filter: ConversationFilter): Promise<Page<BotConversation>> {
    return listConversations(this.#sql, filter);
  }

  async deadLetter(letter: DeadLetter): Promise<void> {
    this.ctx.storage.transactionSync(() => addDeadLetter(this.#sql, letter));
  }

  async withdrawDeadLetter(conversation: string, number: number | null): Promise<void> {
    dropDeadLetters(this.#sql, conversation, number);
  }

  async deadLetters(limit: number, cursor: string | null): Promise<DeadLetterPage> {
    return listDeadLetters(this.#sql, limit, cursor);
  }

  async status(): Promise<BotStatus> {
    return botStatus(this.#sql);
  }

  async usage(): Promise<OwnUsage> {
    return botUsage(this.#sql, await this.#knowledge.collections());
  }

  async knowledgeCollections(): Promise<CollectionStatus[]> {
    return this.#knowledge.collections();
  }

  async knowledgeNames(): Promise<string[]> {
    return this.#knowledge.names();
  }

  async knowledgeDocuments(collection: string, limit: number, cursor: string | null): Promise<Page<DocumentStatus>> {
    return this.#knowledge.documents(collection, limit, cursor);
  }

  async searchKnowledge(collection: string, question: KnowledgeQuestion): Promise<Result<KnowledgeAnswer>> {
    return this.#knowledge.search(collection, question);
  }

  async putDocument(collection: string, upload: DocumentUpload): Promise<Result<DocumentStatus>> {
    const put = this.#knowledge.put(collection, upload);
    await this.#arm();
    return put;
  }

  async removeDocument(collection: string, name: string): Promise<Result<null>> {
    const removed = await this.#knowledge.remove(collection, name);
    await this.#arm();
    return removed;
  }

  async useWebsite(url: string, period: string | null): Promise<Result<string>> {
    const used = this.#knowledge.useWebsite(url, period);
    await this.#arm();
    return used;
  }

  async raise(key: string, event: BotEvent, from?: string): Promise<Result<{ runs: string[] }>> {
    return this.#events.raise(key, event, from);
  }

  async watched(): Promise<Watched> {
    return watchedBy(this.#watching.handlers);
  }

  async endpoint(keyword: "WEBHOOK" | "ON FORM SUBMIT", subject: string): Promise<Result<Endpoint | null>> {
    const endpoint = endpointOf(currentRelease(this.#sql)?.manifest ?? null, keyword, subject);
    const vaulted = endpoint?.secret ? vaultName(endpoint.secret) : null;
    const name = this.#name();
    if (endpoint === null || vaulted === null || name === null) return ok(endpoint);
    const secret = await this.#settings.secret(vaulted);
    return secret.ok
      ? ok({ ...endpoint, secret: secret.value })
      : fail("service.unavailable", "The endpoint's secret cannot be opened: set it again.");
  }

  async runOutcome(run: string, waitMs: number): Promise<Result<RunOutcome | null>> {
    return this.#events.outcome(run, waitMs);
  }

  async eventRuns(limit: number, cursor: string | null): Promise<Page<HandlerRun>> {
    return this.#events.list(limit, cursor);
  }

  async awaitEvent(key: string, name: string, until: number): Promise<Result<AwaitedEvent>> {
    return this.#events.awaitEvent(key, name, until);
  }

  async awaitedEvent(key: string): Promise<AwaitedEvent> {
    return this.#events.awaitedEvent(key);
  }

  async getMemory(key: string): Promise<JsonValue> {
    return readMemory(this.#sql, key);
  }

  async setMemory(effect: string, key: string, value: JsonValue): Promise<void> {
    this.#once(effect, () => writeMemory(this.#sql, key, value));
  }

  async shareMemory(effect: string, key: string, bot: string): Promise<JsonValue> {
    this.#once(effect, () => shareMemory(this.#sql, key, bot));
    return readMemory(this.#sql, key);
  }

  async sharedMemory(bot: string): Promise<{ key: string; value: JsonValue }[]> {
    return sharedMemory(this.#sql, bot);
  }

  async getCache(key: string): Promise<JsonValue> {
    return readCache(this.#sql, key, systemClock.now());
  }

  async setCache(effect: string, key: string, value: JsonValue, until: number): Promise<void> {
    this.#once(effect, () => writeCache(this.#sql, key, value, until, systemClock.now()));
  }

  async backups<M extends keyof BackupsApi>(
    method: M,
    ...given: Parameters<BackupsApi[M]>
  ): Promise<Awaited<ReturnType<BackupsApi[M]>>> {
    const answer = await Reflect.apply(this.#backups[method], this.#backups, given);
    await this.#arm();
    return answer;
  }

  override async alarm(): Promise<void> {
    this.#armed = null;
    this.#events.work();
    await this.#knowledge.work();
    await this.#watching.follow();
    await this.#releaseFiles.follow();
    await this.#inTurn(() => this.#collecting.work());
    await this.#backups.work();
    await this.#arm();
  }

  #once(effect: string, work: () => void): void {
    this.ctx.storage.transactionSync(() => {
      if (this.#effects.find(effect) !== undefined) return;
      work();
      this.#effects.record(effect, null);
    });
  }

  /** In its turn; where the bot has nothing yet, not at all. */
  #named<T>(
    otherwise: Failure,
    work: (name: { tenant: string; bot: string }, parts: PublishParts) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.#inTurn(async () => {
      const name = this.#name();
      return name === null ? otherwise : work(name, publishParts(this.ctx.storage, this.env, name.tenant, name.bot));
    });
  }

  /** What goes by the current release looks at it. */
  async #followed(report: Result<PublishReport>): Promise<Result<PublishReport>> {
    await this.#knowledge.follow();
    await this.#watching.follow();
    await this.#releaseFiles.follow();
    await this.#arm();
    return report;
  }

  /** After those that were asked for before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#releasing.then(work);
    this.#releasing = done.catch(() => {});
    return done;
  }

  /** Sets the one alarm for what is due first. */
  async #arm(): Promise<void> {
    const dues = [
      this.#knowledge.due(),
      this.#events.due(),
      this.#watching.due(),
      this.#releaseFiles.due(),
      this.#backups.due(),
      this.#collecting.due(systemClock.now()),
    ];
    const due = dues.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.min(a, b)));
    // One that is set for earlier finds nothing to do and sets the next.
    if (due === null || (this.#armed != null && this.#armed <= due)) return;
    this.#armed = due;
    await this.ctx.storage.setAlarm(due);
  }

  #name(): { tenant: string; bot: string } | null {
    const [tenant, bot] = [readMeta(this.#sql, "tenant"), readMeta(this.#sql, "bot")];
    return tenant === null || bot === null ? null : { tenant, bot };
  }

  #eventParts(): EventParts {
    return {
      storage: this.ctx.storage,
      files: this.env.FILES,
      clock: systemClock,
      applied: appliedEffects(this.#sql),
      name: () => this.#name(),
      handlers: () => this.#watching.handlers,
      session: (key) => sessionObject(this.env, key),
      arm: () => this.#arm(),
      keepAwake: (work) => this.ctx.waitUntil(work),
    };
  }

  #uploadParts(name: { tenant: string; bot: string }): UploadParts {
    return { storage: this.ctx.storage, files: this.env.FILES, ...name, now: systemClock.now() };
  }

  #uploading<T>(work: (parts: UploadParts) => Result<T>): Result<T> {
    const name = this.#name();
    return name === null ? NO_UPLOAD : work(this.#uploadParts(name));
  }
}
