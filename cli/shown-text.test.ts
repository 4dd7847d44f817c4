import { expect, test } from "vitest";
import { shownLine, shownText } from "./shown-text.ts";

test("what would steer a terminal is shown as what it is", () => {
  expect(shownText("a\u001b[31mred\u0007\r\nb\tc\rd\u009b2J\u202eabc \u{1f44b} é")).toBe(
    "a\\u001b[31mred\\u0007\nb\tc\\u000dd\\u009b2J\\u202eabc \u{1f44b} é",
  );
});

test("a line stays one line", () => {
  expect(shownLine("x\n2026-01-01T00:00:00Z forged")).toBe("x\\n2026-01-01T00:00:00Z forged");
});
