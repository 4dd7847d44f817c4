// What a document really is. Its bytes decide; what its name and its content type claim is only compared with them.
//
// Texts are the exception: every Markdown or CSV file is a plain text too, so among texts the claim decides, unless the
// bytes plainly contradict it.
import { fileTypeFromBuffer } from "file-type";
import type { DocumentType, DocumentWarning } from "../../../contracts/gateway.ts";
import { decodeText } from "./decode-text.ts";
import { DocumentFault } from "./document-fault.ts";
import type { ExtractionInput } from "./extraction-pool.ts";
import { readZipDirectory } from "./zip-directory.ts";

export interface TextSource {
  readonly type: "html" | "markdown" | "csv" | "text";
  readonly text: string;
  readonly warnings: readonly DocumentWarning[];
}
export type BinaryType = "pdf" | "docx" | "xlsx" | "pptx" | "picture";
export type DetectedSource = { readonly type: BinaryType } | TextSource;

const NAMES: Record<DocumentType, string> = {
  pdf: "a PDF document",
  docx: "a Word document (DOCX)",
  xlsx: "a workbook (XLSX)",
  pptx: "a presentation (PPTX)",
  picture: "a picture",
  html: "an HTML page",
  markdown: "a Markdown text",
  csv: "a CSV table",
  text: "a plain text",
};
const SUPPORTED =
  "PDF, DOCX, XLSX, PPTX, HTML, Markdown, CSV, plain text and pictures (PNG, JPEG, BMP, WebP) are supported";

const TYPE_OF_EXTENSION: Record<string, DocumentType> = {
  pdf: "pdf",
  docx: "docx",
  xlsx: "xlsx",
  pptx: "pptx",
  png: "picture",
  jpg: "picture",
  jpeg: "picture",
  bmp: "picture",
  webp: "picture",
  html: "html",
  htm: "html",
  xhtml: "html",
  md: "markdown",
  markdown: "markdown",
  csv: "csv",
  tsv: "csv",
  txt: "text",
  text: "text",
  log: "text",
};
const TYPE_OF_MIME: Record<string, DocumentType> = {
  "application/pdf": "pdf",
  "application/x-pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "image/png": "picture",
  "image/jpeg": "picture",
  "image/bmp": "picture",
  "image/webp": "picture",
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/markdown": "markdown",
  "text/x-markdown": "markdown",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  // What browsers on Windows say of a .csv file when Excel is installed.
  "application/vnd.ms-excel": "csv",
  "text/plain": "text",
};
/** Claims that say nothing: of these a document may turn out to be anything. */
const VAGUE_MIME = new Set([
  "",
  "application/octet-stream",
  "binary/octet-stream",
  "application/zip",
  "application/x-zip-compressed",
  "application/x-download",
]);

/** PNG, JPEG, BMP with its reserved zeros, WebP. */
const PICTURE = /^(?:89504e470d0a1a0a|ffd8ff|424d.{8}00000000|52494646.{8}57454250)/;

interface Claim {
  /** How the claim is quoted: the content type itself, or the name's extension and never the name. */
  readonly said: string;
  readonly type: DocumentType | "other";
}

/** Rejects with a DocumentFault: 415 for what is not supported or not what it claims, 422 for what is encrypted. */
export async function detectType(input: ExtractionInput): Promise<DetectedSource> {
  const claims = claimsOf(input);
  const binary = binaryTypeOf(input.bytes);
  if (binary !== null) {
    for (const claim of claims) if (claim.type !== binary) throw mismatch(claim, NAMES[binary]);
    return { type: binary };
  }
  const decoded = await textOrFault(input, claims);
  return { ...decoded, type: textTypeOf(decoded.text, claims) };
}

function claimsOf(input: ExtractionInput): Claim[] {
  const claims: Claim[] = [];
  const mime = (input.contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!VAGUE_MIME.has(mime))
    claims.push({ said: `content type ${mime.slice(0, 100)}`, type: TYPE_OF_MIME[mime] ?? "other" });
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(input.fileName ?? "")?.[1]?.toLowerCase();
  if (extension !== undefined)
    claims.push({ said: `name ending in .${extension}`, type: TYPE_OF_EXTENSION[extension] ?? "other" });
  return claims;
}

