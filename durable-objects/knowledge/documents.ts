/** Puts documents into a collection and takes them out: all of a document or nothing of it. */
import type { IndexSettings, KnowledgeDocument } from "../../contracts/knowledge.ts";
import { type Chunk, chunkDocument } from "./chunk.ts";
import { isLanguage, languageOf } from "./languages.ts";
import type { Language } from "./stop-words.ts";
import { indexText, stemsOf, wordsOf } from "./words.ts";

/** Of one object; a collection is spread over several (shards.ts). */
const MAX_CHUNKS = 200_000;
const MAX_PATH = 1_024;
const MAX_TITLE = 300;
const MAX_METADATA = 16_384;
/** Characters from which a document's language is told. */
const SAMPLE = 4_000;
/** What a row of its own costs beside the text of a passage; with it a collection of tiny passages has a bound as well. */
const CHUNK_OVERHEAD = 200;

/** What the settings are known by: a document that was indexed under others is read again. */
export function indexedAs({ chunkSize, chunkOverlap, stemming }: IndexSettings): string {
  return `2/${chunkSize}/${chunkOverlap}/${stemming ? "stems" : "words"}`;
}

interface KnownDocument extends Record<string, SqlStorageValue> {
  id: number;
  hash: string;
  indexed_as: string;
  added_at: number;
  hidden: number;
}

const known = (sql: SqlStorage, path: string): KnownDocument | undefined =>
  sql
    .exec<KnownDocument>("SELECT id, hash, indexed_as, added_at, hidden FROM documents WHERE path = ?", path)
    .toArray()[0];

/**
 * To be called inside a transaction, at `now` (ms). The same hash under the same settings does nothing. A document whose
 * text changed is as old as before. Throws a RangeError when the collection would grow too large.
 */
export function putDocument(sql: SqlStorage, document: KnowledgeDocument, settings: IndexSettings, now: number): void {
  if (document.path.length > MAX_PATH) throw new RangeError(`A document's path has at most ${MAX_PATH} characters.`);
  const metadata = JSON.stringify(document.metadata ?? {});
  if (metadata.length > MAX_METADATA)
    throw new RangeError(`A document's front matter has at most ${MAX_METADATA} characters.`);
  const before = known(sql, document.path);
  const as = indexedAs(settings);
  if (before?.hash === document.hash && before.indexed_as === as) {
    sql.exec("UPDATE documents SET hidden = 0 WHERE id = ?", before.id);
    return;
  }
  removeDocument(sql, document.path);
  const chunks = chunkDocument(document.pages, settings);
  const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM chunks").one();
  if (count + chunks.length > MAX_CHUNKS) {
    throw new RangeError(`The collection would hold more than ${MAX_CHUNKS} passages: split it into several.`);
  }
  const language = settings.stemming ? documentLanguage(document) : null;
  const title = document.title.slice(0, MAX_TITLE);
  const { id } = sql
    .exec<{ id: number }>(
      `INSERT INTO documents (path, hash, title, named, chunks, bytes, added_at, indexed_as, language, dated_at, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      document.path,
      document.hash,
      title,
      document.named ? 1 : 0,
      chunks.length,
      chunks.reduce((sum, { content }) => sum + content.length + CHUNK_OVERHEAD, 0),
      before?.added_at ?? now,
      as,
      language ?? "",
      document.datedAt ?? now,
      metadata,
    )
    .one();
  chunks.forEach((chunk, ordinal) => {
    storeChunk(sql, { chunk, ordinal, document: id, title, language });
  });
}

function documentLanguage({ pages }: KnowledgeDocument): Language | null {
  let sample = "";
  for (const { text } of pages) {
    sample += `${text.slice(0, SAMPLE - sample.length)}\n`;
    if (sample.length >= SAMPLE) break;
  }
  return languageOf(wordsOf(sample));
}

interface ChunkOfDocument {
  chunk: Chunk;
  ordinal: number;
  document: number;
  title: string;
  language: Language | null;
}

function storeChunk(sql: SqlStorage, { chunk, ordinal, document, title, language }: ChunkOfDocument): void {
  const context = chunk.headings.slice(0, -1).join("\n");
  const stems = language === null ? "" : stemsOf(`${chunk.heading ?? ""} ${chunk.content}`, language);
  const { id } = sql
    .exec<{ id: number }>(
      `INSERT INTO chunks (document_id, ordinal, page, start, end, heading, context, content, stems)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      document,
      ordinal,
      chunk.page,
      chunk.start,
      chunk.end,
      chunk.heading,
      context,
      chunk.content,
      stems,
    )
    .one();
  indexChunk(sql, id, { title, context, heading: chunk.heading, content: chunk.content, stems });
}

