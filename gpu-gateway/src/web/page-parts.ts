// What scripts take from a page: texts, a table, links, pictures.
import { selectAll } from "css-select";
import { DomUtils } from "htmlparser2";
import { WEB_LIMITS, type WebAnswer } from "../../../contracts/gateway-web.ts";
import { DocumentFault } from "../documents/document-fault.ts";
import { absolute, baseOf, elements, lineOf, type Source, type Tree, treeOf } from "./markup.ts";

interface Selected extends Source {
  readonly selector: string;
}
const MAX_COLUMNS = 200;
/** Characters of all texts of an answer. */
const MAX_ANSWER = 4_000_000;

/** Texts of the elements that the selector finds, in the order of the page. */
export function readTexts(bytes: Uint8Array, ask: Selected, most: number = WEB_LIMITS.values): string[] {
  const texts: string[] = [];
  let length = 0;
  for (const element of select(treeOf(bytes, ask), ask.selector)) {
    const text = lineOf(element);
    length += text.length;
    if (texts.length >= most || (texts.length > 0 && length > MAX_ANSWER)) break;
    texts.push(text);
  }
  return texts;
}

/**
 * The first table that the selector finds, is in, or stands in: its header's cells name the columns, else its first row's.
 * Rows of tables inside are theirs.
 */
export function readTable(bytes: Uint8Array, ask: Selected): WebAnswer<"table"> {
  const found = select(treeOf(bytes, ask), ask.selector)[0];
  if (found === undefined) return null;
  const table = found.name === "table" ? found : DomUtils.getElementsByTagName("table", found.children, true, 1)[0];
  if (table === undefined) return null;
  const isOwn = (row: typeof table): boolean => {
    let above = row.parent;
    while (above !== null && !("name" in above && above.name === "table")) above = above.parent;
    return above === table;
  };
  const rows = DomUtils.getElementsByTagName("tr", table.children, true)
    .filter(isOwn)
    .slice(0, WEB_LIMITS.values + 1)
    .map((row) => row.children.filter((cell) => "name" in cell && (cell.name === "td" || cell.name === "th")))
    .filter((cells) => cells.length > 0)
    .map((cells) => cells.slice(0, MAX_COLUMNS).map(lineOf));
  const [head = [], ...body] = rows;
  const width = Math.max(head.length, ...body.map((cells) => cells.length));
  const columns = columnNames(head, width);
  return { columns, rows: body.map((cells) => columns.map((_, index) => cells[index] ?? "")) };
}

/** Each once: an empty name becomes `column 2`, one that is there already `price 2`. */
function columnNames(head: readonly string[], width: number): string[] {
  const names: string[] = [];
  for (let index = 0; index < width; index += 1) {
    const name = (head[index] ?? "").slice(0, 100) || `column ${index + 1}`;
    let unique = name;
    for (let number = 2; names.includes(unique); number += 1) unique = `${name} ${number}`;
    names.push(unique);
  }
  return names;
}

export function readLinks(bytes: Uint8Array, ask: Source): WebAnswer<"links"> {
  const tree = treeOf(bytes, ask);
  const base = baseOf(tree, ask.url);
  return distinct(elements("a", tree), (one) => {
    const url = absolute(one.attribs["href"], base);
    return url === null ? null : { url, text: lineOf(one).slice(0, 1_000) };
  });
}

export function readImages(bytes: Uint8Array, ask: Source): WebAnswer<"images"> {
  const tree = treeOf(bytes, ask);
  const base = baseOf(tree, ask.url);
  return distinct(elements("img", tree), ({ attribs }) => {
    const url = absolute(attribs["src"] || attribs["data-src"], base);
    return url === null ? null : { url, alt: (attribs["alt"] ?? "").trim().slice(0, 1_000) };
  });
}

/** The first of each address, the bound of an answer kept. */
function distinct<E, T extends { url: string }>(found: readonly E[], read: (element: E) => T | null): T[] {
  const items = new Map<string, T>();
  for (const element of found) {
    const item = read(element);
    if (item !== null && !items.has(item.url)) items.set(item.url, item);
    if (items.size >= WEB_LIMITS.values) break;
  }
  return [...items.values()];
}

function select(tree: Tree, selector: string) {
  try {
    return selectAll<Tree["children"][number], ReturnType<typeof elements>[number]>(selector, tree.children);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new DocumentFault("document.unknown-part", "The selector is no CSS selector, such as table.rates td.price.");
  }
}
