/** Ranks passages by the words of a question: BM25 picks the candidates, how much of the question they hold decides. */
import { languagesOf } from "./documents.ts";
import { bindingsOf, type FilterSql } from "./filter.ts";
import { matchOf, parseQuestion, type QueryTerm, spaced } from "./words.ts";

/** Passages that the ranking looks at closely. */
const CANDIDATES = 60;
/** BM25 weights of context, heading, body and stems: a heading names its passage's subject. */
const WEIGHTS = "1.0, 3.0, 1.0, 0.5";
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
/** Part of the relevance that BM25 decides; the rest is how much of the question the passage covers. */
const BM25_SHARE = 0.3;
/** Part of the relevance that goes to words which stand side by side as in the question. */
const PAIR_SHARE = 0.15;
const MIN_RELEVANCE = 0.05;

interface Candidate extends Record<string, SqlStorageValue> {
  id: number;
  rank: number;
}

/** What is read of a passage to see which words it holds. */
interface Holding extends Record<string, SqlStorageValue> {
  id: number;
  title: string;
  context: string;
  heading: string | null;
  content: string;
  stems: string;
}

export interface RankedChunk {
  id: number;
  /** 0 to 1. */
  score: number;
}

/**
 * Best first. The score is the share of the question's words that the passage holds, each weighted by its rarity in the
 * collection (inverse document frequency as in BM25) and by the place where it stands, lowered by up to 30 % for a poor
 * BM25 rank among the candidates and by up to 15 % where its words stand apart: so 1 means that the heading says all that
 * is asked for, and the figures of two collections may be compared. BM25 is FTS5's, whose k1 = 1.2 and b = 0.75 are fixed.
 */
export function rankByWords(
  sql: SqlStorage,
  query: string,
  options: { stemming: boolean; stopWords: boolean },
  allowed: FilterSql | null,
): RankedChunk[] {
  const { terms, pairs } = parseQuestion(query, { ...options, languages: languagesOf(sql) });
  if (terms.length === 0) return [];
  const candidates = findCandidates(sql, terms, allowed);
  if (candidates.length === 0) return [];
  const weights = weigh(sql, terms);
  const holdings = loadHoldings(sql, candidates);
  // FTS5 gives BM25 negated: the best is the lowest.
  const best = Math.min(...candidates.map(({ rank }) => rank));
  return candidates
    .flatMap(({ id, rank }) => {
      const holding = holdings.get(id);
      if (holding === undefined) return [];
      const { covered, paired } = compare(holding, weights, pairs);
      const share = best < 0 ? rank / best : 1;
      const ranked = 1 - BM25_SHARE + BM25_SHARE * share;
      return { id, score: Math.min(1, covered * ranked * (1 - PAIR_SHARE + PAIR_SHARE * paired)) };
    })
    .filter(({ score }) => score >= MIN_RELEVANCE)
    .sort((a, b) => b.score - a.score);
}

function findCandidates(sql: SqlStorage, terms: readonly QueryTerm[], allowed: FilterSql | null): Candidate[] {
  const match = terms.map(matchOf).join(" OR ");
  const within =
    allowed === null ? "" : `AND rowid IN (SELECT id FROM chunks WHERE document_id IN (${allowed.documents}))`;
  return sql
    .exec<Candidate>(
      `SELECT rowid AS id, bm25(chunk_index, ${WEIGHTS}) AS rank FROM chunk_index WHERE chunk_index MATCH ? ${within}
       ORDER BY rank LIMIT ${CANDIDATES}`,
      match,
      ...bindingsOf(allowed),
    )
    .toArray();
}

interface Weight {
  term: QueryTerm;
  weight: number;
  /** The weight in what a passage is measured by. */
  whole: number;
}

/** How much each word tells: the rarer in the collection, the more. */
function weigh(sql: SqlStorage, terms: readonly QueryTerm[]): Weight[] {
  const { total } = sql.exec<{ total: number }>("SELECT count(*) AS total FROM chunks").one();
  return terms.map((term) => {
    const { known } = sql
      .exec<{ known: number }>("SELECT count(*) AS known FROM chunk_index WHERE chunk_index MATCH ?", matchOf(term))
      .one();
    const rarity = Math.log(1 + (total - known + 0.5) / (known + 0.5));
    const weight = /\p{N}/u.test(term.word) ? rarity * CODE : rarity;
    return { term, weight: known === 0 ? 0 : weight, whole: known === 0 ? weight * UNKNOWN : weight };
  });
}

function loadHoldings(sql: SqlStorage, candidates: readonly Candidate[]): Map<number, Holding> {
  const rows = sql.exec<Holding>(
    `SELECT chunks.id, documents.title, chunks.context, chunks.heading, chunks.content, chunks.stems
     FROM chunks JOIN documents ON documents.id = chunks.document_id
     WHERE chunks.id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(candidates.map(({ id }) => id)),
  );
  return new Map([...rows].map((row) => [row.id, row]));
}

/** The share of the question's weight that the passage holds, and of its pairs, 0 to 1 each. */
function compare(
  holding: Holding,
  weights: readonly Weight[],
  pairs: readonly [string, string][],
): { covered: number; paired: number } {
  const heading = spaced(holding.heading ?? "");
  const body = spaced(holding.content);
  const stems = ` ${holding.stems} `;
  const context = spaced(`${holding.title} ${holding.context}`);
  const isOwn = (piece: string): boolean => body.includes(piece) || heading.includes(piece);
  let sum = 0;
  let whole = 0;
  for (const { term, weight, whole: part } of weights) {
    whole += part;
    if (weight === 0) continue;
    const exact = ` ${term.word} `;
    const form = term.start === null ? exact : ` ${term.start}`;
    const isStem = term.stems.some((stem) => stems.includes(` ${stem} `) || isOwn(` ${stem} `));
    if (heading.includes(exact)) sum += weight;
    else if (body.includes(exact)) sum += weight * IN_TEXT;
    else if (isOwn(form) || isStem) sum += weight * OTHER_FORM;
    else if (context.includes(form)) sum += weight * IN_CONTEXT;
  }
  const held = pairs.filter(([word, start]) => isOwn(` ${word} ${start}`)).length;
  return { covered: whole === 0 ? 0 : sum / whole, paired: pairs.length === 0 ? 1 : held / pairs.length };
}