function binaryTypeOf(bytes: Uint8Array): BinaryType | null {
  // Readers accept a PDF header within the first 1024 bytes (PDF 1.7, appendix H.3.4.1).
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const at = head.indexOf("%PDF-");
  if (PICTURE.test(Buffer.from(bytes.subarray(0, 12)).toString("hex"))) return "picture";
  if (at === 0 || (at > 0 && !/^\s*[<#\w]/.test(head))) return "pdf";
  if (!head.startsWith("PK\u0003\u0004")) return null;
  const names = new Set(readZipDirectory(bytes).map((entry) => entry.name));
  if (names.has("word/document.xml")) return "docx";
  if (names.has("xl/workbook.xml")) return "xlsx";
  return names.has("ppt/presentation.xml") ? "pptx" : null;
}

async function textOrFault(input: ExtractionInput, claims: readonly Claim[]) {
  const known = await fileTypeFromBuffer(input.bytes);
  // Text formats that file-type knows by their first words (XML, RTF and the like) are read as text below, except RTF.
  const isText = known === undefined || /^(application\/xml|text\/|image\/svg)/.test(known.mime);
  if (isText) {
    const charset = /charset\s*=\s*"?([\w.:-]{2,40})/i.exec(input.contentType ?? "")?.[1];
    const decoded = decodeText(input.bytes, charset);
    if (decoded !== null) {
      if (decoded.text.trim() === "") throw new DocumentFault("document.empty", "The document holds no text.");
      return decoded;
    }
  }
  const found = known === undefined ? "a file of unknown binary form" : `a file of type ${known.mime}`;
  if (known?.mime === "application/x-cfb") throw oldOfficeFault(input.bytes);
  const lie = claims.find((claim) => claim.type !== "other");
  if (lie) throw mismatch(lie, found);
  throw new DocumentFault("document.unsupported-type", `The document is ${found}; ${SUPPORTED}.`);
}

/** The old container of Microsoft Office: a document of 2003, or a new one behind a password. */
function oldOfficeFault(bytes: Uint8Array): DocumentFault {
  const marker = Buffer.from("EncryptedPackage", "utf16le");
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(marker)) return encryptedFault();
  const detail = "The document is in the Office format from before 2007; save it as DOCX or PDF.";
  return new DocumentFault("document.unsupported-type", detail);
}

export function encryptedFault(): DocumentFault {
  return new DocumentFault("document.encrypted", "The document is protected by a password; save a copy without one.");
}

const BINARY: readonly string[] = ["pdf", "docx", "xlsx", "pptx", "picture"] satisfies BinaryType[];
const isBinary = (type: Claim["type"]): type is BinaryType => BINARY.includes(type);

function textTypeOf(text: string, claims: readonly Claim[]): TextSource["type"] {
  const isHtml =
    /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)[\s>]/i.test(
      text.slice(0, 4096),
    );
  const found = isHtml ? NAMES.html : NAMES.text;
  let type: TextSource["type"] | undefined;
  for (const claim of claims) {
    if (isBinary(claim.type) || (claim.type === "csv" && isHtml)) throw mismatch(claim, found);
    // "text/plain" with a name in .md or .csv: the more exact claim holds, whichever comes first.
    if (claim.type !== "other" && (type === undefined || type === "text")) type = claim.type;
  }
  const foreign = claims.find(
    (claim) => claim.type === "other" && /^content type (image|audio|video)\//.test(claim.said),
  );
  if (foreign && !foreign.said.includes("svg")) throw mismatch(foreign, found);
  return type ?? (isHtml ? "html" : "text");
}

function mismatch(claim: Claim, found: string): DocumentFault {
  return new DocumentFault(
    "document.type-mismatch",
    `The document has a ${claim.said}, but its bytes are those of ${found}.`,
  );
}
