// HTML: the text that a reader sees, with its headings. Scripts, styles, navigation and controls are left out.
//
// The markup is read as a stream of events and no tree is built: a tree costs time that grows with the square of the
// nesting, and a page nested 100,000 deep is one line to write.
import { Parser } from "htmlparser2";
import type { DocumentWarning, ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import type { TextSource } from "./detect-type.ts";
import { DocumentFault } from "./document-fault.ts";
import { createPageText, createTextBudget, type PageText } from "./page-text.ts";

const MAX_DEPTH = 2_000;
const PIECE_LENGTH = 64 * 1024;
const LEFT_OUT = words(
  "script style noscript template nav iframe object embed svg math canvas audio video map button select textarea datalist dialog head title",
);
const BLOCKS = words(
  "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form header hgroup hr html legend main p pre section summary",
);
const LISTS = words("ul ol menu");

/** What markup says of itself. */
export interface HtmlFacts {
  readonly title: string | null;
  /** BCP 47. */
  readonly language: string | null;
}

export function readHtml(source: TextSource, options: ExtractOptions): ExtractedDocument {
  const page = createPageText(1, createTextBudget(options));
  const facts = addHtml(source.text, page);
  const finished = page.finish();
  const warnings: DocumentWarning[] = [...source.warnings];
  if (finished.text === "")
    warnings.push({ code: "no-text", message: "The page holds no text that a reader would see." });
  const title = facts.title ?? finished.headings[0]?.text ?? null;
  return { type: "html", title, ...(facts.language ? { language: facts.language } : {}), pages: [finished], warnings };
}

/** Adds what a reader sees of some markup to a page. */
export function addHtml(markup: string, page: PageText): HtmlFacts {
  const reader = new HtmlReader(page);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (text) => reader.text(text),
      onclosetag: (name) => reader.close(name),
    },
    { decodeEntities: true },
  );
  // In pieces, so that a bound that is crossed early ends the work early.
  for (let start = 0; start < markup.length; start += PIECE_LENGTH)
    parser.write(markup.slice(start, start + PIECE_LENGTH));
  parser.end();
  return reader.finish();
}

/** Turns open tags, texts and close tags into blocks, lines and headings. */
class HtmlReader {
  private readonly page: PageText;
  private depth = 0;
  /** Depth of the outermost element that is being left out, or 0. */
  private leftOutAt = 0;
  private inTitle = false;
  private title = "";
  private language: string | null = null;
  private buffer: string[] = [];
  private endsInSpace = true;
  private preformatted = 0;
  private lists = 0;
  private itemMark = "";
  private cells = 0;
  private rowCells = 0;
  /** The next line begins a list or a table, and stands apart from what is above it. */
  private startsGroup = false;

  constructor(page: PageText) {
    this.page = page;
  }

  open(name: string, attributes: Record<string, string>): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      throw new DocumentFault("document.too-complex", `The page nests its elements more than ${MAX_DEPTH} deep.`);
    }
    if (name === "html" && this.language === null) this.language = languageTag(attributes["lang"]);
    if (name === "title" && this.title === "") this.inTitle = true;
    if (this.leftOutAt > 0) return;
    if (LEFT_OUT.has(name) || isHidden(attributes)) this.leftOutAt = this.depth;
    else this.boundary(name, true);
  }

  text(text: string): void {
    if (this.inTitle) this.title += text.slice(0, 1_000);
    if (this.leftOutAt > 0) return;
    if (this.preformatted > 0) this.append(text);
    else {
      const folded = text.replaceAll(/[ \t\r\n\f]+/g, " ");
      this.append(this.endsInSpace && folded.startsWith(" ") ? folded.slice(1) : folded);
    }
  }

  close(name: string): void {
    if (name === "title") this.inTitle = false;
    if (this.leftOutAt === 0) this.boundary(name, false);
    else if (this.leftOutAt === this.depth) this.leftOutAt = 0;
    this.depth -= 1;
  }

  finish(): HtmlFacts {
    this.flush();
    return { title: this.title.replaceAll(/\s+/g, " ").trim().slice(0, 1_000) || null, language: this.language };
  }

  private boundary(name: string, opens: boolean): void {
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined) {
      if (opens) this.flush();
      else this.flushHeading(Number(level));
    } else if (name === "br") {
      if (opens) this.append("\n");
    } else if (LISTS.has(name)) {
      this.flush();
      if (opens && this.lists === 0) this.startsGroup = true;
      this.lists = Math.max(0, this.lists + (opens ? 1 : -1));
    } else if (name === "li") {
      this.flush();
      this.itemMark = opens ? `${"  ".repeat(Math.min(8, Math.max(0, this.lists - 1)))}- ` : "";
    } else if (name === "table" || name === "tr") {
      this.flush();
      if (name === "table" && opens) this.startsGroup = true;
      this.rowCells = 0;
    } else if (name === "td" || name === "th") {
      this.cell(opens);
    } else if (BLOCKS.has(name)) {
      // A paragraph inside a cell must not tear the row apart; what to do with the break is decided at the row's end.
      if (this.cells > 0) this.append("\n");
      else this.flush();
      if (name === "pre") this.preformatted = Math.max(0, this.preformatted + (opens ? 1 : -1));
    }
  }

  private cell(opens: boolean): void {
    this.cells = Math.max(0, this.cells + (opens ? 1 : -1));
    if (!opens) return;
    if (this.rowCells > 0) this.append(" | ");
    this.rowCells += 1;
  }

  private append(text: string): void {
    if (text === "") return;
    this.buffer.push(text);
    this.endsInSpace = /\s$/.test(text.slice(-1));
  }

  private take(): string {
    const text = this.buffer.join("").replaceAll(/ *\n/g, "\n");
    this.buffer = [];
    this.endsInSpace = true;
    return text.trim() === "" ? "" : text.replaceAll(/^\n+|\s+$/g, "");
  }

  private flush(): void {
    let text = this.take();
    if (text === "") return;
    const isRow = this.rowCells > 1;
    if (isRow) text = text.replaceAll(/\s+/g, " ");
    if (isRow && /^[\s|]*$/.test(text)) return;
    const inGroup = isRow || this.lists > 0 || this.itemMark !== "";
    text = this.itemMark + text;
    this.itemMark = "";
    if (inGroup && !this.startsGroup) this.page.addLine(text);
    else this.page.addBlock(text);
    this.startsGroup = false;
  }

  private flushHeading(level: number): void {
    this.page.addHeading(level, this.take());
    this.startsGroup = this.lists > 0;
    this.itemMark = "";
  }
}

function isHidden(attributes: Record<string, string>): boolean {
  return "hidden" in attributes || attributes["aria-hidden"] === "true" || attributes["role"] === "navigation";
}

function languageTag(value: string | undefined): string | null {
  return value !== undefined && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(value.trim()) ? value.trim() : null;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
