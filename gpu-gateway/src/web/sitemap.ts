// Addresses in a sitemap (sitemaps.org, 0.9), of an index of sitemaps, and in a plain list; also compressed by gzip.
import { gunzipSync } from "node:zlib";
import { WEB_LIMITS, type WebAnswer } from "../../../contracts/gateway-web.ts";
import { DocumentFault } from "../documents/document-fault.ts";
import { elements, lineOf, type Source, textOf, treeOf } from "./markup.ts";
import type { Site } from "./site.ts";

export function readSitemap(bytes: Uint8Array, ask: Source, site: Site): WebAnswer<"sitemap"> {
  const plain = unpacked(bytes);
  const text = textOf(plain, ask);
  if (!text.trimStart().startsWith("<")) return { pages: site.among(listed(text), ask.url), sitemaps: [] };
  const tree = treeOf(plain, ask, { xmlMode: true });
  const locations = elements("loc", tree).map((loc) => ({
    url: lineOf(loc),
    isSitemap: loc.parent !== null && "name" in loc.parent && loc.parent.name === "sitemap",
  }));
  const sitemaps = locations
    .filter(({ isSitemap }) => isSitemap)
    .map(({ url }) => site.spelled(url, ask.url))
    .filter((url) => url !== null)
    // A sitemap speaks for its own host only.
    .filter((url) => new URL(url).origin === new URL(ask.url).origin)
    .slice(0, WEB_LIMITS.links);
  const pages = locations.filter(({ isSitemap }) => !isSitemap).map(({ url }) => url);
  return { pages: site.among(pages, ask.url), sitemaps };
}

/** A list has one whole address a line; what else lies there is no list. */
const listed = (text: string): string[] => text.split(/\r?\n/).filter((line) => /^https?:\/\/\S+$/i.test(line.trim()));

function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: WEB_LIMITS.bodyBytes });
  } catch {
    throw new DocumentFault("document.broken", `The sitemap is damaged, or larger than ${WEB_LIMITS.bodyBytes} bytes.`);
  }
}
