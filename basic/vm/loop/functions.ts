/** Functions that have instructions of their own. Part of the hot loop's source. */
import type { Mnemonic } from "../opcodes.ts";
import { D, NEXT, SETTLE, X, Y } from "./parts.ts";

const NUMBER = "numbers[base + code[pc + 1]!]";

/** A function of a value and a plain number. */
function ofText(name: string): string {
  return `
${X}
const y = numbers[base + code[pc + 3]!]!;
state.pc = pc;
${D} = ${name}(state, x, y);
${SETTLE}
${NEXT}`;
}

export const FUNCTIONS: Partial<Record<Mnemonic, string>> = {
  PUSH: `
${X}
${Y}
state.pc = pc;
${D} = push(state, x, y);
${SETTLE}
${NEXT}`,
  FLEN: `
${X}
${NUMBER} = Array.isArray(x) ? x.length : sizeOf(x, state);
${SETTLE}
${NEXT}`,
  FASC: `
${X}
${NUMBER} = codeOf(state, x);
${SETTLE}
${NEXT}`,
  FCHR: `
state.pc = pc;
${D} = characterOf(state, numbers[base + code[pc + 2]!]!);
${SETTLE}
${NEXT}`,
  FMID: `
const packed = code[pc + 1]!;
${X}
const y = numbers[base + code[pc + 3]!]!;
state.pc = pc;
registers[base + (packed & 65535)] = middle(state, x, y, packed >>> 16);
${SETTLE}
${NEXT}`,
  FLEFT: ofText("left"),
  FRIGHT: ofText("right"),
};
