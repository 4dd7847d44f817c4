/** The index against a model of it: whatever is done, versions, folders and figures are what they should be. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DriveWrite } from "../../contracts/drive.ts";
import { drivePath, foldedPath } from "../../contracts/drive-path.ts";
import { openSqlite } from "../../test/support/sqlite.ts";
import type { Sql } from "../data/sql.ts";
import { DriveFault } from "./fault.ts";
import {
  copyFile,
  listVersions,
  moveFile,
  purgeFolder,
  removeFile,
  restoreFile,
  statFile,
  writeFile,
} from "./files.ts";
import { folderCount } from "./index-rows.ts";
import { listChanges, listFolder } from "./listing.ts";
import { type DriveQuota, storedBytes } from "./quota.ts";
import { createDriveSchema } from "./schema.ts";

const by = { kind: "api", id: "test" } as const;
const UNLIMITED: DriveQuota = { bytes: 0, personBytes: 0, personFiles: 0, personFileBytes: 0 };

function openDrive(): { sql: Sql; change<T>(work: () => T): T } {
  const { sql, transaction } = openSqlite();
  createDriveSchema(sql);
  return { sql, change: transaction };
}

/** A content of so many bytes. */
const contentOf = (size: number): Pick<DriveWrite, "hash" | "size" | "type"> => ({
  hash: size.toString(16).padStart(64, "0"),
  size,
  type: "text/plain",
});

const place = fc.constantFrom("a.txt", "A.TXT", "d/b.txt", "d/c.txt", "d/e/f.txt", "users/1/x", "users/1/y", "d");
const content = fc.integer({ min: 1, max: 9 }).map(contentOf);
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), path: place, content }) },
  fc.record({ kind: fc.constant("remove" as const), path: place, hides: fc.boolean() }),
  fc.record({ kind: fc.constantFrom("copy" as const, "move" as const), path: place, to: place }),
  fc.record({ kind: fc.constant("restore" as const), path: place, version: fc.integer({ min: 1, max: 5 }) }),
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("purge" as const), path: fc.constantFrom("d", "users/1") }) },
);

const quota: DriveQuota = { bytes: 40, personBytes: 12, personFiles: 2, personFileBytes: 8 };

test("figures, folders and counted contents are exact after any operations, also those that are refused", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      const { sql, change } = openDrive();
      operations.forEach((one, now) => {
        const world = { now: now + 1, quota };
        try {
          change(() => {
            if (one.kind === "write") writeFile(sql, world, { path: one.path, ...one.content, by });
            else if (one.kind === "remove") removeFile(sql, world, one.path, by, one.hides);
            else if (one.kind === "copy") copyFile(sql, world, one.path, one.to, by);
            else if (one.kind === "move") moveFile(sql, world, one.path, one.to, by, false);
            else if (one.kind === "restore") restoreFile(sql, world, one.path, one.version, by);
            else purgeFolder(sql, world.now, one.path);
          });
        } catch (error) {
          if (!(error instanceof DriveFault)) throw error;
        }
        expectExact(sql);
      });
    }),
    { numRuns: process.env["BASALT_SOAK"] === "1" ? 3_000 : 60 },
  );
});

function expectExact(sql: Sql): void {
  const all = (text: string) => sql.exec<Record<string, number | string>>(text).toArray();
  const live = all("SELECT * FROM files WHERE state = 'file'");
  const sum = (rows: typeof live) => rows.reduce((total, { size }) => total + Number(size), 0);
  expect(folderCount(sql, "")).toEqual({ files: live.length, bytes: sum(live) });
  for (const { folded, files, bytes } of all("SELECT * FROM folders WHERE folded <> ''")) {
    const inside = live.filter((row) => String(row["folded"]).startsWith(`${folded}/`));
    expect([folded, files, bytes]).toEqual([folded, inside.length, sum(inside)]);
    // A folder is there as long as it holds something.
    expect(inside.length).toBeGreaterThan(0);
  }
  const versions = all("SELECT hash, size, count(*) AS refs FROM versions WHERE hash <> '' GROUP BY hash, size");
  expect(storedBytes(sql)).toBe(sum(versions));
  expect(storedBytes(sql)).toBeLessThanOrEqual(quota.bytes);
  expect(all("SELECT hash, refs FROM objects WHERE refs > 0 ORDER BY hash")).toEqual(
    versions.map(({ hash, refs }) => ({ hash, refs })),
  );
  expect(all("SELECT 1 FROM objects WHERE refs = 0 AND free_at IS NULL")).toEqual([]);
  const person = folderCount(sql, "users/1");
  expect(person.files <= quota.personFiles && person.bytes <= quota.personBytes).toBe(true);
  // Every live file has the version that it says.
  expect(
    all(`SELECT f.path FROM files f LEFT JOIN versions v ON v.file = f.id AND v.version = f.version
      AND v.hash = f.hash WHERE f.state = 'file' AND v.file IS NULL`),
  ).toEqual([]);
}

