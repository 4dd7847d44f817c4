/** Knowledge objects on Node: the product's own class over SQLite in memory, behind as much of the platform as it uses. */
import { DatabaseSync } from "node:sqlite";
import type { Ranking, SearchRequest } from "../../contracts/knowledge.ts";
import { type FoundPassage, type FusionOptions, fuse } from "../../durable-objects/knowledge/fusion.ts";

export const SETTINGS = { chunkSize: 1_000, chunkOverlap: 200, stemming: true };
const FUSION: FusionOptions = { limit: 10, tokens: 1e9, minScore: 0, denseWeight: 0.7, sparseWeight: 0.3, rrfK: 60 };

/** The class comes from a test in which `cloudflare:workers` is a stand-in; the type checker of Node never sees it. */
interface Searched {
  search(request: SearchRequest): Promise<Ranking>;
}

export function knowledgeWorld<T extends Searched>(make: new (ctx: never, env: never) => T) {
  const objects = new Map<string, T>();
  const databases = new Map<string, DatabaseSync>();
  const env = { KNOWLEDGE: { getByName: (name: string) => get(name) } };
  function get(name: string): T {
    const known = objects.get(name);
    if (known) return known;
    const database = databases.get(name) ?? new DatabaseSync(":memory:");
    databases.set(name, database);
    const ctx = { id: { name }, storage: storageOf(database) };
    const object = new make(ctx as never, env as never);
    objects.set(name, object);
    return object;
  }
  return {
    get,
    names: () => [...objects.keys()],
    /** Objects wake anew, with what their databases hold. */
    restart: () => objects.clear(),
    async search(name: string, query: string, request: Partial<SearchRequest> = {}): Promise<FoundPassage[]> {
      const words = { stemming: true, stopWords: true };
      const ranking = await get(name).search({ query, limit: 30, words, vector: null, filter: null, ...request });
      return fuse([{ collection: name, ranking }], FUSION);
    },
  };
}

function storageOf(database: DatabaseSync) {
  let depth = 0;
  const exec = (text: string, ...bindings: (string | number | null | Uint8Array)[]) => {
    if (bindings.length === 0 && /;\s*\S/.test(text)) {
      database.exec(text);
      return cursorOf([]);
    }
    return cursorOf(database.prepare(text).all(...bindings));
  };
  return {
    sql: { exec, databaseSize: 4_096 },
    transactionSync<T>(work: () => T): T {
      const name = `s${++depth}`;
      database.exec(`SAVEPOINT ${name}`);
      try {
        const result = work();
        database.exec(`RELEASE ${name}`);
        return result;
      } catch (error) {
        database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        depth -= 1;
      }
    },
    async deleteAll() {
      for (const { name } of database
        .prepare(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'chunk_index_%' AND name NOT LIKE 'sqlite_%'",
        )
        .all())
        database.exec(`DROP TABLE ${String(name)}`);
    },
  };
}

/** Blobs are ArrayBuffers on the platform, and bytes with an offset on Node. */
function cursorOf(rows: Record<string, unknown>[]) {
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, value instanceof Uint8Array ? value.slice().buffer : value]),
    ),
  );
  return { toArray: () => plain, one: () => plain[0], [Symbol.iterator]: () => plain[Symbol.iterator]() };
}
