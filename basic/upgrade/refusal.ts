/** Why a script cannot be moved, in words for the people who wrote it. */
import type { Program } from "../program.ts";
import { functionAt, positionAt } from "../vm/loaded.ts";

export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** `order.bas, line 12` or `order.bas, line 12, in check`. */
export function placeText(program: Program, pc: number): string {
  const index = functionAt(program, pc);
  const where = index === 0 ? "" : `, in ${program.functions[index]!.name}`;
  return `${program.file}, line ${positionAt(program, pc).line}${where}`;
}
