/** KB STATISTICS and its parts: how much knowledge the bot has (reference 4.10). */
import { toNumber } from "../../../basic/operations/numbers.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, newObject, type Value } from "../../../basic/values.ts";
import type { CollectionStats } from "../../../contracts/knowledge.ts";
import { botObject, callObject, knowledgeObject } from "../../objects.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { collectionsOf } from "./knowledge.ts";

const MEGABYTE = 1024 * 1024;
const DAY_MS = 86_400_000;

type Figures = CollectionStats & { name: string };

/** Of the release, and those that hold documents beside the package. */
async function allCollections(context: EffectContext): Promise<string[]> {
  const { env, clock, signal, identity, release } = context;
  const beside = await callObject(clock, signal, () => botObject(env, identity.key).knowledgeNames());
  return [...new Set([...collectionsOf(release), ...beside])];
}

async function figuresOf(context: EffectContext, name: string): Promise<Figures> {
  const object = knowledgeObject(context.env, context.identity.key, name);
  return { ...(await callObject(context.clock, context.signal, () => object.stats())), name };
}

async function allFigures(context: EffectContext): Promise<Figures[]> {
  return Promise.all((await allCollections(context)).map((name) => figuresOf(context, name)));
}

/** The points are passages; each has a vector where an embedding model is configured. */
function collectionValue({ name, documents, chunks, vectors, diskBytes, memoryBytes, shards }: Figures): BasicObject {
  return newObject([
    ["name", name],
    ["documents_count", documents],
    ["points_count", chunks],
    ["vectors_count", vectors],
    ["segments_count", shards],
    ["status", documents > 0 ? "ready" : "empty"],
    ["disk_data_size", diskBytes],
    ["ram_data_size", memoryBytes],
  ]);
}

const sum = (
  figures: readonly Figures[],
  key: "documents" | "chunks" | "vectors" | "diskBytes" | "memoryBytes",
): number => figures.reduce((total, one) => total + one[key], 0);

async function addedWithin(days: number, context: EffectContext): Promise<number> {
  const since = context.clock.now() - days * DAY_MS;
  const names = await allCollections(context);
  const counts = await Promise.all(
    names.map((name) => {
      const object = knowledgeObject(context.env, context.identity.key, name);
      return callObject(context.clock, context.signal, () => object.addedSince(since));
    }),
  );
  return counts.reduce((total, count) => total + count, 0);
}

const statistics: EffectHandler = {
  async run(_, context) {
    const [figures, week, month] = await Promise.all([
      allFigures(context),
      addedWithin(7, context),
      addedWithin(30, context),
    ]);
    return newObject([
      ["total_collections", figures.length],
      ["total_documents", sum(figures, "documents")],
      ["total_vectors", sum(figures, "vectors")],
      ["total_points", sum(figures, "chunks")],
      ["total_disk_size_mb", sum(figures, "diskBytes") / MEGABYTE],
      ["total_ram_size_mb", sum(figures, "memoryBytes") / MEGABYTE],
      ["documents_added_last_week", week],
      ["documents_added_last_month", month],
      ["collections", figures.map(collectionValue)],
    ]);
  },
};

const listCollections: EffectHandler = { run: (_, context) => allCollections(context) };

const collectionStats: EffectHandler = {
  async run(args, context): Promise<Value> {
    const wanted = toText(args["name"] ?? null, context.values)
      .trim()
      .toLowerCase();
    const name = (await allCollections(context)).find((one) => one.toLowerCase() === wanted);
    if (name !== undefined) return collectionValue(await figuresOf(context, name));
    context.warn(`The bot has no knowledge collection "${wanted.slice(0, 100)}".`);
    return null;
  },
};

const documentsCount: EffectHandler = {
  run: async (_, context) => sum(await allFigures(context), "documents"),
};

const documentsAdded: EffectHandler = {
  run: (args, context) => addedWithin(toNumber(args["days"] ?? 0, context.values), context),
};

const storageSize: EffectHandler = {
  run: async (_, context) => sum(await allFigures(context), "diskBytes") / MEGABYTE,
};

export const KNOWLEDGE_FIGURE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "KB STATISTICS": statistics,
  "KB LIST COLLECTIONS": listCollections,
  "KB COLLECTION STATS": collectionStats,
  "KB DOCUMENTS COUNT": documentsCount,
  "KB DOCUMENTS ADDED SINCE": documentsAdded,
  "KB STORAGE SIZE": storageSize,
};
