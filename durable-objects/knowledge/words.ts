/**
 * Words of a text for the index and of a question for the query. What a person types never reaches MATCH as syntax:
 * a query is made of words cut out here, each in quotes, letters and digits only.
 */
import { STOP_WORDS } from "./stop-words.ts";

export interface QueryTerm {
  /** The word as asked, an FTS5 string. */
  exact: string;
  /** The word's beginning as an FTS5 prefix, for its other forms; equal to `exact` where the word is too short. */
  prefix: string;
}

export const MAX_TERMS = 24;
const MAX_QUERY = 2_000;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that write without blanks: the tokenizer would take a whole sentence for one word. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** The text as it goes into the index: the same, but with blanks between the words of unspaced scripts. */
export function indexText(text: string): string {
  if (!UNSPACED.test(text)) return text;
  return [...new Intl.Segmenter("und", { granularity: "word" }).segment(text)].map(({ segment }) => segment).join(" ");
}

export interface Question {
  /** The words that carry meaning; where the question has none but stop words, all of them. */
  terms: QueryTerm[];
  /**
   * Neighbours of which one carries meaning, as FTS5 phrases: "no steam" and "damage by" tell passages apart that have
   * the same words.
   */
  pairs: string[];
}

export function parseQuestion(query: string): Question {
  const text = indexText(query.normalize("NFC").slice(0, MAX_QUERY)).toLowerCase();
  const words = (text.match(WORD) ?? []).map(bare).filter((word) => word !== "");
  const isTelling = (word: string): boolean => !STOP_WORDS.has(word) && !(word.length === 1 && /[a-z]/.test(word));
  const telling = words.filter(isTelling);
  const pairs = words.flatMap((word, index) => {
    const next = words[index + 1];
    return next !== undefined && (isTelling(word) || isTelling(next)) ? [`"${word} ${beginning(next)}"*`] : [];
  });
  return {
    terms: [...new Set(telling.length > 0 ? telling : words)].slice(0, MAX_TERMS).map(term),
    pairs: [...new Set(pairs)].slice(0, MAX_TERMS),
  };
}

/** Without accents, as the index has it (`remove_diacritics 2`), so that lengths and stop words agree. */
const bare = (word: string): string => word.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");

/**
 * Words of one meaning begin alike in the languages that inflect at the end: about two thirds of a word, at least four
 * letters, find "descaling" for "descale" and "entregas" for "entrega". Short words and numbers are meant as written.
 */
function beginning(word: string): string {
  const letters = [...word];
  if (letters.length < 4 || /\p{N}/u.test(word) || UNSPACED.test(word)) return word;
  return letters.slice(0, Math.max(4, Math.ceil(letters.length * 0.65))).join("");
}

function term(word: string): QueryTerm {
  const start = beginning(word);
  const isWhole = [...word].length < 4 || (start === word && !/^\p{L}{4}$/u.test(word));
  return { exact: `"${word}"`, prefix: isWhole ? `"${word}"` : `"${start}"*` };
}
