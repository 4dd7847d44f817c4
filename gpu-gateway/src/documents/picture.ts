// Text in a picture, by Tesseract with its English data: Latin script. Program and data come with the gateway; nothing is fetched.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorker } from "tesseract.js";
import type { DocumentWarning, ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import { DocumentFault } from "./document-fault.ts";
import { createPageText, createTextBudget } from "./page-text.ts";

const MAX_PIXELS = 40_000_000;
/** Percent: below this the words are a guess. */
const LEAST_CONFIDENCE = 40;
const DATA = join(dirname(fileURLToPath(import.meta.resolve("@tesseract.js-data/eng/package.json"))), "4.0.0_best_int");

export async function readPicture(bytes: Uint8Array<ArrayBuffer>, options: ExtractOptions): Promise<ExtractedDocument> {
  checkSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  // The library throws errors of its worker again outside of any promise unless somebody takes them.
  const worker = await createWorker("eng", 1, {
    langPath: DATA,
    cacheMethod: "none",
    gzip: true,
    errorHandler: () => undefined,
  });
  try {
    const { data } = await worker.recognize(Buffer.from(bytes));
    const page = createPageText(1, createTextBudget(options));
    const isSure = data.confidence >= LEAST_CONFIDENCE;
    if (isSure) for (const block of data.text.split(/\n{2,}/)) page.addBlock(block.trim());
    const finished = page.finish();
    const warnings: DocumentWarning[] =
      finished.text === "" ? [{ code: "no-text", message: "The picture shows no text that could be read." }] : [];
    return { type: "picture", title: null, pages: [finished], warnings };
  } finally {
    await worker.terminate();
  }
}

/** A small file can claim a picture that fills the memory; formats that do not say it at their beginning are bounded by the thread. */
function checkSize(bytes: Buffer): void {
  const isPng = bytes.length > 24 && bytes.toString("latin1", 1, 4) === "PNG";
  const pixels = isPng ? bytes.readUInt32BE(16) * bytes.readUInt32BE(20) : 0;
  if (pixels > MAX_PIXELS)
    throw new DocumentFault(
      "document.too-complex",
      `The picture has more than ${MAX_PIXELS / 1_000_000} million points.`,
    );
}
