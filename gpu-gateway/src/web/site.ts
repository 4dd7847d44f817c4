// Which addresses belong to a web site: its scope, its robots.txt, and one spelling for each page.
import robotsParser from "robots-parser";
import { type SiteScope, WEB_LIMITS, type WebAnswer } from "../../../contracts/gateway-web.ts";

/** Parameters that say where a reader came from, or which visit it is: the page is the same without them. */
const VISIT = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|phpsessid|jsessionid|sessionid|sid)$/i;
/** Addresses of pages that make up addresses: nobody nests so deep or repeats a folder so often on purpose. */
const MAX_SEGMENTS = 30;
const MAX_REPEATS = 3;
const MAX_PARAMETERS = 10;
/** What is surely no text: not worth a request. */
const NO_TEXT =
  /\.(?:7z|avi|avif|bmp|css|dmg|doc|docx|eot|exe|gif|gz|ico|iso|jpe?g|js|json|m4a|m4v|map|mjs|mov|mp[34]|mpe?g|ogg|otf|png|pptx?|rar|rss|svg|tar|tgz|tiff?|ttf|wav|webm|webp|wmv|woff2?|xlsx?|xml|zip)$/i;

export interface Site {
  rules(): WebAnswer<"robots">;
  /** Those of the links that are pages of the site, each once, in its one spelling. */
  among(links: Iterable<string>, base: string): string[];
  /** In its one spelling; null for what is no address. */
  spelled(link: string, base: string): string | null;
  /** Of one spelling. */
  contains(url: string): boolean;
}

export function createSite({ start, robots, agent }: SiteScope): Site {
  const first = new URL(start);
  const folder = folderOf(first.pathname);
  // An empty file would make the parser look at nothing: no rules are needed then.
  const rules = robotsParser(new URL("/robots.txt", first).href, robots);
  const isAllowed = (url: string): boolean => rules.isAllowed(url, agent) ?? true;

  function contains(text: string): boolean {
    const url = new URL(text);
    const isBelow = url.pathname.startsWith(folder) || `${url.pathname}/` === folder;
    return url.origin === first.origin && isBelow && !isTrap(url) && !NO_TEXT.test(url.pathname) && isAllowed(text);
  }

  return {
    rules: () => ({
      isAllowed: isAllowed(spelledUrl(start, start) ?? start),
      delay: rules.getCrawlDelay(agent) ?? null,
      sitemaps: rules
        .getSitemaps()
        .map((url) => spelledUrl(url, start))
        .filter((url) => url !== null)
        .filter((url) => new URL(url).origin === first.origin)
        .slice(0, WEB_LIMITS.links),
    }),
    among(links, base) {
      const found = new Set<string>();
      for (const link of links) {
        const url = spelledUrl(link, base);
        if (url !== null && contains(url)) found.add(url);
        if (found.size >= WEB_LIMITS.links) break;
      }
      return [...found];
    },
    spelled: spelledUrl,
    contains,
  };
}

/** The folder in which the site lies: `/help` and `/help/` are one, `/help/start.html` lies in it. */
function folderOf(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  return last.includes(".") ? path.slice(0, path.length - last.length) : `${path.replace(/\/+$/, "")}/`;
}

function spelledUrl(link: string, base: string): string | null {
  const text = link.trim();
  if (text === "" || text.length > WEB_LIMITS.url || !URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "")
    return null;
  url.hash = "";
  for (const name of [...url.searchParams.keys()]) if (VISIT.test(name)) url.searchParams.delete(name);
  url.pathname = url.pathname.replace(/;jsessionid=[^/?#]*/i, "");
  return url.href.length <= WEB_LIMITS.url ? url.href.replace(/\?$/, "") : null;
}

function isTrap(url: URL): boolean {
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const counts = new Map<string, number>();
  for (const segment of segments) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  return (
    segments.length > MAX_SEGMENTS ||
    Math.max(0, ...counts.values()) > MAX_REPEATS ||
    url.searchParams.size > MAX_PARAMETERS
  );
}
