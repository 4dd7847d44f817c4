/** What a SELECT names, with all that stands in brackets in it and behind UNION. */
import type { SqlSelect } from "./tree.ts";

/** The names that FROM and JOIN read, each once, as they are written. */
export function sourcesOf(select: SqlSelect): string[] {
  const own = [...(select.from ? [select.from] : []), ...select.joins.map((join) => join.source)];
  return [...new Set([...own.map(({ name }) => name), ...sourcesIn(select)])];
}

/** The names that are read beside the first table, again and again. Of a SELECT without UNION. */
export const heldSourcesOf = (select: SqlSelect): string[] => [...new Set(sourcesIn({ ...select, from: null }))];

/** All names of columns that the SELECT uses: those that no table has may be variables. */
export function namesOf(select: SqlSelect): string[] {
  const names: string[] = [];
  visit(select, (node) => {
    if (node["kind"] === "column" && "name" in node && "table" in node)
      names.push(String(node["table"] ?? node["name"]));
  });
  return [...new Set(names)];
}

/** Only a source has an alias. */
function sourcesIn(select: SqlSelect): string[] {
  const names: string[] = [];
  visit(select, (node) => {
    if ("alias" in node) names.push(String(node["name"]));
  });
  return names;
}

function visit(node: unknown, each: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, each);
  else if (typeof node === "object" && node !== null) {
    each(node as Record<string, unknown>);
    for (const member of Object.values(node)) visit(member, each);
  }
}
