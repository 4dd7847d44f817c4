/** The documented operations of knowledge, and what they answer. */
import * as z from "zod";
import type { Page } from "../../contracts/admin.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import {
  type CollectionStatus,
  type DocumentStatus,
  KNOWLEDGE_LIMITS,
  type KnowledgeAnswer,
  knowledgeQuestion,
} from "../../contracts/knowledge.ts";
import type { WebsiteStatus } from "../../contracts/websites.ts";
import type { Operation } from "./operations.ts";

const KNOWLEDGE = "/api/v1/bots/{bot}/knowledge";
const DOCUMENT = `${KNOWLEDGE}/{collection}/documents/{name}`;
const ADMIN: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown", "knowledge.unknown"];

export const knowledgeOperations: Operation[] = [
  {
    method: "get",
    path: KNOWLEDGE,
    id: "listCollections",
    summary: "The bot's knowledge collections: sizes, and what is still being read. Needs knowledge:read.",
    security: "api",
    answers: { 200: "CollectionPage" },
    faults: ADMIN,
  },
  {
    method: "get",
    path: `${KNOWLEDGE}/{collection}/documents`,
    id: "listDocuments",
    summary: "Documents of a collection with their states, and why one could not be read. Needs knowledge:read.",
    security: "api",
    query: { limit: z.int().min(1).max(KNOWLEDGE_LIMITS.page), cursor: z.string() },
    answers: { 200: "DocumentPage" },
    faults: [...ADMIN, "request.invalid"],
  },
  {
    method: "post",
    path: `${KNOWLEDGE}/{collection}/search`,
    id: "searchKnowledge",
    summary: "The passages that answer a question best, each with page and place. Needs knowledge:read.",
    security: "api",
    body: knowledgeQuestion,
    answers: { 200: "KnowledgeAnswer" },
    faults: [...ADMIN, "request.invalid", "request.too-large", "request.unsupported-type"],
  },
  {
    method: "put",
    path: DOCUMENT,
    id: "putDocument",
    summary:
      "A document beside the package, which publishing leaves alone: read and indexed in the background. The same bytes again change nothing. Needs knowledge:write.",
    security: "api",
    query: { title: z.string().max(300) },
    body: "application/octet-stream",
    answers: { 202: "DocumentStatus" },
    faults: [
      ...ADMIN,
      "bot.no-release",
      "knowledge.full",
      "request.invalid",
      "request.too-large",
      "request.unsupported-type",
    ],
  },
  {
    method: "delete",
    path: DOCUMENT,
    id: "removeDocument",
    summary: "Takes such a document out: it answers no more when this returns. Needs knowledge:write.",
    security: "api",
    answers: { 204: "" },
    faults: [...ADMIN, "request.invalid", "knowledge.document-unknown"],
  },
];

const count = z.int().min(0);
const state = z.enum(["pending", "done", "failed"]);
const document = z.object({
  collection: z.string(),
  path: z.string(),
  origin: z.enum(["release", "upload", "website"]),
  state,
  reason: z.string().nullable(),
  size: count,
  searchable: z.boolean(),
}) satisfies z.ZodType<DocumentStatus>;

const website = z.object({
  url: z.string(),
  state: z.enum(["reading", "waiting", "failed"]),
  reason: z.string().nullable(),
  pages: count,
  known: count,
  finishedAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime(),
  failures: z.array(z.object({ url: z.string(), reason: z.string() })),
}) satisfies z.ZodType<WebsiteStatus>;

export const knowledgeAnswers = {
  CollectionPage: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        documents: count,
        chunks: count,
        bytes: count,
        vectors: count,
        diskBytes: count,
        memoryBytes: count,
        shards: count,
        pending: count,
        failed: count,
        embedding: z.object({ model: z.string(), state, reason: z.string().nullable() }).nullable(),
        website: website.optional(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }) satisfies z.ZodType<Page<CollectionStatus>>,
  DocumentPage: z.object({ items: z.array(document), nextCursor: z.string().nullable() }) satisfies z.ZodType<
    Page<DocumentStatus>
  >,
  DocumentStatus: document,
  KnowledgeAnswer: z.object({
    items: z.array(
      z.object({
        collection: z.string(),
        content: z.string(),
        source: z.string(),
        title: z.string(),
        page: z.int().nullable(),
        heading: z.string().nullable(),
        start: count,
        end: count,
        relevance: z.number().min(0).max(1),
      }),
    ),
    warnings: z.array(z.string()),
  }) satisfies z.ZodType<KnowledgeAnswer>,
};
