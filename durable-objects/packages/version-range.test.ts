import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { isRange, isVersion, satisfies } from "./version-range.ts";

const part = fc.nat(3);
const version = fc.tuple(part, part, part).map((parts) => parts.join("."));
const open = fc.oneof(part.map(String), fc.constantFrom("x", "*"));
const range = fc
  .tuple(
    fc.constantFrom("", "^", "~", ">=", "="),
    fc.oneof(
      version,
      part.map(String),
      fc.tuple(part, open).map((parts) => parts.join(".")),
      fc.tuple(part, part, open).map((parts) => parts.join(".")),
      fc.tuple(part, fc.constantFrom("x.x", "x.*", "*.*")).map((parts) => parts.join(".")),
    ),
  )
  .map((parts) => parts.join(""));

test("a range takes what the semver library takes", () => {
  fc.assert(
    fc.property(version, fc.oneof(range, fc.constant("*")), (one, of) => {
      expect(isRange(of)).toBe(true);
      expect(satisfies(one, of), `${one} ${of}`).toBe(semver.satisfies(one, of));
    }),
    { numRuns: 3_000 },
  );
});

test("what is no version and no range", () => {
  for (const text of ["1", "1.2", "01.2.3", "1.2.3-beta", "v1.2.3", "", "1.2.3.4", " 1.2.3"])
    expect(isVersion(text)).toBe(false);
  for (const text of ["", "latest", "^", "1.2 || 2", ">1.2.3", "1.2.3 - 2", "^1.2.3-beta", "1..2", "1.x.3"])
    expect(isRange(text)).toBe(false);
  expect(satisfies("1.2.3", "latest")).toBe(false);
  expect(satisfies("newest", "*")).toBe(false);
});
