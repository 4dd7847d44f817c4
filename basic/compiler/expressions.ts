/** Values: each expression becomes instructions that leave its value in a register. */

import type { Binary, Call, Expr, Logical, Member, Name, ObjectLiteral } from "../ast.ts";
import { errorPart } from "../error-words.ts";
import { findFunction } from "../vm/builtins.ts";
import type { Mnemonic } from "../vm/opcodes.ts";
import { PACK } from "../vm/opcodes.ts";
import { compileCall, compileCallValue, compileMethod } from "./calls.ts";
import { isCallName, writeCall, writeClassic, yieldsTruth } from "./classic/expressions.ts";
import { Label } from "./code-buffer.ts";
import { jumpIf } from "./conditions.ts";
import type { Context } from "./context.ts";
import { compileHear, compileKeyword } from "./keywords.ts";
import { indexOf, number, valueFromNumbers } from "./types/number-code.ts";
import { walk } from "./walk.ts";

/** Members of a literal that are evaluated before the first are stored: bounds the registers that a long one needs. */
const LITERAL_CHUNK = 64;

/** Puts the value into a register of its own choice: a variable's own register where it has one. Read-only for the caller. */
export function value(c: Context, e: Expr): number {
  if (e.kind === "name" && c.numberRegister(e.key) < 0) {
    const variable = c.variable(e.key);
    if (variable && !variable.global && !isFunctionName(c, e)) {
      checkSet(c, e, variable.register);
      return variable.register;
    }
  }
  const register = c.temporary();
  into(c, e, register);
  return register;
}

/** As `value`, but safe against a change of the variable while `later` is evaluated. */
export function valueBefore(c: Context, e: Expr, later: readonly (Expr | null)[]): number {
  if (e.kind !== "name" || !later.some((l) => l && mayAssign(c, l))) return value(c, e);
  const register = c.temporary();
  into(c, e, register);
  return register;
}

/** The value in the next free register: an argument. */
export function argument(c: Context, e: Expr): number {
  const register = c.temporary();
  into(c, e, register);
  return register;
}

/** Evaluating it may run statements of the script, which may set any variable. */
function mayAssign(c: Context, e: Expr): boolean {
  let found = false;
  walk(e, (node) => {
    if (
      node.kind === "call"
        ? !isElementOrFunction(c, node)
        : node.kind === "call-value" || node.kind === "method" || node.kind === "hear"
    )
      found = true;
    // A classic FUNCTION without operands is called by its name alone.
    if (c.classic && node.kind === "name" && c.script.procedureIndex.has(node.key)) found = true;
    return !found;
  });
  return found;
}

/** Not a procedure of the script, nor another script. */
function isElementOrFunction(c: Context, e: Call): boolean {
  if (c.classic || c.script.procedureIndex.has(e.key)) return false;
  return c.isArray(e.key) || findFunction(e.key, "dialect") !== undefined;
}

/** Small whole numbers are part of their instruction. */
export function smallInteger(e: Expr): number | null {
  if (e.kind === "literal" && typeof e.value === "number" && Number.isInteger(e.value) && !Object.is(e.value, -0)) {
    return Math.abs(e.value) <= 0x3fffffff ? e.value : null;
  }
  if (e.kind === "unary" && e.op === "-" && e.operand.kind === "literal" && typeof e.operand.value === "number") {
    const number = -e.operand.value;
    return number !== 0 && Number.isInteger(number) && number >= -0x3fffffff ? number : null;
  }
  return null;
}

/** Puts the value into this register. The register is written by the last instruction only, so `x = x + f(x)` is safe. */
export function into(c: Context, e: Expr, target: number): void {
  const before = c.buffer.place;
  const mark = c.height;
  c.buffer.at(e.span);
  write(c, e, target);
  if (c.classic && yieldsTruth(e)) c.buffer.emit("CTRUTH", target, target);
  c.height = mark;
  c.buffer.place = before;
}

