/** Pages, feeds, sitemaps and robots.txt at the gateway: what a script or the crawler wants to know of bytes that were fetched. */
import * as z from "zod";

const MIB = 1024 * 1024;

export const WEB_LIMITS = {
  /** Of a page, a feed or a sitemap; of a sitemap that is compressed also what it unpacks to. */
  bodyBytes: 10 * MIB,
  /** JSON of what is asked, which holds the site's robots.txt. */
  askBytes: 2 * MIB,
  answerBytes: 32 * MIB,
  /** RFC 9309, 2.5: a crawler reads at least 500 KiB. Characters. */
  robots: 512 * 1024,
  selector: 1_000,
  /** Values of one answer: texts, rows, links, pictures. */
  values: 5_000,
  /** UTF-16 units of one text. */
  text: 1_000_000,
  entries: 500,
  /** Links of one page or sitemap that the crawler is told. */
  links: 2_000,
  /** A longer address is no page. */
  url: 2_000,
} as const;

/** `POST`; the body is `partsOf` (gateway-sheets.ts) a JSON WebQuestion and the bytes. Answers the JSON of that kind. */
export const WEB_PATH = "/v1/web/read";

const url = z.url({ protocol: /^https?$/ }).max(8_192);
const address = { url, contentType: z.string().max(300) };
const selector = z.string().min(1).max(WEB_LIMITS.selector);

/** Which pages belong to a site: those at or below `start` that its robots.txt allows `agent` to read. */
export const siteScopeSchema = z.object({
  start: url,
  robots: z.string().max(WEB_LIMITS.robots),
  agent: z.string().min(1).max(200),
});
export type SiteScope = z.infer<typeof siteScopeSchema>;

export const webQuestionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("feed"), ...address, count: z.int().min(1).max(WEB_LIMITS.entries) }),
  z.object({ kind: z.literal("text"), ...address, selector }),
  z.object({ kind: z.literal("texts"), ...address, selector }),
  z.object({ kind: z.literal("table"), ...address, selector }),
  z.object({ kind: z.literal("links"), ...address }),
  z.object({ kind: z.literal("images"), ...address }),
  z.object({ kind: z.literal("page"), ...address, scope: siteScopeSchema }),
  z.object({ kind: z.literal("sitemap"), ...address, scope: siteScopeSchema }),
  z.object({ kind: z.literal("robots"), scope: siteScopeSchema }),
  /** Addresses that an answer's head named. */
  z.object({ kind: z.literal("urls"), urls: z.array(z.string().max(8_192)).max(10), scope: siteScopeSchema }),
]);
export type WebQuestion = z.infer<typeof webQuestionSchema>;

/** Dates are ISO 8601; what an entry does not have is "". */
export const feedSchema = z.array(
  z.object({ title: z.string(), link: z.string(), description: z.string(), published: z.string(), id: z.string() }),
);

const urls = z.array(z.string().max(WEB_LIMITS.url)).max(WEB_LIMITS.links);

/** The answer of each kind. */
export const WEB_ANSWERS = {
  feed: feedSchema,
  text: z.string().nullable(),
  texts: z.array(z.string()),
  /** Null where the selector finds none. */
  table: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).nullable(),
  links: z.array(z.object({ url: z.string(), text: z.string() })),
  images: z.array(z.object({ url: z.string(), alt: z.string() })),
  page: z.object({
    title: z.string().nullable(),
    /** Hex SHA-256 of title and text: what a reader does not see changes nothing. */
    hash: z.string(),
    isEmpty: z.boolean(),
    noindex: z.boolean(),
    /** In the scope, and another address than the page's own; else null. */
    canonical: z.string().nullable(),
    /** In the scope, each once; none where the page asks not to follow them. */
    links: urls,
  }),
  sitemap: z.object({ pages: urls, sitemaps: urls }),
  robots: z.object({
    isAllowed: z.boolean(),
    /** Seconds; null where the file asks for none. */
    delay: z.number().nullable(),
    sitemaps: urls,
  }),
  urls,
} as const;
export type WebAnswer<K extends WebQuestion["kind"]> = z.infer<(typeof WEB_ANSWERS)[K]>;
