// Entries of a feed: RSS 2.0, RSS 1.0 (RDF) and Atom.
import { DomUtils, getFeed, parseDocument } from "htmlparser2";
import { WEB_LIMITS, type WebAnswer } from "../../../contracts/gateway-web.ts";
import { DocumentFault } from "../documents/document-fault.ts";
import { absolute, elements, lineOf, type Source, type Tree, treeOf } from "./markup.ts";

/** In the order of the feed. Markup in a title or description is left out, its text stays. */
export function readFeed(bytes: Uint8Array, ask: Source & { readonly count: number }): WebAnswer<"feed"> {
  const tree = treeOf(bytes, ask, { xmlMode: true });
  const feed = getFeed(tree.children);
  if (feed === null)
    throw new DocumentFault("document.unsupported-type", "What lies at the address is no RSS or Atom feed.");
  const atomLinks = feed.type === "atom" ? linksOfEntries(tree) : [];
  return feed.items.slice(0, ask.count).map((item, index) => {
    const time = item.pubDate?.getTime() ?? Number.NaN;
    return {
      title: plain(item.title),
      link: absolute(atomLinks[index] ?? item.link, ask.url) ?? "",
      description: plain(item.description),
      published: Number.isFinite(time) ? new Date(time).toISOString() : "",
      id: (item.id ?? "").trim().slice(0, 2_000),
    };
  });
}

/** An entry of Atom may link to itself, its editor and its comments first: its page is `alternate`, or without a relation. */
function linksOfEntries(tree: Tree): (string | undefined)[] {
  return elements("entry", tree).map((entry) => {
    const links = DomUtils.getElementsByTagName("link", entry.children, false);
    return links.find(({ attribs }) => (attribs["rel"] ?? "alternate") === "alternate")?.attribs["href"];
  });
}

function plain(markup: string | undefined): string {
  return lineOf(parseDocument((markup ?? "").slice(0, WEB_LIMITS.text)).children).slice(0, 20_000);
}
