/** Which releases a bot has had and which one new conversations get. */
import type { ReleaseFile, ReleaseManifest } from "../../contracts/release.ts";
import { readMeta, writeMeta } from "./schema.ts";

/** Releases whose manifest stays at hand; older ones lie in object storage. */
const KEEP = 50;

export interface StoredRelease {
  manifest: ReleaseManifest;
  /** All files of the package, for the difference to the next release. */
  files: ReleaseFile[];
  publishedAt: number;
}

interface Row extends Record<string, SqlStorageValue> {
  manifest: string;
  files: string;
  published_at: number;
}

export function findRelease(sql: SqlStorage, hash: string): StoredRelease | null {
  const row = sql.exec<Row>("SELECT manifest, files, published_at FROM releases WHERE hash = ?", hash).toArray()[0];
  if (row === undefined) return null;
  return { manifest: JSON.parse(row.manifest), files: JSON.parse(row.files), publishedAt: row.published_at };
}

export function currentRelease(sql: SqlStorage): StoredRelease | null {
  const hash = readMeta(sql, "current");
  return hash === null ? null : findRelease(sql, hash);
}

/** Makes a release the current one. To be called inside a transaction. */
export function switchRelease(sql: SqlStorage, release: StoredRelease): void {
  sql.exec(
    `INSERT INTO releases (hash, manifest, files, published_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET published_at = excluded.published_at`,
    release.manifest.hash,
    JSON.stringify(release.manifest),
    JSON.stringify(release.files),
    release.publishedAt,
  );
  writeMeta(sql, "current", release.manifest.hash);
  sql.exec(
    `DELETE FROM releases WHERE hash NOT IN (SELECT hash FROM releases ORDER BY published_at DESC LIMIT ${KEEP})
       AND hash <> ?`,
    release.manifest.hash,
  );
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
