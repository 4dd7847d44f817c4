/** What the hot loop leaves to functions: operands that are not two numbers, and the errors of the machine itself. */
import { BasicError, ERR } from "../errors.ts";
import { METHODS } from "../functions/index.ts";
import { add } from "../operations/arithmetic.ts";
import { compare, isObject } from "../operations/compare.ts";
import { toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { type BasicObject, Duration, newObject, type Value } from "../values.ts";
import { functionAt } from "./loaded.ts";
import { thrownError } from "./objects.ts";
import { lineNumberAt, type State } from "./state.ts";
import { LIST_HEADER, SLOT } from "./weigh.ts";

export function addSlow(state: State, x: Value, y: Value): Value {
  if (typeof x === "string" || typeof y === "string") return state.text(toText(x, state) + toText(y, state));
  return add(x, y, state);
}

export function plus(state: State, x: Value): Value {
  return x instanceof Duration ? x : toNumber(x, state);
}

export function notAbove(x: Value, y: Value, state: State): boolean {
  const order = compare(x, y, state);
  return order === -1 || order === 0;
}

export function notBelow(x: Value, y: Value, state: State): boolean {
  const order = compare(x, y, state);
  return order === 1 || order === 0;
}

/** Arguments as a list. A literal is made in place, where `slice` is a call; most functions take one or two. */
export function argumentsAt(registers: readonly Value[], first: number, count: number): Value[] {
  switch (count) {
    case 1:
      return [registers[first]!];
    case 2:
      return [registers[first]!, registers[first + 1]!];
    case 3:
      return [registers[first]!, registers[first + 1]!, registers[first + 2]!];
    default:
      return registers.slice(first, first + count);
  }
}

/** The text of an interpolation; the verifier keeps its parts within the registers. */
export function concat(state: State, first: number, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += toText(state.registers[first + i] ?? null, state);
  return state.text(text);
}

export function freshObject(state: State): BasicObject {
  state.allocate(LIST_HEADER);
  return newObject();
}

/** A key of an object literal: exactly this spelling. */
export function setKey(state: State, object: Value, key: Value, value: Value): void {
  if (!isObject(object)) return;
  const name = toText(key, state);
  state.allocate(2 * SLOT + name.length);
  object[name] = value;
}

export function appendAll(state: State, list: Value, first: number, count: number): void {
  if (!Array.isArray(list)) return;
  state.allocate(SLOT * count);
  for (let i = 0; i < count; i++) list.push(state.registers[first + i] ?? null);
}

/** A method of the fixed list, or a procedure that an object holds: there are none. */
export function callMethod(state: State, name: string, args: readonly Value[]): Value {
  const method = METHODS.get(name.toLowerCase());
  if (!method) throw new BasicError(ERR.noField, `There is no method "${name}".`);
  const [receiver] = args;
  if (receiver === null || receiver === undefined) {
    if (state.strict) throw new BasicError(ERR.nullObject, `"${name}" is called on NULL.`);
    return null;
  }
  if (args.length < method.min || args.length > method.max) {
    throw new BasicError(ERR.badCall, `${name} does not take ${args.length - 1} arguments: ${method.signature}.`);
  }
  const result = method.call(args, state);
  return typeof result === "string" ? state.text(result) : result;
}

export function tooManyRounds(state: State): BasicError {
  return new BasicError(ERR.overflow, `Loop limit: a loop ran more than ${state.limits.maxLoopIterations} rounds.`);
}

/** The language never shows Infinity, so a loop whose last step leaves the numbers ends with an error. */
export function pastTheEnd(): BasicError {
  return new BasicError(ERR.overflow, "Overflow: what the loop counts is too large for a number.");
}

/**
 * Begins a FOR over a plain number; false where there is no round at all. Counting by whole numbers, the place where the
 * rounds that are allowed end is known beforehand, so none of them needs to be counted; `isSteady` tells that nothing but
 * the loop sets its variable. `hidden`: limit, step; rounds and bound are set.
 */
export function firstRound(state: State, variable: number, hidden: number, isSteady: boolean): boolean {
  const { numbers } = state;
  // The generic registers of the same numbers may hold what nobody reads any more.
  state.registers.fill(null, hidden, hidden + 4);
  const start = numbers[variable]!;
  const limit = numbers[hidden]!;
  const step = numbers[hidden + 1]!;
  const rounds = state.limits.maxLoopIterations;
  const last = start + (rounds - 1) * step;
  const isExact = Number.isInteger(start) && Number.isInteger(step) && Math.abs(last) <= Number.MAX_SAFE_INTEGER;
  const isFree = rounds === Number.POSITIVE_INFINITY || (isSteady && isExact && step !== 0);
  const never = step >= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  numbers[hidden + 2] = isFree ? rounds : 1;
  numbers[hidden + 3] = isFree ? (step >= 0 ? Math.min(limit, last) : Math.max(limit, last)) : never;
  return step >= 0 ? start <= limit : start >= limit;
}

/** Beyond its bound: whether there is another round of a FOR, which is then counted. */
export function anotherRound(state: State, hidden: number, value: number, step: number): boolean {
  const { numbers } = state;
  const limit = numbers[hidden]!;
  if (step >= 0 ? value > limit : value < limit) {
    if (!Number.isFinite(value)) throw pastTheEnd();
    return false;
  }
  const rounds = numbers[hidden + 2]! + 1;
  if (rounds > state.limits.maxLoopIterations) throw tooManyRounds(state);
  numbers[hidden + 2] = rounds;
  return true;
}

/** Live registers at the back-edge of a FOR: its hidden ones, and those of blocks that keep theirs for good. */
export function loopHeight(state: State, pc: number, above: number): number {
  const { program } = state.activation.loaded;
  return Math.max(above, program.functions[functionAt(program, pc)]!.locals);
}

/** Moves what functions have charged into the loop's own count. */
export function settle(state: State, budget: number): number {
  const owed = Math.ceil(state.owed);
  state.owed = 0;
  return budget - owed;
}

export function lastError(state: State, part: number): Value {
  const error = state.lastError;
  if (part === 1) return error?.message ?? "";
  if (part === 3) return error !== null;
  if (part === 0) return error?.number ?? 0;
  // ERL of a classic program with line numbers is one of them.
  const { program } = state.activation.loaded;
  const line = error?.line ?? 0;
  return program.lineNumbers ? (lineNumberAt(program, line) ?? 0) : line;
}

/** The error that a FINALLY held back, with the place where it arose. */
export function passedOn(state: State, value: Value): BasicError {
  // Snapshots of earlier versions hold the object alone.
  const [object = null, line, column] = Array.isArray(value) ? value : [value];
  if (typeof line === "number" && typeof column === "number") state.rethrown = { line, column };
  return thrownError(state, object);
}

/**
 * Where RESUME at `pc` goes on, with the handler armed again. The registers from `hidden` on: mode, entry of the failed
 * statement in the exception table, mode to go back to.
 */
export function resumed(state: State, pc: number, hidden: number, how: number): number {
  const { registers } = state;
  const { program } = state.activation.loaded;
  const entry = registers[hidden + 1];
  const at = Number.isInteger(entry) ? Number(entry) * 4 : -1;
  const from = program.tries[at];
  const to = program.tries[at + 1];
  const info = functionAt(program, pc);
  if (
    from === undefined ||
    to === undefined ||
    functionAt(program, from) !== info ||
    functionAt(program, to) !== info
  ) {
    throw new BasicError(ERR.resume, "RESUME without an error that ON ERROR GOTO handles.");
  }
  registers[hidden] = registers[hidden + 2] ?? null;
  registers[hidden + 1] = null;
  state.height = program.functions[info]!.size;
  return how === 0 ? from : how === 1 ? to : pc + 4;
}

export function tooDeep(state: State): BasicError {
  return new BasicError(ERR.overflow, `Call limit: more than ${state.limits.maxCallDepth} procedures call each other.`);
}

export function unsetName(name: Value): BasicError {
  return new BasicError(ERR.unknownName, `The variable ${String(name)} was never set.`);
}