function write(c: Context, e: Expr, target: number): void {
  if (c.classic && writeClassic(c, e, target)) return;
  const { buffer } = c;
  if (c.kindOf(e) === 2) {
    buffer.emit("FBOX", target, number(c, e));
    return;
  }
  switch (e.kind) {
    case "literal":
      writeLiteral(c, e.value, target);
      return;
    case "interpolation": {
      const window = c.height;
      for (const part of e.parts) {
        if (typeof part === "string") writeLiteral(c, part, c.temporary());
        else argument(c, part);
      }
      buffer.emit("CONCAT", target + PACK * e.parts.length, 0, window);
      return;
    }
    case "name":
      writeName(c, e, target);
      return;
    case "array":
      writeArray(c, e.items, target);
      return;
    case "object":
      writeObject(c, e, target);
      return;
    case "unary": {
      const number = smallInteger(e);
      if (number !== null) buffer.emit("LOADI", target, number);
      else buffer.emit(e.op === "-" ? "NEG" : e.op === "+" ? "PLUS" : "NOT", target, value(c, e.operand));
      return;
    }
    case "binary":
      writeBinary(c, e, target);
      return;
    case "logical":
      writeLogical(c, e, target);
      return;
    case "conditional": {
      const otherwise = new Label();
      const end = new Label();
      const result = c.temporary();
      jumpIf(c, e.test, false, otherwise);
      into(c, e.then, result);
      buffer.jump("JMP", end);
      buffer.bind(otherwise);
      into(c, e.else, result);
      buffer.bind(end);
      buffer.emit("MOVE", target, result);
      return;
    }
    case "between": {
      const end = new Label();
      const result = c.temporary();
      const middle = valueBefore(c, e.value, [e.low, e.high]);
      const low = valueBefore(c, e.low, [e.high]);
      const high = value(c, e.high);
      buffer.emit("LE", result, low, middle);
      buffer.jump("JF", end, result);
      buffer.emit("LE", result, middle, high);
      buffer.bind(end);
      buffer.emit(e.negated ? "NOT" : "MOVE", target, result);
      return;
    }
    case "is": {
      const op = { null: "ISNULL", empty: "ISEMPTY", true: "ISTRUE", false: "ISFALSE" } as const;
      buffer.emit(op[e.what], target, value(c, e.value));
      if (e.negated) buffer.emit("NOT", target, target);
      return;
    }
    case "member":
      writeMember(c, e, target);
      return;
    case "index": {
      if (e.safe) {
        const object = valueBefore(c, e.object, [e.index]);
        whenNotNull(c, object, target, (result) => getElement(c, result, object, e.index));
        return;
      }
      const object = valueBefore(c, e.object, [e.index]);
      getElement(c, target, object, e.index);
      return;
    }
    case "call":
      compileCall(c, e, target);
      return;
    case "method":
      compileMethod(c, e, target);
      return;
    case "keyword":
      compileKeyword(c, e.keyword, e.operands, target);
      return;
    case "call-value":
      compileCallValue(c, e, target);
      return;
    case "hear":
      compileHear(c, e, target);
      return;
  }
}

export function writeLiteral(c: Context, literal: number | string | boolean | null, target: number): void {
  if (literal === null) c.buffer.emit("LOADNULL", target);
  else if (
    typeof literal === "number" &&
    Number.isInteger(literal) &&
    Math.abs(literal) <= 0x3fffffff &&
    !Object.is(literal, -0)
  ) {
    c.buffer.emit("LOADI", target, literal);
  } else c.buffer.emit("LOADK", target, c.buffer.constant(literal));
}

/** Words that are functions without parentheses, unless the script sets a variable of that name (reference 2.7, 5.6). */
const BARE_FUNCTIONS: ReadonlySet<string> = new Set(["now", "today", "time", "timer", "rnd"]);

function isFunctionName(c: Context, e: Name): boolean {
  if (c.classic) return isCallName(c, e);
  if (c.scope.registers.has(e.key) && !c.isBody) return false;
  return !c.script.assigned.has(e.key) && (BARE_FUNCTIONS.has(e.key) || errorPart(e.key) !== null);
}

