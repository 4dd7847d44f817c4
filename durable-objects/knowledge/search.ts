/** Finds the passages that answer a question in plain words. */
import type { Passage } from "../../contracts/objects.ts";
import { parseQuestion, type QueryTerm } from "./words.ts";

/** Passages that the ranking looks at closely, and the most that an answer holds. */
const CANDIDATES = 60;
export const MAX_PASSAGES = 50;
/** BM25 weights of context, heading and body: a heading names its passage's subject. */
const WEIGHTS = "1.0, 3.0, 1.0";
/**
 * What a word counts by where it is: 1 in the heading, less in the text, in another form, only in the context. A word
 * that the whole collection lacks takes less from the whole than one that only this passage lacks.
 */
const IN_TEXT = 0.9;
const OTHER_FORM = 0.7;
const IN_CONTEXT = 0.5;
const UNKNOWN = 0.5;
/** A code, a model or a number is meant to the letter: it counts more than a word of the same rarity. */
const CODE = 1.5;
/** In the passage itself, by FTS5's column filter. */
const OWN = "{heading body} : ";
const HEADING = "heading : ";
/** Part of the relevance that BM25 decides; the rest is how much of the question the passage covers. */
const BM25_SHARE = 0.3;
/** Part of the relevance that goes to words which stand side by side as in the question. */
const PAIR_SHARE = 0.15;
const MIN_RELEVANCE = 0.05;

interface Candidate extends Record<string, SqlStorageValue> {
  id: number;
  rank: number;
}

interface StoredChunk extends Record<string, SqlStorageValue> {
  id: number;
  path: string;
  title: string;
  page: number | null;
  heading: string | null;
  content: string;
}

/**
 * Relevance is the share of the question's words that the passage holds, each weighted by its rarity in the collection
 * (inverse document frequency as in BM25) and by the place where it stands, lowered by up to 30 % for a poor BM25 rank among the candidates and by up to
 * 15 % where its words stand apart: so 1 means that the heading says all that is asked for, and the figures of two
 * collections may be compared.
 * The best passage of each document comes first, in order of relevance, then the others.
 */
export function searchChunks(sql: SqlStorage, query: string, limit: number): Passage[] {
  const { terms, pairs } = parseQuestion(query);
  if (terms.length === 0 || limit < 1) return [];
  const wanted = Math.min(Math.floor(limit), MAX_PASSAGES);
  const match = terms.flatMap(({ exact, prefix }) => (exact === prefix ? [exact] : [exact, prefix])).join(" OR ");
  const candidates = sql
    .exec<Candidate>(
      `SELECT rowid AS id, bm25(chunk_index, ${WEIGHTS}) AS rank FROM chunk_index WHERE chunk_index MATCH ?
       ORDER BY rank LIMIT ${CANDIDATES}`,
      match,
    )
    .toArray();
  if (candidates.length === 0) return [];
  const ids = JSON.stringify(candidates.map(({ id }) => id));
  const covered = coverage(sql, terms, ids);
  const paired = pairing(sql, pairs, ids);
  // FTS5 gives BM25 negated: the best is the lowest.
  const best = Math.min(...candidates.map(({ rank }) => rank));
  const relevance = new Map(
    candidates.map(({ id, rank }) => {
      const share = best < 0 ? rank / best : 1;
      const ranked = 1 - BM25_SHARE + BM25_SHARE * share;
      return [id, (covered.get(id) ?? 0) * ranked * (1 - PAIR_SHARE + PAIR_SHARE * paired(id))];
    }),
  );
  const passages = loadChunks(sql, candidates)
    .map((chunk) => toPassage(chunk, relevance.get(chunk.id) ?? 0))
    .filter((passage) => passage.relevance >= MIN_RELEVANCE)
    .toSorted((a, b) => b.relevance - a.relevance);
  return bestOfEachFirst(withoutRepeats(passages)).slice(0, wanted);
}

/** For each candidate the weighted share of the terms that it holds, 0 to 1. */
function coverage(sql: SqlStorage, terms: readonly QueryTerm[], ids: string): Map<number, number> {
  const { total } = sql.exec<{ total: number }>("SELECT count(*) AS total FROM chunks").one();
  const sums = new Map<number, number>();
  let whole = 0;
  for (const { exact, prefix } of terms) {
    const known = sql
      .exec<{ count: number }>("SELECT count(*) AS count FROM chunk_index WHERE chunk_index MATCH ?", prefix)
      .one().count;
    const rarity = Math.log(1 + (total - known + 0.5) / (known + 0.5));
    const weight = /\p{N}/u.test(exact) ? rarity * CODE : rarity;
    whole += known === 0 ? weight * UNKNOWN : weight;
    if (known === 0) continue;
    // From the best place to the worst; a passage counts where it is found first.
    const places: [string, number][] = [
      [HEADING + exact, 1],
      [OWN + exact, IN_TEXT],
      [OWN + prefix, OTHER_FORM],
      [prefix, IN_CONTEXT],
    ];
    const counted = new Set<number>();
    for (const [match, share] of places) {
      for (const id of holders(sql, match, ids)) {
        if (counted.has(id)) continue;
        counted.add(id);
        sums.set(id, (sums.get(id) ?? 0) + weight * share);
      }
    }
  }
  return new Map([...sums].map(([id, sum]) => [id, whole === 0 ? 0 : sum / whole]));
}

/** Tells for a candidate which share of the pairs it holds, 0 to 1. */
function pairing(sql: SqlStorage, pairs: readonly string[], ids: string): (id: number) => number {
  if (pairs.length === 0) return () => 1;
  const held = pairs.map((pair) => holders(sql, OWN + pair, ids));
  return (id) => held.filter((holder) => holder.has(id)).length / held.length;
}

function holders(sql: SqlStorage, match: string, ids: string): Set<number> {
  const rows = sql.exec<{ id: number }>(
    "SELECT rowid AS id FROM chunk_index WHERE chunk_index MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
    match,
    ids,
  );
  return new Set([...rows].map(({ id }) => id));
}

function loadChunks(sql: SqlStorage, candidates: readonly Candidate[]): StoredChunk[] {
  return sql
    .exec<StoredChunk>(
      `SELECT chunks.id, documents.path, documents.title, chunks.page, chunks.heading, chunks.content
       FROM chunks JOIN documents ON documents.id = chunks.document_id
       WHERE chunks.id IN (SELECT value FROM json_each(?)) ORDER BY chunks.id`,
      JSON.stringify(candidates.map(({ id }) => id)),
    )
    .toArray();
}

function toPassage(chunk: StoredChunk, relevance: number): Passage {
  return {
    content: chunk.content,
    source: chunk.path,
    title: chunk.title,
    page: chunk.page,
    heading: chunk.heading,
    relevance: Math.round(Math.min(1, relevance) * 1000) / 1000,
  };
}

/** The same words in two documents are shown once. */
function withoutRepeats(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>();
  return passages.filter(({ content }) => {
    const text = content.replace(/\s+/g, " ").toLowerCase();
    return !seen.has(text) && seen.add(text);
  });
}

function bestOfEachFirst(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>();
  const first = passages.filter(({ source }) => !seen.has(source) && seen.add(source));
  return [...first, ...passages.filter((passage) => !first.includes(passage))];
}
