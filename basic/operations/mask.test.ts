import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { like } from "./membership.ts";
import { testContext } from "./testing.ts";

const context = testContext();

/** The plainest matcher there is: each run tried at every length. */
function plainly(text: string, mask: string): boolean {
  if (mask === "") return text === "";
  if (mask.startsWith("*")) {
    for (let i = 0; i <= text.length; i++) if (plainly(text.slice(i), mask.slice(1))) return true;
    return false;
  }
  return text !== "" && (mask.startsWith("?") || mask[0] === text[0]) && plainly(text.slice(1), mask.slice(1));
}

describe("masks of LIKE", () => {
  test.each([
    ["invoice.pdf", "*.PDF", true],
    ["invoice.pdf", "inv%", true],
    ["abc", "a_c", true],
    ["abc", "a?", false],
    ["aXbXc", "a*b*c", true],
    ["ab", "a*b*b", false],
    ["aba", "*ab*ba*", false],
    ["", "*", true],
    ["😀x", "?x", true],
    ["aaa", "**a**", true],
  ])("%s LIKE %s is %s", (text, mask, expected) => expect(like(text, mask, context)).toBe(expected));

  test("agree with trying everything", () => {
    const symbols = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    const masks = fc
      .string({ unit: fc.constantFrom("a", "b", "?", "*"), maxLength: 7 })
      .filter((mask) => /[*?]/.test(mask));
    fc.assert(
      fc.property(symbols, masks, (text, mask) => like(text, mask, context) === plainly(text, mask)),
      {
        numRuns: 2000,
      },
    );
  });

  test("take steps by the sum of the lengths, or by what they compare", () => {
    const spent = (text: string, mask: string): number => {
      const world = testContext();
      like(text, mask, world);
      return world.charged.units;
    };
    const long = "a".repeat(100_000);
    expect(spent(long, `*${"a".repeat(50_000)}b*`)).toBeLessThan(100_000);
    expect(spent(long, "*?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*")).toBeGreaterThan(200_000);
  });
});
