/** Which registers of a function lie in the file of plain numbers: read off its instructions, so nothing else can say otherwise. */
import { FUNCTION_FIELDS, type Loaded } from "./loaded.ts";
import { BY_CODE, PACK } from "./opcodes.ts";

/** Bits of a register's kind. A temporary one may be used as both; a variable is one of them. */
export const IS_VALUE = 1;
export const IS_NUMBER = 2;

const NUMBER_LETTERS = "pquc";
const VALUE_LETTERS = "deDrvbw";

const cache = new WeakMap<Loaded, Map<number, Uint8Array>>();

/** Kind of each register of the function, by its number; 0 for one that no instruction names. */
export function registerKinds(loaded: Loaded, index: number): Uint8Array {
  const known = cache.get(loaded) ?? new Map<number, Uint8Array>();
  cache.set(loaded, known);
  const kinds = known.get(index) ?? findKinds(loaded, index);
  known.set(index, kinds);
  return kinds;
}

function findKinds(loaded: Loaded, index: number): Uint8Array {
  const { code, functions } = loaded;
  const at = index * FUNCTION_FIELDS;
  const kinds = new Uint8Array(functions[at + 1]!);
  const mark = (first: number, count: number, kind: number) => {
    for (let i = first; i < first + count; i++) kinds[i]! |= kind;
  };
  const end = functions[at + FUNCTION_FIELDS] ?? code.length;
  for (let pc = functions[at]!; pc < end; pc += 4) {
    const { operands } = BY_CODE[code[pc]!]!;
    for (let i = 0; i < 3; i++) {
      const letter = operands[i]!;
      const kind = NUMBER_LETTERS.includes(letter) ? IS_NUMBER : VALUE_LETTERS.includes(letter) ? IS_VALUE : 0;
      const operand = code[pc + 1 + i]!;
      if (letter === "w") mark(operand, code[pc + 1]! >>> 16, kind);
      else if (kind !== 0) mark(operand & (PACK - 1), letter === "b" ? 3 : letter === "c" ? 4 : 1, kind);
    }
  }
  return kinds;
}
