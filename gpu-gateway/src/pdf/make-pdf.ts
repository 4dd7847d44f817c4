// A PDF of Markdown or HTML with data in it. The same request gives the same bytes: the time of its making is given, and
// nothing else in the file is by chance. Nothing is fetched: pictures come with the request, fonts with the gateway.
import { fileURLToPath } from "node:url";
import { marked } from "marked";
import pdfmake from "pdfmake";
import { PDF_LIMITS, type PdfRequest } from "../../../contracts/gateway-documents.ts";
import { DocumentFault } from "../documents/document-fault.ts";
import { escapeHtml, escapeMarkdown, fillText } from "./fill-text.ts";
import { type Picture, pageBlocks } from "./page-blocks.ts";

/** Latin, Greek and Cyrillic (Apache 2.0, part of pdfmake). */
const FONTS = Object.fromEntries(
  Object.entries({ normal: "Regular", bold: "Medium", italics: "Italic", bolditalics: "MediumItalic" }).map(
    ([style, name]) => [style, fileURLToPath(import.meta.resolve(`pdfmake/fonts/Roboto/Roboto-${name}.ttf`))],
  ),
);
const MAX_PIXELS = 40_000_000;
const FONT_FILES = new Set(Object.values(FONTS));
pdfmake.setFonts({ Roboto: FONTS });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => FONT_FILES.has(path));

/** `bytes` holds the pictures, one behind the other. Throws a DocumentFault for a template that cannot be filled or laid out. */
export async function makePdf(request: PdfRequest, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { format, template, data } = request;
  const escapeValue = format === "html" ? escapeHtml : escapeMarkdown;
  const filled = data === null ? template : fillText(template, data, escapeValue);
  const html = format === "html" ? filled : await marked.parse(filled, { gfm: true });
  const images = imagesOf(request, bytes);
  const { blocks, title } = pageBlocks(html, (address) => images.get(address) ?? inlineImage(address));
  const made = pdfmake.createPdf({
    content: blocks.length > 0 ? blocks : [""],
    pageSize: "A4",
    pageMargins: [40, 50, 40, 50],
    defaultStyle: { font: "Roboto", fontSize: 11 },
    info: {
      ...(title ? { title } : {}),
      creator: "Basalt",
      producer: "Basalt",
      creationDate: new Date(request.created),
    },
    footer: (page, pages) =>
      pages > 1 ? { text: `${page} / ${pages}`, alignment: "center", fontSize: 8, margin: [0, 15, 0, 0] } : "",
  });
  const pdf = new Uint8Array(await made.getBuffer());
  if (pdf.byteLength > PDF_LIMITS.answer)
    throw new DocumentFault("document.too-complex", `The PDF would be larger than ${PDF_LIMITS.answer} bytes.`);
  return pdf;
}

/** By the address that the template has for each. */
function imagesOf({ images }: PdfRequest, bytes: Uint8Array): Map<string, Picture> {
  const found = new Map<string, Picture>();
  let offset = 0;
  for (const { address, size } of images) {
    const picture = pictureOf(Buffer.from(bytes.subarray(offset, offset + size)));
    if (picture !== null) found.set(address, picture);
    offset += size;
  }
  return found;
}

function inlineImage(address: string): Picture | null {
  const data = /^data:image\/[a-z+]+;base64,([A-Za-z0-9+/=\s]+)$/.exec(address)?.[1];
  return data === undefined ? null : pictureOf(Buffer.from(data, "base64"));
}

/** Null for what is neither PNG nor JPEG, whatever it says of itself, and for one that is too large to be unpacked. */
function pictureOf(bytes: Buffer): Picture | null {
  const type = bytes.subarray(0, 4).toString("hex") === "89504e47" ? "png" : "jpeg";
  const size = type === "png" ? pngSize(bytes) : jpegSize(bytes);
  if (size === null || size.width * size.height > MAX_PIXELS) return null;
  return { url: `data:image/${type};base64,${bytes.toString("base64")}`, width: size.width };
}

interface Size {
  width: number;
  height: number;
}

/** PNG, third edition, 11.2.1: the header comes first. */
function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 33 || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** ITU-T T.81, B.2.2: the frame header, after any other segments. */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return null;
}
