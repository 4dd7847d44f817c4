import { expect, test } from "vitest";
import { shownLine, shownText } from "./shown-text.ts";
import { differingLines } from "./text-difference.ts";

test("what would steer a terminal is shown as what it is", () => {
  expect(shownText("a\u001b[31mred\u0007\r\nb\tc\rd\u009b2J\u202eabc \u{1f44b} é")).toBe(
    "a\\u001b[31mred\\u0007\nb\tc\\u000dd\\u009b2J\\u202eabc \u{1f44b} é",
  );
});

test("a line stays one line", () => {
  expect(shownLine("x\n2026-01-01T00:00:00Z forged")).toBe("x\\n2026-01-01T00:00:00Z forged");
});

test("lines that differ are hunks in which nothing moves the cursor; what cannot be compared is said", () => {
  const lines = (before: string | Uint8Array, after: string | Uint8Array) =>
    differingLines(Buffer.from(before), Buffer.from(after));
  expect(lines("a\nb\nc\n", "a\nB\u001b[2J\nc\n")).toEqual(["@@ -1,3 +1,3 @@", " a", "-b", "+B\\u001b[2J", " c"]);
  expect(lines("a", "a\n")).toEqual(["@@ -1,1 +1,1 @@", "-a", "\\ No newline at end of file", "+a"]);
  expect(lines("a", new Uint8Array([0, 1]))).toEqual(["  (not a text of less than 1 MB)"]);
  expect(lines("a", new Uint8Array([0xff, 0xfe]))).toEqual(["  (not a text of less than 1 MB)"]);
  const many = (sign: string) => Array.from({ length: 2_500 }, (_, i) => `${sign}${i}`).join("\n");
  expect(lines(many("a"), many("b"))).toEqual(["  (too many lines differ to show them)"]);
});
