/** The hot loop repeats opcode numbers as literals: here they are compared with the table. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formattedLoop } from "../../scripts/generate-loop.ts";
import { OPCODES } from "./opcodes.ts";

const source = readFileSync(new URL("generated/run.ts", import.meta.url), "utf8");
const cases = [...source.matchAll(/^\s*case (\d+):(?: \{)?(?:\n?)\s*(?:\/\/ (\w+))?/gm)].map((m) => ({
  code: Number(m[1]),
  name: m[2],
}));

describe("instruction table and hot loop", () => {
  it("has one case per instruction, named by its comment", () => {
    const expected = OPCODES.map((o) => ({ code: o.code, name: o.name as string })).sort((a, b) => a.code - b.code);
    expect([...cases].sort((a, b) => a.code - b.code)).toEqual(expected);
  });

  it("is written from its parts", () => {
    expect(source, "run `node scripts/generate-loop.ts`").toBe(formattedLoop());
  });

  it("gives every number once", () => {
    expect(new Set(OPCODES.map((o) => o.code)).size).toBe(OPCODES.length);
  });

  it("never changes a released number", () => {
    // Append to this list; a change of what stands in it would break every stored release.
    const released = OPCODES.map((o) => `${o.code} ${o.name} ${o.operands}`).sort();
    expect(released).toMatchSnapshot();
  });
});
