/** What the rows of one family have in common, written once. */
import type { KeywordEntry, KeywordFamily } from "./entry.ts";
import type { ServiceName } from "./services.ts";

/** A row without what its family says; it stands as a statement unless it says otherwise. */
type Row = Omit<KeywordEntry, "family" | "section" | "statement"> & { statement?: boolean; section?: string };

export function family(
  name: KeywordFamily,
  section: string,
  service: ServiceName | undefined,
  rows: readonly Row[],
): KeywordEntry[] {
  return rows.map((row) => ({
    ...(service ? { service } : {}),
    statement: true,
    section,
    ...row,
    family: name,
  }));
}