function writeName(c: Context, e: Name, target: number): void {
  if (isFunctionName(c, e)) {
    if (c.classic) {
      writeCall(c, { ...e, kind: "call", args: [] }, target);
      return;
    }
    const part = errorPart(e.key);
    if (part !== null) c.buffer.emit("LASTERROR", target, part);
    else c.buffer.emit("BUILTIN", target, c.buffer.constant(e.key.toUpperCase()), c.height);
    return;
  }
  const variable = c.variable(e.key);
  if (!variable) {
    writeLiteral(c, null, target);
    return;
  }
  if (!variable.global) {
    // First, so that what fails leaves its target as it was.
    checkSet(c, e, variable.register);
    c.buffer.emit("MOVE", target, variable.register);
  } else if (mayBeUnset(c, e)) {
    const register = c.temporary();
    c.buffer.emit("LOADG", register, variable.register);
    checkSet(c, e, register);
    c.buffer.emit("MOVE", target, register);
  } else c.buffer.emit("LOADG", target, variable.register);
}

/** A name that no statement sets can only come from the host: strict mode wants to know. */
function checkSet(c: Context, e: Name, register: number): void {
  if (mayBeUnset(c, e)) c.buffer.emit("CHECKSET", register, c.buffer.constant(e.name));
}

function mayBeUnset(c: Context, e: Name): boolean {
  const isOwn = c.scope.registers.has(e.key) && !c.isBody;
  return !isOwn && !c.script.assigned.has(e.key);
}

function writeArray(c: Context, items: Expr[], target: number): void {
  // Only the last instruction may write to `target`, which the items may read.
  const isWhole = items.length <= LITERAL_CHUNK;
  const list = isWhole ? target : c.temporary();
  const window = c.height;
  for (let from = 0; from === 0 || from < items.length; from += LITERAL_CHUNK) {
    const chunk = items.slice(from, from + LITERAL_CHUNK);
    for (const item of chunk) argument(c, item);
    c.buffer.emit(from === 0 ? "ARRAY" : "APPEND", list + PACK * chunk.length, 0, window);
    c.height = window;
  }
  if (!isWhole) c.buffer.emit("MOVE", target, list);
}

function writeObject(c: Context, e: ObjectLiteral, target: number): void {
  // The leading run of plain keys is made at once; computed keys and what follows them are set one by one, in order.
  const plain: { key: string; value: Expr }[] = [];
  for (const entry of e.entries) {
    if (typeof entry.key !== "string" || plain.length === LITERAL_CHUNK) break;
    plain.push({ key: entry.key, value: entry.value });
  }
  const isWhole = plain.length === e.entries.length;
  const object = isWhole ? target : c.temporary();
  const window = c.height;
  for (const entry of plain) argument(c, entry.value);
  c.buffer.emit("OBJECT", object + PACK * plain.length, c.buffer.descriptor(plain.map((p) => p.key)), window);
  for (const entry of e.entries.slice(plain.length)) {
    c.height = window;
    const key = c.temporary();
    if (typeof entry.key === "string") writeLiteral(c, entry.key, key);
    else into(c, entry.key, key);
    c.buffer.emit("SETKEY", object, key, value(c, entry.value));
  }
  if (!isWhole) c.buffer.emit("MOVE", target, object);
}

const ARITHMETIC: Readonly<Record<string, Mnemonic>> = {
  "+": "ADD",
  "-": "SUB",
  "*": "MUL",
  "/": "DIV",
  "\\": "IDIV",
  mod: "MOD",
  "^": "POW",
  "&": "CAT",
  like: "LIKE",
  in: "IN",
  contains: "CONTAINS",
  "starts with": "STARTS",
  "ends with": "ENDS",
  xor: "XOR",
  eqv: "EQV",
  imp: "IMP",
  "=": "EQ",
  "<>": "NE",
  "<": "LT",
  "<=": "LE",
  ">": "LT",
  ">=": "LE",
};
const IMMEDIATE: Readonly<Record<string, Mnemonic>> = {
  "+": "ADDI",
  "-": "SUBI",
  "*": "MULI",
  "/": "DIVI",
  mod: "MODI",
};

function writeBinary(c: Context, e: Binary, target: number): void {
  if (valueFromNumbers(c, e, target)) return;
  const op = ARITHMETIC[e.op] ?? "EQ";
  const immediate = IMMEDIATE[e.op];
  if (immediate) {
    const right = smallInteger(e.right);
    if (right !== null && (right > 0 || e.op === "+" || e.op === "-" || e.op === "*")) {
      c.buffer.emit(immediate, target, value(c, e.left), right);
      return;
    }
    const left = e.op === "*" ? smallInteger(e.left) : null;
    if (left !== null) {
      c.buffer.emit(immediate, target, value(c, e.right), left);
      return;
    }
  }
  const [left, right] = operands(c, e);
  const swapped = e.op === ">" || e.op === ">=";
  c.buffer.emit(op, target, swapped ? right : left, swapped ? left : right);
  if (e.negated) c.buffer.emit("NOT", target, target);
}

