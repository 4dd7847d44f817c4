import fc from "fast-check";
import { expect, test } from "vitest";
import { findLastText, findText, splitText } from "./search.ts";

const letters = (max: number, min = 0) =>
  fc.string({ unit: fc.constantFrom("a", "b"), minLength: min, maxLength: max });

test("finds and splits as the platform does, also by long needles", () => {
  fc.assert(
    fc.property(letters(6), letters(3), fc.nat(40), fc.nat(5), (piece, rest, times, from) => {
      const find = piece.repeat(times) + rest;
      const text = `${rest}${find}${piece}${find}${find}${rest}`;
      const same = find === "" || splitText(text, find, 4).join("|") === text.split(find, 4).join("|");
      return (
        same &&
        findText(text, find, from) === text.indexOf(find, from) &&
        findLastText(text, find) === text.lastIndexOf(find)
      );
    }),
    { numRuns: 3000 },
  );
});

test("a needle that nearly fits everywhere takes no longer than any", () => {
  const text = "a".repeat(2_000_000);
  const needle = `${"a".repeat(100_000)}b${"a".repeat(100_000)}`;
  // The platform's search would take minutes for this.
  expect(findText(text, needle)).toBe(-1);
  expect(findLastText(text, needle)).toBe(-1);
  expect(splitText(text, needle)).toHaveLength(1);
});
