/**
 * The registers of a snapshot, in their order. Where a register holds a plain number this is written in place of the
 * value, and behind it where a temporary register is used as both; the instructions of its function say which it is.
 */
import { functionAt } from "../vm/loaded.ts";
import { IS_NUMBER, IS_VALUE, registerKinds } from "../vm/number-registers.ts";
import { BY_ACTIVATION, FRAME, type State } from "../vm/state.ts";
import type { ValueReader, ValueWriter } from "./values.ts";

export function writeRegisters(state: State, live: number, values: ValueWriter): void {
  const { registers, numbers } = state;
  const kinds = kindsOf(state, live);
  for (let i = 0; i < live; i++) {
    const value = registers[i] ?? null;
    const number = numbers[i] ?? Number.NaN;
    const kind = kinds?.[i] ?? IS_VALUE;
    // A numeric variable that no statement has set yet still holds what the host gave it.
    if (kind === IS_NUMBER) values.value(Number.isNaN(number) ? value : number);
    else values.value(value);
    if (kind === (IS_NUMBER | IS_VALUE)) values.value(number);
  }
}

/** Fills the registers of a state whose frames are restored. */
export function readRegisters(state: State, live: number, values: ValueReader): void {
  const { registers, numbers } = state;
  registers.fill(null);
  numbers.fill(Number.NaN);
  const kinds = kindsOf(state, live);
  for (let i = 0; i < live; i++) {
    const kind = kinds?.[i] ?? IS_VALUE;
    const value = values.value();
    if (kind === IS_NUMBER && typeof value === "number") numbers[i] = value;
    else registers[i] = value;
    if (kind !== (IS_NUMBER | IS_VALUE)) continue;
    const number = values.value();
    if (typeof number === "number") numbers[i] = number;
  }
}

/** Kind of each live register; null while no script that runs has plain numbers. */
function kindsOf(state: State, live: number): Uint8Array | null {
  if (!state.activations.some((a) => a.loaded.hasNumbers)) return null;
  const kinds = new Uint8Array(live);
  let activation = 0;
  for (let depth = 0; depth <= state.depth; depth += FRAME) {
    const isTop = depth === state.depth;
    const { loaded } = state.activations[activation]!;
    const base = depth === 0 ? 0 : baseAbove(state, depth);
    const end = isTop ? live : baseAbove(state, depth + FRAME);
    const pc = isTop ? state.pc : state.frames[depth]! - 4;
    kinds.set(registerKinds(loaded, functionAt(loaded.program, pc)).subarray(0, Math.max(0, end - base)), base);
    if (!isTop && state.frames[depth + 2] === BY_ACTIVATION) activation++;
  }
  return kinds;
}

/** Base of the frame that has `depth` beneath it. */
function baseAbove(state: State, depth: number): number {
  return depth === state.depth ? state.base : state.frames[depth + 1]!;
}
