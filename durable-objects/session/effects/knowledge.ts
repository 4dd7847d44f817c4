/** USE KB, CLEAR KB, THINK KB: the conversation's knowledge collections and what they say to a question (reference 4.10). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { newObject, type Value } from "../../../basic/values.ts";
import type { Passage } from "../../../contracts/objects.ts";
import { callObject, knowledgeObject } from "../../objects.ts";
import type { SessionConfig } from "../config.ts";
import type { PinnedRelease } from "../state.ts";
import { textsFor } from "../texts.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

const MAX_ATTACHED = 20;
const MAX_NAME = 200;
const MAX_QUERY = 2_000;
/** Characters of one token, near enough for a budget. */
const TOKEN_CHARACTERS = 4;
const MAX_TOKENS = 8_000;

export type FoundPassage = Passage & { collection: string };

/** The release's collections, each once. */
export function collectionsOf(release: PinnedRelease): string[] {
  return [...new Set(release.knowledge.map((file) => file.collection))];
}

/** Passages of several collections as one ranking, best first, within the token budget. */
export async function searchKnowledge(
  context: Pick<EffectContext, "env" | "clock" | "identity" | "config" | "signal">,
  collections: readonly string[],
  query: string,
): Promise<FoundPassage[]> {
  const limit = context.config.keys["rag-max-results"];
  const lists = await Promise.all(
    collections.map(async (collection) => {
      const object = knowledgeObject(context.env, context.identity.key, collection);
      const found = await callObject(context.clock, context.signal, () =>
        object.search(query.slice(0, MAX_QUERY), limit),
      );
      return found.map((passage): FoundPassage => ({ ...passage, collection }));
    }),
  );
  const merged = lists
    .flat()
    .filter((passage) => passage.relevance >= context.config.keys["rag-min-score"])
    .sort((a, b) => b.relevance - a.relevance);
  let tokens = 0;
  return merged.slice(0, limit).filter((passage) => {
    tokens += tokensOf(passage.content);
    return tokens <= MAX_TOKENS;
  });
}

/** The passage with its source under it: what the product says where no model words an answer. */
export function passageText(passage: Passage, config: SessionConfig): string {
  return `${passage.content.trim()}\n\n*${textsFor(config.locale).source}: ${sourceName(passage, config)}*`;
}

function sourceName(passage: Passage, config: SessionConfig): string {
  const name = passage.title || passage.source;
  return passage.page === null ? name : `${name}, ${textsFor(config.locale).page} ${passage.page}`;
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / TOKEN_CHARACTERS);
}

const useKb: EffectHandler = {
  run(args, context) {
    const attached = context.session.knowledge;
    for (const name of named(toText(args["name"] ?? null, context.values), context.release, context)) {
      if (attached.includes(name)) continue;
      if (attached.length >= MAX_ATTACHED) {
        throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_ATTACHED} knowledge collections.`);
      }
      attached.push(name);
    }
    return null;
  },
};

/** "x" is a folder under .gbkb, "x.gbkb" all of them. A missing one is attached as an empty collection, with a note. */
function named(text: string, release: PinnedRelease, context: EffectContext): string[] {
  const name = text.trim();
  if (name.length > MAX_NAME) {
    throw new BasicError(ERR.badCall, `A knowledge collection's name has at most ${MAX_NAME} characters.`);
  }
  const all = collectionsOf(release);
  if (/\.gbkb$/i.test(name)) return all;
  const known = all.find((collection) => collection.toLowerCase() === name.toLowerCase());
  if (known === undefined) context.warn(`The package has no knowledge collection "${name}".`);
  return [known ?? name];
}

const clearKb: EffectHandler = {
  run(args, context) {
    const name = args["name"] === undefined || args["name"] === null ? "" : toText(args["name"], context.values).trim();
    context.session.knowledge =
      name === "" || name.toUpperCase() === "ALL"
        ? []
        : context.session.knowledge.filter((collection) => collection.toLowerCase() !== name.toLowerCase());
    return null;
  },
};

const thinkKb: EffectHandler = {
  async run(args, context) {
    const query = toText(args["query"] ?? null, context.values).trim();
    const known = new Set(collectionsOf(context.release));
    const attached = context.session.knowledge.filter((collection) => known.has(collection));
    if (context.session.knowledge.length === 0) {
      context.warn("THINK KB without USE KB: no knowledge collection is attached, so nothing is found.");
    }
    const passages = query === "" ? [] : await searchKnowledge(context, attached, query);
    return resultOf(passages, query, attached.length, context.config);
  },
};

/** The shape of reference 4.10, with title, page and heading for citations. */
function resultOf(passages: FoundPassage[], query: string, kbCount: number, config: SessionConfig): Value {
  const results = passages.map((passage) =>
    newObject([
      ["content", passage.content],
      ["source", passage.source],
      ["title", passage.title],
      ["kb_name", passage.collection],
      ["relevance", passage.relevance],
      ["tokens", tokensOf(passage.content)],
      ["page", passage.page],
      ["heading", passage.heading],
    ]),
  );
  const [best] = passages;
  return newObject([
    ["results", results],
    ["summary", best ? passageText(best, config) : ""],
    ["confidence", best?.relevance ?? 0],
    ["total_results", results.length],
    ["sources", [...new Set(passages.map((passage) => passage.source))]],
    ["query", query],
    ["kb_count", kbCount],
  ]);
}

export const KNOWLEDGE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "USE KB": useKb,
  "CLEAR KB": clearKb,
  "THINK KB": thinkKb,
};
