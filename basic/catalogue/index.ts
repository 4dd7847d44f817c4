/**
 * The keyword catalogue: the one table of keywords. Parser, checker, effect dispatch and generated documentation read it
 * through the look-ups here; a new keyword is a new row in the file of its family. A host adds its own with `registerKeywords`.
 */
import { BOTS } from "./bots.ts";
import { CONVERSATION } from "./conversation.ts";
import { DATA } from "./data.ts";
import { DESK } from "./desk.ts";
import { DEVICES } from "./devices.ts";
import type { KeywordEntry } from "./entry.ts";
import { FILES } from "./files.ts";
import { HOST } from "./host.ts";
import { HTTP } from "./http.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { MEDIA } from "./media.ts";
import { MEETINGS } from "./meetings.ts";
import { MEMORY } from "./memory.ts";
import { MESSAGES } from "./messages.ts";
import { MODEL } from "./model.ts";
import { RESERVED } from "./reserved.ts";
import { SCHEDULE } from "./schedule.ts";
import { SOCIAL } from "./social.ts";
import { TASKS } from "./tasks.ts";
import { TOOLS } from "./tools.ts";
import { VALUES } from "./values.ts";

export type {
  CrashPolicy,
  EffectClass,
  KeywordEntry,
  KeywordFamily,
  KeywordForm,
  OperandKind,
  OperandSpec,
} from "./entry.ts";
export { forms } from "./forms.ts";
export { missingKeyword, missingService, SERVICES, type ServiceName } from "./services.ts";

const entries: KeywordEntry[] = [];
const byKeyword = new Map<string, KeywordEntry>();
const phrases: string[] = [];
const endWords = new Set<string>();
const softWords = new Set<string>();

/** Every keyword, those of the host included. */
export const CATALOGUE: readonly KeywordEntry[] = entries;

/** A known phrase: an implemented keyword, or one that is only reserved (`entry` null). */
export interface Phrase {
  phrase: string;
  entry: KeywordEntry | null;
}

/** A node of the phrase tree; children by upper-case word. */
export interface PhraseNode {
  children: Map<string, PhraseNode>;
  phrase: Phrase | null;
}

function newNode(): PhraseNode {
  return { children: new Map(), phrase: null };
}

const root = newNode();

function insert(phrase: string, entry: KeywordEntry | null): void {
  let node = root;
  for (const word of phrase.split(" ")) {
    let child = node.children.get(word);
    if (!child) {
      child = newNode();
      node.children.set(word, child);
    }
    node = child;
  }
  // An implemented keyword wins over a reservation that was forgotten in the list.
  if (!node.phrase?.entry) node.phrase = { phrase, entry };
  phrases.push(phrase);
  endWords.add(phrase.slice(phrase.lastIndexOf(" ") + 1));
}

function add(entry: KeywordEntry): void {
  entries.push(entry);
  byKeyword.set(entry.keyword, entry);
  for (const phrase of phrasesOf(entry)) insert(phrase, entry);
  for (const word of separatorWords(entry)) softWords.add(word);
}

/** All spellings of a keyword. */
export function phrasesOf(entry: KeywordEntry): string[] {
  return [entry.keyword, ...(entry.aliases ?? [])];
}

/** The words that divide the operands of a keyword; of a pair such as WITH TEMPLATE the first. */
export function separatorWords(entry: KeywordEntry): string[] {
  return entry.forms
    .flatMap((form) => form.operands.flatMap((operand) => operand.after ?? []))
    .filter((separator) => separator !== "=")
    .map((separator) => separator.split(" ")[0]!);
}

for (const rows of [
  CONVERSATION,
  MESSAGES,
  TOOLS,
  KNOWLEDGE,
  MODEL,
  MEMORY,
  DATA,
  HTTP,
  FILES,
  MEDIA,
  TASKS,
  SOCIAL,
  SCHEDULE,
  BOTS,
  DESK,
  HOST,
  MEETINGS,
  DEVICES,
  VALUES,
])
  for (const entry of rows) add(entry);
for (const phrase of RESERVED) insert(phrase, null);

/** Root of the phrase tree, for matching a run of words longest first. */
export const PHRASES: PhraseNode = root;

/** All phrases, implemented and reserved, in upper case. */
export const ALL_PHRASES: readonly string[] = phrases;

/** Every word that ends a phrase: after it an operand may be due. */
export const PHRASE_END_WORDS: ReadonlySet<string> = endWords;

/** Every soft word that some signature names. */
export const SOFT_WORDS: ReadonlySet<string> = softWords;

/** `set  bot_memory` is `SET BOT MEMORY`. */
export function normalisePhrase(phrase: string): string {
  return phrase
    .trim()
    .replace(/[\s_]+/g, " ")
    .toUpperCase();
}

/** What stands at a phrase in any spelling; undefined where there is nothing. */
function findPhrase(phrase: string): Phrase | undefined {
  let node: PhraseNode | undefined = root;
  for (const word of normalisePhrase(phrase).split(" ")) {
    node = node.children.get(word);
    if (!node) return undefined;
  }
  return node.phrase ?? undefined;
}

/** The row of a phrase or alias in any spelling; undefined where there is none. */
export function findKeyword(phrase: string): KeywordEntry | undefined {
  return findPhrase(phrase)?.entry ?? undefined;
}

/** The row of a keyword by its canonical name, as syntax trees and effects hold it. */
export function keywordEntry(keyword: string): KeywordEntry | undefined {
  return byKeyword.get(keyword);
}

/**
 * Adds keywords of the host, for this process or isolate, before the first script is read. Throws, and adds none of them, where
 * a phrase is not well-formed or exists already.
 */
export function registerKeywords(added: readonly KeywordEntry[]): void {
  const seen = new Set<string>();
  for (const entry of added) {
    for (const phrase of phrasesOf(entry)) {
      if (!PHRASE.test(phrase))
        throw new Error(
          `The keyword "${phrase}" is not one to four words in capitals with single blanks between them.`,
        );
      if (seen.has(phrase) || findPhrase(phrase))
        throw new Error(`The keyword "${phrase}" exists already; choose another phrase.`);
      seen.add(phrase);
    }
    if ((entry.effect === "unsafe") !== (entry.policy !== undefined))
      throw new Error(`The keyword "${entry.keyword}" needs a crash policy exactly where its effect is unsafe.`);
  }
  for (const entry of added) add(entry);
}

const PHRASE = /^[A-Z][A-Z0-9]*( [A-Z][A-Z0-9]*){0,3}$/;

/** Phrases that this version only reserves. */
export { RESERVED as RESERVED_PHRASES } from "./reserved.ts";
