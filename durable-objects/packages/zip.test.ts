import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "./crc32.ts";
import { PACKAGE_LIMITS, PackageError } from "./package-file.ts";
import { readZip, ZIP_LIMITS } from "./zip.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const pack = (files: Zippable): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(files));
const good = (): Uint8Array<ArrayBuffer> =>
  pack({ "a/start.bas": text('TALK "hi"'), "a/b.txt": [text("x".repeat(5_000)), { level: 9 }] });

/** Overwrites bytes of a copy. `at` counts from the signature's first or last occurrence. */
function patch(
  zip: Uint8Array<ArrayBuffer>,
  signature: number,
  offset: number,
  bytes: number[],
  which = 0,
): Uint8Array<ArrayBuffer> {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  const found: number[] = [];
  for (let at = 0; at + 4 <= copy.length; at += 1) if (view.getUint32(at, true) === signature) found.push(at);
  copy.set(bytes, (found[which] ?? Number.NaN) + offset);
  return copy;
}
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

describe("a good archive", () => {
  test("gives its files, stored and deflated, without folders", () => {
    const files = readZip(
      pack({
        "bot.gbai/": new Uint8Array(),
        "bot.gbai/ação ☕.bas": [text("é".repeat(100)), { level: 0 }],
        "bot.gbai/c.txt": [text("y".repeat(100_000)), { level: 9 }],
        "bot.gbai/empty": new Uint8Array(),
      }),
    );
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ["bot.gbai/ação ☕.bas", 200],
      ["bot.gbai/c.txt", 100_000],
      ["bot.gbai/empty", 0],
    ]);
    expect(new TextDecoder().decode(files[0]?.read())).toBe("é".repeat(100));
    expect(files[1]?.read().length).toBe(100_000);
    expect(files[2]?.read().length).toBe(0);
  });

  test("may separate with backslashes", () => {
    expect(readZip(pack({ "bot.gbai\\x.gbdialog\\start.bas": text("") }))[0]?.path).toBe(
      "bot.gbai/x.gbdialog/start.bas",
    );
  });

  test("CRC-32 is that of ISO 3309", () => {
    expect(crc32(text("123456789"))).toBe(0xcbf43926);
  });
});

