/** Values of the classic profile: -1 and 0 for truth, bits for AND and OR, elements with bounds, calls by reference. */
import type { Binary, Call, Expr, LValue, Name, Procedure } from "../../ast.ts";
import { BARE_FUNCTIONS } from "../../check/classic/functions.ts";
import { arrayKey, lookUp } from "../../check/classic/program.ts";
import type { Mnemonic } from "../../vm/opcodes.ts";
import { PACK } from "../../vm/opcodes.ts";
import { callBuiltin } from "../calls.ts";
import type { Context } from "../context.ts";
import { argument, into, value, valueBefore, writeLiteral } from "../expressions.ts";
import type { HearDescriptor } from "../keywords.ts";
import { openPlace, type Place } from "../places.ts";
import { channel } from "./files.ts";
import { holdsOf, recordOf } from "./kinds.ts";

const OPERATORS: Readonly<Record<string, Mnemonic>> = {
  "+": "CADD",
  "-": "CSUB",
  "*": "CMUL",
  "/": "CDIV",
  "\\": "CIDIV",
  mod: "CMOD",
  "^": "CPOW",
  xor: "CXOR",
  eqv: "CEQV",
  imp: "CIMP",
};

/** Writes what the classic profile does in its own way; false for the rest. */
export function writeClassic(c: Context, e: Expr, target: number): boolean {
  switch (e.kind) {
    case "literal":
      if (typeof e.value !== "number" || Number.isFinite(e.value)) return false;
      c.buffer.emit("LOADK", target, c.buffer.constant(e.value));
      return true;
    case "unary":
      if (e.op !== "not") return false;
      c.buffer.emit("CNOT", target, value(c, e.operand));
      return true;
    case "binary": {
      const op = OPERATORS[e.op];
      if (!op) return false;
      twoSides(c, op, e, target);
      return true;
    }
    case "logical":
      if (e.op === "??") return false;
      twoSides(c, e.op === "and" ? "CAND" : "COR", e, target);
      return true;
    case "call":
      writeCall(c, e, target);
      return true;
    default:
      return false;
  }
}

function twoSides(c: Context, op: Mnemonic, e: Pick<Binary, "left" | "right">, target: number): void {
  const left = valueBefore(c, e.left, [e.right]);
  c.buffer.emit(op, target, left, value(c, e.right));
}

const RELATIONS: ReadonlySet<string> = new Set([
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "like",
  "in",
  "contains",
  "starts with",
  "ends with",
]);

/** The dialect's code for it leaves TRUE or FALSE. */
export function yieldsTruth(e: Expr): boolean {
  return e.kind === "between" || e.kind === "is" || (e.kind === "binary" && RELATIONS.has(e.op));
}

/** AND, OR and NOT of conditions like these may jump as soon as they are decided: nothing in them can fail or act. */
export function isPlainCondition(e: Expr): boolean {
  if (e.kind === "logical") return e.op !== "??" && isPlainCondition(e.left) && isPlainCondition(e.right);
  if (e.kind === "unary") return e.op === "not" && isPlainCondition(e.operand);
  return e.kind === "binary" && /^[<>=]/.test(e.op) && isScalar(e.left) && isScalar(e.right);
}

function isScalar(e: Expr): boolean {
  return e.kind === "literal" || (e.kind === "name" && !BARE_FUNCTIONS.has(e.key));
}

/** A name that is a call: a function without operands, of the program or of the language. */
export function isCallName(c: Context, e: Name): boolean {
  const classic = c.classic;
  if (!classic) return false;
  if (classic.program.procedureOf.has(e.key)) return classic.scope.procedure?.key !== e.key;
  return BARE_FUNCTIONS.has(e.key) && !lookUp(classic.program, classic.scope, e.key);
}

/** A variable that is a whole array, in a register. */
export function arrayRegister(c: Context, key: string): number {
  const variable = c.variable(arrayKey(key));
  const register = variable && !variable.global ? variable.register : c.temporary();
  if (!variable) writeLiteral(c, null, register);
  else if (variable.global) c.buffer.emit("LOADG", register, variable.register);
  return register;
}

export function isArrayName(c: Context, key: string): boolean {
  return c.classic !== null && lookUp(c.classic.program, c.classic.scope, arrayKey(key)) !== undefined;
}

/** f(x): a procedure, an array, a function of the language. */
export function writeCall(c: Context, e: Call, target: number): void {
  const classic = c.classic;
  if (!classic) return;
  const procedure = classic.program.procedureOf.get(e.key);
  if (procedure) {
    callProcedure(c, procedure, e.args, target, e);
    return;
  }
  if (isArrayName(c, e.key)) {
    if (e.args.length === 0) c.buffer.emit("MOVE", target, arrayRegister(c, e.key));
    else elementPlace(c, e).get(target);
    return;
  }
  switch (e.key) {
    case "err":
    case "erl":
      c.buffer.emit("LASTERROR", target, e.key === "err" ? 0 : 2);
      return;
    case "pos":
      c.buffer.emit("LOADG", target, classic.column);
      c.buffer.emit("ADDI", target, target, 1);
      return;
    case "lbound":
    case "ubound":
      if (boundOf(c, e, target)) return;
      break;
    case "inkey$":
      hearText(c, target);
      c.buffer.emit("BUILTIN", target + PACK, c.buffer.constant("#FIRST"), heldAt(c, target));
      return;
    case "input$": {
      const [count] = e.args;
      if (!count || e.args.length > 1) break;
      const window = c.temporary();
      hearText(c, window);
      argument(c, count);
      c.buffer.emit("BUILTIN", target + 2 * PACK, c.buffer.constant("LEFT"), window);
      return;
    }
    case "eof":
    case "lof":
    case "freefile":
      channel(c, e.key.toUpperCase(), e.args, target);
      return;
    default:
      break;
  }
  if (callBuiltin(c, e.key, e.args, target, e)) return;
  const message = `There is no function ${e.name}.`;
  c.report("BAS509", message, `Write DEF ${e.name.toUpperCase()} = ... before.`, e.span);
}

