// The list of what a ZIP archive holds, read without unpacking anything, and the check that it unpacks to what it says.
// Layout: PKWARE APPNOTE 6.3.10, sections 4.3.12 (central directory) and 4.3.16 (its end).
import { inflateRawSync } from "node:zlib";
import { DocumentFault } from "./document-fault.ts";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_ENTRIES = 10_000;
const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedSize: number;
  /** As the archive declares it; `checkUnpackedSizes` finds out whether it is true. */
  readonly size: number;
  readonly headerOffset: number;
}

/** Throws a DocumentFault when the directory is damaged, has too many entries or needs ZIP64. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let offset = view.getUint32(end + 16, true);
  if (count === 0xffff || offset === 0xffffffff || count > MAX_ENTRIES) {
    throw new DocumentFault("document.too-complex", `The document's archive holds more than ${MAX_ENTRIES} parts.`);
  }
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (offset + ENTRY_LENGTH > bytes.byteLength || view.getUint32(offset, true) !== ENTRY_SIGNATURE) throw damaged();
    const nameLength = view.getUint16(offset + 28, true);
    const nameEnd = offset + ENTRY_LENGTH + nameLength;
    if (nameEnd > bytes.byteLength) throw damaged();
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(offset + ENTRY_LENGTH, nameEnd)),
      method: view.getUint16(offset + 10, true),
      encrypted: (view.getUint16(offset + 8, true) & 1) !== 0,
      compressedSize: view.getUint32(offset + 20, true),
      size: view.getUint32(offset + 24, true),
      headerOffset: view.getUint32(offset + 42, true),
    });
    offset = nameEnd + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
  }
  return entries;
}

/**
 * Throws a DocumentFault unless all entries together unpack to at most `limit` bytes. First by what is declared, which
 * costs nothing; then, for the entries in `toUnpack`, by unpacking them under that bound, because the declaration may lie
 * and the DOCX reader would believe it.
 */
export function checkUnpackedSizes(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  toUnpack: (entry: ZipEntry) => boolean,
  limit: number,
): void {
  const declared = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (declared > limit) throw bomb(limit);
  for (const entry of entries) {
    if (toUnpack(entry)) unpackEntry(bytes, entry);
  }
}

/** The bytes of one entry. Throws a DocumentFault when they are damaged or more than the entry declares. */
export function unpackEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const packed = packedBytes(bytes, entry);
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) throw damaged();
  try {
    // maxOutputLength must be at least 1; an empty entry still has a deflate block.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
      throw new DocumentFault("document.too-complex", "A part of the document unpacks to more than it declares.");
    }
    throw damaged();
  }
}

function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = entry.headerOffset;
  if (header + LOCAL_LENGTH > bytes.byteLength || view.getUint32(header, true) !== LOCAL_SIGNATURE) throw damaged();
  const start = header + LOCAL_LENGTH + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (start + entry.compressedSize > bytes.byteLength) throw damaged();
  return bytes.subarray(start, start + entry.compressedSize);
}

/** The end record is followed by a comment of up to 65,535 bytes, so it is searched backwards. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let offset = last; offset >= Math.max(0, last - 0xffff); offset -= 1) {
    if (view.getUint32(offset, true) === END_SIGNATURE) return offset;
  }
  throw damaged();
}

function damaged(): DocumentFault {
  return new DocumentFault("document.broken", "The document's archive is damaged or cut off.");
}

function bomb(limit: number): DocumentFault {
  return new DocumentFault(
    "document.too-complex",
    `The document unpacks to more than ${Math.floor(limit / 1024 / 1024)} MB.`,
  );
}
