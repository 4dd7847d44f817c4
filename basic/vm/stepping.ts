/**
 * Running statement by statement. The hot loop knows nothing of it: it is given a copy of the code in which the first
 * instruction of each statement is one that leaves the loop.
 */
import { execute } from "./generated/run.ts";
import type { Loaded } from "./loaded.ts";
import type { State } from "./state.ts";

/** No instruction: the loop leaves there. */
const STOP = 0;

interface Stepping {
  isStart: Uint8Array;
  /** Stops at each statement. */
  statements: Loaded;
  /** Stops everywhere. */
  everywhere: Loaded;
}

const cache = new WeakMap<Loaded, Stepping>();

export function isStatementStart(loaded: Loaded, pc: number): boolean {
  return steppingOf(loaded).isStart[pc / 4] === 1;
}

/** Returns the steps that were charged. With `isOnStatement` the instruction at the place is run, whatever it begins. */
export function executeUntilStatement(state: State, isOnStatement: boolean): number {
  const { activation, pc } = state;
  const { loaded } = activation;
  const { statements, everywhere } = steppingOf(loaded);
  state.halted = false;
  activation.loaded = isOnStatement ? everywhere : statements;
  if (isOnStatement) everywhere.code[pc] = loaded.code[pc]!;
  try {
    // Without a budget the loop is left at each jump back and call too, so that a loop of one instruction is a round at a time.
    return -execute(state, 0);
  } finally {
    if (isOnStatement) everywhere.code[pc] = STOP;
    activation.loaded = loaded;
  }
}

function steppingOf(loaded: Loaded): Stepping {
  const known = cache.get(loaded);
  if (known) return known;
  const isStart = startsOf(loaded);
  const stopping = (stops: (index: number) => boolean): Loaded => {
    const code = loaded.code.slice();
    for (let i = 0; i < isStart.length; i++) if (stops(i)) code[i * 4] = STOP;
    return { ...loaded, code };
  };
  const made = { isStart, statements: stopping((i) => isStart[i] === 1), everywhere: stopping(() => true) };
  cache.set(loaded, made);
  return made;
}

function startsOf({ program, code }: Loaded): Uint8Array {
  const starts = new Uint8Array(code.length / 4);
  if (program.map) for (const pc of program.map.statements) starts[pc / 4] = 1;
  else {
    // A program from before there were maps: where the line changes.
    const { positions } = program;
    for (let i = 0; i < positions.length; i += 2) {
      if (i === 0 || positions[i + 1]! >>> 11 !== positions[i - 1]! >>> 11) starts[positions[i]! / 4] = 1;
    }
  }
  for (const { entry } of program.functions) starts[entry / 4] = 1;
  return starts;
}
