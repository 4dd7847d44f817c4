/**
 * Web sites of a bot: those that the current release names, and those that conversations do. Each is read in rounds into a
 * collection of its own, page by page, by the bot's alarm (crawl.ts); what was read goes the way of all documents
 * (bot/index-jobs.ts), with the page's address as its path.
 */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import { knowledgeKey } from "../../contracts/knowledge.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { WEBSITE_LIMITS, type WebsiteDirective, type WebsiteStatus } from "../../contracts/websites.ts";
import { systemClock } from "../../platform/clock.ts";
import { createGatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { outboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import { outboundPolicy } from "../../platform/outbound/policy.ts";
import type { Env } from "../env.ts";
import { type CrawlParts, crawlStep } from "./crawl.ts";
import { failures } from "./pages.ts";
import { createWebSchema, type SiteRow } from "./schema.ts";
import { readWebsite, type Website } from "./website-address.ts";

const DAY_MS = 86_400_000;
/** A site that only conversations name is kept so long after the last one did. */
const UNUSED_MS = 30 * DAY_MS;
/** Steps that are made at once, each on another site. */
const AT_ONCE = 4;
const REQUEST_MS = 20_000;
const MAX_FAILURES_SHOWN = 10;
const USER_AGENT = "Basalt/0.1";

export interface WebsitesParts {
  env: Env;
  storage: DurableObjectStorage;
  name(): { tenant: string; bot: string } | null;
  /** Of the current release. */
  release(): { hash: string | null; websites(): readonly WebsiteDirective[] };
  config(): PackageConfig;
}

export class Websites {
  readonly #parts: WebsitesParts;
  readonly #sql: SqlStorage;
  /** The release whose sites are known to be those in the table. */
  #followed: string | null | undefined;

  constructor(parts: WebsitesParts) {
    this.#parts = parts;
    this.#sql = parts.storage.sql;
    createWebSchema(this.#sql);
  }

  due(): number | null {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        "SELECT min(CASE WHEN in_release THEN due_at ELSE min(due_at, used_until) END) AS due FROM websites",
      )
      .one();
    return due;
  }

  /** The release may be another, or a site no longer used. What is no longer wanted is withdrawn; its documents are hidden by the caller. */
  follow(): void {
    const { hash, websites } = this.#parts.release();
    const now = systemClock.now();
    this.#parts.storage.transactionSync(() => {
      if (hash !== this.#followed) {
        this.#sql.exec("UPDATE websites SET in_release = 0");
        for (const { url, period } of websites().slice(0, WEBSITE_LIMITS.perBot))
          this.#add(readWebsite(url, period), 1, now);
      }
      const unused = this.#sql
        .exec<{ collection: string }>("SELECT collection FROM websites WHERE in_release = 0 AND used_until <= ?", now)
        .toArray();
      for (const { collection } of unused) this.#forget(collection, now);
    });
    this.#followed = hash;
  }

  /** A conversation wants it. The same again only keeps it for longer. */
  use(url: string, period: string | null): Result<string> {
    const website = readWebsite(url, period);
    const { sites, isKnown } = this.#sql
      .exec<{ sites: number; isKnown: number }>(
        "SELECT count(*) AS sites, count(*) FILTER (WHERE collection = ?) AS isKnown FROM websites",
        website.collection,
      )
      .one();
    if (isKnown === 0 && sites >= WEBSITE_LIMITS.perBot)
      return fail("knowledge.full", `A bot reads at most ${WEBSITE_LIMITS.perBot} web sites.`);
    const now = systemClock.now();
    this.#add(website, 0, now);
    // One that the release names goes with the line that does.
    this.#sql.exec(
      "UPDATE websites SET used_until = ? WHERE collection = ? AND in_release = 0",
      now + UNUSED_MS,
      website.collection,
    );
    return ok(website.collection);
  }

  /** By the alarm: one request to each site that is due. Never rejects. */
  async work(): Promise<void> {
    const name = this.#parts.name();
    if (name === null) return;
    const sites = this.#sql
      .exec<SiteRow>("SELECT * FROM websites WHERE due_at <= ? ORDER BY due_at LIMIT ?", systemClock.now(), AT_ONCE)
      .toArray();
    if (sites.length === 0) return;
    const parts = this.#crawl(name);
    await Promise.all(sites.map((site) => crawlStep(parts, site)));
  }

  names(): string[] {
    return this.#sql
      .exec<{ collection: string }>("SELECT collection FROM websites ORDER BY collection")
      .toArray()
      .map(({ collection }) => collection);
  }

  status(collection: string): WebsiteStatus | null {
    const site = this.#sql.exec<SiteRow>("SELECT * FROM websites WHERE collection = ?", collection).toArray()[0];
    if (site === undefined) return null;
    return {
      url: site.url,
      state: site.state,
      reason: site.reason,
      pages: site.kept,
      known: site.known,
      finishedAt: site.finished_at === null ? null : new Date(site.finished_at).toISOString(),
      nextAt: new Date(site.due_at).toISOString(),
      failures: failures(this.#sql, collection, MAX_FAILURES_SHOWN),
    };
  }

  #add({ collection, url, refreshMs }: Website, inRelease: 0 | 1, now: number): void {
    this.#sql.exec(
      `INSERT INTO websites (collection, url, refresh_ms, in_release, used_until, state, due_at)
       VALUES (?1, ?2, ?3, ?4, 0, 'waiting', ?5)
       ON CONFLICT (collection) DO UPDATE SET in_release = max(in_release, ?4), refresh_ms = ?3,
         due_at = CASE WHEN state = 'waiting' AND finished_at IS NOT NULL AND ?3 IS NOT NULL
           THEN min(due_at, finished_at + ?3) ELSE due_at END`,
      collection,
      url,
      refreshMs,
      inRelease,
      now,
    );
  }

  #forget(collection: string, now: number): void {
    this.#sql.exec(
      `UPDATE index_jobs SET wanted_hash = NULL, state = 'pending', attempts = 0, due_at = ?, reason = NULL
       WHERE collection = ? AND origin = 'website' AND wanted_hash IS NOT NULL`,
      now,
      collection,
    );
    this.#sql.exec("DELETE FROM web_pages WHERE collection = ?", collection);
    this.#sql.exec("DELETE FROM websites WHERE collection = ?", collection);
  }

  #crawl({ tenant, bot }: { tenant: string; bot: string }): CrawlParts {
    const { env, storage } = this.#parts;
    const config = this.#parts.config();
    const userAgent = config["http-user-agent"] || USER_AGENT;
    return {
      storage,
      clock: systemClock,
      config,
      agent: /^[\w-]{1,100}/.exec(userAgent)?.[0] ?? "Basalt",
      fetch: async (url, headers, maxBytes, maxRedirects) =>
        outboundFetch(
          env,
          {
            method: "GET",
            url,
            headers: {
              accept: "text/html, application/xhtml+xml, text/plain, application/pdf, */*;q=0.1",
              "user-agent": userAgent,
              ...headers,
            },
            body: null,
            timeoutMs: REQUEST_MS,
            maxBytes,
            maxRedirects,
            retries: 0,
            signal: new AbortController().signal,
          },
          outboundPolicy(env, tenant, config["http-allowed-hosts"]),
        ),
      gateway() {
        const { GATEWAY_URL: baseUrl, GATEWAY_PRIVATE_JWK: jwk } = env;
        if (!baseUrl || !jwk)
          throw new GatewayError(
            "gateway.unreachable",
            "Pages are read by the GPU gateway, and none is configured (GATEWAY_URL).",
            0,
          );
        return createGatewayClient({ baseUrl, privateJwk: JSON.parse(jwk), clock: systemClock });
      },
      async store(hash, bytes) {
        await env.FILES.put(knowledgeKey(tenant, bot, hash), bytes);
      },
    };
  }
}