describe("paths", () => {
  test.each([
    ["/a//b/./c.txt", "a/b/c.txt"],
    ["a\\b.txt", "a/b.txt"],
    ["sales.gbdrive/x/y.txt", "x/y.txt"],
    [".gbdrive/x.txt", "x.txt"],
    ["sales.gbdata/t.csv", ".gbdata/t.csv"],
    [".gbkb/faq/a.md", ".gbkb/faq/a.md"],
    ["e\u0301.txt", "\u00e9.txt"],
    ["x.gbdrive", ""],
  ])("%s is %s", (text, path) => {
    expect(drivePath(text)).toEqual({ path });
  });

  test.each(["../a", "a/../../b", "~/a", "~root/a", "c:\\a", "C:/a", "a\u0000b", "a\nb", "a\u202egpj.exe", "\ud800"])(
    "%j is refused",
    (text) => {
      expect(drivePath(text).problem).toBeDefined();
    },
  );

  test("whatever is a path stays one, and stays inside", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const { path } = drivePath(text);
        if (path === undefined) return;
        expect(path.split("/")).not.toContain("..");
        expect(drivePath(path)).toEqual({ path });
        expect(foldedPath(foldedPath(path))).toBe(foldedPath(path));
      }),
    );
  });
});

test("a release's file is hidden by a deletion and comes back with a write; a deleted file can be restored", () => {
  const { sql } = openDrive();
  const world = { now: 1, quota: UNLIMITED };
  expect(removeFile(sql, world, "logo.png", by, true)).toEqual({ removed: true });
  expect(statFile(sql, "Logo.PNG")).toBe("removed");
  expect(listFolder(sql, "", { recursive: true, limit: 10, cursor: null }).removed).toEqual(["logo.png"]);
  writeFile(sql, world, { path: "logo.png", ...contentOf(3), by });
  removeFile(sql, world, "logo.png", by, false);
  expect(statFile(sql, "logo.png")).toBeNull();
  expect(listVersions(sql, "logo.png").map(({ version, deleted }) => [version, deleted])).toEqual([
    [3, true],
    [2, false],
    [1, true],
  ]);
  expect(restoreFile(sql, world, "logo.png", 2, by)).toMatchObject({ version: 4, size: 3 });
  expect(listChanges(sql, 0, 10).items.map(({ kind }) => kind)).toEqual(["delete", "create", "delete", "create"]);
});

test("a listing's pages hold each folder and file once, in order", () => {
  const { sql, change } = openDrive();
  const world = { now: 1, quota: UNLIMITED };
  const count = process.env["BASALT_SOAK"] === "1" ? 30_000 : 600;
  change(() => {
    for (let i = 0; i < count; i++)
      writeFile(sql, world, { path: i % 3 === 0 ? `d/s${i}/x.txt` : `d/f${i}.txt`, ...contentOf(1), by });
  });
  for (const recursive of [true, false]) {
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page = listFolder(sql, "D", { recursive, limit: 97, cursor });
      seen.push(...page.folders.map((name) => `${name}/`), ...page.files.map(({ path }) => path));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([count, count]);
  }
  expect(listFolder(sql, "", { recursive: false, limit: 5, cursor: null })).toMatchObject({
    folders: ["d"],
    files: [],
  });
});

test("the oldest versions go beyond fifty, and sooner where the drive is full", () => {
  const { sql } = openDrive();
  for (let i = 1; i <= 60; i++) writeFile(sql, { now: i, quota: UNLIMITED }, { path: "a", ...contentOf(i), by });
  expect(listVersions(sql, "a")).toHaveLength(50);
  const tight = { ...UNLIMITED, bytes: 200 };
  writeFile(sql, { now: 61, quota: tight }, { path: "a", ...contentOf(100), by });
  expect(listVersions(sql, "a").map(({ size }) => size)).toEqual([100, 60]);
  expect(() => writeFile(sql, { now: 62, quota: tight }, { path: "b", ...contentOf(101), by })).toThrow(DriveFault);
});
