// Several PDF files as one, in their order: pages with what is drawn on them. Forms, outlines and scripts stay behind.
import { PDFDocument } from "pdf-lib";
import { PDF_LIMITS } from "../../../contracts/gateway-documents.ts";
import { encryptedFault } from "../documents/detect-type.ts";
import { DocumentFault } from "../documents/document-fault.ts";

/** Throws a DocumentFault that says which file is no PDF, is encrypted, or is one page too many. */
export async function mergePdf(
  bytes: Uint8Array<ArrayBuffer>,
  sizes: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = await PDFDocument.create({ updateMetadata: false });
  let offset = 0;
  for (const [i, size] of sizes.entries()) {
    const part = await load(bytes.subarray(offset, offset + size), i + 1);
    offset += size;
    if (whole.getPageCount() + part.getPageCount() > PDF_LIMITS.pages)
      throw new DocumentFault(
        "document.too-many-pages",
        `The files have more than ${PDF_LIMITS.pages} pages together.`,
      );
    for (const page of await whole.copyPages(part, part.getPageIndices())) whole.addPage(page);
  }
  return new Uint8Array(await whole.save());
}

async function load(bytes: Uint8Array, number: number): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  } catch (error) {
    // Its error class is none that instanceof knows (pdf-lib 1.17).
    if (error instanceof Error && error.message.includes("is encrypted")) throw encryptedFault();
    throw new DocumentFault("document.broken", `File ${number} of the list is no PDF that can be read.`);
  }
}
