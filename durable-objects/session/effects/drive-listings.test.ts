import { expect, test } from "vitest";
import { matcher, splitPattern } from "./drive-listings.ts";

const matches = (pattern: string, path: string): boolean => matcher(pattern)(path, path.split("/").at(-1) ?? "");

test.each([
  ["*.pdf", "a.PDF", true],
  ["*.pdf", "deep/a.pdf", true],
  ["?.pdf", "ab.pdf", false],
  ["d*/a.pdf", "deep/a.pdf", true],
  ["*/a.pdf", "one/two/a.pdf", false],
  ["**/a.pdf", "one/two/a.pdf", true],
  ["one/?/a.pdf", "one//a.pdf", false],
  ["a.pdf", "b.pdf", false],
  ["(a+)+.txt", "(a+)+.txt", true],
])("the pattern %s on %s: %s", (pattern, path, expected) => expect(matches(pattern, path)).toBe(expected));

test("a pattern that would tie up a regular expression is over at once", () => {
  const began = performance.now();
  expect(matches(`${"*a".repeat(90)}b`, "a".repeat(255))).toBe(false);
  expect(performance.now() - began).toBeLessThan(200);
});

test("a path with signs of a pattern is a folder and a pattern", () => {
  expect(splitPattern("in/box/*.pdf")).toEqual({ folder: "in/box/", pattern: "*.pdf" });
  expect(splitPattern("*.pdf")).toEqual({ folder: "", pattern: "*.pdf" });
  expect(splitPattern("in/**/x.pdf")).toEqual({ folder: "in/", pattern: "**/x.pdf" });
  expect(splitPattern("in/box")).toEqual({ folder: "in/box", pattern: null });
});
