/**
 * The pages of the machine's snapshot (basic/snapshot/pages.ts), a row each. Only a script that holds long lists or texts
 * has any, so the table is made with the first one.
 */
import type { Page, PageSource } from "../../../basic/snapshot/pages.ts";

export class PageStore {
  private readonly sql: SqlStorage;
  /** Undefined before the first look. */
  private known: Set<number> | undefined;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  /** Ids of the stored pages. */
  get ids(): ReadonlySet<number> {
    this.known ??= new Set(
      this.hasTable() ? [...this.sql.exec<{ id: number }>("SELECT id FROM pages")].map(({ id }) => id) : [],
    );
    return this.known;
  }

  readonly read: PageSource = (id) => {
    if (!this.ids.has(id)) return undefined;
    const [row] = this.sql.exec<{ bytes: ArrayBuffer }>("SELECT bytes FROM pages WHERE id = ?", id).toArray();
    return row && new Uint8Array(row.bytes);
  };

  /** Whether `replace` has anything to do. */
  changes(pages: readonly Page[]): boolean {
    return pages.length > 0 || this.ids.size > 0;
  }

  /** Writes the pages that have bytes, and takes away those that are not among them. Part of the commit's transaction. */
  replace(pages: readonly Page[]): void {
    const kept = new Set(pages.map(({ id }) => id));
    for (const id of this.ids) if (!kept.has(id)) this.sql.exec("DELETE FROM pages WHERE id = ?", id);
    const fresh = pages.filter(({ bytes }) => bytes !== null);
    // Forgotten until the transaction is over: a commit that fails leaves the stored ones as they were.
    this.known = undefined;
    if (fresh.length > 0)
      this.sql.exec("CREATE TABLE IF NOT EXISTS pages (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
    for (const { id, bytes } of fresh)
      this.sql.exec("INSERT OR REPLACE INTO pages (id, bytes) VALUES (?, ?)", id, bytes);
  }

  private hasTable(): boolean {
    return this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pages'").toArray().length > 0;
  }
}
