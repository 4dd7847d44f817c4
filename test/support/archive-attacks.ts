/**
 * Archives that no package and no EXTRACT may take in, each with the words of its refusal: names that lead elsewhere or say
 * something else than they mean, two files in one place, links, bombs, and archives that two readers read differently.
 */
import { type Zippable, zipSync } from "fflate";
import { PACKAGE_LIMITS } from "../../durable-objects/packages/package-file.ts";
import { ZIP_LIMITS } from "../../durable-objects/packages/zip.ts";

type Bytes = Uint8Array<ArrayBuffer>;
/** What it is, the archive, and the reason that is given. */
export type ArchiveAttack = readonly [what: string, archive: () => Bytes, reason: RegExp];

export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
const OVER_DEEP = "d/".repeat(PACKAGE_LIMITS.depth);

export const text = (content: string): Bytes => new Uint8Array(new TextEncoder().encode(content));
export const pack = (files: Zippable): Bytes => new Uint8Array(zipSync(files));
/** One stored and one deflated file, which an attack then bends. */
export const goodArchive = (): Bytes =>
  pack({ "a.gbdialog/start.bas": text('TALK "hi"'), "a.gbdata/b.txt": [text("x".repeat(5_000)), { level: 9 }] });

/** Overwrites bytes of a copy. `offset` counts from one of the places where the signature stands. */
export function patch(zip: Bytes, signature: number, offset: number, bytes: number[], which = 0): Bytes {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  const found: number[] = [];
  for (let at = 0; at + 4 <= copy.length; at += 1) if (view.getUint32(at, true) === signature) found.push(at);
  copy.set(bytes, (found[which] ?? Number.NaN) + offset);
  return copy;
}

const named =
  (...names: string[]) =>
  (): Bytes =>
    pack(Object.fromEntries(names.map((name, i) => [name, text(String(i))])));
const withMode = (mode: number) => (): Bytes => pack({ "a.bas": [text("/etc/passwd"), { os: 3, attrs: mode << 16 }] });
const bent =
  (signature: number, offset: number, bytes: number[], which = 0) =>
  (): Bytes =>
    patch(goodArchive(), signature, offset, bytes, which);

const NAMES: readonly ArchiveAttack[] = [
  ["climbing out", named("../evil.bas"), /leads out of the package/],
  ["climbing out later", named("a/../../evil.bas"), /leads out of the package/],
  ["climbing out and in again", named("a/../a/evil.bas"), /leads out of the package/],
  ["climbing out with backslashes", named("a\\..\\..\\evil.bas"), /leads out of the package/],
  ["climbing out with both separators", named("a/..\\../evil.bas"), /leads out of the package/],
  ["the folder above, alone", named(".."), /leads out of the package/],
  ["the folder above at the end", named("a/.."), /leads out of the package/],
  ["the folder above as a folder", named("../"), /leads out of the package/],
  ["the folder itself", named("."), /empty part/],
  ["a dot part", named("a/./b.bas"), /empty part/],
  ["an empty part", named("a//b.bas"), /empty part/],
  ["no name", named(""), /1 to 400 characters/],
  ["an absolute path", named("/etc/passwd"), /is absolute/],
  ["an absolute path of Windows", named("\\Windows\\evil.bas"), /is absolute/],
  ["a share of a network", named("\\\\server\\share\\evil.bas"), /is absolute/],
  ["a share of a network with slashes", named("//server/share/evil.bas"), /is absolute/],
  ["a device path", named("\\\\?\\C:\\evil.bas"), /is absolute/],
  ["a drive", named("C:\\evil.bas"), /is absolute/],
  ["a drive with a slash", named("c:/evil.bas"), /is absolute/],
  ["a drive without a separator", named("C:evil.bas"), /is absolute/],
  ["a control character", named("a\u0000.bas"), /control character/],
  ["an ending behind a zero", named("a.bas\u0000.txt"), /control character/],
  ["a line break", named("a\nb.bas"), /control character/],
  ["an escape sequence", named("a\u001b[2J.bas"), /control character/],
  ["a deleted character", named("a\u007f.bas"), /control character/],
  ["a name that reads backwards", named("a\u202Esab.exe"), /control character/],
  ["a hidden mark of direction", named("a\u2066b.bas"), /control character/],
  ["a separator of lines", named("a\u2028b.bas"), /control character/],
  ["a byte order mark", named("\uFEFFstart.bas"), /control character/],
  ["a device of Windows", named("a/CON"), /takes for something else/],
  ["a device with an ending", named("a/nul.bas"), /takes for something else/],
  ["a device as a folder", named("aux/start.bas"), /takes for something else/],
  ["a port", named("COM1.bas"), /takes for something else/],
  ["a port with a raised digit", named("LPT¹.bas"), /takes for something else/],
  ["a stream behind a name", named("a/start.bas:hidden"), /takes for something else/],
  ["a dot at the end", named("a/start.bas."), /takes for something else/],
  ["a blank at the end", named("a /start.bas"), /takes for something else/],
  ["a long path", named(`${"x".repeat(PACKAGE_LIMITS.pathLength)}.bas`), /400 characters/],
  ["deep nesting", named(`${OVER_DEEP}x.bas`), /nested deeper/],
  ["deep nesting of folders alone", named(`${OVER_DEEP}x/`), /nested deeper/],
  ["a name that is not UTF-8", () => patch(patch(goodArchive(), LOCAL, 30, [0xff]), CENTRAL, 46, [0xff]), /not UTF-8/],
];

