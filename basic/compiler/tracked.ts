/** Values that become filter texts: each is computed together with what is known of its origin (provenance.ts). */
import type { Binary, Expr, Interpolation } from "../ast.ts";
import { PACK } from "../vm/opcodes.ts";
import { compileCall, compileCallValue } from "./calls.ts";
import { Label } from "./code-buffer.ts";
import type { Context } from "./context.ts";
import { argument, into, writeLiteral } from "./expressions.ts";
import { FILTER_USES, type FilterUse, WHOLE_VARIABLE } from "./filter-operands.ts";
import { store } from "./places.ts";
import { ownerOf, RESULT_SHADOW, shadowKey } from "./provenance.ts";
import { procedureIndex, type Scope } from "./scope.ts";

/** The origin of a value that the script wrote itself, until TRACE makes a list of it. */
const OWN = 0;

/** The variable has a hidden one beside it. */
export function isTracked(c: Context, key: string): boolean {
  return ownerOf(c.script, c.scope, key).registers.has(shadowKey(key));
}

/** Evaluates the value into `target` and its origin into `origin`. */
function trackedInto(c: Context, e: Expr, target: number, origin: number): void {
  const mark = c.height;
  write(c, e, target, origin);
  c.height = mark;
}

function write(c: Context, e: Expr, target: number, origin: number): void {
  switch (e.kind) {
    case "literal":
      into(c, e, target);
      writeLiteral(c, OWN, origin);
      return;
    case "name":
      into(c, e, target);
      if (isTracked(c, e.key)) loadHidden(c, shadowKey(e.key), origin);
      else writeLiteral(c, null, origin);
      return;
    case "binary":
      if (e.op === "+" || e.op === "&") writeSum(c, e, target, origin);
      else writeForeign(c, e, target, origin);
      return;
    case "interpolation":
      writeInterpolation(c, e, target, origin);
      return;
    case "conditional": {
      const otherwise = new Label();
      const end = new Label();
      const test = argument(c, e.test);
      c.buffer.jump("JF", otherwise, test);
      trackedInto(c, e.then, target, origin);
      c.buffer.jump("JMP", end);
      c.buffer.bind(otherwise);
      trackedInto(c, e.else, target, origin);
      c.buffer.bind(end);
      return;
    }
    case "logical": {
      const end = new Label();
      trackedInto(c, e.left, target, origin);
      c.buffer.jump(e.op === "and" ? "JF" : e.op === "or" ? "JT" : "JNOTNULL", end, target);
      trackedInto(c, e.right, target, origin);
      c.buffer.bind(end);
      return;
    }
    case "call":
    case "call-value": {
      const key = e.kind === "call" ? e.key : e.target.kind === "name" || e.target.kind === "call" ? e.target.key : "";
      const result = c.temporary();
      if (e.kind === "call") compileCall(c, e, result);
      else compileCallValue(c, e, result);
      if (procedureIndex(c.script, key) !== undefined && c.script.body.registers.has(RESULT_SHADOW))
        loadHidden(c, RESULT_SHADOW, origin);
      else writeLiteral(c, null, origin);
      c.buffer.emit("MOVE", target, result);
      return;
    }
    default:
      writeForeign(c, e, target, origin);
  }
}

function writeForeign(c: Context, e: Expr, target: number, origin: number): void {
  into(c, e, target);
  writeLiteral(c, null, origin);
}

/** The parts stand behind the result, and their origins behind those: so TRACE reads them. */
function writeSum(c: Context, e: Binary, target: number, origin: number): void {
  const window = c.temporary();
  const [left, right, leftOrigin, rightOrigin] = [c.temporary(), c.temporary(), c.temporary(), c.temporary()];
  trackedInto(c, e.left, left, leftOrigin);
  trackedInto(c, e.right, right, rightOrigin);
  c.buffer.emit(e.op === "+" ? "ADD" : "CAT", window, left, right);
  c.buffer.emit("TRACE", origin + PACK * 5, 0, window);
  c.buffer.emit("MOVE", target, window);
}

function writeInterpolation(c: Context, e: Interpolation, target: number, origin: number): void {
  const window = c.temporary();
  const values = e.parts.map(() => c.temporary());
  const origins = e.parts.map(() => c.temporary());
  e.parts.forEach((part, i) => {
    const [value, from] = [values[i]!, origins[i]!];
    if (typeof part !== "string") trackedInto(c, part, value, from);
    else {
      writeLiteral(c, part, value);
      writeLiteral(c, OWN, from);
    }
  });
  c.buffer.emit("CONCAT", window + PACK * e.parts.length, 0, values[0] ?? window);
  c.buffer.emit("TRACE", origin + PACK * (1 + 2 * e.parts.length), 0, window);
  c.buffer.emit("MOVE", target, window);
}

