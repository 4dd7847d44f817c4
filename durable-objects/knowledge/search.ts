/** One object's answer to a question: both rankings, over its own passages. */
import { KNOWLEDGE_LIMITS, type Passage, type Ranking, type SearchRequest } from "../../contracts/knowledge.ts";
import { bindingsOf, type FilterSql, filterSql } from "./filter.ts";
import { type RankedChunk, rankByWords } from "./rank-words.ts";

/** Passages of a ranking at most, whatever is asked for. */
export const MAX_RANKED = 60;
export const NOTHING: Ranking = { passages: [], words: [], meaning: [], isPartial: false };

interface StoredPassage extends Record<string, SqlStorageValue> {
  id: number;
  path: string;
  title: string;
  page: number | null;
  start: number;
  end: number;
  heading: string | null;
  content: string;
}

export type RankByMeaning = (
  question: { values: Float32Array; signature: string },
  limit: number,
  documents: number[] | null,
) => RankedChunk[] | Promise<RankedChunk[]>;

export async function searchObject(
  sql: SqlStorage,
  request: SearchRequest,
  byMeaning: RankByMeaning,
): Promise<Ranking> {
  const query = request.query.slice(0, KNOWLEDGE_LIMITS.query);
  const limit = Math.min(Math.max(0, Math.floor(request.limit)), MAX_RANKED);
  if (limit === 0 || query.trim() === "") return NOTHING;
  const allowed = filterSql(request.filter, hasHidden(sql));
  const words = request.words === null ? [] : rankByWords(sql, query, request.words, allowed).slice(0, limit);
  if (request.vector === null || !hasVectors(sql, request.vector.signature)) return compose(sql, words, []);
  try {
    return compose(sql, words, await byMeaning(request.vector, limit, allowed && documentsOf(sql, allowed)));
  } catch (error) {
    // A vector store that is away costs an answer's quality, not the answer.
    const reason = error instanceof Error ? error.name : "unknown error";
    console.error(JSON.stringify({ level: "warn", event: "knowledge.vectors-failed", reason }));
    return { ...compose(sql, words, []), isPartial: true };
  }
}

const hasHidden = (sql: SqlStorage): boolean =>
  sql.exec<{ any: number }>("SELECT EXISTS (SELECT 1 FROM documents WHERE hidden = 1) AS any").one().any === 1;

const hasVectors = (sql: SqlStorage, signature: string): boolean =>
  sql.exec("SELECT 1 FROM vectors WHERE signature = ? LIMIT 1", signature).toArray().length > 0;

const documentsOf = (sql: SqlStorage, allowed: FilterSql): number[] =>
  sql
    .exec<{ id: number }>(allowed.documents, ...bindingsOf(allowed))
    .toArray()
    .map(({ id }) => id);

function compose(sql: SqlStorage, words: readonly RankedChunk[], meaning: readonly RankedChunk[]): Ranking {
  const ids = [...new Set([...words, ...meaning].map(({ id }) => id))];
  const rows = sql
    .exec<StoredPassage>(
      `SELECT chunks.id, documents.path, documents.title, chunks.page, chunks.start, chunks.end, chunks.heading, chunks.content
       FROM chunks JOIN documents ON documents.id = chunks.document_id
       WHERE documents.hidden = 0 AND chunks.id IN (SELECT value FROM json_each(?)) ORDER BY chunks.id`,
      JSON.stringify(ids),
    )
    .toArray();
  const places = new Map(rows.map(({ id }, place) => [id, place]));
  const placed = (list: readonly RankedChunk[]): [number, number][] =>
    list.flatMap(({ id, score }) => {
      const place = places.get(id);
      return place === undefined ? [] : [[place, score]];
    });
  return { passages: rows.map(toPassage), words: placed(words), meaning: placed(meaning), isPartial: false };
}

function toPassage({ path, title, page, start, end, heading, content }: StoredPassage): Omit<Passage, "relevance"> {
  return { content, source: path, title, page, heading, start, end };
}

/** The rankings of several objects as if they were one. */
export function mergeRankings(rankings: readonly Ranking[], limit: number): Ranking {
  const merged: Ranking = { passages: [], words: [], meaning: [], isPartial: false };
  for (const { passages, words, meaning, isPartial } of rankings) {
    merged.isPartial ||= isPartial;
    const shift = merged.passages.length;
    merged.passages.push(...passages);
    merged.words.push(...words.map(([place, score]): [number, number] => [place + shift, score]));
    merged.meaning.push(...meaning.map(([place, score]): [number, number] => [place + shift, score]));
  }
  const best = (list: [number, number][]): [number, number][] => list.sort((a, b) => b[1] - a[1]).slice(0, limit);
  return { ...merged, words: best(merged.words), meaning: best(merged.meaning) };
}
