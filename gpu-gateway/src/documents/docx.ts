// DOCX: converted to HTML by mammoth, then read like any HTML. A Word file does not say where its pages break (fonts and
// printers decide), so it comes as one page.
import { Parser } from "htmlparser2";
import mammoth from "mammoth";
import type { DocumentWarning, ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import { encryptedFault } from "./detect-type.ts";
import { addHtml } from "./html.ts";
import { createPageText, createTextBudget } from "./page-text.ts";
import { checkUnpackedSizes, readZipDirectory, unpackEntry, type ZipEntry } from "./zip-directory.ts";

const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const MAX_PROPERTIES_BYTES = 1024 * 1024;
const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"];

export async function readDocx(bytes: Uint8Array<ArrayBuffer>, options: ExtractOptions): Promise<ExtractedDocument> {
  const entries = readZipDirectory(bytes);
  if (entries.some((entry) => entry.encrypted)) throw encryptedFault();
  // Pictures are not read, so they need not be unpacked.
  checkUnpackedSizes(bytes, entries, (entry) => !entry.name.startsWith("word/media/"), MAX_UNPACKED_BYTES);
  const converted = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    { styleMap: STYLES, convertImage: mammoth.images.imgElement(async () => ({ src: "" })), externalFileAccess: false },
  );
  const page = createPageText(1, createTextBudget(options));
  addHtml(converted.value, page);
  const finished = page.finish();
  const warnings: DocumentWarning[] = [];
  if (finished.text === "")
    warnings.push({ code: "no-text", message: "The document holds no text; it may consist of pictures." });
  const properties = propertiesOf(bytes, entries);
  const title = properties.title || finished.headings[0]?.text || null;
  return {
    type: "docx",
    title,
    ...(properties.language ? { language: properties.language } : {}),
    pages: [finished],
    warnings,
  };
}

/** Title and language from the core properties (ISO/IEC 29500-2), where the author filled them in. */
function propertiesOf(bytes: Uint8Array, entries: readonly ZipEntry[]): { title: string; language: string | null } {
  const found = { title: "", language: "" };
  const entry = entries.find((candidate) => candidate.name === "docProps/core.xml");
  if (entry !== undefined && entry.size <= MAX_PROPERTIES_BYTES) {
    let field: "title" | "language" | null = null;
    const parser = new Parser(
      {
        onopentag: (name) => {
          field = name === "dc:title" ? "title" : name === "dc:language" ? "language" : null;
        },
        ontext: (text) => {
          if (field !== null) found[field] += text.slice(0, 1_000);
        },
        onclosetag: () => {
          field = null;
        },
      },
      { xmlMode: true },
    );
    parser.end(new TextDecoder().decode(unpackEntry(bytes, entry)));
  }
  const language = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(found.language.trim()) ? found.language.trim() : null;
  return { title: found.title.trim().slice(0, 1_000), language };
}
