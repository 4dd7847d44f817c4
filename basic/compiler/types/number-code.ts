/** Code for expressions that are certainly numbers: their values stay in the file of plain numbers. */
import type { Binary, Call, Expr } from "../../ast.ts";
import type { Mnemonic } from "../../vm/opcodes.ts";
import { callProcedureForNumber } from "../calls.ts";
import { Label } from "../code-buffer.ts";
import { jumpIf } from "../conditions.ts";
import type { Context } from "../context.ts";
import { argument, smallInteger, value } from "../expressions.ts";
import { callNumberFunction } from "../quick-calls.ts";
import { divisor, exponent } from "./number-types.ts";

/** Puts the number into this register of the file; as `into`, the last instruction writes it. */
export function numberInto(c: Context, e: Expr, target: number): void {
  const before = c.buffer.place;
  const mark = c.height;
  c.buffer.at(e.span);
  write(c, e, target);
  c.height = mark;
  c.buffer.place = before;
}

/** The register of a numeric variable, or a temporary one with the number. Read-only for the caller. */
export function number(c: Context, e: Expr): number {
  if (e.kind === "name") {
    const own = c.numberRegister(e.key);
    if (own >= 0) return own;
  }
  const register = c.temporary();
  numberInto(c, e, register);
  return register;
}

function write(c: Context, e: Expr, target: number): void {
  const { buffer } = c;
  switch (e.kind) {
    case "literal":
      writeConstant(c, Number(e.value), target);
      return;
    case "name":
      buffer.emit("FMOVE", target, number(c, e));
      return;
    case "unary": {
      const constant = smallInteger(e);
      if (constant !== null) buffer.emit("FLOADI", target, constant);
      else if (e.op === "-") buffer.emit("FNEG", target, number(c, e.operand));
      else write(c, e.operand, target);
      return;
    }
    case "conditional": {
      const otherwise = new Label();
      const end = new Label();
      const result = c.temporary();
      jumpIf(c, e.test, false, otherwise);
      numberInto(c, e.then, result);
      buffer.jump("JMP", end);
      buffer.bind(otherwise);
      numberInto(c, e.else, result);
      buffer.bind(end);
      buffer.emit("FMOVE", target, result);
      return;
    }
    case "call":
      writeCall(c, e, target);
      return;
    case "binary":
      writeBinary(c, e, target);
      return;
    default:
      unproved(c, e, target);
  }
}

/** An argument that the inference has not seen as a number: the whole script is then compiled without. */
function unproved(c: Context, e: Expr, target: number): void {
  c.numbers.isContradicted = true;
  c.buffer.emit("FNUMBER", target, argument(c, e));
}

export function writeConstant(c: Context, constant: number, target: number): void {
  const isSmall = Number.isInteger(constant) && Math.abs(constant) <= 0x3fffffff && !Object.is(constant, -0);
  if (isSmall) c.buffer.emit("FLOADI", target, constant);
  else c.buffer.emit("FLOADK", target, c.buffer.constant(constant));
}

function writeCall(c: Context, e: Call, target: number): void {
  if (!callProcedureForNumber(c, e, target) && !callNumberFunction(c, e, target)) unproved(c, e, target);
}

const WITH_SMALL: Readonly<Record<string, Mnemonic>> = { "+": "FADDI", "-": "FSUBI", "*": "FMULI" };
const WITH_CONSTANT: Readonly<Record<string, Mnemonic>> = { "+": "FADDK", "-": "FSUBK", "*": "FMULK" };
const WITH_NUMBER: Readonly<Record<string, Mnemonic>> = { "+": "FADD", "-": "FSUB", "*": "FMUL" };

