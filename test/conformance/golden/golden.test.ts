/**
 * Programs and snapshots that an earlier build encoded: today's runtime decodes, verifies, restores and finishes them with
 * the output of then. `scripts/write-golden.ts` adds files and never changes one.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeProgram, restore, verify } from "../../../basic/index.ts";
import { OPCODES } from "../../../basic/vm/opcodes.ts";
import {
  answersOf,
  answersUsed,
  type Golden,
  goldenOptions,
  replay,
  startGolden,
} from "../../../scripts/write-golden.ts";

const folders = readdirSync(import.meta.dirname).filter((name) => /^isa-\d+$/.test(name));
const used = new Set<number>();

for (const folder of folders) {
  const path = join(import.meta.dirname, folder);
  const names = readdirSync(path).filter((file) => file.endsWith(".bas"));
  describe(folder, () => {
    for (const file of names) {
      const name = file.slice(0, -".bas".length);
      const read = (kind: string) => readFileSync(join(path, `${name}.${kind}`));
      const program = decodeProgram(read("program"));
      for (let pc = 0; pc < program.code.length; pc += 4) used.add(program.code[pc] ?? 0);
      const golden = JSON.parse(read("json").toString()) as Golden;
      const answers = answersOf(read("bas").toString());

      it(`${name} runs as it did`, () => {
        verify(program);
        expect(program.isa).toBe(Number(folder.slice("isa-".length)));
        expect(replay(startGolden(program), answers, Number.POSITIVE_INFINITY)).toEqual(golden.outcomes);
      });

      it(`${name} goes on from its snapshot`, () => {
        const { answered, outcomes } = golden;
        const left = answers.slice(answersUsed(outcomes.slice(0, answered)));
        const machine = restore(program, read("snapshot"), goldenOptions(program));
        expect(replay(machine, left, 3)).toEqual(outcomes.slice(answered));
      });
    }
  });
}

it("uses every instruction", () => {
  const missing = OPCODES.filter((opcode) => !used.has(opcode.code)).map((opcode) => opcode.name);
  expect(missing, "add a script to the newest golden folder and run scripts/write-golden.ts").toEqual([]);
});
