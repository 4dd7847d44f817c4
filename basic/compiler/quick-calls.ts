/**
 * Calls of the functions that loops are full of: instructions of their own, which need no list of arguments. What is given
 * as a plain number stays one. Every other call, and these where the operands are not known so well, is a BUILTIN.
 */
import type { Call, Expr } from "../ast.ts";
import { PACK } from "../vm/opcodes.ts";
import { callBuiltin } from "./calls.ts";
import type { Context } from "./context.ts";
import { smallInteger, value, valueBefore } from "./expressions.ts";
import { number } from "./types/number-code.ts";
import { numberFunction } from "./types/number-types.ts";

/** Calls a function of the dialect by its canonical name; false where there is no instruction for it. */
export function quickCall(c: Context, name: string, args: readonly Expr[], target: number): boolean {
  if (c.classic) return false;
  const { buffer } = c;
  const [first, second, third] = args;
  if (!first) return false;
  if (name === "APPEND" && second && !third) {
    const list = valueBefore(c, first, [second]);
    buffer.emit("PUSH", target, list, value(c, second));
    return true;
  }
  if (!c.numbers.isOn) return false;
  if (name === "CHR" && c.kindOf(first) > 0) {
    buffer.emit("FCHR", target, number(c, first));
    return true;
  }
  if (!second || c.kindOf(second) === 0) return false;
  if (name === "LEFT" || name === "RIGHT") {
    const text = valueBefore(c, first, [second]);
    buffer.emit(name === "LEFT" ? "FLEFT" : "FRIGHT", target, text, number(c, second));
    return true;
  }
  const count = third ? smallInteger(third) : null;
  // Of a few characters, as they are looked at one by one.
  if (name !== "MID" || count === null || count < 1 || count >= PACK) return false;
  const text = valueBefore(c, first, [second]);
  buffer.emit("FMID", target + PACK * count, text, number(c, second));
  return true;
}

/** A function whose result is certainly a number: into a register of the file of plain numbers. */
export function callNumberFunction(c: Context, e: Call, target: number): boolean {
  const name = numberFunction(e);
  const [first] = e.args;
  if (name === null || !first) return false;
  if (name === "LEN") c.buffer.emit("FLEN", target, value(c, first));
  else if (name === "ASC") c.buffer.emit("FASC", target, value(c, first));
  else if (name === "ABS") c.buffer.emit("FABS", target, numberOf(c, first));
  else if (name === "INT") c.buffer.emit("FINT", target, numberOf(c, first));
  else {
    const result = c.temporary();
    if (!callBuiltin(c, e.key, e.args, result, e)) return false;
    c.buffer.emit("FNUMBER", target, result);
  }
  return true;
}

/** An operand that need not be a number: then it is converted as the function would. */
function numberOf(c: Context, e: Expr): number {
  if (c.kindOf(e) > 0) return number(c, e);
  const given = value(c, e);
  const register = c.temporary();
  c.buffer.emit("FNUMBER", register, given);
  return register;
}
