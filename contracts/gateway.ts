// What the worker and the GPU gateway have agreed on: the service token, the document API, its limits and its faults.
import * as z from "zod";
import { FAULTS, type FaultEntry } from "./faults.ts";
import { EGRESS_FAULTS } from "./gateway-egress.ts";

/** Issuer of every service token: the worker. */
export const SERVICE_TOKEN_ISSUER = "basalt-worker";
/** Audience that a gateway expects unless it is configured otherwise. */
export const DEFAULT_GATEWAY_AUDIENCE = "basalt-gpu-gateway";
/** The `typ` header, so that no other token signed with the same key can pass for a service token (RFC 8725, 3.11). */
export const SERVICE_TOKEN_TYPE = "basalt-service+jwt";
/** Longest time between `iat` and `exp`, in seconds. */
export const SERVICE_TOKEN_MAX_LIFETIME_S = 60;

/**
 * Claims of a service token: one token opens one call.
 * `htm` and `htu` follow RFC 9449 in name, but `htu` holds the path with its query and no origin: the gateway may stand
 * behind a proxy, and `aud` already names it; the query holds options, so it has to be bound as well.
 * `bsh` is the SHA-256 of the raw body in base64url; an empty body has the hash of zero bytes. Times are in seconds.
 */
export const serviceTokenClaimsSchema = z.object({
  iss: z.literal(SERVICE_TOKEN_ISSUER),
  aud: z.string().min(1).max(200),
  iat: z.number(),
  nbf: z.number().optional(),
  exp: z.number(),
  jti: z.string().min(16).max(128),
  htm: z.string().regex(/^[A-Z]{3,7}$/),
  htu: z.string().startsWith("/").max(4096),
  bsh: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type ServiceTokenClaims = z.infer<typeof serviceTokenClaimsSchema>;

const MIB = 1024 * 1024;

/** Bounds of one extraction. Text is counted in UTF-16 code units, as JavaScript's `length` does. */
export const DOCUMENT_LIMITS = {
  defaultBodyBytes: 32 * MIB,
  maxBodyBytes: 100 * MIB,
  maxPages: 2_000,
  maxText: 20 * MIB,
  maxHeadings: 20_000,
  wallTimeMs: 60_000,
  /** The answer is JSON, where a character may be escaped to six bytes. */
  maxAnswerBytes: 160 * MIB,
} as const;

export const DOCUMENT_TYPES = ["pdf", "docx", "xlsx", "pptx", "picture", "html", "markdown", "csv", "text"] as const;
export const documentTypeSchema = z.enum(DOCUMENT_TYPES);
export type DocumentType = z.infer<typeof documentTypeSchema>;

/** Whether the page numbers of a type mean something to a reader; the other types come as one page. */
export function isPagedType(type: DocumentType): boolean {
  return type === "pdf" || type === "pptx";
}

/** `POST` with the raw bytes as body, `content-type` and, when known, `x-file-name` (percent-encoded UTF-8). */
export const EXTRACT_PATH = "/v1/documents/extract";
export const FILE_NAME_HEADER = "x-file-name";

/** Query of `EXTRACT_PATH`: a caller may ask for tighter bounds than `DOCUMENT_LIMITS`, never for wider ones. */
export const extractOptionsSchema = z.strictObject({
  maxPages: z.coerce.number().int().min(1).max(DOCUMENT_LIMITS.maxPages).default(DOCUMENT_LIMITS.maxPages),
  maxText: z.coerce.number().int().min(1).max(DOCUMENT_LIMITS.maxText).default(DOCUMENT_LIMITS.maxText),
});
export type ExtractOptions = z.infer<typeof extractOptionsSchema>;

/** `level` 1 to 6; `offset` is where the heading begins in its page's `text`, in UTF-16 code units. */
export const documentHeadingSchema = z.object({
  level: z.number().int().min(1).max(6),
  text: z.string(),
  offset: z.number().int().nonnegative(),
});
export type DocumentHeading = z.infer<typeof documentHeadingSchema>;

/** `page` counts from 1. Lines end with LF, paragraphs are separated by an empty line. */
export const documentPageSchema = z.object({
  page: z.number().int().positive(),
  text: z.string(),
  headings: z.array(documentHeadingSchema),
});
export type DocumentPage = z.infer<typeof documentPageSchema>;

/** Something that a person should know about an extraction that succeeded, such as a page without text. */
export const documentWarningSchema = z.object({
  code: z.string(),
  message: z.string(),
  page: z.number().int().positive().optional(),
});
export type DocumentWarning = z.infer<typeof documentWarningSchema>;

/** The answer of `EXTRACT_PATH`. `title` is null where the document has none; `language` is a BCP 47 tag that the document states. */
export const extractedDocumentSchema = z.object({
  type: documentTypeSchema,
  title: z.string().nullable(),
  language: z.string().optional(),
  pages: z.array(documentPageSchema),
  warnings: z.array(documentWarningSchema),
});
export type ExtractedDocument = z.infer<typeof extractedDocumentSchema>;

/** Faults that a document can cause, wherever it is read. */
export const DOCUMENT_FAULTS = {
  "document.empty": { status: 422, title: "The document is empty" },
  "document.broken": { status: 422, title: "The document is broken" },
  "document.encrypted": { status: 422, title: "The document is protected by a password" },
  "document.too-complex": { status: 422, title: "The document is too complex" },
  "document.too-many-pages": { status: 422, title: "The document has too many pages" },
  "document.too-much-text": { status: 422, title: "The document has too much text" },
  "document.unsupported-type": { status: 415, title: "The type of the document is not supported" },
  "document.unknown-part": { status: 422, title: "The document has no such part" },
  "document.type-mismatch": { status: 415, title: "The document is not what it claims to be" },
} as const satisfies Record<string, FaultEntry>;
export type DocumentFaultCode = keyof typeof DOCUMENT_FAULTS;

/**
 * Every fault that the gateway answers with. `auth.required` and `auth.invalid` are about the service token;
 * `auth.before-start` is a good token that came too early to be judged, and may be sent again under a new one.
 */
export const GATEWAY_FAULTS = {
  "auth.required": FAULTS["auth.required"],
  "auth.invalid": FAULTS["auth.invalid"],
  "auth.before-start": { status: 401, title: "The token was issued before the gateway started" },
  "request.invalid": FAULTS["request.invalid"],
  "request.too-large": FAULTS["request.too-large"],
  "request.too-slow": { status: 408, title: "The body did not arrive in time" },
  "route.unknown": FAULTS["route.unknown"],
  "service.unavailable": FAULTS["service.unavailable"],
  internal: FAULTS.internal,
  ...DOCUMENT_FAULTS,
  ...EGRESS_FAULTS,
} as const satisfies Record<string, FaultEntry>;
export type GatewayFaultCode = keyof typeof GATEWAY_FAULTS;

/** application/problem+json (RFC 9457) as the gateway sends it. */
export const gatewayProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
});
export type GatewayProblem = z.infer<typeof gatewayProblemSchema>;
