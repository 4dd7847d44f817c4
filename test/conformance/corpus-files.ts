/** The corpus as it lies on the disk. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { useSqlite } from "./sqlite-storage.ts";

/** Sources by `feature/file.bas`; their data programs run on an SQLite in memory. The golden programs have tests of their own. */
export function corpusSources(folder = import.meta.dirname): ReadonlyMap<string, string> {
  useSqlite();
  const sources = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === "golden") continue;
    for (const file of readdirSync(join(folder, entry.name)))
      if (file.endsWith(".bas"))
        sources.set(`${entry.name}/${file}`, readFileSync(join(folder, entry.name, file), "utf8"));
  }
  return sources;
}
