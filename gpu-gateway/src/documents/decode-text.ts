// Bytes to text: by byte order mark, by what was declared, as UTF-8 where that fits, and as Windows-1252 otherwise.
import type { DocumentWarning } from "../../../contracts/gateway.ts";

export interface DecodedText {
  readonly text: string;
  readonly warnings: readonly DocumentWarning[];
}

const SNIFF_BYTES = 64 * 1024;

/** Returns null for bytes that are no text in any encoding known here. `declaredCharset` is a label such as `shift_jis`. */
export function decodeText(bytes: Uint8Array, declaredCharset: string | undefined): DecodedText | null {
  const sure = byteOrderMark(bytes) ?? utf16WithoutMark(bytes);
  if (sure !== null) {
    const text = tryDecode(bytes, sure);
    return text === null || looksBinary(text) ? null : { text, warnings: [] };
  }
  if (hasControlBytes(bytes)) return null;
  for (const label of [declaredCharset, charsetInMarkup(bytes), "utf-8"]) {
    const text = label === undefined ? null : tryDecode(bytes, label);
    if (text !== null && !looksBinary(text)) return { text, warnings: [] };
  }
  const text = tryDecode(bytes, "windows-1252");
  if (text === null) return null;
  const message = "The text is not UTF-8 and names no encoding; it was read as Windows-1252 (Latin-1).";
  return { text, warnings: [{ code: "encoding-guessed", message }] };
}

function tryDecode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null; // An unknown label, or bytes that are not in that encoding.
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

/** UTF-16 of mostly Latin text has a NUL in every second byte, always on the same side. */
function utf16WithoutMark(bytes: Uint8Array): string | null {
  const end = Math.min(bytes.byteLength, SNIFF_BYTES) & ~1;
  if (end < 4 || bytes.byteLength % 2 !== 0) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < end; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  const enough = (end / 2) * 0.4;
  if (odd > enough && even === 0) return "utf-16le";
  if (even > enough && odd === 0) return "utf-16be";
  return null;
}

/** Bytes that no text in an ASCII-compatible encoding holds. ESC (0x1b) stays allowed: ISO-2022-JP is made of it. */
function hasControlBytes(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.byteLength, SNIFF_BYTES);
  for (let index = 0; index < end; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x09 || (byte > 0x0d && byte < 0x1b) || (byte > 0x1b && byte < 0x20)) return true;
  }
  return false;
}

function looksBinary(text: string): boolean {
  return text.slice(0, SNIFF_BYTES).includes("\u0000");
}

/** `<meta charset=...>`, `<meta http-equiv ... charset=...>` or an XML declaration in the first 2 KB. */
function charsetInMarkup(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 2048));
  const match =
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})|^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})/i.exec(
      head,
    );
  return match?.[1] ?? match?.[2];
}
