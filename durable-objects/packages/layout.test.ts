import { describe, expect, test } from "vitest";
import { type Layout, layOut } from "./layout.ts";
import type { PackageFile } from "./package-file.ts";

const files = (...paths: string[]): PackageFile[] =>
  paths.map((path) => ({ path, size: 0, read: () => new Uint8Array() }));
const inner = (list: Layout["scripts"]): string[] => list.map((item) => item.inner);

test("each folder has its place, and paths are those inside the package", () => {
  const layout = layOut(
    files(
      "shop.gbai/shop.gbdialog/start.bas",
      "shop.gbai/shop.gbdialog/tools/track.bas",
      "shop.gbai/shop.gbot/config.csv",
      "shop.gbai/shop.gbkb/faq/a.md",
      "shop.gbai/shop.gbkb/loose.pdf",
      "shop.gbai/shop.gbdrive/x.docx",
      "shop.gbai/shop.gbdata/x.csv",
      "shop.gbai/shop.gbtheme/theme.css",
    ),
  );
  expect(layout.name).toBe("shop");
  expect(inner(layout.scripts)).toEqual(["start.bas", "tools/track.bas"]);
  expect(layout.bot[0]?.path).toBe("shop.gbot/config.csv");
  expect(inner(layout.knowledge)).toEqual(["faq/a.md", "loose.pdf"]);
  expect(inner(layout.data)).toEqual(["x.csv", "x.docx"]);
  expect(inner(layout.theme)).toEqual(["theme.css"]);
  expect(layout.notices).toEqual([]);
});

test("a drive and a data folder may hold files of one name", () => {
  const layout = layOut(files("s.gbdialog/start.bas", "s.gbdata/x.csv", "s.gbdrive/x.csv", "t.gbdrive/x.csv"));
  expect(layout.data.map(({ path }) => path)).toEqual(["s.gbdata/x.csv", "s.gbdrive/x.csv"]);
  expect(layout.notices.map(({ path }) => path)).toEqual(["t.gbdrive/x.csv"]);
});

describe("what packages in the wild look like", () => {
  test("an inner folder with another name, and the suffix in capitals", () => {
    const layout = layOut(files("shop-demo.gbai/shop.GBDialog/start.bas"));
    expect(inner(layout.scripts)).toEqual(["start.bas"]);
    expect(layout.name).toBe("shop-demo");
  });

  test("several folders of one kind are merged, the one named like the package first", () => {
    const layout = layOut(
      files("b.gbai/a.gbdialog/start.bas", "b.gbai/a.gbdialog/x.bas", "b.gbai/b.gbdialog/start.bas"),
    );
    expect(layout.scripts.map(({ path }) => path)).toEqual(["b.gbdialog/start.bas", "a.gbdialog/x.bas"]);
    expect(layout.notices[0]).toEqual({
      path: "a.gbdialog/start.bas",
      message: "left out, because b.gbdialog/start.bas has the same place",
    });
  });

  test("scripts at the root of the package", () => {
    expect(inner(layOut(files("x.gbai/start.bas")).scripts)).toEqual(["start.bas"]);
    expect(inner(layOut(files("start.bas")).scripts)).toEqual(["start.bas"]);
  });

  test("a lone dialog folder is a package with that name", () => {
    const layout = layOut(files("hello.gbdialog/start.bas"));
    expect(layout.name).toBe("hello");
    expect(inner(layout.scripts)).toEqual(["start.bas"]);
  });

  test("a package inside a package contributes its scripts, a group around it does not count", () => {
    const layout = layOut(
      files(
        "sales/x.gbai/x.gbdialog/start.bas",
        "sales/x.gbai/y.gbai/y.gbdialog/extra.bas",
        "sales/x.gbai/y.gbai/z.bas",
      ),
    );
    expect(inner(layout.scripts)).toEqual(["start.bas", "extra.bas", "z.bas"]);
    expect(layout.scripts[0]?.path).toBe("x.gbdialog/start.bas");
  });

  test("litter of systems and tools is not seen, other strangers are named", () => {
    const layout = layOut(
      files(
        "x.gbai/start.bas",
        "__MACOSX/x.gbai/._start.bas",
        "x.gbai/.DS_Store",
        "x.gbai/.git/config",
        "x.gbai/notes.txt",
      ),
    );
    expect(layout.notices.map(({ path }) => path)).toEqual(["notes.txt"]);
  });
});

test("several packages, and nothing of a package, are refused", () => {
  expect(() => layOut(files("a.gbai/start.bas", "b.gbai/start.bas"))).toThrow(/holds 2 packages/);
  expect(() => layOut(files("readme.txt", "photo.jpg"))).toThrow(/Nothing in the archive is part of a bot/);
  expect(() => layOut([])).toThrow(/Nothing in the archive/);
});
