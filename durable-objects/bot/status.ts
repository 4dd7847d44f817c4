/** How a bot stands and what it holds, for people. */
import type { CollectionStatus } from "../../contracts/knowledge.ts";
import type { BotStatus } from "../../contracts/objects.ts";
import type { Held, OwnUsage } from "../../contracts/usage.ts";
import { indexingStatus } from "./index-jobs.ts";
import { currentRelease } from "./releases.ts";

export function botStatus(sql: SqlStorage): BotStatus {
  const release = currentRelease(sql);
  return {
    release: release?.manifest.hash ?? null,
    publishedAt: release === null ? null : new Date(release.publishedAt).toISOString(),
    knowledge: indexingStatus(sql),
  };
}

/** Reads all lists of files: for people, not for a turn. */
export function botUsage(sql: SqlStorage, collections: readonly CollectionStatus[]): OwnUsage {
  const held = (count: string, sizes: string): Held =>
    sql
      .exec<{ count: number; bytes: number }>(
        `SELECT (SELECT count(*) FROM ${count}) AS count, coalesce(sum(size), 0) AS bytes FROM (${sizes})`,
      )
      .one();
  const documents = held(
    "index_jobs WHERE wanted_hash IS NOT NULL",
    "SELECT size FROM index_jobs WHERE wanted_hash IS NOT NULL",
  );
  const sum = (of: (one: CollectionStatus) => number): number => collections.reduce((all, one) => all + of(one), 0);
  return {
    conversations: held("conversations WHERE state <> 'erased'", "SELECT 0 AS size").count,
    releases: held(
      "lives WHERE state = 'kept'",
      `SELECT DISTINCT json_extract(file.value, '$.hash'), json_extract(file.value, '$.size') AS size
       FROM releases, json_each(releases.files) AS file`,
    ),
    backups: held("backups WHERE state = 'done'", "SELECT DISTINCT hash, size FROM backup_parts"),
    knowledge: {
      collections: collections.length,
      documents: documents.count,
      passages: sum(({ chunks }) => chunks),
      bytes: documents.bytes,
      indexBytes: sum(({ diskBytes }) => diskBytes),
    },
  };
}
