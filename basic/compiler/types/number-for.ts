/** FOR over a numeric variable: counter, limit, step and the count of rounds are plain numbers. */
import type { Expr, For, Statement } from "../../ast.ts";
import { PACK } from "../../vm/opcodes.ts";
import { Label } from "../code-buffer.ts";
import type { Context } from "../context.ts";
import { argument } from "../expressions.ts";
import { targetsOf } from "../scope.ts";
import { compileBlock } from "../statements.ts";
import { walk } from "../walk.ts";
import { numberInto, writeConstant } from "./number-code.ts";

/** The three parts are evaluated in order, then the variable is set, then what is no number is made one. */
export function compileNumberFor(c: Context, s: For, variable: number): void {
  const mark = c.height;
  const hidden = c.blockRegisters(4);
  let start = 0;
  c.head("bounds", () => {
    start = c.temporary();
    const from = evaluate(c, s.from, start);
    const to = evaluate(c, s.to, hidden);
    const step = s.step ? evaluate(c, s.step, hidden + 1) : null;
    if (!s.step) writeConstant(c, 1, hidden + 1);
    if (from < 0) c.buffer.emit("FMOVE", variable, start);
    else c.buffer.emit("FNUMBER", variable, from);
    if (to >= 0) c.buffer.emit("FNUMBER", hidden, to);
    if (step !== null && step >= 0) c.buffer.emit("FNUMBER", hidden + 1, step);
  });
  c.height = start;

  const exit = new Label();
  const next = new Label();
  const done = new Label();
  const body = new Label();
  const isSteady = !sets(s.body, s.target.key);
  c.buffer.sites.kind = isSteady ? 2 : 3;
  c.buffer.jump(isSteady ? "FFORPREP" : "FFORPREPV", done, variable, hidden);
  c.buffer.bind(body);
  c.blocks.push({ kind: "loop", words: ["for", "loop"], exit, next });
  compileBlock(c, s.body);
  c.blocks.pop();
  c.buffer.bind(next);
  c.buffer.at(s.span);
  c.buffer.start();
  const cost = c.buffer.costSince(body);
  const isByOne = s.step === null || (s.step.kind === "literal" && s.step.value === 1);
  c.buffer.jump(isByOne ? "FFORLOOP1" : "FFORLOOP", body, variable + PACK * cost, hidden);
  c.buffer.bind(done);
  c.buffer.bind(exit);
  c.height = mark;
}

/** Into `target` of the file when it is a number; else into a generic register, which is the result, -1 otherwise. */
function evaluate(c: Context, e: Expr, target: number): number {
  if (c.kindOf(e) === 0) return argument(c, e);
  numberInto(c, e, target);
  return -1;
}

/** Some statement of the body sets the variable itself. */
function sets(body: readonly Statement[], key: string): boolean {
  let found = false;
  walk(body, (node) => {
    if (targetsOf(node as Statement).some((target) => target.key === key)) found = true;
    return !found && node.kind !== "procedure";
  });
  return found;
}
