/** Knowledge collections: documents that go in, questions, and the passages that come out. */
import * as z from "zod";
import type { WebsiteStatus } from "./websites.ts";

/** How documents are cut and indexed. What was indexed otherwise is read again. */
export interface IndexSettings {
  /** Characters of a passage, and how many of them it may share with the one before. */
  chunkSize: number;
  chunkOverlap: number;
  stemming: boolean;
}

export type MetadataValue = string | number | boolean;
export type Metadata = Record<string, MetadataValue | string[]>;

export interface KnowledgeDocument {
  path: string;
  /** Of its bytes; the same hash under the same settings is never indexed again. */
  hash: string;
  title: string;
  /** The title was made from the path, and changes with it. */
  named?: boolean;
  /** ms: of its front matter, or when it came. */
  datedAt?: number | null;
  /** Of its front matter. */
  metadata?: Metadata;
  /** `page` counts from 1; 0 where the format has no pages. */
  pages: { page: number; text: string; headings: { level: number; text: string; offset: number }[] }[];
}

/** All that is named has to hold. */
export interface DocumentFilter {
  /** Beginning of the documents' path. */
  path?: string;
  /** Front matter: the value, or one of a list there. Text is compared without regard to case. */
  metadata?: Record<string, MetadataValue>;
  /** ms, of the document's date; both ends included. */
  since?: number;
  until?: number;
}

export interface SearchRequest {
  query: string;
  /** Passages that each ranking brings at most. */
  limit: number;
  /** The ranking by words; null leaves it out. */
  words: { stemming: boolean; stopWords: boolean } | null;
  /** The ranking by meaning: the question's vector, and which model made it. Null leaves it out. */
  vector: { signature: string; values: Float32Array; qdrant: QdrantAccess | null } | null;
  filter: DocumentFilter | null;
}

export interface Passage {
  content: string;
  source: string;
  title: string;
  /** Page number where the format has pages, else null. */
  page: number | null;
  heading: string | null;
  /** Where the passage stands in the text of its page (of the document, where that has no pages), in UTF-16 units. */
  start: number;
  end: number;
  /** 0 to 1. */
  relevance: number;
}

/** Two rankings over the same passages, each best first: place in `passages` and score, 0 to 1. */
export interface Ranking {
  passages: Omit<Passage, "relevance">[];
  words: [place: number, score: number][];
  meaning: [place: number, score: number][];
  /** Vectors could not be asked for; words answered alone. */
  isPartial: boolean;
}

export interface QdrantAccess {
  url: string;
  apiKey: string;
}

/** An embedding model as a collection's object is told of it; never stored, for the key is a secret. */
export interface EmbeddingAccess {
  /** Empty for a model of our own (`local:hash`). */
  url: string;
  model: string;
  key: string;
  /** 0 = as the server answers. */
  dimensions: number;
  batchSize: number;
  concurrent: number;
  timeoutMs: number;
  qdrant: QdrantAccess | null;
}

/** What is still to be done after a step of embedding. */
export interface EmbeddingProgress {
  embedded: number;
  pending: number;
  /** Why it did not go on: the model or Qdrant cannot be reached. Holds no secret. */
  error: string | null;
}

export interface CollectionStats {
  documents: number;
  chunks: number;
  /** Of the passages' text. */
  bytes: number;
  /** Passages that have a vector of the configured model, or of any. */
  vectors: number;
  /** Of the objects' databases, and of the vectors when they are in memory. */
  diskBytes: number;
  memoryBytes: number;
  shards: number;
}

export type DocumentState = "pending" | "done" | "failed";
/** `release`: a file of the package; `upload`: beside it; `website`: read by the crawler. */
export type DocumentOrigin = "release" | "upload" | "website";

/** A document as the bot's owner sees it. */
export interface DocumentStatus {
  collection: string;
  path: string;
  origin: DocumentOrigin;
  state: DocumentState;
  /** Why it could not be read, or why it waits. */
  reason: string | null;
  size: number;
  /** It answers, maybe with an earlier version. */
  searchable: boolean;
}

/** A document beside the package whose bytes lie in storage. */
export interface DocumentUpload {
  name: string;
  hash: string;
  size: number;
  /** Media type; the gateway checks it against the bytes. */
  type: string;
  /** Null: its own, else its name. */
  title: string | null;
  origin: Exclude<DocumentOrigin, "release">;
}
/** Bytes of documents beside a package; the bot object deletes them with the last document that has them. */
export const knowledgeKey = (tenant: string, bot: string, hash: string): string =>
  `t/${tenant}/knowledge/${bot}/${hash}`;

export interface CollectionStatus extends CollectionStats {
  name: string;
  pending: number;
  failed: number;
  /** Null where no embedding model is configured. */
  embedding: { model: string; state: DocumentState; reason: string | null } | null;
  /** Only of a web site's collection. */
  website?: WebsiteStatus | undefined;
}

export const KNOWLEDGE_LIMITS = {
  /** Characters of a collection's and of a document's name, and of a question. */
  collection: 100,
  name: 500,
  query: 2_000,
  /** Documents of a page of a listing. */
  page: 200,
  /** Bytes of a document that is sent at once. */
  upload: 32 * 1024 * 1024,
} as const;

/** No slash: it is part of an object's name. */
export const collectionName = z
  .string()
  .min(1)
  .max(KNOWLEDGE_LIMITS.collection)
  .regex(/^[^/\\\p{Cc}]+$/u, "must hold no slash and no control character")
  .refine((name) => name === name.trim().toLowerCase(), "must be in lower case, without blanks around it");

export const documentName = z
  .string()
  .min(1)
  .max(KNOWLEDGE_LIMITS.name)
  .regex(/^[^/\\\p{Cc}]+$/u, "must hold no slash and no control character");

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** `POST .../knowledge/{collection}/search`. */
export const knowledgeQuestion = z.object({
  query: z.string().min(1).max(KNOWLEDGE_LIMITS.query),
  limit: z.int().min(1).max(50).optional(),
  filter: z
    .object({
      path: z.string().max(1_000).optional(),
      metadata: z
        .record(z.string().max(100), z.union([z.string().max(500), z.number(), z.boolean()]))
        .refine((given) => Object.keys(given).length <= 10, "must have at most 10 keys")
        .optional(),
      since: time.optional(),
      until: time.optional(),
    })
    .transform(withoutMissing)
    .optional(),
});
export interface KnowledgeQuestion {
  query: string;
  limit?: number | undefined;
  filter?: DocumentFilter | undefined;
}

function withoutMissing(filter: { [K in keyof DocumentFilter]: DocumentFilter[K] | undefined }): DocumentFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

export interface KnowledgeAnswer {
  items: (Passage & { collection: string })[];
  /** Where the answer is less than it could be. */
  warnings: string[];
}
