/** What was accepted and is not answered yet: rows only for what has to outlive a crash before its turn is over. */
import type { InboxItem } from "../../../contracts/conversation.ts";
import type { InboxRow } from "../state.ts";

export class Inbox {
  private readonly sql: SqlStorage;
  /** Ids that may have a row. */
  private readonly ids = new Set<string>();

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  load(): void {
    for (const { id } of this.sql.exec<{ id: string }>("SELECT id FROM inbox")) this.ids.add(id);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  find(id: string): InboxRow | null {
    if (!this.ids.has(id)) return null;
    const [row] = this.sql
      .exec<{ state: "queued" | "running"; turn: number | null; body: string; from_seq: number | null }>(
        "SELECT state, turn, body, from_seq FROM inbox WHERE id = ?",
        id,
      )
      .toArray();
    if (!row) return null;
    const { state, turn, body, from_seq: fromSeq } = row;
    return { id, state, turn, message: JSON.parse(body), fromSeq, toSeq: null, mode: null };
  }

  /** What was accepted and not begun, in order. */
  queued(): InboxItem[] {
    return this.sql
      .exec<{ body: string }>("SELECT body FROM inbox WHERE state = 'queued' ORDER BY position")
      .toArray()
      .map((row) => JSON.parse(row.body));
  }

  /** What the unfinished turn began with, as it is written down; null when nobody sent anything. */
  running(): { turn: number; message: InboxItem } | null {
    const [row] = this.sql
      .exec<{ turn: number; body: string }>("SELECT turn, body FROM inbox WHERE state = 'running' LIMIT 1")
      .toArray();
    return row ? { turn: row.turn, message: JSON.parse(row.body) } : null;
  }

  write(change: InboxRow): void {
    this.ids.add(change.id);
    this.sql.exec(
      `INSERT INTO inbox (id, state, turn, body, from_seq) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, turn = excluded.turn, body = excluded.body,
       from_seq = excluded.from_seq`,
      change.id,
      change.state,
      change.turn,
      JSON.stringify(change.message),
      change.fromSeq,
    );
  }

  /**
   * Part of the commit that answers it. What waited behind a turn was written down as it came, a password among it: the
   * body is overwritten in its place first, because a row that is only deleted stays readable in the file's free space.
   */
  delete(id: string): void {
    this.sql.exec(
      "UPDATE inbox SET body = replace(hex(zeroblob(length(CAST(body AS BLOB)))), '00', ' ') WHERE id = ?",
      id,
    );
    this.sql.exec("DELETE FROM inbox WHERE id = ?", id);
  }

  /** The commit that deleted it went through. */
  forget(id: string): void {
    this.ids.delete(id);
  }
}