describe("a hostile or broken archive is refused with the reason", () => {
  const names: [string, string, RegExp][] = [
    ["climbing out", "../evil.bas", /leads out of the package/],
    ["climbing out later", "a/../../evil.bas", /leads out of the package/],
    ["climbing out with backslashes", "a\\..\\..\\evil.bas", /leads out of the package/],
    ["an absolute path", "/etc/passwd", /is absolute/],
    ["a drive", "C:\\evil.bas", /is absolute/],
    ["a control character", "a\u0000.bas", /control character/],
    ["an empty part", "a//b.bas", /empty part/],
    ["a dot part", "a/./b.bas", /empty part/],
    ["a long path", `${"x".repeat(PACKAGE_LIMITS.pathLength)}.bas`, /400 characters/],
    ["a share of a network", "\\\\server\\share\\evil.bas", /is absolute/],
    ["the folder above, alone", "..", /leads out of the package/],
    ["the folder above at the end", "a/..", /leads out of the package/],
    ["the folder itself", ".", /empty part/],
    ["a line break", "a\nb.bas", /control character/],
    ["an escape sequence", "a\u001b[2J.bas", /control character/],
    ["a deleted character", "a\u007f.bas", /control character/],
    ["a name that reads backwards", "a\u202Esab.exe", /control character/],
    ["a hidden mark of direction", "a\u2066b.bas", /control character/],
    ["a separator of lines", "a\u2028b.bas", /control character/],
    ["a byte order mark", "\uFEFFstart.bas", /control character/],
    ["a device of Windows", "a/CON", /takes for something else/],
    ["a device with an ending", "a/nul.bas", /takes for something else/],
    ["a port", "COM1.bas", /takes for something else/],
    ["a stream behind a name", "a/start.bas:hidden", /takes for something else/],
    ["a dot at the end", "a/start.bas.", /takes for something else/],
    ["a blank at the end", "a /start.bas", /takes for something else/],
    ["deep nesting", `${"d/".repeat(PACKAGE_LIMITS.depth)}x.bas`, /nested deeper/],
  ];
  test.each(names)("%s", (_, name, reason) => {
    expect(() => readZip(pack({ [name]: text("x") }))).toThrow(reason);
  });

  test("names that differ in case only, and the same name twice", () => {
    expect(() => readZip(pack({ "a.bas": text("1"), "A.bas": text("2") }))).toThrow(/twice/);
    const zip = pack({ "aa.bas": text("1"), "bb.bas": text("2") });
    const twice = patch(patch(zip, LOCAL, 30, [97, 97], 1), CENTRAL, 46, [97, 97], 1);
    expect(() => readZip(twice)).toThrow(/holds "aa.bas" twice/);
  });

  test.each([
    ["case", "start.bas", "START.bas"],
    ["composition", "a\u00e9.bas", "ae\u0301.bas"],
    ["width", "a.bas", "\uFF41.bas"],
    ["a ligature", "fi.bas", "\uFB01.bas"],
    ["separators", "a/b.bas", "a\\b.bas"],
    ["a folder's case", "Shop/b.bas", "shop/b.bas"],
  ])("names that differ in %s only", (_, one, other) => {
    expect(() => readZip(pack({ [one]: text("1"), [other]: text("2") }))).toThrow(/twice/);
  });

  test("a link", () => {
    const linked = pack({ "a.bas": [text("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }] });
    expect(() => readZip(linked)).toThrow(/"a.bas" is a link/);
  });

  test("a device", () => {
    expect(() => readZip(pack({ "a.bas": [text(""), { os: 3, attrs: 0o060666 << 16 }] }))).toThrow(/special file/);
  });

  test("other names before the data than in the directory", () => {
    expect(() => readZip(patch(good(), LOCAL, 30, [98]))).toThrow(/another name before its data/);
  });

  test("a file that unfolds to more than declared is left after one step", () => {
    const bomb = pack({ "a.bas": [new Uint8Array(20_000_000), { level: 9 }] });
    const lying = patch(bomb, CENTRAL, 24, [10, 0, 0, 0]);
    const [file] = readZip(lying);
    const started = performance.now();
    expect(() => file?.read()).toThrow(/unfolds to more than the archive declares/);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("a file that unfolds to less, or to something else", () => {
    const [, longer] = readZip(patch(good(), CENTRAL, 24, [0x89, 0x13], 1));
    expect(() => longer?.read()).toThrow(/does not match its checksum/);
    const [damaged] = readZip(patch(good(), CENTRAL, 16, [1, 2, 3, 4]));
    expect(() => damaged?.read()).toThrow(/does not match its checksum/);
  });

  test("sizes over the limits, one and all", () => {
    const big = patch(good(), CENTRAL, 24, [0, 0, 0, 0x7f], 1);
    expect(() => readZip(big)).toThrow(/"a\/b.txt" is larger than 32 MB/);
    let many = pack(
      Object.fromEntries(
        Array.from({ length: 8 }, (_, i) => [`${i}.txt`, [text("x".repeat(99)), { level: 9 as const }]]),
      ),
    );
    for (let i = 0; i < 8; i += 1) many = patch(many, CENTRAL, 24, [0, 0, 0xc0, 1], i);
    expect(() => readZip(many)).toThrow(/more than 192 MB together/);
  });

  test("too many entries", () => {
    const many = Object.fromEntries(
      Array.from({ length: ZIP_LIMITS.entries + 1 }, (_, i) => [`${i}`, new Uint8Array()]),
    );
    expect(() => readZip(pack(many))).toThrow(/at most 5000/);
  });

  test("entries that share bytes", () => {
    const zip = pack({ "aa.bas": text("1"), "aa.txt": text("2") });
    // Both directory entries point to the first file; its local name must then be the same, so it is renamed, too.
    const shared = patch(patch(zip, CENTRAL, 42, [0, 0, 0, 0], 1), CENTRAL, 46, [65, 97, 46, 98, 97, 115], 1);
    expect(() => readZip(shared)).toThrow(/another name|overlaps|twice/);
    const overlapping = patch(zip, CENTRAL, 20, [60], 0);
    expect(() => readZip(overlapping)).toThrow(/two sizes|overlaps/);
  });

  test("a password, an odd method, a split archive, ZIP64", () => {
    expect(() => readZip(patch(good(), CENTRAL, 8, [1]))).toThrow(/encrypted/);
    expect(() => readZip(patch(good(), CENTRAL, 10, [12]))).toThrow(/method 12/);
    expect(() => readZip(patch(good(), END, 4, [1]))).toThrow(/split/);
    expect(() => readZip(patch(good(), END, 16, [255, 255, 255, 255]))).toThrow(/ZIP64/);
  });

  test("a directory that says something else than there is", () => {
    const zip = good();
    expect(() => readZip(patch(zip, END, 8, [1, 0, 1, 0]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, END, 8, [3, 0, 3, 0]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, END, 8, [1, 0]))).toThrow(/split/);
    expect(() => readZip(patch(zip, END, 12, [1, 0, 0, 0]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, END, 16, [1, 0, 0, 0]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, END, 10, [255, 255]))).toThrow(/split|ZIP64/);
    expect(() => readZip(patch(zip, END, 20, [9, 0]))).toThrow(/no ZIP archive/);
    expect(() => readZip(patch(zip, CENTRAL, 28, [255, 255]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, CENTRAL, 42, [255, 255, 255, 0]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, LOCAL, 0, [0]))).toThrow(/broken/);
    expect(() => readZip(patch(zip, CENTRAL, 20, [255, 255, 255, 0], 1))).toThrow(/broken/);
  });

  test("another method of encryption, and a file that is packed as a patch", () => {
    expect(() => readZip(patch(good(), CENTRAL, 8, [0x40]))).toThrow(/encrypted/);
    expect(() => readZip(patch(good(), CENTRAL, 8, [0, 0x20]))).toThrow(/encrypted/);
  });

  test("never anything but a PackageError, whatever the bytes", () => {
    const soaked = process.env["BASALT_SOAK"] === "1" ? 20_000 : 300;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, withEnd) => {
        const zip = new Uint8Array(withEnd ? [...bytes, ...good().slice(-22)] : bytes);
        try {
          for (const file of readZip(zip)) file.read();
        } catch (error) {
          if (!(error instanceof PackageError)) throw error;
        }
      }),
      { numRuns: soaked },
    );
  });

  test("a name that is not UTF-8", () => {
    const zip = patch(patch(good(), LOCAL, 30, [0xff]), CENTRAL, 46, [0xff]);
    expect(() => readZip(zip)).toThrow(/not UTF-8/);
  });

  test("no archive at all, and one without its end", () => {
    expect(() => readZip(new Uint8Array(text("hello")))).toThrow(/no ZIP archive/);
    expect(() => readZip(new Uint8Array())).toThrow(/no ZIP archive/);
    expect(() => readZip(good().slice(0, -30))).toThrow(/no ZIP archive|broken/);
  });

  test("never anything but a PackageError, whatever byte is changed or missing", () => {
    const zip = good();
    for (let at = 0; at < zip.length; at += 1) {
      for (const change of [zip[at]! ^ 0xff, zip[at]! ^ 0x01]) {
        const broken = zip.slice();
        broken[at] = change;
        for (const candidate of [broken, zip.slice(0, at)]) {
          try {
            for (const file of readZip(candidate)) file.read();
          } catch (error) {
            expect(error).toBeInstanceOf(PackageError);
          }
        }
      }
    }
  });
});
