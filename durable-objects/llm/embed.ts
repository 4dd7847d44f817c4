/** Vectors of texts: from a server that speaks OpenAI's `/v1/embeddings`, or our own `local:hash`. */
import type { EmbeddingAccess } from "../../contracts/knowledge.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { HASH_DIMENSIONS, HASH_MODEL, hashEmbedding } from "./embed-hash.ts";
import { callEmbedding, type Models } from "./models.ts";
import { providerOf, rootOf } from "./named-models.ts";

/** Characters of a text that are sent: models take some thousand tokens. */
const MAX_TEXT = 8_000;
const MAX_DIMENSIONS = 16_384;

/** Null where no model is configured. */
export function embeddingAccess(config: PackageConfig): EmbeddingAccess | null {
  const model = config["embedding-model"];
  const isLocal = model === HASH_MODEL;
  if (!isLocal && (config["embedding-url"] === "" || model === "")) return null;
  return {
    url: isLocal ? "" : config["embedding-url"],
    model,
    key: isLocal ? "" : config["embedding-key"],
    dimensions: config["embedding-dimensions"],
    batchSize: config["embedding-batch-size"],
    concurrent: config["embedding-concurrent"],
    timeoutMs: config["embedding-timeout"] * 1_000,
    qdrant: config["qdrant-url"] === "" ? null : { url: config["qdrant-url"], apiKey: config["qdrant-api-key"] },
  };
}

/**
 * What vectors are known by: those of two signatures are never compared. Where they are kept is part of it, so that they
 * are made again when that changes.
 */
export function signatureOf({ url, model, dimensions, qdrant }: EmbeddingAccess): string {
  return [model, url, dimensions, qdrant === null ? "" : new URL(qdrant.url).host].join("|");
}

/**
 * A vector of length 1 for each text, in their order. Rejects when the server does not answer in time, refuses, or answers
 * with something that is no list of vectors of one length.
 */
export async function embedTexts(
  models: Models,
  access: EmbeddingAccess,
  texts: readonly string[],
  signal: AbortSignal = NEVER,
): Promise<Float32Array[]> {
  if (access.model === HASH_MODEL)
    return texts.map((text) => hashEmbedding(text, access.dimensions || HASH_DIMENSIONS));
  if (texts.length === 0) return [];
  const provider = providerOf(access.url);
  const call = {
    target: { provider, model: access.model, url: rootOf(access.url, provider), key: access.key, variant: "" },
    texts: texts.map((text) => text.slice(0, MAX_TEXT) || " "),
    dimensions: access.dimensions,
    batchSize: access.batchSize,
    concurrent: access.concurrent,
    timeoutMs: access.timeoutMs,
  };
  const { vectors } = await callEmbedding(models, call, signal);
  if (vectors.length !== texts.length)
    throw new TypeError(`The embedding server answered ${vectors.length} vectors for ${texts.length} texts.`);
  return checked(vectors, access.dimensions);
}

const NEVER = new AbortController().signal;

function checked(answers: readonly number[][], dimensions: number): Float32Array[] {
  const length = dimensions || (answers[0]?.length ?? 0);
  if (answers.length > 0 && (length < 1 || length > MAX_DIMENSIONS))
    throw new TypeError(`The embedding server's vectors have ${length} numbers; 1 to ${MAX_DIMENSIONS} can be kept.`);
  return answers.map((answer) => {
    if (answer.length !== length)
      throw new TypeError(`The embedding server answered ${answer.length} numbers for a vector of ${length}.`);
    const vector = Float32Array.from(answer);
    const size = Math.hypot(...answer);
    if (!Number.isFinite(size)) throw new TypeError("The embedding server answered a vector that holds no numbers.");
    return size === 0 ? vector : vector.map((part) => part / size);
  });
}
