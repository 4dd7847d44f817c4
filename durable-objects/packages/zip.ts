/**
 * Reads a ZIP archive that a stranger may have made. The directory at its end is checked completely before a byte is
 * inflated; fflate only inflates, because its own reader trusts the declared sizes and does not know links. Format:
 * PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central header), 4.3.16 (end of directory).
 */
import { Inflate } from "fflate";
import { crc32 } from "./crc32.ts";
import { checkPath, checkPlaces, inMegabytes, PACKAGE_LIMITS, PackageError, type PackageFile } from "./package-file.ts";

export const ZIP_LIMITS = {
  /** What one call between worker and object carries is 32 MiB. */
  archiveBytes: 31 * 1024 * 1024,
  entries: PACKAGE_LIMITS.files,
  fileBytes: 32 * 1024 * 1024,
  totalBytes: 192 * 1024 * 1024,
} as const;

export interface ZipFile extends PackageFile {
  /** Inflates and checks length and CRC-32. Throws a PackageError when they do not agree. */
  read(): Uint8Array<ArrayBuffer>;
}

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;

/** Files of the archive in the order of its directory; folders are left out. Throws a PackageError. */
export function readZip(bytes: Uint8Array<ArrayBuffer>): ZipFile[] {
  if (bytes.length > ZIP_LIMITS.archiveBytes) {
    throw new PackageError(`The package is larger than ${inMegabytes(ZIP_LIMITS.archiveBytes)}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view);
  const entries = readDirectory(bytes, view, directory);
  checkOverlaps(entries, directory.offset);
  checkTotals(entries);
  return entries.filter((entry) => !entry.folder).map((entry) => toFile(bytes, entry));
}

interface Directory {
  offset: number;
  size: number;
  count: number;
}

function findDirectory(view: DataView): Directory {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT);
  let found: Directory | null = null;
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    // The comment must reach exactly to the end: otherwise these bytes are part of something else.
    if (at + END_LENGTH + view.getUint16(at + 20, true) !== view.byteLength) continue;
    // Other readers begin at the front, and would see another package.
    if (found) throw new PackageError("The archive has two directories; pack it anew.");
    const count = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 12, true);
    const offset = view.getUint32(at + 16, true);
    if (view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count) {
      throw new PackageError("The archive is split over several files; pack it into one.");
    }
    if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
      throw new PackageError("The archive is in the ZIP64 form, which packages do not need; pack it without it.");
    }
    if (count > ZIP_LIMITS.entries) {
      throw new PackageError(`The archive has ${count} entries; a package has at most ${ZIP_LIMITS.entries}.`);
    }
    if (offset + size > at) throw new PackageError("The archive is broken: its directory is not where it says.");
    found = { offset, size, count };
  }
  if (!found) throw new PackageError("This is no ZIP archive, or its end is missing.");
  return found;
}

interface Entry {
  path: string;
  folder: boolean;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Where the local header begins, and where the data does. */
  header: number;
  data: number;
}

function readDirectory(bytes: Uint8Array<ArrayBuffer>, view: DataView, directory: Directory): Entry[] {
  const entries: Entry[] = [];
  const end = directory.offset + directory.size;
  let at = directory.offset;
  for (let index = 0; index < directory.count; index += 1) {
    if (at + CENTRAL_LENGTH > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
      throw new PackageError("The archive is broken: its directory ends too early.");
    }
    const nameLength = view.getUint16(at + 28, true);
    const next = at + CENTRAL_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw new PackageError("The archive is broken: its directory ends too early.");
    const rawName = bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength);
    entries.push(readEntry(bytes, view, at, rawName));
    at = next;
  }
  if (at !== end) throw new PackageError("The archive is broken: its directory holds more than it says.");
  checkPlaces(entries, "The archive holds");
  return entries;
}

function readEntry(bytes: Uint8Array<ArrayBuffer>, view: DataView, at: number, rawName: Uint8Array): Entry {
  const { path, folder } = readName(rawName);
  const flags = view.getUint16(at + 8, true);
  const entry: Entry = {
    path,
    folder,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    header: view.getUint32(at + 42, true),
    data: 0,
  };
  // The upper half holds the Unix mode where a Unix packed it: 0xA000 is a symbolic link.
  const mode = view.getUint16(at + 40, true) & 0xf000;
  const madeOnUnix = view.getUint8(at + 5) === 3 || view.getUint8(at + 5) === 19;
  if (madeOnUnix && mode !== 0 && mode !== 0x8000 && mode !== 0x4000) {
    throw new PackageError(`"${path}" is a ${mode === 0xa000 ? "link" : "special file"}; a package holds plain files.`);
  }
  if ((flags & 0x2041) !== 0) throw new PackageError(`"${path}" is encrypted; pack it without a password.`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new PackageError(`"${path}" is packed by method ${entry.method}; packages use "deflate" or "store".`);
  }
  if (entry.method === 0 && entry.packed !== entry.size) {
    throw new PackageError(`The archive is broken: "${path}" has two sizes.`);
  }
  if (entry.size > ZIP_LIMITS.fileBytes) {
    throw new PackageError(`"${path}" is larger than ${inMegabytes(ZIP_LIMITS.fileBytes)}.`);
  }
  const local = entry.header;
  if (local + LOCAL_LENGTH > view.byteLength || view.getUint32(local, true) !== LOCAL_SIGNATURE) {
    throw new PackageError(`The archive is broken: "${path}" is not where its directory says.`);
  }
  const nameLength = view.getUint16(local + 26, true);
  const localName = bytes.subarray(local + LOCAL_LENGTH, local + LOCAL_LENGTH + nameLength);
  // Two readers must not see two archives: the name before the data is the name in the directory.
  if (localName.length !== rawName.length || !localName.every((byte, i) => byte === rawName[i])) {
    throw new PackageError(`The archive is broken: "${path}" has another name before its data.`);
  }
  entry.data = local + LOCAL_LENGTH + nameLength + view.getUint16(local + 28, true);
  if (entry.data + entry.packed > view.byteLength) {
    throw new PackageError(`The archive is broken: "${path}" ends after the archive.`);
  }
  return entry;
}

function readName(raw: Uint8Array): { path: string; folder: boolean } {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new PackageError("A file name in the archive is not UTF-8; pack it with a tool that writes UTF-8 names.");
  }
  return { path: checkPath(name), folder: /[/\\]$/.test(name) };
}

/** Entries that share bytes are how a small archive claims petabytes (D. Fifield, "A better zip bomb", 2019). */
function checkOverlaps(entries: readonly Entry[], directoryOffset: number): void {
  let reached = 0;
  for (const entry of entries.toSorted((a, b) => a.header - b.header)) {
    if (entry.header < reached) throw new PackageError(`The archive is broken: "${entry.path}" overlaps another file.`);
    reached = entry.data + entry.packed;
  }
  if (reached > directoryOffset) throw new PackageError("The archive is broken: a file overlaps its directory.");
}

function checkTotals(entries: readonly Entry[]): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > ZIP_LIMITS.totalBytes) {
    throw new PackageError(`The files of the package have more than ${inMegabytes(ZIP_LIMITS.totalBytes)} together.`);
  }
}

function toFile(bytes: Uint8Array<ArrayBuffer>, entry: Entry): ZipFile {
  return {
    path: entry.path,
    size: entry.size,
    read() {
      const packed = bytes.subarray(entry.data, entry.data + entry.packed);
      const content = entry.method === 0 ? packed.slice() : inflate(packed, entry);
      if (content.length !== entry.size || crc32(content) !== entry.crc) {
        throw new PackageError(`The archive is broken: "${entry.path}" does not match its checksum.`);
      }
      return content;
    },
  };
}

/** Inflates in small steps, so that data which unfolds to more than was declared is left after one step. */
function inflate(packed: Uint8Array, entry: Entry): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(entry.size);
  let length = 0;
  const stream = new Inflate((part) => {
    if (length + part.length > entry.size) {
      throw new PackageError(`"${entry.path}" unfolds to more than the archive declares.`);
    }
    content.set(part, length);
    length += part.length;
  });
  const step = 16 * 1024;
  try {
    for (let at = 0; at < packed.length; at += step) {
      stream.push(packed.subarray(at, at + step), at + step >= packed.length);
    }
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError(`The archive is broken: "${entry.path}" cannot be inflated.`);
  }
  return content.subarray(0, length);
}
