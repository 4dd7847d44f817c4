// Markdown: the text without its marks, with its headings. The title is that of the front matter, else the first heading.
import { Parser } from "htmlparser2";
import { marked, type Token, type Tokens } from "marked";
import type { ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import type { TextSource } from "./detect-type.ts";
import { DocumentFault } from "./document-fault.ts";
import { addHtml } from "./html.ts";
import { createPageText, createTextBudget, type PageText } from "./page-text.ts";

const MAX_DEPTH = 200;

export function readMarkdown(source: TextSource, options: ExtractOptions): ExtractedDocument {
  const page = createPageText(1, createTextBudget(options));
  const { body, title, language } = withoutFrontMatter(source.text);
  addTokens(marked.lexer(body), page, 0);
  const finished = page.finish();
  return {
    type: "markdown",
    title: title ?? finished.headings[0]?.text ?? null,
    ...(language ? { language } : {}),
    pages: [finished],
    warnings: [...source.warnings],
  };
}

/** `---` lines around `key: value` lines at the very beginning; only `title` and `lang` or `language` are of use here. */
function withoutFrontMatter(text: string): { body: string; title: string | null; language: string | null } {
  const match = /^---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  if (match?.[1] === undefined) return { body: text, title: null, language: null };
  const value = (name: string) =>
    new RegExp(`^(?:${name})[ \\t]*:[ \\t]*(.{1,500})$`, "im")
      .exec(match[1] ?? "")?.[1]
      ?.trim()
      .replace(/^(["'])(.*)\1$/, "$2");
  const language = value("lang|language");
  return {
    body: text.slice(match[0].length),
    title: value("title") || null,
    language: language && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) ? language : null,
  };
}

function addTokens(tokens: readonly Token[], page: PageText, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new DocumentFault("document.too-complex", `The text nests its blocks more than ${MAX_DEPTH} deep.`);
  for (const token of tokens) addToken(token, page, depth);
}

function addToken(token: Token, page: PageText, depth: number): void {
  if (isHeading(token)) page.addHeading(token.depth, inlineText(token.tokens));
  else if (isList(token)) addList(token, page, depth);
  else if (isTable(token)) addTable(token, page);
  else if (token.type === "blockquote") addTokens(token.tokens ?? [], page, depth + 1);
  else if (token.type === "code") page.addBlock(String(token["text"]));
  else if (token.type === "html") addHtml(token.raw, page);
  else if (token.type === "paragraph" || token.type === "text") page.addBlock(inlineText(token.tokens ?? [token]));
  // What is left has no text: space, hr, def.
}

function addList(list: Tokens.List, page: PageText, depth: number): void {
  let number = Number(list.start || 1);
  for (const [index, item] of list.items.entries()) {
    const mark = list.ordered ? `${number++}. ` : "- ";
    const first = item.tokens.filter((token) => token.type === "text" || token.type === "paragraph");
    const rest = item.tokens.filter(
      (token) => token.type !== "text" && token.type !== "paragraph" && token.type !== "checkbox",
    );
    const line = `${"  ".repeat(Math.min(8, depth))}${mark}${first.map((token) => inlineText("tokens" in token ? (token.tokens ?? [token]) : [token])).join("\n")}`;
    if (index === 0 && depth === 0) page.addBlock(line);
    else page.addLine(line);
    addTokens(rest, page, depth + 1);
  }
}

/** As with CSV, each value stands behind its column's name. */
function addTable(table: Tokens.Table, page: PageText): void {
  const header = table.header.map((cell) => inlineText(cell.tokens).trim());
  if (table.rows.length === 0) page.addBlock(header.join("; "));
  for (const [index, row] of table.rows.entries()) {
    const cells = row.map((cell, column) => {
      const value = inlineText(cell.tokens).trim();
      return header[column] && value ? `${header[column]}: ${value}` : value;
    });
    const line = cells.filter((cell) => cell !== "").join("; ");
    if (index === 0) page.addBlock(line);
    else page.addLine(line);
  }
}

/** The text of inline tokens: links and emphasis without their marks, images by their description, tags dropped. */
function inlineText(tokens: readonly Token[]): string {
  return tokens.map(inlineTokenText).join("");
}

function inlineTokenText(token: Token): string {
  if (token.type === "br") return "\n";
  if (token.type === "html" || token.type === "checkbox") return "";
  if (token.type === "codespan") return String(token["text"]); // Entities mean nothing in code.
  if ("tokens" in token && token.tokens) return inlineText(token.tokens);
  return "text" in token ? decodeEntities(String(token.text)) : "";
}

/** The lexer leaves `&amp;` and its kind to the renderer, which is not used here. */
function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  const parts: string[] = [];
  new Parser({ ontext: (part) => parts.push(part) }, { decodeEntities: true }).end(text.replaceAll("<", "&lt;"));
  return parts.join("");
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === "heading";
const isList = (token: Token): token is Tokens.List => token.type === "list";
const isTable = (token: Token): token is Tokens.Table => token.type === "table";
