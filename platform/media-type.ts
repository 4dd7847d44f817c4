/**
 * What a file is, by its first bytes: what a sender or a name says counts only where the bytes do not contradict. Signatures
 * of the kinds that people send (https://mimesniff.spec.whatwg.org/ and the formats' own specifications).
 */

/** Bytes of the beginning that are enough to tell. */
export const SNIFFED_BYTES = 512;

/** Hex of the first bytes (`..` is any byte), and the type. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ["89504e470d0a1a0a", "image/png"],
  ["ffd8ff", "image/jpeg"],
  ["47494638", "image/gif"],
  ["52494646........57454250", "image/webp"],
  ["52494646........57415645", "audio/wav"],
  ["52494646........41564920", "video/x-msvideo"],
  ["........6674797061766966", "image/avif"],
  ["........6674797068656963", "image/heic"],
  ["........667479704d3441", "audio/mp4"],
  ["........667479707174", "video/quicktime"],
  ["........66747970", "video/mp4"],
  ["424d", "image/bmp"],
  ["00000100", "image/x-icon"],
  ["49492a00", "image/tiff"],
  ["4d4d002a", "image/tiff"],
  ["25504446", "application/pdf"],
  ["504b0304", "application/zip"],
  ["504b0506", "application/zip"],
  ["1f8b", "application/gzip"],
  ["526172211a07", "application/vnd.rar"],
  ["377abcaf271c", "application/x-7z-compressed"],
  ["d0cf11e0a1b11ae1", "application/x-ole-storage"],
  ["4f676753", "audio/ogg"],
  ["664c6143", "audio/flac"],
  ["494433", "audio/mpeg"],
  ["fffb", "audio/mpeg"],
  ["fff3", "audio/mpeg"],
  ["fff1", "audio/aac"],
  ["1a45dfa3", "video/webm"],
  ["4d5a", "application/vnd.microsoft.portable-executable"],
  ["7f454c46", "application/x-elf"],
  ["53514c69746520666f726d6174203300", "application/vnd.sqlite3"],
  ["7b5c727466", "application/rtf"],
];

const OFFICE = "application/vnd.openxmlformats-officedocument";
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument";
/** Kinds that are told from their container by the name. */
const WITHIN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "application/zip": {
    docx: `${OFFICE}.wordprocessingml.document`,
    xlsx: `${OFFICE}.spreadsheetml.sheet`,
    pptx: `${OFFICE}.presentationml.presentation`,
    odt: `${OPEN_DOCUMENT}.text`,
    ods: `${OPEN_DOCUMENT}.spreadsheet`,
    odp: `${OPEN_DOCUMENT}.presentation`,
    epub: "application/epub+zip",
  },
  "application/x-ole-storage": {
    doc: "application/msword",
    xls: "application/vnd.ms-excel",
    ppt: "application/vnd.ms-powerpoint",
    msg: "application/vnd.ms-outlook",
  },
  "audio/ogg": { ogv: "video/ogg" },
  "video/webm": { mkv: "video/x-matroska", weba: "audio/webm" },
  "video/mp4": { m4a: "audio/mp4" },
};
const TEXTS: Readonly<Record<string, string>> = {
  md: "text/markdown",
  markdown: "text/markdown",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  xml: "application/xml",
  html: "text/html",
  htm: "text/html",
  xhtml: "application/xhtml+xml",
  svg: "image/svg+xml",
  css: "text/css",
  js: "text/javascript",
  mjs: "text/javascript",
  yaml: "application/yaml",
  yml: "application/yaml",
  ics: "text/calendar",
  vcf: "text/vcard",
};

/** `head`: the first bytes, all of them where there are fewer than SNIFFED_BYTES. Without parameters. */
export function mediaTypeOf(head: Uint8Array, name: string, declared: string = ""): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const hex = Array.from(head.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const signed = SIGNATURES.find(([pattern]) => new RegExp(`^${pattern}`).test(hex))?.[1];
  if (signed !== undefined)
    return WITHIN[signed]?.[ending] ?? (signed === "application/zip" ? signed : sameKind(signed, declared));
  if (!isText(head)) return "application/octet-stream";
  const text = new TextDecoder().decode(head.subarray(0, SNIFFED_BYTES));
  const said = declared.split(";")[0]?.trim().toLowerCase() ?? "";
  const named = TEXTS[ending] ?? (Object.values(TEXTS).includes(said) ? said : undefined);
  if (named !== undefined) return named;
  // A page stays a page under any other name: a browser must never be left to find that out.
  if (/^\s*(?:<!doctype html|<html|<script|<body|<head|<iframe)/i.test(text)) return "text/html";
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<svg/i.test(text)) return "image/svg+xml";
  return "text/plain";
}

/** A recording that says it is sound, in a container of films, is believed. */
function sameKind(signed: string, declared: string): string {
  const said = declared.split(";")[0]?.trim().toLowerCase() ?? "";
  const isMedia = /^(?:video\/(?:webm|mp4)|audio\/ogg)$/.test(signed);
  return isMedia && said === signed.replace(/^video/, "audio") ? said : signed;
}

/** UTF-8 without controls, but for a sign that the bound cut in two. */
function isText(head: Uint8Array): boolean {
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return false;
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
