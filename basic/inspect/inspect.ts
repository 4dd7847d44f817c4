/**
 * Looking into a script that waits or stands between two statements: where it is, how it came there, and what its variables
 * hold. For the replay of conversations and for reports; nothing here changes the machine.
 */
import type { Machine } from "../machine.ts";
import type { Value } from "../values.ts";
import { functionAt, type Loaded, positionAt } from "../vm/loaded.ts";
import { RunningMachine } from "../vm/machine.ts";
import { IS_NUMBER, registerKinds } from "../vm/number-registers.ts";
import { BY_ACTIVATION, FRAME, type State } from "../vm/state.ts";
import { preview, typeOf, type ValueType } from "./preview.ts";

export interface InspectedVariable {
  /** As the script spells it first. */
  name: string;
  type: ValueType;
  /** 200 characters at most; a secret's mask. */
  value: string;
}

export interface InspectedFrame {
  /** Name of the procedure; that of the script for its own statements. */
  name: string;
  file: string;
  line: number;
  column: number;
  /** What the procedure declares; for a script's own statements the variables of the whole script. */
  variables: InspectedVariable[];
  /** Variables beyond the 100 that are listed. */
  more: number;
}

export interface Inspection {
  file: string;
  /** From 1; columns count UTF-16 units. `statementAt` finds the statement there in the script's text. */
  line: number;
  column: number;
  /** `ready`: between two statements. */
  status: "ready" | "waiting" | "done" | "failed";
  /** Innermost first, 50 at most. */
  frames: InspectedFrame[];
  /** Frames beyond. */
  moreFrames: number;
  /** Variables of the whole script that runs: those of its own frame, which may be further down among `frames`. */
  variables: InspectedVariable[];
  moreVariables: number;
}

const MAX_FRAMES = 50;
const MAX_VARIABLES = 100;

/** Where one frame is and what it runs. */
export interface FramePlace {
  loaded: Loaded;
  /** Index of its function in the program. */
  index: number;
  /** Its instruction: where it waits, or the call that it is in. */
  pc: number;
  /** First register. */
  base: number;
  /** Index of its script's activation. */
  activation: number;
}

/** The open frames, innermost first. */
export function framesOf(state: State): FramePlace[] {
  const found: FramePlace[] = [];
  let activation = state.activations.length - 1;
  let { pc, base } = state;
  for (let depth = state.depth; ; ) {
    const { loaded } = state.activations[activation]!;
    found.push({ loaded, index: functionAt(loaded.program, pc), pc, base, activation });
    if (depth === 0) return found;
    depth -= FRAME;
    if (state.frames[depth + 2] === BY_ACTIVATION) activation--;
    pc = state.frames[depth]! - 4;
    base = state.frames[depth + 1]!;
  }
}

export function inspect(machine: Machine): Inspection {
  const state = stateOf(machine);
  const places = framesOf(state);
  const [top] = places as [FramePlace, ...FramePlace[]];
  const { program } = top.loaded;
  const own = places.find((place) => place.index === 0 && place.activation === top.activation);
  const script = own ? variablesOf(state, own) : { variables: [], more: 0 };
  // A script that is over has no frame, only what it was.
  const isOver = state.status === "done";
  return {
    file: program.file,
    ...positionAt(program, top.pc),
    status: state.status,
    frames: isOver ? [] : places.slice(0, MAX_FRAMES).map((place) => frameOf(state, place)),
    moreFrames: isOver ? 0 : Math.max(0, places.length - MAX_FRAMES),
    variables: script.variables,
    moreVariables: script.more,
  };
}

/** The state behind a machine of this package. */
export function stateOf(machine: Machine): State {
  if (!(machine instanceof RunningMachine)) throw new Error("this machine was not made by createMachine or restore");
  return machine.state;
}

function frameOf(state: State, place: FramePlace): InspectedFrame {
  const { program } = place.loaded;
  const { name } = program.functions[place.index]!;
  return { name, file: program.file, ...positionAt(program, place.pc), ...variablesOf(state, place) };
}

function variablesOf(state: State, place: FramePlace): Pick<InspectedFrame, "variables" | "more"> {
  const { names } = place.loaded.program.functions[place.index]!;
  const named = names.flatMap((name, register) => (isShown(name) ? [{ name, register }] : []));
  const found = named.map(({ name, register }) => ({ name, value: variableValue(state, place, register) }));
  // Where not all are listed, those that hold something go first.
  const sorted =
    found.length <= MAX_VARIABLES
      ? found
      : found.toSorted((a, b) => Number(a.value === null) - Number(b.value === null));
  return {
    variables: sorted
      .slice(0, MAX_VARIABLES)
      .map(({ name, value }) => ({ name, type: typeOf(value), value: preview(value, state.timeZone) })),
    more: Math.max(0, found.length - MAX_VARIABLES),
  };
}

/** Hidden registers have no name, and what the compiler makes for itself has one that no script can write. */
function isShown(name: string): boolean {
  return /^\w/.test(name);
}

/** What a variable of the frame holds, as a value. */
export function variableValue(state: State, { loaded, index, base }: FramePlace, register: number): Value {
  const isNumber = loaded.hasNumbers && registerKinds(loaded, index)[register] === IS_NUMBER;
  const number = isNumber ? state.numbers[base + register]! : Number.NaN;
  return Number.isNaN(number) ? (state.registers[base + register] ?? null) : number;
}
