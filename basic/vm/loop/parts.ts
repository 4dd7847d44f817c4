/** Pieces of code that many instructions share. */

/** The destination register. */
export const D = "registers[base + code[pc + 1]!]";
/** The operands: two registers, or a register and a number of the instruction itself. */
export const X = "const x = registers[base + code[pc + 2]!]!;";
export const Y = "const y = registers[base + code[pc + 3]!]!;";
export const IMMEDIATE = "const y = code[pc + 3]!;";
export const NEXT = "pc += 4;\nbreak;";
/** Counts what functions have charged. */
export const SETTLE = "if (state.owed > 0) budget = settle(state, budget);";
/** Takes over from the state after control has changed between scripts. */
export const SWITCHED = `
loaded = state.activation.loaded;
code = loaded.code;
constants = loaded.constants;
builtins = loaded.builtins;
functions = loaded.functions;
numbers = state.numbers;
frames = state.frames;
depth = state.depth;
globals = state.activation.base;
base = state.base;
pc = state.pc;`;
