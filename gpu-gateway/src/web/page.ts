// A page as the crawler sees it: what it says to a reader and to crawlers, and where it leads.
//
// Read as a stream of events, as documents/html.ts does: a crawler meets pages that were made to harm it.
import { createHash } from "node:crypto";
import { Parser } from "htmlparser2";
import { DOCUMENT_LIMITS } from "../../../contracts/gateway.ts";
import type { WebAnswer } from "../../../contracts/gateway-web.ts";
import { readHtml } from "../documents/html.ts";
import { type Source, textOf } from "./markup.ts";
import type { Site } from "./site.ts";

/** Links that are looked at: more than are told, for most may lead elsewhere. */
const MAX_LINKS = 20_000;

export function readPage(bytes: Uint8Array, ask: Source, site: Site): WebAnswer<"page"> {
  const text = textOf(bytes, ask);
  const { maxPages, maxText } = DOCUMENT_LIMITS;
  const read = readHtml({ type: "html", text, warnings: [] }, { maxPages, maxText });
  const said = read.pages.map((page) => page.text).join("\n");
  const head = readHead(text);
  const base = head.base !== null && URL.canParse(head.base, ask.url) ? new URL(head.base, ask.url).href : ask.url;
  const canonical = head.canonical === null ? null : site.spelled(head.canonical, base);
  const isOther = canonical !== null && canonical !== site.spelled(ask.url, ask.url) && site.contains(canonical);
  return {
    title: read.title,
    hash: createHash("sha256")
      .update(JSON.stringify([read.title, said]))
      .digest("hex"),
    isEmpty: said === "",
    noindex: head.robots.has("noindex") || head.robots.has("none"),
    canonical: isOther ? canonical : null,
    links: head.robots.has("nofollow") || head.robots.has("none") ? [] : site.among(head.links, base),
  };
}

interface Head {
  base: string | null;
  canonical: string | null;
  robots: Set<string>;
  links: string[];
}

function readHead(markup: string): Head {
  const head: Head = { base: null, canonical: null, robots: new Set(), links: [] };
  const parser = new Parser({
    onopentag(name, { href, rel = "", name: meta = "", content = "" }) {
      const relations = rel.toLowerCase().split(/\s+/);
      if (name === "base") head.base ??= href ?? null;
      else if (name === "link" && relations.includes("canonical")) head.canonical ??= href ?? null;
      else if (name === "meta" && /^(robots|basalt)$/i.test(meta))
        for (const word of content.toLowerCase().split(/[\s,]+/)) head.robots.add(word);
      else if ((name === "a" || name === "area") && href !== undefined && !relations.includes("nofollow"))
        if (head.links.length < MAX_LINKS) head.links.push(href);
    },
  });
  parser.write(markup);
  parser.end();
  return head;
}
