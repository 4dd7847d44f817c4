/**
 * One bot (object name `tenant/bot`): its releases, the memory that its conversations share, and the indexing of its
 * documents. Wiring only; the work is in bot/ and packages/.
 */
import { DurableObject } from "cloudflare:workers";
import { fail, ok, type Result } from "../contracts/faults.ts";
import type { JsonValue } from "../contracts/json.ts";
import type { BotApi, BotStatus, DataApi, PublishReport } from "../contracts/objects.ts";
import { blobKey, type ReleaseManifest, releaseKey } from "../contracts/release.ts";
import { systemClock } from "../platform/clock.ts";
import { createGatewayClient } from "../platform/gateway-client.ts";
import { type IndexingParts, indexingStatus, nextIndexing, workOffIndexing } from "./bot/index-jobs.ts";
import { readCache, readMemory, writeCache, writeMemory } from "./bot/memory.ts";
import { publishPackage } from "./bot/publish.ts";
import { currentRelease, findRelease } from "./bot/releases.ts";
import { createBotSchema, readMeta } from "./bot/schema.ts";
import { type AppliedEffects, appliedEffects } from "./data/applied-effects.ts";
import type { Env } from "./env.ts";
import type { Declared } from "./packages/table-directives.ts";

export class BotObject extends DurableObject<Env> implements BotApi {
  readonly #sql: SqlStorage;
  readonly #effects: AppliedEffects<null>;
  /** Publishing waits for storage in between; two at once would report each other's changes. */
  #publishing: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createBotSchema(this.#sql);
    this.#effects = appliedEffects(this.#sql);
    // An alarm that was lost between the switch of a release and its own commit is set again here.
    if (nextIndexing(this.#sql) !== null) {
      ctx.blockConcurrencyWhile(async () => {
        if ((await ctx.storage.getAlarm()) === null) await this.#wakeForIndexing();
      });
    }
  }

  async publish(tenant: string, bot: string, zip: ArrayBuffer): Promise<Result<PublishReport>> {
    // The class behind the binding implements exactly this interface; the platform's types lose recursive JSON.
    const data = this.env.DATA.getByName(`${tenant}/${bot}`) as unknown as DataApi;
    const work = this.#publishing.then(async () => {
      const parts = {
        storage: this.ctx.storage,
        files: this.env.FILES,
        now: systemClock.now(),
        declare: (release: string, { tables, indexes }: Declared) => data.declare(release, tables, indexes),
      };
      const report = await publishPackage(parts, tenant, bot, zip);
      await this.#wakeForIndexing();
      return report;
    });
    this.#publishing = work.catch(() => {});
    return work;
  }

  async current(): Promise<Result<ReleaseManifest>> {
    const release = currentRelease(this.#sql);
    return release === null
      ? fail("bot.no-release", "Nothing has been published for this bot yet.")
      : ok(release.manifest);
  }

  async release(hash: string): Promise<Result<ReleaseManifest>> {
    const near = findRelease(this.#sql, hash);
    if (near !== null) return ok(near.manifest);
    const [tenant, bot] = [readMeta(this.#sql, "tenant"), readMeta(this.#sql, "bot")];
    const isHash = /^[0-9a-f]{64}$/.test(hash);
    const far = tenant && bot && isHash ? await this.env.FILES.get(releaseKey(tenant, bot, hash)) : null;
    return far === null
      ? fail("release.unknown", "This bot has no such release.")
      : ok(await far.json<ReleaseManifest>());
  }

  async status(): Promise<BotStatus> {
    const release = currentRelease(this.#sql);
    return {
      release: release?.manifest.hash ?? null,
      publishedAt: release === null ? null : new Date(release.publishedAt).toISOString(),
      knowledge: indexingStatus(this.#sql),
    };
  }

  async getMemory(key: string): Promise<JsonValue> {
    return readMemory(this.#sql, key);
  }

  async setMemory(effect: string, key: string, value: JsonValue): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      if (this.#effects.find(effect) !== undefined) return;
      writeMemory(this.#sql, key, value);
      this.#effects.record(effect, null);
    });
  }

  async getCache(key: string): Promise<JsonValue> {
    return readCache(this.#sql, key, systemClock.now());
  }

  async setCache(effect: string, key: string, value: JsonValue, until: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      if (this.#effects.find(effect) !== undefined) return;
      writeCache(this.#sql, key, value, until, systemClock.now());
      this.#effects.record(effect, null);
    });
  }

  override async alarm(): Promise<void> {
    const parts = this.#indexingParts();
    if (parts !== null) await workOffIndexing(parts);
    await this.#wakeForIndexing();
  }

  async #wakeForIndexing(): Promise<void> {
    const due = nextIndexing(this.#sql);
    if (due !== null) await this.ctx.storage.setAlarm(due);
  }

  #indexingParts(): IndexingParts | null {
    const [tenant, bot] = [readMeta(this.#sql, "tenant"), readMeta(this.#sql, "bot")];
    if (tenant === null || bot === null) return null;
    const { GATEWAY_URL: baseUrl, GATEWAY_PRIVATE_JWK: jwk, FILES, KNOWLEDGE } = this.env;
    return {
      sql: this.#sql,
      clock: systemClock,
      async read(hash) {
        const blob = await FILES.get(blobKey(tenant, hash));
        return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
      },
      gateway:
        baseUrl && jwk ? () => createGatewayClient({ baseUrl, privateJwk: JSON.parse(jwk), clock: systemClock }) : null,
      collection: (name) => KNOWLEDGE.getByName(`${tenant}/${bot}/${name}`),
    };
  }
}
