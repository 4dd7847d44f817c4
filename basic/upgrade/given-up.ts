/**
 * What the frames of a waiting script cannot tell: scripts that called another one as their very last act have given their
 * frame up (vm/named-calls.ts). Had the new version of one of them more to do behind the call, the move would leave that out.
 */
import type { Program } from "../program.ts";
import { functionAt } from "../vm/loaded.ts";
import { isLastAct } from "../vm/named-calls.ts";
import { OP } from "../vm/opcodes.ts";
import { bodyOf } from "./bodies.ts";
import { matchPlace } from "./match-place.ts";
import { placeText, Refusal } from "./refusal.ts";

/**
 * Which script gave its frame up is not kept, so each of `programs` (all of the old release) counts that could have: such a
 * call must be its last act in the new version as well. One that is gone has nothing to do. Throws Refusal.
 */
export function checkGivenUp(programs: readonly Program[], next: (program: Program) => Program | null): void {
  for (const program of programs) {
    const after = next(program);
    if (!after || after.hash === program.hash) continue;
    for (const pc of lastCalls(program)) {
      const refusal = new Refusal(
        `${placeText(program, pc)}: a script that was called here took this one's place, and what follows the call has changed.`,
      );
      if (!program.map || !after.map || !isLastAct(after, placeIn(program, after, pc, refusal))) throw refusal;
    }
  }
}

function placeIn(program: Program, after: Program, pc: number, refusal: Refusal): number {
  try {
    return matchPlace(bodyOf(program, 0), bodyOf(after, 0), pc).pc;
  } catch (error) {
    if (error instanceof Refusal) throw refusal;
    throw error;
  }
}

function lastCalls(program: Program): number[] {
  const found: number[] = [];
  const { code } = program;
  for (let pc = 0; pc < code.length && functionAt(program, pc) === 0; pc += 4) {
    const isCall = code[pc] === OP.SCRIPT || code[pc] === OP.SCRIPTV || code[pc] === OP.CALLNAME;
    if (isCall && isLastAct(program, pc)) found.push(pc);
  }
  return found;
}