const TWICE: readonly ArchiveAttack[] = [
  [
    "the same name twice",
    () => patch(patch(named("aa.bas", "bb.bas")(), LOCAL, 30, [97, 97], 1), CENTRAL, 46, [97, 97], 1),
    /holds "aa.bas" twice/,
  ],
  ["names that differ in case", named("start.bas", "START.bas"), /twice/],
  ["names that differ in a folder's case", named("Shop/b.bas", "shop/b.bas"), /twice/],
  ["names that differ in the case of Greek", named("ΣΑΣ.bas", "σας.bas"), /twice/],
  ["names that differ in composition", named("a\u00e9.bas", "ae\u0301.bas"), /twice/],
  ["names that differ in width", named("a.bas", "\uFF41.bas"), /twice/],
  ["names that differ in a ligature", named("fi.bas", "\uFB01.bas"), /twice/],
  ["names that differ in separators", named("a/b.bas", "a\\b.bas"), /twice/],
  ["a file that is a folder as well", named("a", "a/b.bas"), /as a file and as a folder/],
  ["a folder that is a file as well", named("A/b/c.bas", "a/B"), /as a file and as a folder/],
  ["a file and an empty folder", named("a", "a/"), /as a file and as a folder/],
];

const KINDS: readonly ArchiveAttack[] = [
  ["a link", withMode(0o120777), /"a.bas" is a link/],
  ["a device", withMode(0o060666), /special file/],
  ["a device of characters", withMode(0o020666), /special file/],
  ["a pipe", withMode(0o010666), /special file/],
  ["a socket", withMode(0o140666), /special file/],
  ["a password", bent(CENTRAL, 8, [1]), /encrypted/],
  ["strong encryption", bent(CENTRAL, 8, [0x40]), /encrypted/],
  ["an encrypted directory", bent(CENTRAL, 8, [0, 0x20]), /encrypted/],
  ["an odd method", bent(CENTRAL, 10, [12]), /method 12/],
  ["a split archive", bent(END, 4, [1]), /split/],
  ["ZIP64", bent(END, 16, [255, 255, 255, 255]), /ZIP64/],
];

const BOMBS: readonly ArchiveAttack[] = [
  [
    "a file that unfolds to more than declared",
    () => patch(pack({ "a.bas": [new Uint8Array(20_000_000), { level: 9 }] }), CENTRAL, 24, [10, 0, 0, 0]),
    /unfolds to more than the archive declares/,
  ],
  [
    "a file that is declared too large",
    bent(CENTRAL, 24, [0, 0, 0, 0x7f], 1),
    /"a.gbdata\/b.txt" is larger than 32 MB/,
  ],
  ["files that are too large together", eightTimes28Mb, /more than 192 MB together/],
  [
    "too many entries",
    () =>
      pack(Object.fromEntries(Array.from({ length: ZIP_LIMITS.entries + 1 }, (_, i) => [`${i}`, new Uint8Array()]))),
    /at most 5000/,
  ],
  ["entries that share bytes", twoEntriesOneFile, /overlaps/],
  [
    "an entry that reaches into the next",
    () => patch(patch(named("aa.bas", "aa.txt")(), CENTRAL, 20, [60]), CENTRAL, 24, [60]),
    /overlaps/,
  ],
];

