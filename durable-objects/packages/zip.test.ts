import fc from "fast-check";
import { Inflate } from "fflate";
import { describe, expect, test, vi } from "vitest";
import { ATTACKS, BAD_RESOLUTIONS } from "../../test/support/address-attacks.ts";
import { ARCHIVE_ATTACKS, CENTRAL, goodArchive, pack, patch, text } from "../../test/support/archive-attacks.ts";
import { crc32 } from "./crc32.ts";
import { PackageError } from "./package-file.ts";
import { readZip } from "./zip.ts";

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
  test.each(ARCHIVE_ATTACKS)("%s", (_, archive, reason) => {
    const readAll = () => readZip(archive()).map((file) => file.read());
    expect(readAll).toThrow(expect.objectContaining({ name: "PackageError", message: expect.stringMatching(reason) }));
  });

  test("a file that unfolds to more than declared is left after one step", () => {
    const lying = patch(pack({ "a.bas": [new Uint8Array(20_000_000), { level: 9 }] }), CENTRAL, 24, [10, 0, 0, 0]);
    const push = vi.spyOn(Inflate.prototype, "push");
    expect(() => readZip(lying)[0]?.read()).toThrow(/unfolds to more/);
    expect(push).toHaveBeenCalledTimes(1);
    push.mockRestore();
  });

  test("never anything but a PackageError, whatever the bytes", () => {
    const soaked = process.env["BASALT_SOAK"] === "1" ? 20_000 : 300;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, withEnd) => {
        const zip = new Uint8Array(withEnd ? [...bytes, ...goodArchive().slice(-22)] : bytes);
        try {
          for (const file of readZip(zip)) file.read();
        } catch (error) {
          if (!(error instanceof PackageError)) throw error;
        }
      }),
      { numRuns: soaked },
    );
  });

  test("never anything but a PackageError, whatever byte is changed or missing", () => {
    const zip = goodArchive();
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

const [addresses, archives] = [
  [...new Set(ATTACKS), ...BAD_RESOLUTIONS],
  new Set(ARCHIVE_ATTACKS.map(([what]) => what)),
];
test(`${addresses.length} addresses and ${archives.size} archives are on the lists of attacks`, () => {
  expect(addresses.length).toBeGreaterThanOrEqual(150);
  expect(archives.size).toBeGreaterThanOrEqual(80);
  expect(archives.size).toBe(ARCHIVE_ATTACKS.length);
});