function loadHidden(c: Context, key: string, target: number): void {
  const variable = c.variable(key);
  if (!variable) writeLiteral(c, null, target);
  else c.buffer.emit(variable.global ? "LOADG" : "MOVE", target, variable.register);
}

/** Assigns value and origin. A literal's origin becomes a list here, so that it names the text it speaks of. */
export function assignTracked(c: Context, key: string, e: Expr): void {
  const mark = c.height;
  const [value, origin] = [c.temporary(), c.temporary()];
  trackedInto(c, e, value, origin);
  if (e.kind !== "name") traced(c, value, origin);
  store(c, key, value);
  store(c, shadowKey(key), origin);
  c.height = mark;
}

/** Makes the origin 0 of a text that is all the script's own into a list. */
function traced(c: Context, value: number, origin: number): void {
  const window = c.temporary();
  const [copy, from] = [c.temporary(), c.temporary()];
  c.buffer.emit("MOVE", window, value);
  c.buffer.emit("MOVE", copy, value);
  c.buffer.emit("MOVE", from, origin);
  c.buffer.emit("TRACE", origin + PACK * 3, 0, window);
}

/** The origin of an argument for a tracked parameter, in a list that names its text. */
function trackedArgument(c: Context, e: Expr, target: number, origin: number): void {
  trackedInto(c, e, target, origin);
  if (e.kind === "name") return;
  const mark = c.height;
  traced(c, target, origin);
  c.height = mark;
}

/** The arguments of a procedure and behind them the origins of those that end up in a filter, one behind the other. */
export function trackedArguments(c: Context, args: readonly Expr[], procedure: Scope): void {
  const values = procedure.names.slice(0, procedure.ownParams).map(() => c.temporary());
  const origins = procedure.names.slice(procedure.ownParams, procedure.params).map(() => c.temporary());
  const keys = [...procedure.registers.keys()];
  values.forEach((value, i) => {
    const arg = args[i];
    const hidden = procedure.registers.get(shadowKey(keys[i]!));
    const origin = hidden === undefined ? undefined : origins[hidden - procedure.ownParams];
    if (!arg) {
      writeLiteral(c, null, value);
      if (origin !== undefined) writeLiteral(c, null, origin);
    } else if (origin !== undefined) trackedArgument(c, arg, value, origin);
    else into(c, arg, value);
  });
}

/** The value of RETURN, with its origin left for the caller where this FUNCTION's results become filters. */
export function returnValue(c: Context, e: Expr): number {
  const result = c.temporary();
  const mark = c.height;
  const origin = c.temporary();
  trackedArgument(c, e, result, origin);
  store(c, RESULT_SHADOW, origin);
  c.height = mark;
  return result;
}

/** The same where the result is what was assigned to the FUNCTION's own name. */
export function leaveOrigin(c: Context): void {
  const mark = c.height;
  const origin = c.temporary();
  const key = c.scope.procedure?.key;
  if (c.scope.result >= 0 && key !== undefined && isTracked(c, key)) loadHidden(c, shadowKey(key), origin);
  else writeLiteral(c, null, origin);
  store(c, RESULT_SHADOW, origin);
  c.height = mark;
}

/** Some FUNCTION's results become filters, so that every RETURN says where its value comes from. */
export const followsResults = (c: Context): boolean => !c.isBody && c.script.body.registers.has(RESULT_SHADOW);

/** A variable, also one of its fields or elements. */
function isVariable(e: Expr): boolean {
  if (e.kind === "name") return true;
  return (e.kind === "member" || e.kind === "index") && e.object !== null && isVariable(e.object);
}

/** Evaluates a filter text and makes it a tree, in the next register. */
export function filterArgument(c: Context, e: Expr, use: FilterUse): number {
  const register = c.temporary();
  const mark = c.height;
  const [value, origin] = [c.temporary(), c.temporary()];
  trackedInto(c, e, value, origin);
  const flags = FILTER_USES.indexOf(use) + (isVariable(e) ? WHOLE_VARIABLE : 0);
  c.buffer.emit("FILTER", register + PACK * 2, flags, value);
  c.height = mark;
  return register;
}
