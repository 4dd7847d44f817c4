/** Which releases a bot has, which one new conversations get, and what each is made of in storage. */
import type { ReleaseFile, ReleaseManifest } from "../../contracts/release.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { readOverrides } from "./settings.ts";

/** Releases whose manifest stays at hand; that of older ones lies in object storage alone. */
const AT_HAND = 50;

export interface StoredRelease {
  manifest: ReleaseManifest;
  /** All files of the package, for the difference to the next release. */
  files: ReleaseFile[];
  publishedAt: number;
}

/** `storing`: on its way into storage. `collecting`: on its way out. */
export type LifeState = "storing" | "kept" | "collecting";

export interface Life extends Record<string, SqlStorageValue> {
  hash: string;
  state: LifeState;
  /** ms; null where it was never so. */
  stored_at: number;
  published_at: number | null;
  candidate_at: number | null;
  development: number;
  replay_days: number;
  open: number;
  ended: number;
  /** Open conversations up to this time (ms) and id were asked whether they ever began. */
  asked_to: number;
  asked_id: string;
}

/** An object in storage that releases may share. */
export interface StoredObject extends Record<string, SqlStorageValue> {
  kind: "program" | "file";
  hash: string;
}

interface Row extends Record<string, SqlStorageValue> {
  manifest: string;
  files: string;
  published_at: number;
}

export function findRelease(sql: SqlStorage, hash: string): StoredRelease | null {
  const row = sql.exec<Row>("SELECT manifest, files, published_at FROM releases WHERE hash = ?", hash).toArray()[0];
  if (row === undefined) return null;
  const manifest: ReleaseManifest = JSON.parse(row.manifest);
  return { manifest: labelled(sql, manifest), files: JSON.parse(row.files), publishedAt: row.published_at };
}

/** The manifest with what the last publishing of this content said of it, and what was set beside it. */
export function labelled(sql: SqlStorage, manifest: ReleaseManifest): ReleaseManifest {
  const overrides = readOverrides(sql);
  return {
    ...manifest,
    ...(Object.keys(overrides).length > 0 ? { overrides } : {}),
    ...(findLife(sql, manifest.hash)?.development === 1 ? { development: true } : {}),
  };
}

export function findLife(sql: SqlStorage, hash: string): Life | null {
  return sql.exec<Life>("SELECT * FROM lives WHERE hash = ?", hash).toArray()[0] ?? null;
}

export const currentHash = (sql: SqlStorage): string | null => readMeta(sql, "current");

export function currentRelease(sql: SqlStorage): StoredRelease | null {
  const hash = currentHash(sql);
  return hash === null ? null : findRelease(sql, hash);
}

/**
 * Written down before anything is stored: a publishing that is cut short leaves nothing in storage that nobody knows of,
 * and one that brings back what is being collected stops that. To be called inside a transaction.
 */
export function beginStoring(sql: SqlStorage, hash: string, objects: Iterable<StoredObject>, now: number): void {
  // Pins of a conversation that is older than this row count from its first moment.
  sql.exec(
    `INSERT INTO lives (hash, state, stored_at, open, ended) VALUES (?1, 'storing', ?2,
       (SELECT count(*) FROM conversations WHERE release = ?1 AND state = 'open'),
       (SELECT count(*) FROM conversations WHERE release = ?1 AND pinned_until IS NOT NULL))
     ON CONFLICT (hash) DO UPDATE SET state = CASE WHEN state = 'collecting' THEN 'storing' ELSE state END,
       stored_at = CASE WHEN state = 'kept' THEN stored_at ELSE ?2 END`,
    hash,
    now,
  );
  for (const object of objects) {
    sql.exec(
      "INSERT OR IGNORE INTO stored_objects (kind, hash, release) VALUES (?, ?, ?)",
      object.kind,
      object.hash,
      hash,
    );
  }
}

/** Everything of a release is in storage. To be called inside a transaction. */
export function keepRelease(sql: SqlStorage, release: StoredRelease): void {
  const { hash } = release.manifest;
  // Not part of the content: other tables have them.
  const { development: _, overrides: __, ...manifest } = release.manifest;
  sql.exec(
    `INSERT INTO releases (hash, manifest, files, published_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET published_at = excluded.published_at`,
    hash,
    JSON.stringify(manifest),
    JSON.stringify(release.files),
    release.publishedAt,
  );
  sql.exec(
    `INSERT INTO lives (hash, state, stored_at) VALUES (?, 'kept', ?)
     ON CONFLICT (hash) DO UPDATE SET state = 'kept'`,
    hash,
    release.publishedAt,
  );
  sql.exec(
    `DELETE FROM releases WHERE hash NOT IN (SELECT hash FROM releases ORDER BY published_at DESC LIMIT ${AT_HAND})
       AND hash <> ?1 AND hash <> coalesce((SELECT value FROM meta WHERE key = 'current'), '')`,
    hash,
  );
}

/** Makes a release the current one. To be called inside a transaction. */
export function switchRelease(sql: SqlStorage, release: StoredRelease): void {
  keepRelease(sql, release);
  sql.exec(
    "UPDATE lives SET published_at = ?, candidate_at = NULL WHERE hash = ?",
    release.publishedAt,
    release.manifest.hash,
  );
  writeMeta(sql, "current", release.manifest.hash);
}

/** Paths that came, went and changed, in order. */
export function difference(
  before: readonly ReleaseFile[],
  after: readonly ReleaseFile[],
): { added: string[]; removed: string[]; modified: string[] } {
  const old = new Map(before.map(({ path, hash }) => [path, hash]));
  const now = new Map(after.map(({ path, hash }) => [path, hash]));
  return {
    added: [...now.keys()].filter((path) => !old.has(path)).sort(),
    removed: [...old.keys()].filter((path) => !now.has(path)).sort(),
    modified: [...now]
      .filter(([path, hash]) => old.has(path) && old.get(path) !== hash)
      .map(([path]) => path)
      .sort(),
  };
}