/** Both sides of an operator. An unset element of a DIM array that is compared with a number counts as 0. */
export function operands(c: Context, e: Binary): [number, number] {
  const isComparison = /^[=<>]/.test(e.op);
  const left = isComparison && isArrayElement(c, e.left) ? argument(c, e.left) : valueBefore(c, e.left, [e.right]);
  const right = isComparison && isArrayElement(c, e.right) ? argument(c, e.right) : value(c, e.right);
  if (isComparison && isArrayElement(c, e.left)) c.buffer.emit("ZERO", left, right);
  if (isComparison && isArrayElement(c, e.right)) c.buffer.emit("ZERO", right, left);
  return [left, right];
}

export function isArrayElement(c: Context, e: Expr): boolean {
  if (e.kind === "call") return c.isArray(e.key) && !c.script.procedureIndex.has(e.key);
  return e.kind === "index" && (e.object.kind === "name" ? c.isArray(e.object.key) : isArrayElement(c, e.object));
}

/** The left side of a comparison with a number that stands in the code. */
export function comparedWithNumber(c: Context, e: Expr): number {
  if (e.kind === "call" && e.args.length === 1 && isArrayElement(c, e)) {
    const register = c.temporary();
    const mark = c.height;
    elementOf(c, e, "ELEM0", register);
    c.height = mark;
    return register;
  }
  const register = isArrayElement(c, e) ? argument(c, e) : value(c, e);
  if (isArrayElement(c, e)) {
    const zero = c.temporary();
    writeLiteral(c, 0, zero);
    c.buffer.emit("ZERO", register, zero);
  }
  return register;
}

function getElement(c: Context, target: number, list: number, at: Expr): void {
  const index = indexOf(c, at);
  c.buffer.emit(index.isNumber ? "FGETI" : "GETI", target, list, index.register);
}

/** `a(i)` and `a(i, j)` of a variable. */
export function elementOf(c: Context, e: Call, op: "ELEM" | "ELEM0", target: number): void {
  const name: Name = { kind: "name", name: e.name, key: e.key, span: e.span };
  let list = valueBefore(c, name, e.args);
  e.args.forEach((index, i) => {
    const position = indexOf(c, index);
    const isLast = i === e.args.length - 1;
    const element = isLast ? target : c.temporary();
    const get = isLast ? op : "ELEM";
    c.buffer.emit(position.isNumber ? `F${get}` : get, element, list, position.register);
    list = element;
  });
}

function writeLogical(c: Context, e: Logical, target: number): void {
  const end = new Label();
  const result = c.temporary();
  into(c, e.left, result);
  c.buffer.jump(e.op === "and" ? "JF" : e.op === "or" ? "JT" : "JNOTNULL", end, result);
  into(c, e.right, result);
  c.buffer.bind(end);
  c.buffer.emit("MOVE", target, result);
}

function writeMember(c: Context, e: Member, target: number): void {
  const name = c.buffer.constant(e.name);
  if (e.object === null) {
    if (c.withObject >= 0) c.buffer.emit("GETF", target, c.withObject, name);
    else {
      c.report("BAS210", `.${e.name} stands outside a WITH block.`, "Write the object in front of the dot.", e.span);
      writeLiteral(c, null, target);
    }
    return;
  }
  const object = value(c, e.object);
  if (!e.safe) c.buffer.emit("GETF", target, object, name);
  else whenNotNull(c, object, target, (result) => c.buffer.emit("GETF", result, object, name));
}

/** `a?.b`: NULL where `a` is NULL, and then nothing behind it is evaluated. */
export function whenNotNull(c: Context, object: number, target: number, otherwise: (result: number) => void): void {
  const end = new Label();
  const result = c.temporary();
  c.buffer.emit("LOADNULL", result);
  c.buffer.jump("JNULL", end, object);
  otherwise(result);
  c.buffer.bind(end);
  c.buffer.emit("MOVE", target, result);
}
