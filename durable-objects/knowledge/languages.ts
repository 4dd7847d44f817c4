/** Which language a text is in, and the stems of its words by the Snowball stemmers. */
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { LANGUAGES, type Language, STOP_WORDS } from "./stop-words.ts";

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: english,
  pt: portuguese,
  es: spanish,
  de: german,
  fr: french,
  it: italian,
};
/** Words of a text that are looked at, and how many of a hundred have to be a language's own. */
const SAMPLE = 400;
const LEAST_SHARE = 0.15;

/** The language whose stop words the text has most of; null where it has few of any, as a table or a list has. */
export function languageOf(words: readonly string[]): Language | null {
  const sample = words.slice(0, SAMPLE);
  let best: Language | null = null;
  let most = Math.max(1, sample.length * LEAST_SHARE);
  for (const language of LANGUAGES) {
    const count = sample.filter((word) => STOP_WORDS[language].has(word)).length;
    if (count > most) {
      best = language;
      most = count;
    }
  }
  return best;
}

export const isLanguage = (name: string): name is Language => LANGUAGES.some((language) => language === name);

/** The stem of a word without accents in lower case, as the index has words. Codes and numbers are their own stem. */
export function stemOf(word: string, language: Language): string {
  return word.length < 4 || !/^\p{L}+$/u.test(word) ? word : STEMMERS[language](word);
}
