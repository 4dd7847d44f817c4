/**
 * `local:hash`: an embedding without a model, for tests and for work without a network. Each word and each run of three
 * letters adds its share to a place that its hash chooses ("hashing trick", Weinberger et al. 2009), with the sign of another
 * bit, so that texts with the same words, in whatever form, lie near each other. It knows no synonyms and no meaning: it
 * finds misspelt, compound and inflected words that the ranking by words misses, and nothing beyond.
 */
import { LANGUAGES, STOP_WORDS } from "../knowledge/stop-words.ts";
import { wordsOf } from "../knowledge/words.ts";

export const HASH_MODEL = "local:hash";
export const HASH_DIMENSIONS = 384;
/** Characters that are looked at: a passage has fewer. */
const MAX_TEXT = 20_000;
/** Shares of a word, of all its runs together, and of two words side by side. */
const WORD = 1;
const RUNS = 0.8;
const PAIR = 0.3;
const RUN = 3;

/** A vector of length 1, or of zeros where the text has no word. */
export function hashEmbedding(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number): void => void counts.set(feature, (counts.get(feature) ?? 0) + weight);
  let previous = "";
  for (const word of wordsOf(text.slice(0, MAX_TEXT))) {
    const isPlain = LANGUAGES.some((language) => STOP_WORDS[language].has(word));
    if (!isPlain) {
      add(`w${word}`, WORD);
      const framed = `<${word}>`;
      const runs = Math.max(1, framed.length - RUN + 1);
      for (let at = 0; at + RUN <= framed.length; at += 1)
        add(`r${framed.slice(at, at + RUN)}`, RUNS / Math.sqrt(runs));
      if (previous !== "") add(`p${previous} ${word}`, PAIR);
    }
    previous = isPlain ? "" : word;
  }
  for (const [feature, count] of counts) {
    const hash = fnv1a(feature);
    const place = hash % dimensions;
    // What is said often says little more than what is said twice.
    vector[place] = (vector[place] ?? 0) + (hash & 0x80000000 ? -1 : 1) * Math.log1p(count);
  }
  let sum = 0;
  for (const part of vector) sum += part * part;
  if (sum > 0) for (let at = 0; at < dimensions; at += 1) vector[at] = (vector[at] ?? 0) / Math.sqrt(sum);
  return vector;
}

/** FNV-1a over UTF-16 units, 32 bits, finished as in MurmurHash3: the plain one leaves similar words with similar bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
