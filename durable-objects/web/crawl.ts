/**
 * One step in reading a web site: robots.txt, a sitemap or a page, one request. What the request brought is written in one
 * event, so that a step which is cut short is made again. The gateway reads the markup and says which links belong to the
 * site; requests go where those of scripts may go, and redirects are never followed but looked at like links.
 */
import { type SiteScope, WEB_LIMITS } from "../../contracts/gateway-web.ts";
import type { DocumentUpload } from "../../contracts/knowledge.ts";
import { OutboundError, type OutboundResponse } from "../../contracts/outbound.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import type { Clock } from "../../platform/clock.ts";
import { type GatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { readWeb } from "../../platform/gateway-web.ts";
import { sha256 } from "../packages/hash.ts";
import {
  addPages,
  addSitemaps,
  beginRound,
  dropPage,
  endRound,
  failPage,
  firstReason,
  keepPage,
  nextPage,
} from "./pages.ts";
import type { PageRow, SiteRow } from "./schema.ts";

const LEAST_PAUSE_MS = 1_000;
/** A site may ask for more time between two requests, up to this. */
const MOST_PAUSE_MS = 300_000;
const BACK_OFF_MS = 5_000;
const MOST_BACK_OFF_MS = 600_000;
const FAILED_RETRY_MS = 3_600_000;
/** Failures in a row after which a round ends, and of one page. */
const MAX_FAILURES = 8;
const MAX_PAGE_FAILURES = 3;
const MAX_PAGE_BYTES = 5_000_000;
const MAX_ROUND_BYTES = 500_000_000;
/** Characters of a site's robots.txt that are kept. */
const MAX_ROBOTS = 128 * 1024;
/** Addresses and requests beside the pages that may be kept: redirects, errors, pages that do not want to be found. */
const SPARE = 100;

const TYPES: ReadonlySet<string> = new Set([
  "text/html",
  "application/xhtml+xml",
  "text/plain",
  "text/markdown",
  "application/pdf",
]);

export interface CrawlParts {
  storage: DurableObjectStorage;
  clock: Clock;
  config: PackageConfig;
  /** The name by which robots.txt speaks of us. */
  agent: string;
  fetch(url: string, headers: Record<string, string>, maxBytes: number, redirects: number): Promise<OutboundResponse>;
  /** Throws where none is configured. */
  gateway(): Pick<GatewayClient, "post">;
  /** Keeps the bytes of a document. */
  store(hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The other end does not answer, or wants to be left alone for a while. */
class Away extends Error {
  readonly pauseMs: number;
  constructor(message: string, pauseMs = 0) {
    super(message);
    this.pauseMs = pauseMs;
  }
}

/** Never rejects: what goes wrong is written down, and when to try again. */
export async function crawlStep(parts: CrawlParts, site: SiteRow): Promise<void> {
  const { storage, clock } = parts;
  const { sql } = storage;
  const { collection } = site;
  if (site.state !== "reading") storage.transactionSync(() => beginRound(sql, site));
  const now = clock.now();
  const { host } = new URL(site.url);
  const next = sql
    .exec<{ next_at: number }>("SELECT next_at FROM web_hosts WHERE host = ?", host)
    .toArray()[0]?.next_at;
  if (next !== undefined && next > now) return due(sql, collection, next);
  const current = siteOf(sql, collection);
  if (current === null) return;
  const pause = Math.max(LEAST_PAUSE_MS, current.delay_ms);
  sql.exec("INSERT OR REPLACE INTO web_hosts (host, next_at) VALUES (?, ?)", host, now + pause);
  sql.exec("UPDATE websites SET requests = requests + 1 WHERE collection = ?", collection);
  const page = current.robots === null ? null : nextPage(sql, collection);
  if (page === undefined || isSpent(parts, current, page)) return finish(parts, current);
  try {
    if (page === null) await readRobots(parts, current);
    else if (page.is_sitemap === 1) await readSitemap(parts, current, page);
    else await readPage(parts, current, page);
    sql.exec("UPDATE websites SET attempts = 0, reason = NULL WHERE collection = ?", collection);
    due(sql, collection, now + pause);
  } catch (error) {
    fail(parts, current, page, error);
  }
}

const siteOf = (sql: SqlStorage, collection: string): SiteRow | null =>
  sql.exec<SiteRow>("SELECT * FROM websites WHERE collection = ?", collection).toArray()[0] ?? null;

function due(sql: SqlStorage, collection: string, at: number): void {
  sql.exec("UPDATE websites SET due_at = ? WHERE collection = ?", at, collection);
}

/** Addresses that may be known of a site. */
const mostKnown = ({ config }: CrawlParts): number => 2 * config["website-max-pages"] + SPARE;

function isSpent(parts: CrawlParts, site: SiteRow, page: PageRow | null): boolean {
  const isFull = site.kept >= parts.config["website-max-pages"] && page !== null && page.state !== "kept";
  return isFull || site.requests >= mostKnown(parts) || site.bytes >= MAX_ROUND_BYTES;
}

/** RFC 9309: no file allows everything, a server that fails allows nothing for now. */
async function readRobots(parts: CrawlParts, site: SiteRow): Promise<void> {
  const answer = await parts.fetch(new URL("/robots.txt", site.url).href, {}, WEB_LIMITS.robots, 5);
  refuseIfBusy(answer);
  const robots = answer.status < 300 ? new TextDecoder().decode(answer.body).slice(0, MAX_ROBOTS) : "";
  const rules = await ask(parts, { kind: "robots", scope: scopeOf(parts, { ...site, robots }) });
  if (!rules.isAllowed) throw new Refused(`The site's robots.txt does not let ${parts.agent} read this address.`);
  const delay = Math.min(MOST_PAUSE_MS, Math.max(0, (rules.delay ?? 0) * 1_000));
  const { sql } = parts.storage;
  parts.storage.transactionSync(() => {
    sql.exec("UPDATE websites SET robots = ?, delay_ms = ? WHERE collection = ?", robots, delay, site.collection);
    if (parts.config["website-max-depth"] === 0) return;
    const usual = new URL("/sitemap.xml", site.url).href;
    addSitemaps(sql, site.collection, rules.sitemaps.length > 0 ? rules.sitemaps : [usual]);
  });
}

async function readSitemap(parts: CrawlParts, site: SiteRow, page: PageRow): Promise<void> {
  const { storage, clock } = parts;
  const answer = await parts.fetch(page.url, {}, WEB_LIMITS.bodyBytes, 5);
  refuseIfBusy(answer);
  count(parts, site, answer);
  const found =
    answer.status === 200
      ? await ask(parts, { kind: "sitemap", ...addressOf(answer), scope: scopeOf(parts, site) }, answer.body)
      : { pages: [], sitemaps: [] };
  storage.transactionSync(() => {
    dropPage(storage.sql, site, page, "left", `status ${answer.status}`, clock.now());
    addPages(storage.sql, site.collection, found.pages, 1, mostKnown(parts));
    addSitemaps(storage.sql, site.collection, found.sitemaps);
  });
}

async function readPage(parts: CrawlParts, site: SiteRow, page: PageRow): Promise<void> {
  const { storage, clock } = parts;
  const { sql } = storage;
  const headers = {
    ...(page.state === "kept" && page.etag !== null ? { "if-none-match": page.etag } : {}),
    ...(page.state === "kept" && page.modified !== null ? { "if-modified-since": page.modified } : {}),
  };
  const answer = await parts.fetch(page.url, headers, MAX_PAGE_BYTES, 0);
  refuseIfBusy(answer);
  count(parts, site, answer);
  const { status } = answer;
  const etag = validator(answer, "etag");
  const modified = validator(answer, "last-modified");
  const drop = (state: "left" | "gone", reason: string, follow: string[] = [], depth = page.depth): void =>
    storage.transactionSync(() => {
      dropPage(sql, site, page, state, reason, clock.now());
      if (depth <= parts.config["website-max-depth"]) addPages(sql, site.collection, follow, depth, mostKnown(parts));
    });
  if (status === 304 && page.state === "kept")
    return keepPage(
      sql,
      site,
      page,
      { etag: etag ?? page.etag, modified: modified ?? page.modified, upload: null },
      clock.now(),
    );
  if (status >= 300 && status < 400) {
    const target = answer.headers["location"] ?? "";
    const to = URL.canParse(target, page.url) ? new URL(target, page.url).href : "";
    const within = await ask(parts, { kind: "urls", urls: to === "" ? [] : [to], scope: scopeOf(parts, site) });
    return drop(
      "left",
      within.length > 0 ? "leads to another page" : `leads out of the site, to ${to || "nowhere"}`,
      within,
    );
  }
  if (status === 404 || status === 410) return drop("gone", `status ${status}`);
  if (status !== 200) return drop("left", `status ${status}`);
  const contentType = (answer.headers["content-type"] ?? "").slice(0, 300);
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!TYPES.has(type)) return drop("left", `no text but ${type || "of no type"}`);
  const isHtml = type.endsWith("html") || type.endsWith("xml");
  const said = robotsWords(answer.headers["x-robots-tag"] ?? "", parts.agent);
  const read = isHtml
    ? await ask(parts, { kind: "page", ...addressOf(answer), scope: scopeOf(parts, site) }, answer.body)
    : { hash: await sha256(answer.body), isEmpty: false, noindex: false, canonical: null, links: [] };
  const links = said.has("nofollow") || said.has("none") ? [] : read.links;
  const depth = page.depth + 1;
  if (read.noindex || said.has("noindex") || said.has("none"))
    return drop("left", "asks not to be indexed", links, depth);
  if (read.canonical !== null) return drop("left", "names another page as the proper one", [read.canonical]);
  if (read.isEmpty) return drop("left", "holds no text", links, depth);
  const isNew = page.state !== "kept" || page.hash !== read.hash;
  const { hash } = read;
  if (isNew) await parts.store(hash, answer.body);
  storage.transactionSync(() => {
    // The site may have been taken away while this page was on its way.
    if (siteOf(sql, site.collection) === null) return;
    const size = answer.body.byteLength;
    const upload: DocumentUpload = { name: page.url, hash, size, type: contentType, title: null, origin: "website" };
    keepPage(sql, site, page, { etag, modified, upload: isNew ? upload : null }, clock.now());
    if (depth <= parts.config["website-max-depth"]) addPages(sql, site.collection, links, depth, mostKnown(parts));
  });
}

/** The site's own wish, or an address that may not be called: no later attempt of this round changes it. */
class Refused extends Error {}

function fail(parts: CrawlParts, site: SiteRow, page: PageRow | null, error: unknown): void {
  const { sql } = parts.storage;
  const reason = reasonOf(error);
  const attempts = site.attempts + 1;
  const isFault = error instanceof GatewayError && /^(document|request)\./.test(error.code);
  const isOver = error instanceof Refused || (error instanceof OutboundError && error.kind === "refused");
  const isLast = page !== null && (isFault || isOver || (error instanceof OutboundError && error.kind === "limit"));
  if ((isOver && (page === null || page.depth === 0)) || (attempts >= MAX_FAILURES && !isLast)) {
    finish(parts, site, reason);
    return;
  }
  // A gateway that is away is no fault of the page, and of no page.
  const isPages = isLast || !(error instanceof GatewayError);
  if (page !== null && isPages) failPage(sql, site, page, reason, isLast || page.attempts + 1 >= MAX_PAGE_FAILURES);
  const asked = error instanceof Away ? error.pauseMs : 0;
  const pause = isLast ? 0 : Math.min(MOST_BACK_OFF_MS, Math.max(asked, BACK_OFF_MS * 2 ** site.attempts));
  sql.exec(
    "UPDATE websites SET attempts = ?, reason = ?, due_at = ? WHERE collection = ?",
    isLast ? site.attempts : attempts,
    reason,
    parts.clock.now() + Math.max(pause, LEAST_PAUSE_MS, site.delay_ms),
    site.collection,
  );
}

/** The end of a round, and when the next begins. */
function finish(parts: CrawlParts, site: SiteRow, reason: string | null = null): void {
  const { storage, clock, config } = parts;
  const { sql } = storage;
  const now = clock.now();
  storage.transactionSync(() => {
    endRound(sql, site.collection);
    const why =
      reason ?? (site.kept === 0 ? `No page could be read: ${firstReason(sql, site) ?? "there is none"}.` : null);
    const refresh = Math.max(FAILED_RETRY_MS, site.refresh_ms ?? config["website-expires"] * 1_000);
    sql.exec(
      "UPDATE websites SET state = ?, reason = ?, due_at = ?, finished_at = ? WHERE collection = ?",
      why === null ? "waiting" : "failed",
      why,
      now + (why === null ? refresh : FAILED_RETRY_MS),
      now,
      site.collection,
    );
    sql.exec("DELETE FROM web_hosts WHERE next_at < ?", now - MOST_PAUSE_MS);
  });
}

function reasonOf(error: unknown): string {
  if (
    error instanceof Away ||
    error instanceof Refused ||
    error instanceof OutboundError ||
    error instanceof GatewayError
  )
    return error.message.slice(0, 300);
  console.error(JSON.stringify({ level: "error", event: "website.step-failed", error: String(error).slice(0, 300) }));
  return "The page could not be read because of a fault of this installation.";
}

function refuseIfBusy({ status, headers }: OutboundResponse): void {
  if (status !== 429 && status < 500) return;
  const seconds = Number(headers["retry-after"] ?? "0");
  throw new Away(`The site answers with status ${status}.`, Number.isFinite(seconds) ? seconds * 1_000 : 0);
}

function count({ storage }: CrawlParts, { collection }: SiteRow, { body }: OutboundResponse): void {
  storage.sql.exec("UPDATE websites SET bytes = bytes + ? WHERE collection = ?", body.byteLength, collection);
}

const ask = <K extends "robots" | "sitemap" | "urls" | "page">(
  parts: CrawlParts,
  question: Parameters<typeof readWeb<K>>[1],
  bytes: Uint8Array = new Uint8Array(),
) => readWeb<K>(parts.gateway(), question, bytes);

const addressOf = ({ url, headers }: OutboundResponse) => ({
  url,
  contentType: (headers["content-type"] ?? "").slice(0, 300),
});

const scopeOf = ({ agent }: CrawlParts, { url, robots }: SiteRow): SiteScope => ({
  start: url,
  robots: robots ?? "",
  agent,
});

function validator({ headers }: OutboundResponse, name: string): string | null {
  const value = headers[name];
  return value !== undefined && value.length <= 200 ? value : null;
}

/** `X-Robots-Tag`: for everybody, or behind our name. */
function robotsWords(header: string, agent: string): Set<string> {
  const words = header
    .toLowerCase()
    .split(",")
    .map((part) => part.split(":").map((word) => word.trim()))
    .filter(([name, value]) => value === undefined || name === agent.toLowerCase())
    .map((parts) => parts.at(-1) ?? "");
  return new Set(words);
}
