/** KB STATISTICS and its parts: how much knowledge the bot has (reference 4.10). */
import { toNumber } from "../../../basic/operations/numbers.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, newObject, type Value } from "../../../basic/values.ts";
import { callObject, knowledgeObject } from "../../objects.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { collectionsOf } from "./knowledge.ts";

const MEGABYTE = 1024 * 1024;
const DAY_MS = 86_400_000;

interface Figures {
  name: string;
  documents: number;
  chunks: number;
  bytes: number;
}

async function figuresOf(context: EffectContext, name: string): Promise<Figures> {
  const object = knowledgeObject(context.env, context.identity.key, name);
  return { name, ...(await callObject(context.clock, context.signal, () => object.stats())) };
}

function allFigures(context: EffectContext): Promise<Figures[]> {
  return Promise.all(collectionsOf(context.release).map((name) => figuresOf(context, name)));
}

/** Vectors are of a later version; the points are passages of the word index. */
function collectionValue({ name, documents, chunks, bytes }: Figures): BasicObject {
  return newObject([
    ["name", name],
    ["documents_count", documents],
    ["points_count", chunks],
    ["vectors_count", 0],
    ["status", documents > 0 ? "ready" : "empty"],
    ["disk_data_size", bytes],
    ["ram_data_size", 0],
  ]);
}

const sum = (figures: readonly Figures[], key: "documents" | "chunks" | "bytes"): number =>
  figures.reduce((total, one) => total + one[key], 0);

async function addedWithin(days: number, context: EffectContext): Promise<number> {
  const since = context.clock.now() - days * DAY_MS;
  const counts = await Promise.all(
    collectionsOf(context.release).map((name) => {
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
      ["total_vectors", 0],
      ["total_points", sum(figures, "chunks")],
      ["total_disk_size_mb", sum(figures, "bytes") / MEGABYTE],
      ["total_ram_size_mb", 0],
      ["documents_added_last_week", week],
      ["documents_added_last_month", month],
      ["collections", figures.map(collectionValue)],
    ]);
  },
};

const listCollections: EffectHandler = { waits: () => false, run: (_, { release }) => collectionsOf(release) };

const collectionStats: EffectHandler = {
  async run(args, context): Promise<Value> {
    const wanted = toText(args["name"] ?? null, context.values)
      .trim()
      .toLowerCase();
    const name = collectionsOf(context.release).find((one) => one.toLowerCase() === wanted);
    if (name !== undefined) return collectionValue(await figuresOf(context, name));
    context.warn(`The package has no knowledge collection "${wanted.slice(0, 100)}".`);
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
  run: async (_, context) => sum(await allFigures(context), "bytes") / MEGABYTE,
};

export const KNOWLEDGE_FIGURE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "KB STATISTICS": statistics,
  "KB LIST COLLECTIONS": listCollections,
  "KB COLLECTION STATS": collectionStats,
  "KB DOCUMENTS COUNT": documentsCount,
  "KB DOCUMENTS ADDED SINCE": documentsAdded,
  "KB STORAGE SIZE": storageSize,
};
