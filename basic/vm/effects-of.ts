/** Which keywords a program may ask its host for: read from its instructions, without running any. */
import type { Program } from "../program.ts";
import { OP } from "./opcodes.ts";

/** Integers of an instruction: opcode, a, b, c. */
const STRIDE = 4;

/** Catalogue names, each once. The program has been verified. */
export function effectsOf(program: Program): ReadonlySet<string> {
  const { code, constants } = program;
  const keywords = new Set<string>();
  for (let pc = 0; pc < code.length; pc += STRIDE) {
    if (code[pc] !== OP.EFFECT) continue;
    const descriptor = constants[code[pc + 2] ?? -1];
    if (typeof descriptor === "object" && descriptor !== null && "keyword" in descriptor)
      keywords.add(String(descriptor.keyword));
  }
  return keywords;
}
