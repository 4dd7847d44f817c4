/** The addresses of a web site: which comes next, what was found, what became of each. Each function is one event. */
import type { DocumentUpload } from "../../contracts/knowledge.ts";
import { planDocument, withdrawDocument } from "../bot/knowledge-list.ts";
import { type PageRow, type SiteRow, TODO } from "./schema.ts";

/** Addresses that differ only in their query: a calendar has no end. */
const MAX_QUERIES = 20;
const MAX_SITEMAPS = 20;
const MAX_REASON = 300;

export function nextPage(sql: SqlStorage, collection: string): PageRow | undefined {
  return sql
    .exec<PageRow>(
      `SELECT url, depth, state, is_sitemap, attempts, etag, modified, hash FROM web_pages
       WHERE collection = ? AND todo > 0 ORDER BY todo, depth, url LIMIT 1`,
      collection,
    )
    .toArray()[0];
}

/** A new round: everything is looked at again, from the site's first page on. */
export function beginRound(sql: SqlStorage, { collection, url }: SiteRow): void {
  sql.exec(
    `UPDATE web_pages SET attempts = 0,
       todo = CASE WHEN state = 'kept' THEN ${TODO.kept} WHEN is_sitemap THEN ${TODO.sitemap} ELSE ${TODO.other} END
     WHERE collection = ?`,
    collection,
  );
  addPages(sql, collection, [url], 0, Number.MAX_SAFE_INTEGER);
  sql.exec(
    `UPDATE websites SET state = 'reading', robots = NULL, requests = 0, bytes = 0, attempts = 0,
       known = (SELECT count(*) FROM web_pages WHERE collection = ?1),
       kept = (SELECT count(*) FROM web_pages WHERE collection = ?1 AND state = 'kept') WHERE collection = ?1`,
    collection,
  );
}

/** Those that are not known yet, as long as there is room for `most` in all. */
export function addPages(
  sql: SqlStorage,
  collection: string,
  urls: readonly string[],
  depth: number,
  most: number,
): void {
  const known = sql
    .exec<{ known: number }>("SELECT known FROM websites WHERE collection = ?", collection)
    .toArray()[0]?.known;
  if (known === undefined) return;
  let added = 0;
  for (const url of urls) {
    if (known + added >= most) break;
    if (url.includes("?") && isFull(sql, collection, url)) continue;
    added += sql
      .exec(
        `INSERT INTO web_pages (collection, url, depth, todo, state, is_sitemap) VALUES (?, ?, ?, ${TODO.other}, 'new', 0)
         ON CONFLICT DO NOTHING RETURNING url`,
        collection,
        url,
        depth,
      )
      .toArray().length;
  }
  sql.exec("UPDATE websites SET known = known + ? WHERE collection = ?", added, collection);
}

function isFull(sql: SqlStorage, collection: string, url: string): boolean {
  const path = url.slice(0, url.indexOf("?"));
  // "@" follows "?" in ASCII.
  const { others } = sql
    .exec<{ others: number }>(
      "SELECT count(*) AS others FROM web_pages WHERE collection = ? AND url >= ? AND url < ?",
      collection,
      `${path}?`,
      `${path}@`,
    )
    .one();
  return others >= MAX_QUERIES;
}

export function addSitemaps(sql: SqlStorage, collection: string, urls: readonly string[]): void {
  const { there } = sql
    .exec<{ there: number }>(
      "SELECT count(*) AS there FROM web_pages WHERE collection = ? AND is_sitemap = 1",
      collection,
    )
    .one();
  for (const url of urls.slice(0, Math.max(0, MAX_SITEMAPS - there)))
    sql.exec(
      `INSERT INTO web_pages (collection, url, depth, todo, state, is_sitemap) VALUES (?, ?, 0, ${TODO.sitemap}, 'new', 1)
       ON CONFLICT DO NOTHING`,
      collection,
      url,
    );
}

/** It is in the knowledge, or still the same there (`upload` null). */
export function keepPage(
  sql: SqlStorage,
  site: SiteRow,
  page: PageRow,
  found: { etag: string | null; modified: string | null; upload: DocumentUpload | null },
  now: number,
): void {
  const { collection } = site;
  if (found.upload !== null) planDocument(sql, collection, found.upload, now);
  sql.exec(
    `UPDATE web_pages SET todo = 0, state = 'kept', reason = NULL, etag = ?, modified = ?, hash = ?
     WHERE collection = ? AND url = ?`,
    found.etag,
    found.modified,
    found.upload?.hash ?? page.hash,
    collection,
    page.url,
  );
  if (page.state !== "kept") sql.exec("UPDATE websites SET kept = kept + 1 WHERE collection = ?", collection);
}

/** It is not, or no longer: `left` where it leads elsewhere or wants it so, `gone` where there is none any more. */
export function dropPage(
  sql: SqlStorage,
  site: SiteRow,
  page: PageRow,
  state: "left" | "gone",
  reason: string,
  now: number,
): void {
  const { collection } = site;
  if (page.state === "kept") {
    withdrawDocument(sql, collection, page.url, now, "website");
    sql.exec("UPDATE websites SET kept = kept - 1 WHERE collection = ?", collection);
  }
  sql.exec(
    `UPDATE web_pages SET todo = 0, state = ?, reason = ?, etag = NULL, modified = NULL, hash = NULL
     WHERE collection = ? AND url = ?`,
    state,
    reason.slice(0, MAX_REASON),
    collection,
    page.url,
  );
}

/** It cannot be read now. What is known of it stays, and answers. */
export function failPage(sql: SqlStorage, site: SiteRow, page: PageRow, reason: string, isLast: boolean): void {
  sql.exec(
    `UPDATE web_pages SET attempts = attempts + 1, reason = ?1,
       todo = CASE WHEN ?2 THEN 0 ELSE todo END,
       state = CASE WHEN ?2 AND state <> 'kept' THEN 'failed' ELSE state END
     WHERE collection = ?3 AND url = ?4`,
    reason.slice(0, MAX_REASON),
    isLast ? 1 : 0,
    site.collection,
    page.url,
  );
}

/** Why the first page is not in the knowledge. */
export function firstReason(sql: SqlStorage, { collection, url }: SiteRow): string | null {
  return (
    sql
      .exec<{ reason: string | null }>("SELECT reason FROM web_pages WHERE collection = ? AND url = ?", collection, url)
      .toArray()[0]?.reason ?? null
  );
}

/** Pages that are no more are forgotten: one that comes back is a new one. */
export function endRound(sql: SqlStorage, collection: string): void {
  sql.exec("DELETE FROM web_pages WHERE collection = ? AND state = 'gone'", collection);
}

export function failures(sql: SqlStorage, collection: string, most: number): { url: string; reason: string }[] {
  return sql
    .exec<{ url: string; reason: string }>(
      `SELECT url, reason FROM web_pages WHERE collection = ? AND is_sitemap = 0 AND reason IS NOT NULL
         AND state IN ('failed', 'kept') ORDER BY url LIMIT ?`,
      collection,
      most,
    )
    .toArray();
}
