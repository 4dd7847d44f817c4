/** Pieces of code that many instructions share. */

/** The destination register. */
export const D = "registers[base + code[pc + 1]!]";
/** The operands: two registers, or a register and a number of the instruction itself. */
export const X = "const x = registers[base + code[pc + 2]!]!;";
export const Y = "const y = registers[base + code[pc + 3]!]!;";
export const IMMEDIATE = "const y = code[pc + 3]!;";
export const NEXT = "pc += 4;\nbreak;";
/** Counts what functions have charged. */
export const SETTLE = "if (state.owed > 0) budget = settle(state, budget) | 0;";
/** Control has changed between scripts, and the state says where it is: whoever called the loop enters it again there. */
export const SWITCHED = "return budget;";
