/** What `f(x)` is (reference 3.3): a procedure, an element of a declared array, a function, an element of a variable, a script. */

import type { Call, CallStatement, CallValue, Expr, MethodCall } from "../ast.ts";
import { clearsError, errorPart } from "../error-words.ts";
import { findFunction } from "../vm/builtins.ts";
import { PACK } from "../vm/opcodes.ts";
import { callProcedure as callClassic } from "./classic/expressions.ts";
import type { Context } from "./context.ts";
import { argument, elementOf, into, value, whenNotNull, writeLiteral } from "./expressions.ts";
import { compileKeyword } from "./keywords.ts";
import { quickCall } from "./quick-calls.ts";
import { procedureIndex } from "./scope.ts";
import { filterArgument, trackedArguments } from "./tracked.ts";
import { numberInto } from "./types/number-code.ts";

export function compileCall(c: Context, e: Call, target: number): void {
  if (callProcedure(c, e.key, e.args, target, e)) return;
  if (c.isArray(e.key) && e.args.length > 0) {
    elementOf(c, e, "ELEM", target);
    return;
  }
  if (callErrorFunction(c, e, target)) return;
  if (callOfSource(c, e, target) || fillOfDocument(c, e, target)) return;
  if (callBuiltin(c, e.key, e.args, target, e)) return;
  if (c.variable(e.key) && e.args.length > 0) {
    elementOf(c, e, "ELEM", target);
    return;
  }
  const window = c.height;
  for (const arg of e.args) argument(c, arg);
  c.buffer.emit("CALLNAME", target + PACK * e.args.length, c.buffer.constant(e.key), window);
}

/** A SUB or FUNCTION of the script; arguments that are missing are NULL. */
function callProcedure(
  c: Context,
  key: string,
  args: readonly Expr[],
  target: number,
  at: Call | CallStatement | CallValue,
  isForNumber = false,
): boolean {
  const classic = c.classic?.program.procedureOf.get(key);
  if (classic) {
    callClassic(c, classic, args, target, at);
    return true;
  }
  const index = procedureIndex(c.script, key);
  if (index === undefined) return false;
  const procedure = c.script.procedures[index - 1];
  if (!procedure) return false;
  if (args.length > procedure.ownParams) {
    const name = procedure.procedure?.name ?? key;
    const message = `${name} takes ${procedure.ownParams} arguments at most, not ${args.length}.`;
    c.report("BAS303", message, "Leave out the last ones or add parameters.", at.span);
  }
  const window = c.height;
  if (procedure.params > procedure.ownParams) trackedArguments(c, args, procedure);
  for (let i = 0; i < (procedure.params > procedure.ownParams ? 0 : procedure.params); i++) {
    const arg = args[i];
    if (arg && c.numbers.isParameter(index, i)) numberInto(c, arg, c.temporary());
    else if (arg) argument(c, arg);
    else writeLiteral(c, null, c.temporary());
  }
  if (isForNumber || !c.numbers.isResult(index)) c.buffer.emit("CALL", target, index, window);
  else {
    // The result comes back as a plain number: `target` takes it boxed.
    const number = c.temporary();
    c.buffer.emit("CALL", number, index, window);
    c.buffer.emit("FBOX", target, number);
  }
  return true;
}

/** A call whose result is certainly a number: into a register of the file of numbers. */
export function callProcedureForNumber(c: Context, e: Call, target: number): boolean {
  const index = procedureIndex(c.script, e.key);
  return index !== undefined && c.numbers.isResult(index) && callProcedure(c, e.key, e.args, target, e, true);
}

/** COUNT("orders") and SUM("orders", "total"): a text that the script writes there names a table or a file (reference 3.9). */
function callOfSource(c: Context, e: Call, target: number): boolean {
  const [source, column] = e.args;
  const count = e.key === "count" ? 1 : e.key === "sum" ? 2 : -1;
  if (e.args.length !== count || source?.kind !== "literal" || typeof source.value !== "string") return false;
  const operation = { kind: "word", word: e.key.toUpperCase() } as const;
  compileKeyword(c, "AGGREGATE", { source, operation, ...(column ? { column } : {}) }, target);
  return true;
}

