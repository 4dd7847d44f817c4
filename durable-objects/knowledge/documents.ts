/** Puts documents into a collection and takes them out: all of a document or nothing of it. */
import type { KnowledgeDocument } from "../../contracts/objects.ts";
import { chunkDocument } from "./chunk.ts";
import { indexText } from "./words.ts";

const MAX_CHUNKS = 200_000;
const MAX_PATH = 1_024;
const MAX_TITLE = 300;

/**
 * To be called inside a transaction, at `now` (ms). A document whose text changed is as old as before. Throws a RangeError
 * when the collection would grow too large.
 */
export function putDocument(sql: SqlStorage, document: KnowledgeDocument, now: number): void {
  if (document.path.length > MAX_PATH) throw new RangeError(`A document's path has at most ${MAX_PATH} characters.`);
  const known = sql
    .exec<{ hash: string; added_at: number }>("SELECT hash, added_at FROM documents WHERE path = ?", document.path)
    .toArray()[0];
  if (known?.hash === document.hash) return;
  removeDocument(sql, document.path);
  const chunks = chunkDocument(document.pages);
  const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM chunks").one();
  if (count + chunks.length > MAX_CHUNKS) {
    throw new RangeError(`The collection would hold more than ${MAX_CHUNKS} passages: split it into several.`);
  }
  const title = document.title.slice(0, MAX_TITLE);
  const { id } = sql
    .exec<{ id: number }>(
      "INSERT INTO documents (path, hash, title, chunks, bytes, added_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
      document.path,
      document.hash,
      title,
      chunks.length,
      chunks.reduce((sum, { content }) => sum + content.length, 0),
      known?.added_at ?? now,
    )
    .one();
  chunks.forEach((chunk, ordinal) => {
    const stored = sql
      .exec<{ id: number }>(
        "INSERT INTO chunks (document_id, ordinal, page, heading, content) VALUES (?, ?, ?, ?, ?) RETURNING id",
        id,
        ordinal,
        chunk.page,
        chunk.heading,
        chunk.content,
      )
      .one();
    sql.exec(
      "INSERT INTO chunk_index (rowid, context, heading, body) VALUES (?, ?, ?, ?)",
      stored.id,
      indexText([...new Set([title, ...chunk.headings.slice(0, -1)])].join(" ")),
      indexText(chunk.heading ?? ""),
      indexText(chunk.content),
    );
  });
}

/** To be called inside a transaction. */
export function removeDocument(sql: SqlStorage, path: string): void {
  const known = sql.exec<{ id: number }>("SELECT id FROM documents WHERE path = ?", path).toArray()[0];
  if (known === undefined) return;
  sql.exec("DELETE FROM chunk_index WHERE rowid IN (SELECT id FROM chunks WHERE document_id = ?)", known.id);
  sql.exec("DELETE FROM chunks WHERE document_id = ?", known.id);
  sql.exec("DELETE FROM documents WHERE id = ?", known.id);
}