const DIFFERENT_READERS: readonly ArchiveAttack[] = [
  ["another name before the data", bent(LOCAL, 30, [98]), /another name before its data/],
  ["two directories", twoDirectories, /two directories/],
  ["a directory that holds more than it says", bent(END, 8, [1, 0, 1, 0]), /holds more than it says/],
  ["a directory that holds less", bent(END, 8, [3, 0, 3, 0]), /ends too early/],
  ["two counts of entries", bent(END, 8, [1, 0]), /split/],
  ["a directory that ends elsewhere", bent(END, 12, [1, 0, 0, 0]), /broken/],
  ["a directory that begins elsewhere", bent(END, 16, [1, 0, 0, 0]), /broken/],
  ["a comment that ends elsewhere", bent(END, 20, [9, 0]), /no ZIP archive/],
  ["a name longer than the archive", bent(CENTRAL, 28, [255, 255]), /broken/],
  ["data outside of the archive", bent(CENTRAL, 42, [255, 255, 255, 0]), /not where its directory says/],
  ["data that ends outside", bent(CENTRAL, 20, [255, 255, 255, 0], 1), /ends after the archive/],
  ["a file in its own directory", fileOverDirectory, /overlaps its directory/],
  [
    "two sizes of what is stored",
    () => patch(pack({ "a.bas": [text("TALK 1"), { level: 0 }] }), CENTRAL, 20, [3]),
    /two sizes/,
  ],
  ["another checksum", bent(CENTRAL, 16, [1, 2, 3, 4]), /does not match its checksum/],
  ["a file that unfolds to less", bent(CENTRAL, 24, [0x89, 0x13], 1), /does not match its checksum/],
  [
    "data that is not deflated",
    () => patch(pack({ "a.bas": [text("x".repeat(99)), { level: 9 }] }), LOCAL, 35, [0xff, 0xff]),
    /cannot be inflated|checksum/,
  ],
  ["no archive at all", () => text("hello"), /no ZIP archive/],
  ["nothing", () => new Uint8Array(), /no ZIP archive/],
  ["an archive without its end", () => goodArchive().slice(0, -30), /no ZIP archive/],
];

export const ARCHIVE_ATTACKS: readonly ArchiveAttack[] = [...NAMES, ...TWICE, ...KINDS, ...BOMBS, ...DIFFERENT_READERS];

function eightTimes28Mb(): Bytes {
  const small = [text("x".repeat(99)), { level: 9 as const }] as const;
  let many = pack(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i}.txt`, [...small]])));
  for (let i = 0; i < 8; i += 1) many = patch(many, CENTRAL, 24, [0, 0, 0xc0, 1], i);
  return many;
}

/** Two names, one piece of data: the second entry's data begins inside of the first's. */
function twoEntriesOneFile(): Bytes {
  const inner = pack({ "b.bas": [text("TALK 2"), { level: 0 }] });
  const outer = pack({ "a.bas": [inner, { level: 0 }], "b.bas": [text("TALK 2"), { level: 0 }] });
  // The first file holds an archive; the second directory entry is led to the header in there.
  return patch(outer, CENTRAL, 42, [35, 0, 0, 0], 2);
}

/** An archive whose comment is another one: from the front and from the end different directories are found. */
function twoDirectories(): Bytes {
  const [first, second] = [pack({ "a.bas": text("1") }), pack({ "b.bas": text("2") })];
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return patch(both, END, 20, [second.length, 0]);
}

/** What is declared as the last file's data reaches into the directory behind it. */
function fileOverDirectory(): Bytes {
  const zip = pack({ "a.bas": [text("TALK 1"), { level: 0 }] });
  return patch(patch(zip, CENTRAL, 20, [20]), CENTRAL, 24, [20]);
}