function writeBinary(c: Context, e: Binary, target: number): void {
  const { buffer } = c;
  const by = divisor(e.right);
  if (e.op === "^") {
    buffer.emit("FPOWI", target, number(c, e.left), exponent(e.right) ?? 1);
    return;
  }
  if (e.op === "/" || e.op === "mod" || e.op === "\\") {
    const left = number(c, e.left);
    const small = smallInteger(e.right);
    if (small !== null && e.op === "mod") buffer.emit("FMODI", target, left, small);
    else if (small !== null && e.op === "\\") buffer.emit("FIDIVI", target, left, small);
    else {
      const op = e.op === "/" ? "FDIVK" : e.op === "mod" ? "FMODK" : "FIDIVK";
      buffer.emit(op, target, left, buffer.constant(by ?? 1));
    }
    return;
  }
  const op = WITH_NUMBER[e.op] ?? "FADD";
  // The constant stands on the right: sums and products are the same either way.
  const isTurned = e.op !== "-" && e.left.kind === "literal" && e.right.kind !== "literal";
  const [left, right] = isTurned ? [e.right, e.left] : [e.left, e.right];
  const small = smallInteger(right);
  if (small !== null) buffer.emit(WITH_SMALL[e.op] ?? op, target, number(c, left), small);
  else if (right.kind === "literal") {
    const constant = buffer.constant(Number(right.value));
    buffer.emit(WITH_CONSTANT[e.op] ?? op, target, number(c, left), constant);
  } else {
    const first = number(c, left);
    buffer.emit(op, target, first, number(c, right));
  }
}

const COMPARISONS: Readonly<Record<string, { op: Mnemonic; isSwapped: boolean }>> = {
  "=": { op: "FEQ", isSwapped: false },
  "<>": { op: "FNE", isSwapped: false },
  "<": { op: "FLT", isSwapped: false },
  "<=": { op: "FLE", isSwapped: false },
  ">": { op: "FLT", isSwapped: true },
  ">=": { op: "FLE", isSwapped: true },
};
const QUOTIENTS: Readonly<Record<string, Mnemonic>> = { "/": "FDIV", mod: "FMOD", "\\": "FIDIV" };

/** Both sides are numbers, and at least one of them is in the file: constants alone are left to the generic code. */
export function hasNumbers(c: Context, e: Binary): boolean {
  if (e.negated) return false;
  const left = c.kindOf(e.left);
  if (left === 0) return false;
  const right = c.kindOf(e.right);
  return right > 0 && (left === 2 || right === 2);
}

/**
 * Operators on numbers whose result is a value: comparisons, and divisions by what may be 0. False when the expression is
 * none of these.
 */
export function valueFromNumbers(c: Context, e: Binary, target: number): boolean {
  const comparison = COMPARISONS[e.op];
  const quotient = QUOTIENTS[e.op];
  if (!(comparison || quotient) || !hasNumbers(c, e)) return false;
  const left = number(c, e.left);
  const right = number(c, e.right);
  if (comparison?.isSwapped) c.buffer.emit(comparison.op, target, right, left);
  else c.buffer.emit(comparison?.op ?? quotient ?? "FEQ", target, left, right);
  return true;
}

/** Operator: [with two registers, sides swapped, with a small integer], then the same for its contrary. */
type Jump = readonly [Mnemonic, boolean, Mnemonic];
const JUMPS: Readonly<Record<string, readonly [Jump, Jump]>> = {
  "=": [
    ["FJEQ", false, "FJEQI"],
    ["FJNE", false, "FJNEI"],
  ],
  "<>": [
    ["FJNE", false, "FJNEI"],
    ["FJEQ", false, "FJEQI"],
  ],
  "<": [
    ["FJLT", false, "FJLTI"],
    ["FJLE", true, "FJGEI"],
  ],
  "<=": [
    ["FJLE", false, "FJLEI"],
    ["FJLT", true, "FJGTI"],
  ],
  ">": [
    ["FJLT", true, "FJGTI"],
    ["FJLE", false, "FJLEI"],
  ],
  ">=": [
    ["FJLE", true, "FJGEI"],
    ["FJLT", false, "FJLTI"],
  ],
};

/** Compares two numbers and jumps when the comparison comes out as `sense`. False when it is no comparison of numbers. */
export function jumpOnNumbers(c: Context, e: Binary, sense: boolean, label: Label): boolean {
  const jump = JUMPS[e.op]?.[sense ? 0 : 1];
  if (!jump || !hasNumbers(c, e)) return false;
  const [two, isSwapped, one] = jump;
  const small = smallInteger(e.right);
  const left = number(c, e.left);
  if (small !== null) c.buffer.jump(one, label, left, small);
  else {
    const right = number(c, e.right);
    c.buffer.jump(two, label, isSwapped ? right : left, isSwapped ? left : right);
  }
  return true;
}

/** Index of an element: a register of the file where it is a number from variables, else a generic one. */
export function indexOf(c: Context, e: Expr): { register: number; isNumber: boolean } {
  return c.kindOf(e) === 2 ? { register: number(c, e), isNumber: true } : { register: value(c, e), isNumber: false };
}
