/** USE KB, CLEAR KB, THINK KB: the conversation's knowledge collections and what they say to a question (reference 4.10). */

import * as z from "zod";
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { newObject, type Value } from "../../../basic/values.ts";
import { collectionName, type DocumentFilter, KNOWLEDGE_LIMITS, type Passage } from "../../../contracts/knowledge.ts";
import { type FoundPassage, tokensOf } from "../../knowledge/fusion.ts";
import { searchCollections } from "../../knowledge/search-collections.ts";
import { botObject, callObject } from "../../objects.ts";
import type { SessionConfig } from "../config.ts";
import type { PinnedRelease } from "../state.ts";
import { textsFor } from "../texts.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

export const MAX_ATTACHED = 20;
const MAX_NAME = 200;
/** The release's collections, each once. */
export function collectionsOf(release: PinnedRelease): string[] {
  return [...new Set(release.knowledge.map((file) => file.collection))];
}

/** Passages of several collections as one ranking, best first, within the token budget. */
export async function searchKnowledge(
  context: Pick<EffectContext, "env" | "clock" | "identity" | "config" | "signal"> &
    Partial<Pick<EffectContext, "warn">>,
  collections: readonly string[],
  query: string,
  options: { filter?: DocumentFilter; limit?: number } = {},
): Promise<FoundPassage[]> {
  const { env, clock, signal, config } = context;
  const { key } = context.identity;
  const secret = async (name: string): Promise<string> => {
    const value = await callObject(clock, signal, () => botObject(env, key).secret(name));
    if (!value.ok) throw new Error(value.detail);
    return value.value;
  };
  const warn = (text: string): void => context.warn?.(text);
  const question = query.slice(0, KNOWLEDGE_LIMITS.query);
  return searchCollections(
    { env, key, clock, signal, config: config.keys, secret, warn },
    collections,
    question,
    options,
  );
}

/** The passage with its source under it: what the product says where no model words an answer. */
export function passageText(passage: Passage, config: SessionConfig): string {
  return `${passage.content.trim()}\n\n*${textsFor(config.locale).source}: ${sourceName(passage, config)}*`;
}

function sourceName(passage: Passage, config: SessionConfig): string {
  const name = passage.title || passage.source;
  return passage.page === null ? name : `${name}, ${textsFor(config.locale).page} ${passage.page}`;
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

/**
 * "x" is a folder under .gbkb, "x.gbkb" all of them. One that the package does not have is attached with a note: it may have
 * documents that were put beside the package, else it is empty.
 */
function named(text: string, release: PinnedRelease, context: EffectContext): string[] {
  const name = text.trim();
  if (name.length > MAX_NAME) {
    throw new BasicError(ERR.badCall, `A knowledge collection's name has at most ${MAX_NAME} characters.`);
  }
  const all = collectionsOf(release);
  if (/\.gbkb$/i.test(name)) return all;
  const known = all.find((collection) => collection.toLowerCase() === name.toLowerCase());
  if (known === undefined) context.warn(`The package has no knowledge collection "${name}".`);
  if (known !== undefined) return [known];
  const beside = collectionName.safeParse(name.toLowerCase());
  return beside.success ? [beside.data] : [];
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
    // A collection may hold documents beside the package alone: the release does not know it.
    const attached = context.session.knowledge;
    if (attached.length === 0) {
      context.warn("THINK KB without USE KB: no knowledge collection is attached, so nothing is found.");
    }
    const { kb, ...options } = searchOptions(args["options"] ?? null, context);
    const asked = kb === null ? attached : attached.filter((collection) => collection.toLowerCase() === kb);
    const passages = query === "" ? [] : await searchKnowledge(context, asked, query, options);
    return resultOf(passages, query, attached.length, context.config);
  },
};

const MAX_LIMIT = 50;

/** `{kb: "manuals", path: "m.gbkb/manuals/", where: {lang: "en"}, limit: 3}`; error 5 for anything else. */
function searchOptions(
  given: Value,
  context: EffectContext,
): { kb: string | null; limit?: number; filter?: DocumentFilter } {
  if (given === null) return { kb: null };
  const options = z
    .strictObject({
      kb: z.string().optional(),
      limit: z.number().int().min(1).max(MAX_LIMIT).optional(),
      path: z.string().max(1_000).optional(),
      where: z.record(z.string().max(100), z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
    })
    .safeParse(JSON.parse(toJson(given, context.values)));
  if (!options.success)
    throw new BasicError(ERR.badCall, "THINK KB takes the options kb, path, where and limit, such as {limit: 3}.");
  const { kb, limit, path, where } = options.data;
  return {
    kb: kb?.trim().toLowerCase() ?? null,
    ...(limit === undefined ? {} : { limit }),
    filter: { ...(path === undefined ? {} : { path }), ...(where === undefined ? {} : { metadata: where }) },
  };
}

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
      ["start", passage.start],
      ["end", passage.end],
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