/** A copy of the register where arguments begin. */
function heldAt(c: Context, register: number): number {
  const window = c.temporary();
  c.buffer.emit("MOVE", window, register);
  return window;
}

function boundOf(c: Context, e: Call, target: number): boolean {
  const [array, dimension] = e.args;
  if (!array || (array.kind !== "name" && array.kind !== "call") || !isArrayName(c, array.key)) return false;
  const window = c.temporary();
  const mark = c.height;
  c.buffer.emit("MOVE", window, arrayRegister(c, array.key));
  c.height = mark;
  if (dimension) argument(c, dimension);
  const name = c.buffer.constant(e.key.toUpperCase());
  c.buffer.emit("BUILTIN", target + PACK * (dimension ? 2 : 1), name, window);
  return true;
}

/** What the person writes on a line, with nothing shown before. */
function hearText(c: Context, target: number): void {
  hear(c, "", "l", target);
  const mark = c.height;
  const index = c.temporary();
  writeLiteral(c, 0, index);
  c.buffer.emit("GETI", target, target, index);
  c.height = mark;
}

/** Asks for the values of INPUT: leaves them as a list, and the line is at its start. */
export function hear(c: Context, prompt: string, input: string, target: number): void {
  const mark = c.height;
  const window = c.temporary();
  writeLiteral(c, prompt, window);
  const descriptor: HearDescriptor = {
    as: "INPUT",
    options: -1,
    open: false,
    prompt: true,
    default: false,
    timeout: false,
    retries: false,
    input,
  };
  c.buffer.emit("HEAR", target + PACK, c.buffer.descriptor(descriptor), window);
  writeLiteral(c, 0, window);
  c.buffer.emit("STOREG", c.classic!.column, window);
  c.height = mark;
}

/** An element: its array and subscripts are evaluated; `get` and `set` may both be called. */
export function elementPlace(c: Context, e: Call): Place {
  const list = arrayRegister(c, e.key);
  const [only] = e.args;
  if (e.args.length === 1 && only) {
    const index = value(c, only);
    return {
      get: (to) => c.buffer.emit("CELEM0", to, list, index),
      set: (from) => c.buffer.emit("CSETELEM0", list, index, from),
    };
  }
  const window = c.height;
  for (const subscript of e.args) argument(c, subscript);
  const count = PACK * e.args.length;
  return {
    get: (to) => c.buffer.emit("CELEM", to + count, list, window),
    set: (from) => c.buffer.emit("CSETELEM", from + count, list, window),
  };
}

/**
 * Calls a SUB, FUNCTION or DEF FN. Variables and elements go by reference: what the procedure has made of its parameter is
 * put back behind the call, where its frame's registers still stand. Parentheses, BYVAL and DEF FN pass the value.
 */
export function callProcedure(
  c: Context,
  procedure: Procedure,
  args: readonly Expr[],
  target: number,
  at: { span: Call["span"] },
): void {
  const index = c.script.procedureIndex.get(procedure.key)!;
  if (args.length > procedure.params.length) {
    const takes = procedure.params.length;
    const message = `${procedure.name} takes ${takes} argument${takes === 1 ? "" : "s"}, not ${args.length}.`;
    c.report("BAS303", message, "Leave out the last ones.", at.span);
    return;
  }
  const places = args.map((arg, i) => {
    const param = procedure.params[i]!;
    if (param.isArray || param.byValue || procedure.classic === "def" || !isVariable(c, arg)) return null;
    return recordOf(c, arg) === null ? openPlace(c, arg) : null;
  });
  const window = c.height;
  procedure.params.forEach((param, i) => {
    const arg = args[i];
    const register = c.temporary();
    const mark = c.height;
    if (!arg) writeLiteral(c, null, register);
    else if (param.isArray && (arg.kind === "name" || arg.kind === "call") && isArrayName(c, arg.key))
      c.buffer.emit("MOVE", register, arrayRegister(c, arg.key));
    else if (places[i]) places[i]!.get(register);
    else into(c, arg, register);
    c.height = mark;
  });
  c.buffer.emit("CALL", target, index, window);
  places.forEach((place, i) => {
    if (!place) return;
    const holds = holdsOf(c, args[i]!);
    if (holds === "integer") c.buffer.emit("CROUND", window + i, window + i);
    place.set(window + i);
  });
}

/** What can take a value back. */
function isVariable(c: Context, e: Expr): e is LValue {
  if (e.parenthesised) return false;
  if (e.kind === "name") return !isCallName(c, e);
  if (e.kind === "call") return isArrayName(c, e.key) && e.args.length > 0;
  return e.kind === "member" && e.object !== null && isVariable(c, e.object);
}

/** Calls a function of the language; leaves its result in the register that is returned. */
export function builtin(c: Context, name: string, args: readonly Expr[]): number {
  const result = c.temporary();
  const window = c.height;
  for (const arg of args) argument(c, arg);
  c.buffer.emit("BUILTIN", result + PACK * args.length, c.buffer.constant(name), window);
  c.height = window;
  return result;
}