function indexChunk(
  sql: SqlStorage,
  id: number,
  {
    title,
    context,
    heading,
    content,
    stems,
  }: { title: string; context: string; heading: string | null; content: string; stems: string },
): void {
  sql.exec(
    "INSERT INTO chunk_index (rowid, context, heading, body, stems) VALUES (?, ?, ?, ?, ?)",
    id,
    indexText([...new Set([title, ...context.split("\n")])].join(" ")),
    indexText(heading ?? ""),
    indexText(content),
    stems,
  );
}

/** To be called inside a transaction. */
export function removeDocument(sql: SqlStorage, path: string): void {
  const before = known(sql, path);
  if (before === undefined) return;
  sql.exec("DELETE FROM chunk_index WHERE rowid IN (SELECT id FROM chunks WHERE document_id = ?)", before.id);
  // Points that lie with Qdrant are taken out there later; until then they lead to no passage.
  sql.exec(
    "INSERT OR IGNORE INTO removed_points SELECT chunk_id FROM vectors WHERE document_id = ? AND vector IS NULL",
    before.id,
  );
  sql.exec("DELETE FROM vectors WHERE document_id = ?", before.id);
  sql.exec("DELETE FROM chunks WHERE document_id = ?", before.id);
  sql.exec("DELETE FROM documents WHERE id = ?", before.id);
}

/** From now on none of them answers; they are still there for `adopt`. To be called inside a transaction. */
export function hideDocuments(sql: SqlStorage, paths: readonly string[]): void {
  sql.exec("UPDATE documents SET hidden = 1 WHERE path IN (SELECT value FROM json_each(?))", JSON.stringify(paths));
}

/**
 * Takes a hidden document of the same content and settings under another path: what was only renamed is not read again.
 * False when there is none. To be called inside a transaction.
 */
export function adoptDocument(
  sql: SqlStorage,
  wanted: { path: string; hash: string; title: string },
  settings: IndexSettings,
): boolean {
  const found = sql
    .exec<{ id: number; path: string; named: number; language: string }>(
      "SELECT id, path, named, language FROM documents WHERE hash = ? AND indexed_as = ? AND (hidden = 1 OR path = ?) LIMIT 1",
      wanted.hash,
      indexedAs(settings),
      wanted.path,
    )
    .toArray()[0];
  if (found === undefined) return false;
  if (found.path !== wanted.path) removeDocument(sql, wanted.path);
  sql.exec("UPDATE documents SET path = ?, hidden = 0 WHERE id = ?", wanted.path, found.id);
  if (found.named === 1) retitle(sql, found.id, wanted.title);
  return true;
}

/** The title is part of what each of its passages is found by. */
function retitle(sql: SqlStorage, id: number, title: string): void {
  sql.exec("UPDATE documents SET title = ? WHERE id = ?", title.slice(0, MAX_TITLE), id);
  const rows = sql
    .exec<{ id: number; context: string; heading: string | null; content: string; stems: string }>(
      "SELECT id, context, heading, content, stems FROM chunks WHERE document_id = ?",
      id,
    )
    .toArray();
  for (const row of rows) {
    sql.exec("DELETE FROM chunk_index WHERE rowid = ?", row.id);
    indexChunk(sql, row.id, { ...row, title });
  }
}

export const languagesOf = (sql: SqlStorage): Language[] =>
  sql
    .exec<{ language: string }>("SELECT DISTINCT language FROM documents")
    .toArray()
    .map(({ language }) => language)
    .filter(isLanguage);
