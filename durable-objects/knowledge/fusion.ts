/** One ranking out of several: of collections, and of words and meaning. */
import type { Passage, Ranking } from "../../contracts/knowledge.ts";

export type FoundPassage = Passage & { collection: string };

export interface FusionOptions {
  /** Passages and tokens that come out at most. */
  limit: number;
  tokens: number;
  /** Passages of less relevance are left out. */
  minScore: number;
  denseWeight: number;
  sparseWeight: number;
  /** Constant of reciprocal rank fusion: the larger, the less the first places count for. */
  rrfK: number;
}

/** Cosine below which a passage has nothing to do with the question (reference 4.10). */
const MIN_COSINE = 0.2;
/** Characters of one token, near enough for a budget. */
const TOKEN_CHARACTERS = 4;

export const tokensOf = (text: string): number => Math.ceil(text.length / TOKEN_CHARACTERS);

/** Text and place are compared over all collections; each has its own measure of relevance, the same in every collection. */
interface Entry {
  passage: FoundPassage;
  words: number;
  meaning: number;
  order: number;
}

/**
 * Merged by reciprocal rank (Cormack, Clarke and Büttcher 2009): a passage's place in each ranking counts, weighted, not its
 * score, for the scores of the two do not compare. Where there is one ranking only, its order stays. `relevance` is the
 * better of the two scores. The best passage of each document comes first, then the others.
 */
export function fuse(
  rankings: readonly { collection: string; ranking: Ranking }[],
  options: FusionOptions,
): FoundPassage[] {
  const entries = rankings.flatMap(({ collection, ranking }) => {
    const list: Entry[] = ranking.passages.map((passage) => ({
      passage: { ...passage, collection, relevance: 0 },
      words: 0,
      meaning: 0,
      order: 0,
    }));
    for (const [place, score] of ranking.words) set(list[place], "words", score);
    for (const [place, score] of ranking.meaning) if (score >= MIN_COSINE) set(list[place], "meaning", score);
    return list;
  });
  const [byWords, byMeaning] = [ranked(entries, "words"), ranked(entries, "meaning")];
  byWords.forEach((entry, index) => {
    entry.order += options.sparseWeight / (options.rrfK + index + 1);
  });
  byMeaning.forEach((entry, index) => {
    entry.order += options.denseWeight / (options.rrfK + index + 1);
  });
  // A ranking of weight 0 brings nothing of its own.
  const isAlone = byWords.length === 0 || byMeaning.length === 0;
  const passages = entries
    .filter(({ order, words, meaning }) => order > 0 || (isAlone && words + meaning > 0))
    .sort((a, b) => b.order - a.order || b.words + b.meaning - (a.words + a.meaning))
    .map(({ passage, words, meaning }) => ({
      ...passage,
      relevance: Math.round(Math.max(words, meaning) * 1_000) / 1_000,
    }))
    .filter(({ relevance }) => relevance >= options.minScore);
  return withinTokens(bestOfEachFirst(withoutRepeats(passages)).slice(0, options.limit), options.tokens);
}

function set(entry: Entry | undefined, kind: "words" | "meaning", score: number): void {
  if (entry !== undefined) entry[kind] = score;
}

const ranked = (entries: readonly Entry[], kind: "words" | "meaning"): Entry[] =>
  entries.filter((entry) => entry[kind] > 0).sort((a, b) => b[kind] - a[kind]);

/** The same words in two documents are shown once. */
function withoutRepeats(passages: readonly FoundPassage[]): FoundPassage[] {
  const seen = new Set<string>();
  return passages.filter(({ content }) => {
    const text = content.replace(/\s+/g, " ").toLowerCase();
    return !seen.has(text) && seen.add(text);
  });
}

function bestOfEachFirst(passages: readonly FoundPassage[]): FoundPassage[] {
  const seen = new Set<string>();
  const nameOf = ({ collection, source }: FoundPassage): string => JSON.stringify([collection, source]);
  const first = new Set(passages.filter((passage) => !seen.has(nameOf(passage)) && seen.add(nameOf(passage))));
  return [...first, ...passages.filter((passage) => !first.has(passage))];
}

function withinTokens(passages: readonly FoundPassage[], tokens: number): FoundPassage[] {
  let sum = 0;
  return passages.filter(({ content }) => {
    sum += tokensOf(content);
    return sum <= tokens;
  });
}
