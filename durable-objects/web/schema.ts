/** What the bot object keeps of web sites: how far each is read, and a row for each address that was found. */
export function createWebSchema(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS websites (
      collection TEXT PRIMARY KEY, url TEXT NOT NULL, refresh_ms INTEGER,
      in_release INTEGER NOT NULL, used_until INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('reading', 'waiting', 'failed')), reason TEXT, due_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, robots TEXT, delay_ms INTEGER NOT NULL DEFAULT 0,
      requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
      known INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 0, finished_at INTEGER) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS web_pages (
      collection TEXT NOT NULL, url TEXT NOT NULL, depth INTEGER NOT NULL,
      todo INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('new', 'kept', 'left', 'failed', 'gone')),
      is_sitemap INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
      etag TEXT, modified TEXT, hash TEXT, reason TEXT,
      PRIMARY KEY (collection, url)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS web_pages_todo ON web_pages (collection, todo, depth);
    CREATE TABLE IF NOT EXISTS web_hosts (host TEXT PRIMARY KEY, next_at INTEGER NOT NULL) WITHOUT ROWID;
  `);
}

export interface SiteRow extends Record<string, SqlStorageValue> {
  collection: string;
  url: string;
  /** Null = `website-expires`. */
  refresh_ms: number | null;
  in_release: number;
  /** ms; a conversation named it, and until then it is kept. */
  used_until: number;
  state: "reading" | "waiting" | "failed";
  reason: string | null;
  due_at: number;
  /** Failures in a row. */
  attempts: number;
  /** Null before it was read in this round. */
  robots: string | null;
  delay_ms: number;
  /** Of this round. */
  requests: number;
  bytes: number;
  known: number;
  kept: number;
  finished_at: number | null;
}

export interface PageRow extends Record<string, SqlStorageValue> {
  url: string;
  depth: number;
  state: "new" | "kept" | "left" | "failed" | "gone";
  is_sitemap: number;
  attempts: number;
  etag: string | null;
  modified: string | null;
  hash: string | null;
}

/** The order of a round: what is known to be good, then sitemaps, then what is new. 0 = done. */
export const TODO = { kept: 1, sitemap: 2, other: 3 } as const;
