/** Which documents a search may answer from, as SQL over `documents`. */
import type { DocumentFilter } from "../../contracts/knowledge.ts";

export interface FilterSql {
  /** A SELECT of document ids. */
  documents: string;
  bindings: SqlStorageValue[];
}

/** Null when every document may answer. `hasHidden`: some are removed and still being cleared away. */
export function filterSql(filter: DocumentFilter | null, hasHidden: boolean): FilterSql | null {
  const conditions: string[] = [];
  const bindings: SqlStorageValue[] = [];
  const add = (condition: string, ...values: SqlStorageValue[]): void => {
    conditions.push(condition);
    bindings.push(...values);
  };
  if (hasHidden) add("hidden = 0");
  if (filter?.path) add("substr(path, 1, length(?)) = ?", filter.path, filter.path);
  if (filter?.since !== undefined) add("dated_at >= ?", filter.since);
  if (filter?.until !== undefined) add("dated_at <= ?", filter.until);
  for (const [key, value] of Object.entries(filter?.metadata ?? {})) {
    // json_tree gives a list's items one by one; json_each of the key would give the list as one text.
    add(
      `EXISTS (SELECT 1 FROM json_tree(metadata) AS part
         WHERE part.atom IS NOT NULL AND (part.path = '$' AND part.key = ? OR part.path = '$.' || json_quote(?))
           AND ${typeof value === "boolean" ? "part.type = ?" : "lower(part.atom) = lower(?)"})`,
      key,
      key,
      typeof value === "boolean" ? String(value) : value,
    );
  }
  if (conditions.length === 0) return null;
  return { documents: `SELECT id FROM documents WHERE ${conditions.join(" AND ")}`, bindings };
}

export const bindingsOf = (filter: FilterSql | null): SqlStorageValue[] => filter?.bindings ?? [];
