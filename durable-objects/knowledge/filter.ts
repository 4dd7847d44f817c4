/** Which documents a search may answer from, as SQL over `documents`. */
import type { DocumentFilter, MetadataValue } from "../../contracts/knowledge.ts";

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
    const [single, bound] = ofValue(value);
    add(
      `EXISTS (SELECT 1 FROM json_each(metadata) AS field WHERE field.key = ? AND CASE field.type
         WHEN 'array' THEN EXISTS (SELECT 1 FROM json_each(field.value) AS item WHERE lower(item.atom) = lower(?))
         ELSE ${single} END)`,
      key,
      String(value),
      bound,
    );
  }
  if (conditions.length === 0) return null;
  return { documents: `SELECT id FROM documents WHERE ${conditions.join(" AND ")}`, bindings };
}

/** Booleans have no atom of their own, SQLite has them as 1 and 0; and it would write the number 2024 as 2024.0. */
function ofValue(value: MetadataValue): [condition: string, bound: string | number] {
  if (typeof value === "boolean") return ["field.type = ?", String(value)];
  if (typeof value === "number") return ["field.atom = ?", value];
  return ["lower(field.atom) = lower(?)", value];
}

export const bindingsOf = (filter: FilterSql | null): SqlStorageValue[] => filter?.bindings ?? [];
