/** Conditions: a test becomes one compare-and-jump where it can. */
import type { Binary, Expr } from "../ast.ts";
import type { Mnemonic } from "../vm/opcodes.ts";
import { isPlainCondition } from "./classic/expressions.ts";
import { Label } from "./code-buffer.ts";
import type { Context } from "./context.ts";
import { comparedWithNumber, operands, smallInteger, value } from "./expressions.ts";
import { jumpOnNumbers } from "./types/number-code.ts";

/** Jumps to the label when the condition is (`sense` true) or is not (false) fulfilled. */
export function jumpIf(c: Context, e: Expr, sense: boolean, label: Label): void {
  const mark = c.height;
  const before = c.buffer.place;
  c.buffer.at(e.span);
  emitJump(c, e, sense, label);
  c.height = mark;
  c.buffer.place = before;
}

function emitJump(c: Context, e: Expr, sense: boolean, label: Label): void {
  // Classic: AND, OR and NOT work on bits, and both sides are evaluated where that can be told.
  if (c.classic && (e.kind === "logical" || (e.kind === "unary" && e.op === "not")) && !isPlainCondition(e)) {
    c.buffer.jump(sense ? "JT" : "JF", label, value(c, e));
    return;
  }
  if (e.kind === "unary" && e.op === "not") {
    jumpIf(c, e.operand, !sense, label);
    return;
  }
  if (e.kind === "logical" && e.op !== "??") {
    // AND leaves when the left side is false, OR when it is true.
    const leavesOn = e.op === "or";
    if (sense === leavesOn) {
      jumpIf(c, e.left, sense, label);
      jumpIf(c, e.right, sense, label);
      return;
    }
    const skip = new Label();
    jumpIf(c, e.left, !sense, skip);
    jumpIf(c, e.right, sense, label);
    c.buffer.bind(skip);
    return;
  }
  if (e.kind === "binary" && !e.negated && Object.hasOwn(JUMPS, e.op)) {
    compareAndJump(c, e, sense, label);
    return;
  }
  c.buffer.jump(sense ? "JT" : "JF", label, value(c, e));
}

/** Operator to: [two registers when true, when false, sides swapped], [register and small integer when true, when false]. */
const JUMPS: Readonly<
  Record<string, { two: readonly [Mnemonic, Mnemonic]; swap: boolean; one: readonly [Mnemonic, Mnemonic] }>
> = {
  "=": { two: ["JEQ", "JNE"], swap: false, one: ["JEQI", "JNEI"] },
  "<>": { two: ["JNE", "JEQ"], swap: false, one: ["JNEI", "JEQI"] },
  "<": { two: ["JLT", "JNLT"], swap: false, one: ["JLTI", "JNLTI"] },
  "<=": { two: ["JLE", "JNLE"], swap: false, one: ["JLEI", "JNLEI"] },
  ">": { two: ["JLT", "JNLT"], swap: true, one: ["JGTI", "JNGTI"] },
  ">=": { two: ["JLE", "JNLE"], swap: true, one: ["JGEI", "JNGEI"] },
};

function compareAndJump(c: Context, e: Binary, sense: boolean, label: Label): void {
  const jumps = JUMPS[e.op];
  if (!jumps || jumpOnNumbers(c, e, sense, label)) return;
  const index = sense ? 0 : 1;
  const number = smallInteger(e.right);
  if (number !== null) {
    c.buffer.jump(jumps.one[index], label, comparedWithNumber(c, e.left), number);
    return;
  }
  if (e.right.kind === "literal" && typeof e.right.value === "string" && (e.op === "=" || e.op === "<>")) {
    const isEqual = sense === (e.op === "=");
    c.buffer.jump(isEqual ? "JEQK" : "JNEK", label, value(c, e.left), c.buffer.constant(e.right.value));
    return;
  }
  const [left, right] = operands(c, e);
  c.buffer.jump(jumps.two[index], label, jumps.swap ? right : left, jumps.swap ? left : right);
}
