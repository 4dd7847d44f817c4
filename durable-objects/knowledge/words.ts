/**
 * Words of a text for the index and of a question for the query. What a person types never reaches MATCH as syntax:
 * a query is made of words cut out here, each in quotes, letters and digits only.
 */
import { languageOf, stemOf } from "./languages.ts";
import { LANGUAGES, type Language, STOP_WORDS } from "./stop-words.ts";

export interface QueryTerm {
  /** As the index has it: without accents, in lower case. */
  word: string;
  /** Its beginning, which finds its other forms; null where the word is meant as written. */
  start: string | null;
  /** Its stems in the languages of the collection, where neither `word` nor `start` finds them. */
  stems: string[];
}

export interface Question {
  /** The words that carry meaning; where the question has none but stop words, all of them. */
  terms: QueryTerm[];
  /**
   * Neighbours of which one carries meaning, the second by its beginning: "no steam" and "damage by" tell passages apart
   * that have the same words.
   */
  pairs: [string, string][];
}

export interface WordOptions {
  stemming: boolean;
  stopWords: boolean;
  /** Of the documents that are searched; empty = not known. */
  languages: readonly Language[];
}

export const MAX_TERMS = 24;
const MAX_QUERY = 2_000;
const WORD = /[\p{L}\p{N}]+/gu;
/** Scripts that write without blanks: the tokenizer would take a whole sentence for one word. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const ALL: WordOptions = { stemming: true, stopWords: true, languages: LANGUAGES };

/** The text as it goes into the index: the same, but with blanks between the words of unspaced scripts. */
export function indexText(text: string): string {
  if (!UNSPACED.test(text)) return text;
  return [...new Intl.Segmenter("und", { granularity: "word" }).segment(text)].map(({ segment }) => segment).join(" ");
}

/** The words of a text as the index has them (`remove_diacritics 2`): in lower case, without accents. */
export function wordsOf(text: string): string[] {
  return folded(indexText(text)).match(WORD) ?? [];
}

// Nothing but ASCII is the common case, and much cheaper.
const folded = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");

/** The words of a text with a blank before and behind each, so that a word can be looked for as a piece of text. */
export function spaced(text: string): string {
  return ` ${wordsOf(text).join(" ")} `;
}

/** The stems of a text's words, each once, where they differ from the word. */
export function stemsOf(text: string, language: Language): string {
  const stems = new Set<string>();
  for (const word of new Set(wordsOf(text))) {
    const stem = stemOf(word, language);
    if (stem !== word) stems.add(stem);
  }
  return [...stems].join(" ");
}

export function parseQuestion(query: string, options: WordOptions = ALL): Question {
  const words = wordsOf(query.normalize("NFC").slice(0, MAX_QUERY));
  const own = languageOf(words);
  const languages =
    options.languages.length === 0 ? LANGUAGES : [...new Set([...options.languages, ...(own ? [own] : [])])];
  const isTelling = (word: string): boolean =>
    !options.stopWords ||
    !(languages.some((language) => STOP_WORDS[language].has(word)) || (word.length === 1 && /[a-z]/.test(word)));
  const telling = words.filter(isTelling);
  const pairs = new Map<string, [string, string]>();
  words.forEach((word, index) => {
    const next = words[index + 1];
    if (next !== undefined && (isTelling(word) || isTelling(next))) {
      const start = beginning(next);
      pairs.set(`${word} ${start}`, [word, start]);
    }
  });
  const stemmed = options.stemming ? languages : [];
  return {
    terms: [...new Set(telling.length > 0 ? telling : words)].slice(0, MAX_TERMS).map((word) => term(word, stemmed)),
    pairs: [...pairs.values()].slice(0, MAX_TERMS),
  };
}

/**
 * Words of one meaning begin alike in the languages that inflect at the end: about two thirds of a word, at least four
 * letters, find "descaling" for "descale" and "entregas" for "entrega". Short words and numbers are meant as written.
 */
function beginning(word: string): string {
  const letters = [...word];
  if (letters.length < 4 || /\p{N}/u.test(word) || UNSPACED.test(word)) return word;
  return letters.slice(0, Math.max(4, Math.ceil(letters.length * 0.65))).join("");
}

function term(word: string, languages: readonly Language[]): QueryTerm {
  const begins = beginning(word);
  const isWhole = [...word].length < 4 || (begins === word && !/^\p{L}{4}$/u.test(word));
  const start = isWhole ? null : begins;
  const stems = new Set(languages.map((language) => stemOf(word, language)));
  return {
    word,
    start,
    stems: [...stems].filter((stem) => stem !== word && !(start !== null && stem.startsWith(start))),
  };
}

/** The FTS5 expression of a term: the word, its other forms and its stems. */
export function matchOf({ word, start, stems }: QueryTerm): string {
  return [`"${word}"`, ...(start === null ? [] : [`"${start}"*`]), ...stems.map((stem) => `"${stem}"`)].join(" OR ");
}
