// Bytes of a page or feed as text, and as a tree.
import { DomUtils, Parser, parseDocument } from "htmlparser2";
import { WEB_LIMITS } from "../../../contracts/gateway-web.ts";
import { decodeText } from "../documents/decode-text.ts";
import { DocumentFault } from "../documents/document-fault.ts";

export interface Source {
  readonly url: string;
  readonly contentType: string;
}
export type Tree = ReturnType<typeof parseDocument>;
const MAX_DEPTH = 500;
const PIECE_LENGTH = 64 * 1024;
type Node = Parameters<typeof DomUtils.textContent>[0];

/** Throws a DocumentFault where the bytes are no text. */
export function textOf(bytes: Uint8Array, { contentType }: Pick<Source, "contentType">): string {
  const charset = /charset\s*=\s*"?([\w.:-]{2,40})/i.exec(contentType)?.[1];
  const decoded = decodeText(bytes, charset);
  if (decoded === null) throw new DocumentFault("document.unsupported-type", "What lies at the address is no text.");
  return decoded.text;
}

/** Throws a DocumentFault also where elements are nested so deeply that every look at the tree would take long. */
export function treeOf(bytes: Uint8Array, source: Source, options: { xmlMode?: boolean } = {}): Tree {
  const text = textOf(bytes, source);
  let depth = 0;
  const counter = new Parser(
    {
      onopentag() {
        depth += 1;
        if (depth > MAX_DEPTH)
          throw new DocumentFault("document.too-complex", `The page nests its elements more than ${MAX_DEPTH} deep.`);
      },
      onclosetag() {
        depth -= 1;
      },
    },
    options,
  );
  // In pieces, so that a bound that is crossed early ends the work early.
  for (let start = 0; start < text.length; start += PIECE_LENGTH)
    counter.write(text.slice(start, start + PIECE_LENGTH));
  counter.end();
  return parseDocument(text, options);
}

/** Elements of one name, in the order of the page. */
export const elements = (name: string, tree: Tree) => DomUtils.getElementsByTagName(name, tree, true);

/** What relative addresses are relative to: `<base href>` where the page has one. */
export function baseOf(tree: Tree, url: string): string {
  const href = elements("base", tree)[0]?.attribs["href"];
  return href !== undefined && URL.canParse(href, url) ? new URL(href, url).href : url;
}

/** Null for what is no address of the web. */
export function absolute(link: string | undefined, base: string): string | null {
  if (link === undefined || !URL.canParse(link, base)) return null;
  const url = new URL(link, base);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href.slice(0, 8_192) : null;
}

/** Its text on one line. */
export const lineOf = (node: Node): string =>
  DomUtils.innerText(node).replaceAll(/\s+/g, " ").trim().slice(0, WEB_LIMITS.text);
