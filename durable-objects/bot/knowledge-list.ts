/** The rows of `index_jobs` as lists, and documents that are put beside a package. */
import type { Page } from "../../contracts/admin.ts";
import type { DocumentState, DocumentStatus, DocumentUpload } from "../../contracts/knowledge.ts";

/** Where documents beside the package lie: no file of a package has such a path. A page of a web site has its address. */
const pathOf = (name: string, origin: DocumentUpload["origin"]): string =>
  origin === "website" ? name : `uploads/${name}`;

interface Row extends Record<string, SqlStorageValue> {
  collection: string;
  path: string;
  origin: DocumentStatus["origin"];
  state: DocumentState;
  reason: string | null;
  size: number;
  searchable: number;
}

const COLUMNS = `collection, path, origin, state, reason, size,
  indexed_hash IS NOT NULL AND wanted_hash IS NOT NULL AS searchable`;

const statusOf = ({ searchable, ...row }: Row): DocumentStatus => ({ ...row, searchable: searchable === 1 });

/** By path, which is the cursor. */
export function listDocuments(
  sql: SqlStorage,
  collection: string,
  limit: number,
  cursor: string | null,
): Page<DocumentStatus> {
  const rows = sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM index_jobs
       WHERE wanted_hash IS NOT NULL AND collection = ? AND path > ? ORDER BY path LIMIT ?`,
      collection,
      cursor ?? "",
      limit + 1,
    )
    .toArray();
  const items = rows.slice(0, limit).map(statusOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.path ?? null) : null };
}

export function collectionNames(sql: SqlStorage): { collection: string; pending: number; failed: number }[] {
  return sql
    .exec<{ collection: string; pending: number; failed: number }>(
      `SELECT collection, count(*) FILTER (WHERE state = 'pending') AS pending,
         count(*) FILTER (WHERE state = 'failed') AS failed
       FROM index_jobs WHERE wanted_hash IS NOT NULL GROUP BY collection ORDER BY collection`,
    )
    .toArray();
}

export function embeddingStates(sql: SqlStorage): Map<string, { state: DocumentState; reason: string | null }> {
  const rows = sql.exec<{ collection: string; state: DocumentState; reason: string | null }>(
    "SELECT collection, state, reason FROM embedding_jobs",
  );
  return new Map([...rows].map(({ collection, state, reason }) => [collection, { state, reason }]));
}

/** To be called inside a transaction. */
export function planDocument(sql: SqlStorage, collection: string, upload: DocumentUpload, now: number): DocumentStatus {
  const { name, hash, size, type, title, origin } = upload;
  return statusOf(
    sql
      .exec<Row>(
        `INSERT INTO index_jobs
           (collection, path, wanted_hash, indexed_hash, state, attempts, due_at, reason, origin, size, type, title)
         VALUES (?1, ?2, ?3, NULL, 'pending', 0, ?4, NULL, ?5, ?6, ?7, ?8)
         ON CONFLICT (collection, path) DO UPDATE SET
           wanted_hash = ?3, attempts = 0, due_at = ?4, reason = NULL, origin = ?5, size = ?6, type = ?7, title = ?8,
           state = CASE WHEN indexed_hash = ?3 AND hidden = 0 THEN 'done' ELSE 'pending' END
         RETURNING ${COLUMNS}`,
        collection,
        pathOf(name, origin),
        hash,
        now,
        origin,
        size,
        type,
        title,
      )
      .one(),
  );
}

/** False where there is none beside the package. To be called inside a transaction. */
export function withdrawDocument(
  sql: SqlStorage,
  collection: string,
  name: string,
  now: number,
  origin: DocumentUpload["origin"] = "upload",
): boolean {
  const rows = sql
    .exec(
      `UPDATE index_jobs SET wanted_hash = NULL, state = 'pending', attempts = 0, due_at = ?, reason = NULL
       WHERE collection = ? AND path = ? AND origin <> 'release' AND wanted_hash IS NOT NULL RETURNING path`,
      now,
      collection,
      pathOf(name, origin),
    )
    .toArray();
  return rows.length > 0;
}
