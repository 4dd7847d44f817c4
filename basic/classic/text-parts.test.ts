import { expect, test } from "vitest";
import { BasicError } from "../errors.ts";
import { replaceMid, writeList } from "./text-parts.ts";

test("WRITE", () => {
  expect(writeList(["a, b", 1, -0.5, 'say "x"', 1e9])).toBe('"a, b",1,-.5,"say ""x""",1.E+9');
  expect(writeList([])).toBe("");
});

test.each<[string, number, number | null, string, string]>([
  ["Minimal", 1, 3, "MAX", "MAXimal"],
  ["Minimal", 6, null, "XYZ", "MinimXY"],
  ["Minimal", 2, 1, "XYZ", "MXnimal"],
  ["Minimal", 3, 0, "XYZ", "Minimal"],
  ["a😀b", 2, null, "é", "aéb"],
  ["abc", 2.5, null, "X", "aXc"],
])("MID$(%j, %d, %j) = %j", (text, start, count, value, result) =>
  expect(replaceMid(text, start, count, value)).toBe(result),
);

test.each<[string, number, number | null]>([
  ["abc", 0, null],
  ["abc", 4, null],
  ["", 1, null],
  ["abc", 1, -1],
  ["abc", Number.POSITIVE_INFINITY, null],
])("MID$(%j, %d, %j) raises error 5", (text, start, count) =>
  expect(() => replaceMid(text, start, count, "x")).toThrow(BasicError),
);
