/**
 * Messages that nobody got, over all conversations of the bot: told by the conversations, again and again until it is
 * confirmed, so every write may come twice. What such a message says stays in its conversation.
 */
import type { DeadLetter, DeadLetterPage } from "../../contracts/deliveries.ts";

/** The oldest go: a channel that has been broken for long must not fill the object. */
const MAX_LETTERS = 10_000;

const TABLE = `CREATE TABLE IF NOT EXISTS dead_letters (
  position INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (conversation, number))`;

export function addDeadLetter(sql: SqlStorage, letter: DeadLetter): void {
  sql.exec(TABLE);
  // One that was under way when its conversation was erased.
  const known = sql
    .exec<{ state: string }>("SELECT state FROM conversations WHERE id = ?", letter.conversation)
    .toArray();
  if (known[0]?.state === "erased") return;
  sql.exec(
    `INSERT INTO dead_letters (conversation, number, body) VALUES (?, ?, ?)
     ON CONFLICT (conversation, number) DO UPDATE SET body = excluded.body`,
    letter.conversation,
    letter.number,
    JSON.stringify(letter),
  );
  sql.exec(
    "DELETE FROM dead_letters WHERE position <= (SELECT position FROM dead_letters ORDER BY position DESC LIMIT 1 OFFSET ?)",
    MAX_LETTERS,
  );
}

/** One letter of a conversation, or all of them (it was erased). */
export function dropDeadLetters(sql: SqlStorage, conversation: string, number: number | null): void {
  sql.exec(TABLE);
  if (number === null) sql.exec("DELETE FROM dead_letters WHERE conversation = ?", conversation);
  else sql.exec("DELETE FROM dead_letters WHERE conversation = ? AND number = ?", conversation, number);
}

/** Newest first. `cursor` is what the page before gave. */
export function listDeadLetters(sql: SqlStorage, limit: number, cursor: string | null): DeadLetterPage {
  sql.exec(TABLE);
  const before = cursor !== null && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
  const rows = sql
    .exec<{ position: number; body: string }>(
      "SELECT position, body FROM dead_letters WHERE position < ? ORDER BY position DESC LIMIT ?",
      before,
      limit + 1,
    )
    .toArray();
  const page = rows.slice(0, limit);
  const items = page.map(({ body }) => {
    const letter = JSON.parse(body) as DeadLetter;
    return { ...letter, at: new Date(letter.at).toISOString() };
  });
  return { items, nextCursor: rows.length > limit ? String(page.at(-1)?.position) : null };
}
