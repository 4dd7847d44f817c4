/** FOR, FOR EACH, WHILE, DO: the test or count stands behind the body where that saves a jump a round. */
import type { Do, Expr, For, ForEach, Name, While } from "../ast.ts";
import { PACK } from "../vm/opcodes.ts";
import { Label } from "./code-buffer.ts";
import { jumpIf } from "./conditions.ts";
import type { Context } from "./context.ts";
import { into, writeLiteral } from "./expressions.ts";
import { store } from "./places.ts";
import { compileBlock } from "./statements.ts";
import { compileNumberFor } from "./types/number-for.ts";

/**
 * The register that counts or takes the element. A variable of the script that is not in this frame gets a stand-in:
 * `open` writes it back at the start of a round, `close` reads what the body made of it.
 */
function loopVariable(c: Context, target: Name): { register: number; open(): void; close(): void } {
  const variable = c.variable(target.key);
  if (variable && !variable.global) return { register: variable.register, open() {}, close() {} };
  const register = c.blockRegisters(1);
  return {
    register,
    open: () => store(c, target.key, register),
    close: () => {
      if (variable) c.buffer.emit("LOADG", register, variable.register);
    },
  };
}

function isOne(e: Expr | null): boolean {
  return e === null || (e.kind === "literal" && e.value === 1);
}

/** A constant step that is not 0 and cannot lead out of the numbers: the largest ones are further apart than that. */
const SMALL_STEP = 1e290;

function isSmall(e: Expr | null): boolean {
  if (e === null) return true;
  if (e.kind === "unary" && e.op === "-") return isSmall(e.operand);
  return e.kind === "literal" && typeof e.value === "number" && e.value !== 0 && Math.abs(e.value) < SMALL_STEP;
}

export function compileFor(c: Context, s: For): void {
  const number = c.numberRegister(s.target.key);
  if (number >= 0) {
    compileNumberFor(c, s, number);
    return;
  }
  const mark = c.height;
  const variable = loopVariable(c, s.target);
  const hidden = c.blockRegisters(3);
  const step = hidden + 1;
  let start = 0;
  c.head("bounds", () => {
    start = c.temporary();
    into(c, s.from, start);
    into(c, s.to, hidden);
    if (s.step) into(c, s.step, step);
    else writeLiteral(c, 1, step);
  });
  c.buffer.emit("MOVE", variable.register, start);
  c.height = start;

  const exit = new Label();
  const next = new Label();
  const done = new Label();
  const body = new Label();
  // A step that may be 0 makes a loop that does not end by itself (reference 7.5.8), a large one counts up to infinity.
  const isClassic = c.classic !== null && !isSmall(s.step);
  c.buffer.sites.kind = isClassic ? 1 : 0;
  c.buffer.jump(isClassic ? "CFORPREP" : "FORPREP", done, variable.register, hidden);
  c.buffer.bind(body);
  variable.open();
  c.blocks.push({ kind: "loop", words: ["for", "loop"], exit, next });
  compileBlock(c, s.body);
  c.blocks.pop();
  c.buffer.bind(next);
  c.buffer.at(s.span);
  c.buffer.start();
  variable.close();
  const cost = c.buffer.costSince(body);
  c.buffer.jump(
    isOne(s.step) ? "FORLOOP1" : isClassic ? "CFORLOOP" : "FORLOOP",
    body,
    variable.register + PACK * cost,
    hidden,
  );
  c.buffer.bind(done);
  // Behind the loop the variable holds the first value that was not used; EXIT FOR leaves what the body made of it.
  variable.open();
  c.buffer.bind(exit);
  c.height = mark;
}

export function compileForEach(c: Context, s: ForEach): void {
  const mark = c.height;
  const variable = loopVariable(c, s.target);
  const hidden = c.blockRegisters(3);
  const count = hidden + 2;
  c.head("list", () => {
    into(c, s.list, hidden);
    if (s.take) into(c, s.take.count, count);
  });
  const exit = new Label();
  const next = new Label();
  const body = new Label();
  c.buffer.emit("EACHPREP", hidden, s.take === null ? 0 : s.take.end === "first" ? 1 : 2);
  c.buffer.jump("JMP", next);
  c.buffer.bind(body);
  variable.open();
  c.blocks.push({ kind: "loop", words: ["for", "loop"], exit, next });
  compileBlock(c, s.body);
  c.blocks.pop();
  c.buffer.bind(next);
  c.buffer.at(s.span);
  c.buffer.start();
  c.buffer.jump("EACHLOOP", body, variable.register + PACK * c.buffer.costSince(body), hidden);
  c.buffer.bind(exit);
  c.height = mark;
}

export function compileWhile(c: Context, s: While): void {
  conditionLoop(c, ["while", "loop"], { until: false, test: s.test }, null, s);
}

export function compileDo(c: Context, s: Do): void {
  conditionLoop(c, ["do", "loop"], s.pre, s.post, s);
}

type Test = { until: boolean; test: Expr } | null;

/** The test stands before the first round and again behind the body, so that a round takes one jump and is counted exactly. */
function conditionLoop(c: Context, words: string[], pre: Test, post: Test, s: While | Do): void {
  const mark = c.height;
  const rounds = c.blockRegisters(1);
  writeLiteral(c, 0, rounds);
  const exit = new Label();
  const next = new Label();
  const body = new Label();
  const test = (at: Test) => {
    if (at) c.head(at.test, () => jumpIf(c, at.test, at.until, exit));
  };
  test(pre);
  c.buffer.bind(body);
  c.blocks.push({ kind: "loop", words, exit, next });
  compileBlock(c, s.body);
  c.blocks.pop();
  c.buffer.bind(next);
  c.buffer.at(s.span);
  c.buffer.start();
  test(post);
  test(pre);
  c.buffer.jump("LOOP", body, rounds + PACK * c.buffer.costSince(body), c.height);
  c.buffer.bind(exit);
  c.height = mark;
}
