/** Web sites that a bot reads into its knowledge: a collection for each. */
import type { Result } from "./faults.ts";

export interface WebsitesApi {
  /** `USE WEBSITE` of a conversation: it is read in the background. The name of its collection; the same again changes nothing. */
  useWebsite(url: string, period: string | null): Promise<Result<string>>;
}

/** `USE WEBSITE` of a script, as a release names it. */
export interface WebsiteDirective {
  url: string;
  /** As written; null = `website-expires`. */
  period: string | null;
}

/** How far the reading of a web site is, beside the figures of its collection. Times are ISO 8601. */
export interface WebsiteStatus {
  url: string;
  /** `failed`: the last round came to nothing; what was read before still answers. */
  state: "reading" | "waiting" | "failed";
  reason: string | null;
  /** Pages that are in the knowledge, and addresses that are known. */
  pages: number;
  known: number;
  finishedAt: string | null;
  /** Of the next request. */
  nextAt: string;
  /** Pages that could not be read in the last round, some of them. */
  failures: { url: string; reason: string }[];
}

export const WEBSITE_LIMITS = {
  perBot: 50,
  /** Seconds; a site is not read more often. */
  leastRefresh: 3_600,
  mostRefresh: 366 * 86_400,
} as const;

/** Collections of web sites have names that begin so, and no other has one. */
export const WEBSITE_PREFIX = "web:";
