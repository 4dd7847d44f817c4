/**
 * The keyword catalogue: the one table of keywords. Parser, checker, effect dispatch and generated documentation read it
 * through the look-ups here; a new keyword is a new row in the file of its family.
 */
import { CONVERSATION } from "./conversation.ts";
import { DATA } from "./data.ts";
import type { KeywordEntry } from "./entry.ts";
import { FILES } from "./files.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { MEMORY } from "./memory.ts";
import { RESERVED } from "./reserved.ts";
import { VALUES } from "./values.ts";

export type { CrashPolicy, EffectClass, KeywordEntry, KeywordForm, OperandKind, OperandSpec } from "./entry.ts";

export const CATALOGUE: readonly KeywordEntry[] = [
  ...CONVERSATION,
  ...MEMORY,
  ...KNOWLEDGE,
  ...DATA,
  ...FILES,
  ...VALUES,
];

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
}

for (const entry of CATALOGUE) {
  insert(entry.keyword, entry);
  for (const alias of entry.aliases ?? []) insert(alias, entry);
}
for (const phrase of RESERVED) insert(phrase, null);

/** Root of the phrase tree, for matching a run of words longest first. */
export const PHRASES: PhraseNode = root;

/** All phrases, implemented and reserved, in upper case. */
export const ALL_PHRASES: readonly string[] = [
  ...CATALOGUE.flatMap((entry) => [entry.keyword, ...(entry.aliases ?? [])]),
  ...RESERVED,
];

/** Every word that ends a phrase: after it an operand may be due. */
export const PHRASE_END_WORDS: ReadonlySet<string> = new Set(
  ALL_PHRASES.map((phrase) => phrase.slice(phrase.lastIndexOf(" ") + 1)),
);

/** Every soft word that some signature names. */
export const SOFT_WORDS: ReadonlySet<string> = new Set(
  CATALOGUE.flatMap((entry) => entry.forms.flatMap((form) => form.operands.flatMap((operand) => operand.after ?? []))),
);

/** `set  bot_memory` is `SET BOT MEMORY`. */
export function normalisePhrase(phrase: string): string {
  return phrase
    .trim()
    .replace(/[\s_]+/g, " ")
    .toUpperCase();
}

/** The row of a phrase or alias in any spelling; undefined where there is none. */
export function findKeyword(phrase: string): KeywordEntry | undefined {
  let node: PhraseNode | undefined = root;
  for (const word of normalisePhrase(phrase).split(" ")) {
    node = node.children.get(word);
    if (!node) return undefined;
  }
  return node.phrase?.entry ?? undefined;
}

/** Phrases that this version only reserves. */
export { RESERVED as RESERVED_PHRASES } from "./reserved.ts";
