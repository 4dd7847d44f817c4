/**
 * What the instructions of single functions do (compiler/quick-calls.ts): the same as the function of the table, charges
 * included, with a short way for the operands that loops have. `state.owed` is to be settled after each.
 */
import type { BasicFunction } from "../functions/function.ts";
import { FUNCTIONS } from "../functions/index.ts";
import { isWideText } from "../operations/code-points.ts";
import { MAX_LIST, SLOT_BYTES } from "../operations/context.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";
import type { State } from "./state.ts";

const APPEND = find("APPEND");
const CHR = find("CHR");
const MID = find("MID");
const LEFT = find("LEFT");
const RIGHT = find("RIGHT");

function find(name: string): BasicFunction {
  const found = FUNCTIONS.get(name);
  if (!found) throw new Error(`There is no function ${name}`);
  return found;
}

function call(state: State, called: BasicFunction, args: readonly Value[]): Value {
  const result = called.call(args, state);
  return typeof result === "string" ? state.text(result) : result;
}

export function push(state: State, list: Value, value: Value): Value {
  if (!Array.isArray(list) || list.length >= MAX_LIST) return call(state, APPEND, [list, value]);
  state.charge(1);
  state.allocate(SLOT_BYTES);
  list.push(value);
  return list;
}

export function characterOf(state: State, code: number): Value {
  // The numbers below the surrogates are those of single units.
  return code >= 0 && code < 0xd800 ? state.text(String.fromCharCode(code)) : call(state, CHR, [code]);
}

/** The Unicode number of the first character. */
export function codeOf(state: State, text: Value): number {
  return (typeof text === "string" ? text : toText(text, state)).codePointAt(0) ?? 0;
}

export function middle(state: State, text: Value, start: number, count: number): Value {
  if (typeof text !== "string" || isWideText(text, state)) return call(state, MID, [text, start, count]);
  state.charge(1);
  const first = start >= 1 ? Math.trunc(start) - 1 : 0;
  return state.text(text.slice(first, first + count));
}

export function left(state: State, text: Value, count: number): Value {
  if (typeof text !== "string" || isWideText(text, state)) return call(state, LEFT, [text, count]);
  return state.text(count >= 1 ? text.slice(0, Math.trunc(count)) : "");
}

export function right(state: State, text: Value, count: number): Value {
  if (typeof text !== "string" || isWideText(text, state)) return call(state, RIGHT, [text, count]);
  return state.text(count >= 1 ? text.slice(Math.max(0, text.length - Math.trunc(count))) : "");
}
