// PDF: text with its page numbers. A PDF knows where each word stands and little else; headings are found by their size.
import { getDocumentProxy } from "unpdf";
import type { DocumentWarning, ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import { encryptedFault } from "./detect-type.ts";
import { DocumentFault } from "./document-fault.ts";
import { createPageText, createTextBudget, tooManyPages } from "./page-text.ts";
import { addLines, headingSizesOf, linesOf, type PdfLine, type PositionedText } from "./pdf-lines.ts";

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

const MAX_WARNINGS = 100;

/** Rejects with a DocumentFault for an encrypted or damaged file and for what is over the bounds. */
export async function readPdf(bytes: Uint8Array<ArrayBuffer>, options: ExtractOptions): Promise<ExtractedDocument> {
  const document = await open(bytes);
  try {
    if (document.numPages > options.maxPages) throw tooManyPages(options.maxPages);
    const { pages, warnings } = await readPages(document, options);
    const sizes = headingSizesOf(pages.flat());
    const budget = createTextBudget(options);
    const finished = pages.map((lines, index) => {
      const page = createPageText(index + 1, budget);
      addLines(lines, sizes, page);
      return page.finish();
    });
    for (const page of finished) {
      if (page.text !== "" || warnings.some((warning) => warning.page === page.page)) continue;
      warnings.push({ code: "no-text", message: "The page holds no text; it may be a scan.", page: page.page });
    }
    const facts = await factsOf(document);
    const title = facts.title ?? finished.find((page) => page.headings.length > 0)?.headings[0]?.text ?? null;
    return {
      type: "pdf",
      title,
      ...(facts.language ? { language: facts.language } : {}),
      pages: finished,
      warnings: shortened(warnings),
    };
  } finally {
    await document.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(bytes, {
      verbosity: 0,
      enableXfa: false,
      disableFontFace: true,
      useSystemFonts: false,
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "PasswordException") throw encryptedFault();
    if (error instanceof RangeError) throw error;
    throw new DocumentFault("document.broken", "The PDF cannot be read: its structure is damaged or cut off.");
  }
}

async function readPages(
  document: PdfDocument,
  options: ExtractOptions,
): Promise<{ pages: PdfLine[][]; warnings: DocumentWarning[] }> {
  const pages: PdfLine[][] = [];
  const warnings: DocumentWarning[] = [];
  // Counted while reading, so that a huge document ends early; what is kept is counted again, exactly.
  const budget = createTextBudget(options);
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      const page = await document.getPage(number);
      const content = await page.getTextContent();
      const items: PositionedText[] = [];
      for (const item of content.items) {
        if (!("str" in item)) continue;
        budget.addText(item.str.length);
        items.push(item);
      }
      pages.push(linesOf(items));
      page.cleanup();
    } catch (error) {
      if (error instanceof DocumentFault || error instanceof RangeError) throw error;
      pages.push([]);
      warnings.push({ code: "page-broken", message: "The page is damaged and could not be read.", page: number });
    }
  }
  if (pages.length > 0 && warnings.length === pages.length) {
    throw new DocumentFault("document.broken", "None of the PDF's pages can be read: the file is damaged.");
  }
  return { pages, warnings };
}

async function factsOf(document: PdfDocument): Promise<{ title: string | null; language: string | null }> {
  try {
    const { info } = await document.getMetadata();
    const title = textField(info, "Title");
    const language = textField(info, "Language");
    return {
      title: title === null ? null : title.slice(0, 1_000),
      language: language !== null && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) ? language : null,
    };
  } catch {
    return { title: null, language: null }; // Damaged metadata is no reason to refuse the text.
  }
}

function textField(info: object, name: string): string | null {
  const value: unknown = Object.entries(info).find(([key]) => key === name)?.[1];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function shortened(warnings: readonly DocumentWarning[]): DocumentWarning[] {
  if (warnings.length <= MAX_WARNINGS) return [...warnings];
  const rest = warnings.length - MAX_WARNINGS;
  return [
    ...warnings.slice(0, MAX_WARNINGS),
    { code: "more-warnings", message: `There are ${rest} more warnings of this kind.` },
  ];
}
