/** A program made ready to run: its functions found, its tables flat. Made once per program and isolate. */
import type { BasicFunction } from "../functions/function.ts";
import type { Program } from "../program.ts";
import type { Value } from "../values.ts";
import { findFunction } from "./builtins.ts";
import { BY_CODE, OP } from "./opcodes.ts";
import { verify } from "./verify.ts";

export interface Loaded {
  program: Program;
  code: Int32Array;
  constants: readonly Value[];
  /** By constant index: the function that a BUILTIN instruction names. */
  builtins: readonly (BasicFunction | undefined)[];
  /** Per function: entry, size, parameters, locals, cost. */
  functions: Int32Array;
  /** Largest frame. */
  largest: number;
  /** Some instruction works on plain numbers. */
  hasNumbers: boolean;
}

export const FUNCTION_FIELDS = 5;

const cache = new WeakMap<Program, Loaded>();

/** Verifies on first sight; throws VerifyError. */
export function load(program: Program): Loaded {
  let loaded = cache.get(program);
  if (!loaded) {
    verify(program);
    loaded = prepare(program);
    cache.set(program, loaded);
  }
  return loaded;
}

function prepare(program: Program): Loaded {
  const { code } = program;
  const builtins: (BasicFunction | undefined)[] = program.constants.map(() => undefined);
  let hasNumbers = false;
  for (let pc = 0; pc < code.length; pc += 4) {
    const at = code[pc + 2]!;
    if (BY_CODE[code[pc]!]!.usesNumbers) hasNumbers = true;
    if (code[pc] === OP.BUILTIN) builtins[at] = findFunction(String(program.constants[at]), program.profile);
  }
  const functions = new Int32Array(program.functions.length * FUNCTION_FIELDS);
  program.functions.forEach((f, i) => {
    functions.set([f.entry, f.size, f.params, f.locals, f.cost], i * FUNCTION_FIELDS);
  });
  const largest = Math.max(...program.functions.map((f) => f.size));
  // The verifier has seen that instructions read scalars and texts only where there are some.
  return { program, code, constants: program.constants as readonly Value[], builtins, functions, largest, hasNumbers };
}

/** Index of the function that the instruction belongs to. */
export function functionAt(program: Program, pc: number): number {
  let low = 0;
  let high = program.functions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (program.functions[middle]!.entry <= pc) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Source place of the instruction. */
export function positionAt(program: Program, pc: number): { line: number; column: number } {
  const { positions } = program;
  let low = 0;
  let high = positions.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (positions[middle * 2]! <= pc) low = middle;
    else high = middle - 1;
  }
  const packed = positions[low * 2 + 1] ?? 0;
  return { line: packed >>> 11, column: packed & 2047 };
}