/** FILL "letter.docx", data: a text that the script writes there names a template (reference 3.9). */
function fillOfDocument(c: Context, e: Call, target: number): boolean {
  const [template, second, third] = e.args;
  if (e.key !== "fill" || template?.kind !== "literal" || typeof template.value !== "string") return false;
  if (!/\.docx\s*$/i.test(template.value)) return false;
  const operands = { template, ...(second ? { data: second } : {}), ...(third ? { path: third } : {}) };
  compileKeyword(c, "FILL DOCUMENT", operands, target);
  return true;
}

function callErrorFunction(c: Context, e: Call, target: number): boolean {
  if (e.args.length > 0) return false;
  const part = errorPart(e.key);
  if (part !== null) c.buffer.emit("LASTERROR", target, part);
  else if (clearsError(e.key)) {
    c.buffer.emit("CLEARERROR");
    writeLiteral(c, null, target);
  } else return false;
  return true;
}

export function callBuiltin(
  c: Context,
  key: string,
  args: readonly Expr[],
  target: number,
  at: { span: Call["span"] },
): boolean {
  const found = findFunction(key, c.classic ? "classic" : "dialect");
  if (!found) return false;
  if (args.length < found.min || args.length > found.max) {
    c.report("BAS303", `${found.name} does not take ${args.length} arguments.`, `Write ${found.signature}.`, at.span);
  }
  if (quickCall(c, found.name, args, target)) return true;
  const window = c.height;
  for (const [i, arg] of args.entries()) {
    if (i === 1 && key === "filter") filterArgument(c, arg, "read");
    else argument(c, arg);
  }
  c.buffer.emit("BUILTIN", target + PACK * args.length, c.buffer.constant(found.name), window);
  return true;
}

export function compileMethod(c: Context, e: MethodCall, target: number): void {
  const call = (result: number) => {
    const window = c.height;
    argument(c, e.object);
    for (const arg of e.args) argument(c, arg);
    c.buffer.emit("METHOD", result + PACK * (e.args.length + 1), c.buffer.constant(e.name), window);
  };
  if (e.safe) whenNotNull(c, value(c, e.object), target, call);
  else call(target);
}

/** `x = CALL "other.bas", a` and `x = CALL name(a)`. */
export function compileCallValue(c: Context, e: CallValue, target: number): void {
  callTarget(c, e.target, e.args, target, e);
}

export function compileCallStatement(c: Context, s: CallStatement): void {
  const result = c.temporary();
  if (typeof s.target === "string") callScript(c, s.target, s.args, result);
  else callTarget(c, s.target, s.args, result, s);
}

function callTarget(c: Context, target: Expr, args: Expr[], result: number, at: CallStatement | CallValue): void {
  if (target.kind === "literal" && typeof target.value === "string") {
    callScript(c, target.value, args, result);
    return;
  }
  if (target.kind === "call") {
    compileCall(c, target, result);
    return;
  }
  if (target.kind === "name") {
    if (callProcedure(c, target.key, args, result, at)) return;
    if (callErrorFunction(c, { kind: "call", name: target.name, key: target.key, args, span: at.span }, result)) return;
    if (callBuiltin(c, target.key, args, result, at)) return;
    // CALL name with no such procedure is the script name.bas; a variable holds the script's name.
    if (
      !c.script.assigned.has(target.key) &&
      !(c.variable(target.key) && !c.isBody && c.scope.registers.has(target.key))
    ) {
      callScript(c, target.name, args, result);
      return;
    }
  }
  const window = c.height;
  into(c, target, c.temporary());
  for (const arg of args) argument(c, arg);
  c.buffer.emit("SCRIPTV", result + PACK * (args.length + 1), 0, window);
}

function callScript(c: Context, name: string, args: readonly Expr[], result: number): void {
  const window = c.height;
  for (const arg of args) argument(c, arg);
  c.buffer.emit("SCRIPT", result + PACK * args.length, c.buffer.constant(name), window);
}
