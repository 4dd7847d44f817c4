// Collects a page's text and headings while a reader walks a document, and keeps the bounds of the whole document.
import {
  DOCUMENT_LIMITS,
  type DocumentHeading,
  type DocumentPage,
  type ExtractOptions,
} from "../../../contracts/gateway.ts";
import { DocumentFault } from "./document-fault.ts";

/** Counts over all pages of one document. Throws a DocumentFault at the first one that is too many. */
export interface TextBudget {
  addPage(): void;
  addText(length: number): void;
  addHeading(): void;
}

export function createTextBudget(options: ExtractOptions): TextBudget {
  let pages = 0;
  let text = 0;
  let headings = 0;
  return {
    addPage() {
      pages += 1;
      if (pages > options.maxPages) throw tooManyPages(options.maxPages);
    },
    addText(length) {
      text += length;
      if (text > options.maxText) {
        throw new DocumentFault(
          "document.too-much-text",
          `The document holds more than ${options.maxText} characters of text; split it.`,
        );
      }
    },
    addHeading() {
      headings += 1;
      if (headings > DOCUMENT_LIMITS.maxHeadings) {
        throw new DocumentFault(
          "document.too-complex",
          `The document has more than ${DOCUMENT_LIMITS.maxHeadings} headings.`,
        );
      }
    },
  };
}

export function tooManyPages(limit: number): DocumentFault {
  return new DocumentFault("document.too-many-pages", `The document has more than ${limit} pages; split it.`);
}

export interface PageText {
  /** Adds a block of text; blocks are separated by an empty line. Empty blocks are dropped. */
  addBlock(text: string): void;
  /** Adds a line directly below the last one, for tables and lists. */
  addLine(text: string): void;
  addHeading(level: number, text: string): void;
  finish(): DocumentPage;
}

export function createPageText(page: number, budget: TextBudget): PageText {
  budget.addPage();
  const parts: string[] = [];
  const headings: DocumentHeading[] = [];
  let length = 0;

  /** Returns where the text begins, or -1 when nothing is left of it. */
  const add = (raw: string, separator: string): number => {
    const text = cleanText(raw);
    if (text === "") return -1;
    const before = length === 0 ? "" : separator;
    budget.addText(before.length + text.length);
    parts.push(before, text);
    length += before.length + text.length;
    return length - text.length;
  };

  return {
    addBlock: (text) => void add(text, "\n\n"),
    addLine: (text) => void add(text, "\n"),
    addHeading(level, text) {
      const line = text.replaceAll(/\s+/g, " ");
      const offset = add(line, "\n\n");
      if (offset < 0) return;
      budget.addHeading();
      headings.push({ level: Math.min(6, Math.max(1, level)), text: cleanText(line), offset });
    },
    finish: () => ({ page, text: parts.join(""), headings }),
  };
}

/**
 * Text as it is stored: LF line ends, no control characters (databases refuse NUL), no half surrogate pairs, no soft
 * hyphens, which would keep a search from finding the word, and no blanks at the ends of lines.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?|[\u2028\u2029\f\v]/g, "\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose.
      .replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\ufeff]/g, "")
      .replaceAll("\u00a0", " ")
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n")
      .replace(/^\n+/, "")
      .trimEnd()
  );
}
