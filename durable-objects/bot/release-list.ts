/** Releases as the API shows them. */

import type { Page } from "../../contracts/admin.ts";
import {
  ANSWER_SCRIPT,
  type KeptBecause,
  type ReleaseDetail,
  type ReleaseManifest,
  type ReleaseSummary,
} from "../../contracts/release.ts";
import { reasons, recentHashes } from "./collection.ts";
import { readCursor } from "./pins.ts";
import { currentHash, type Life } from "./releases.ts";

const MAX_PAGE = 100;

/** The newest first. The cursor is the last row's time and hash. */
export function listReleases(
  sql: SqlStorage,
  asked: { limit: number; cursor: string | null; now: number },
): Page<ReleaseSummary> {
  const limit = Math.min(Math.max(Math.trunc(asked.limit), 1), MAX_PAGE);
  const [before = Number.MAX_SAFE_INTEGER, hash = ""] = readCursor(asked.cursor);
  const rows = sql
    .exec<Life>(
      "SELECT * FROM lives WHERE (stored_at, hash) < (?, ?) ORDER BY stored_at DESC, hash DESC LIMIT ?",
      before,
      hash,
      limit + 1,
    )
    .toArray();
  const recent = recentHashes(sql);
  const current = currentHash(sql);
  const items = rows
    .slice(0, limit)
    .map((life) => summary(life, current, reasons(sql, life, current, recent, asked.now)));
  const last = rows[limit - 1];
  return { items, nextCursor: rows.length > limit && last ? `${last.stored_at}.${last.hash}` : null };
}

export function releaseDetail(sql: SqlStorage, life: Life, manifest: ReleaseManifest, now: number): ReleaseDetail {
  const current = currentHash(sql);
  const { scripts, knowledge, data, theme, config } = manifest;
  return {
    ...summary(life, current, reasons(sql, life, current, recentHashes(sql), now)),
    // The product's own is none of the package's.
    scripts: scripts
      .filter(({ name }) => name !== ANSWER_SCRIPT)
      .map(({ name, path, program }) => ({ name, path, compiled: program !== null })),
    knowledge,
    data,
    theme,
    configKeys: Object.keys(config).sort(),
  };
}

function summary(life: Life, current: string | null, keptBecause: KeptBecause[]): ReleaseSummary {
  return {
    hash: life.hash,
    storedAt: new Date(life.stored_at).toISOString(),
    publishedAt: life.published_at === null ? null : new Date(life.published_at).toISOString(),
    current: life.hash === current,
    candidate: life.candidate_at !== null,
    development: life.development === 1,
    openConversations: life.open,
    endedConversations: life.ended,
    collectable: life.state === "collecting" || keptBecause.length === 0,
    keptBecause,
  };
}
