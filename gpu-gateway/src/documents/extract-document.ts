// One document: what is it really, who reads it, and what is said when nothing comes of it.
import type { ExtractedDocument } from "../../../contracts/gateway.ts";
import { readCsv } from "./csv.ts";
import { detectType } from "./detect-type.ts";
import { DocumentFault } from "./document-fault.ts";
import { readDocx } from "./docx.ts";
import type { ExtractionInput } from "./extraction-pool.ts";
import { readHtml } from "./html.ts";
import { readMarkdown } from "./markdown.ts";
import { readPdf } from "./pdf.ts";
import { readPicture } from "./picture.ts";
import { readPlainText } from "./plain-text.ts";
import { readPptx } from "./pptx.ts";
import { readXlsx } from "./xlsx.ts";

/** Rejects with a DocumentFault; anything else that is thrown means a broken document. */
export async function extractDocument(input: ExtractionInput): Promise<ExtractedDocument> {
  if (input.bytes.byteLength === 0) throw new DocumentFault("document.empty", "The document has no bytes.");
  const source = await detectType(input);
  switch (source.type) {
    case "pdf":
      return readPdf(input.bytes, input.options);
    case "docx":
      return readDocx(input.bytes, input.options);
    case "xlsx":
      return readXlsx(input.bytes, input.options);
    case "pptx":
      return readPptx(input.bytes, input.options);
    case "picture":
      return readPicture(input.bytes, input.options);
    case "html":
      return readHtml(source, input.options);
    case "markdown":
      return readMarkdown(source, input.options);
    case "csv":
      return readCsv(source, input.options);
    case "text":
      return readPlainText(source, input.options);
  }
}
