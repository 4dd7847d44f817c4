// Plain text: as it is, in blocks separated by empty lines.
import type { ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import type { TextSource } from "./detect-type.ts";
import { createPageText, createTextBudget } from "./page-text.ts";

export function readPlainText(source: TextSource, options: ExtractOptions): ExtractedDocument {
  const page = createPageText(1, createTextBudget(options));
  page.addBlock(source.text);
  return { type: "text", title: null, pages: [page.finish()], warnings: [...source.warnings] };
}
