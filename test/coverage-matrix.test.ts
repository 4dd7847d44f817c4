/** The matrix must not promise tests that are not there. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const rows = [
  ...readFileSync(resolve(root, "docs/coverage-matrix.md"), "utf8").matchAll(
    /^\| ([A-Z]{3}\d) \| (.*?) \| (.*?) ?\|$/gm,
  ),
];

it("lists each row once", () => {
  const ids = rows.map((row) => row[1]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(70);
});

it("names a test that exists for whatever it says works, and none for what does not", () => {
  for (const [, id, works, proof = ""] of rows) {
    const tests = [...proof.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
    expect(tests.length > 0, `${id} has a test exactly when something works`).toBe(works !== "–");
    for (const test of tests) expect(existsSync(resolve(root, test)), `${id}: ${test}`).toBe(true);
  }
});
