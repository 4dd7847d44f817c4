/**
 * TRY, THROW, ASSERT, ON ERROR. Which handler an error finds is a static table of ranges, so a jump out of a block can
 * leave nothing behind, and a snapshot holds nothing of it.
 */
import type { Assert, OnError, Resume, Statement, Throw, Try } from "../ast.ts";
import { PACK } from "../vm/opcodes.ts";
import { Label } from "./code-buffer.ts";
import { jumpIf } from "./conditions.ts";
import type { Block, Context } from "./context.ts";
import { goToLabel, jumpTo } from "./exits.ts";
import { value, writeLiteral } from "./expressions.ts";
import { store } from "./places.ts";
import { compileBlock } from "./statements.ts";
import { walk } from "./walk.ts";

/** Numbers of an entry of the exception table. */
const TRY_FIELDS = 4;

export function compileTry(c: Context, s: Try): void {
  if (s.finally) compileWithFinally(c, s, s.finally);
  else compileCatch(c, s);
}

function compileCatch(c: Context, s: Try): void {
  const end = new Label();
  const mark = c.height;
  const error = c.blockRegisters(1);
  const from = c.buffer.pc;
  c.tries++;
  compileBlock(c, s.body, "body");
  c.tries--;
  const to = c.buffer.pc;
  c.buffer.jump("JMP", end);
  c.buffer.guard(from, to, c.buffer.pc, error);
  if (s.catchName) store(c, s.catchName.key, error);
  if (s.catch) compileBlock(c, s.catch, ["catch", s.catchName]);
  c.buffer.bind(end);
  c.height = mark;
}

/** What the selector numbers: the ways out of the blocks before the FINALLY, in their order. */
function waysOut(s: Try): Statement[] {
  const found: Statement[] = [];
  walk([s.body, s.catch], (node) => {
    if (node.kind === "exit" || node.kind === "continue" || node.kind === "return" || node.kind === "goto")
      found.push(node);
    return node.kind !== "procedure";
  });
  return found;
}

/** The exception table marks a FINALLY with it: an EXIT in a procedure that the block calls finds it as well. */
const FINALLY = PACK;

/** The selector says what follows the FINALLY: 0 the next statement, -1 the error goes on, n the n-th way out. */
function compileWithFinally(c: Context, s: Try, body: Statement[]): void {
  const mark = c.height;
  const selector = c.blockRegisters(2);
  const error = selector + 1;
  const entry = new Label();
  const block: Block & { kind: "finally" } = { kind: "finally", selector, entry, pending: [] };
  c.blocks.push(block);
  const from = c.buffer.pc;
  c.tries++;
  if (s.catch) compileCatch(c, s);
  else compileBlock(c, s.body, "body");
  c.tries--;
  const to = c.buffer.pc;
  c.blocks.pop();
  writeLiteral(c, 0, selector);
  c.buffer.jump("JMP", entry);
  c.buffer.guard(from, to, c.buffer.pc, error + FINALLY);
  writeLiteral(c, -1, selector);
  c.buffer.bind(entry);
  compileBlock(c, body, ["finally", waysOut(s)]);

  const end = new Label();
  c.buffer.jump("JEQI", end, selector, 0);
  const goesOn = new Label();
  c.buffer.jump("JNEI", goesOn, selector, -1);
  c.buffer.emit("RETHROW", error);
  c.buffer.bind(goesOn);
  for (const pending of block.pending) {
    const other = new Label();
    c.buffer.jump("JNEI", other, selector, pending.id);
    pending.resume();
    c.buffer.bind(other);
  }
  c.buffer.bind(end);
  c.height = mark;
}

export function compileThrow(c: Context, s: Throw): void {
  const error = s.value ? value(c, s.value) : c.temporary();
  if (!s.value) writeLiteral(c, null, error);
  c.buffer.emit("THROW", error);
}

export function compileAssert(c: Context, s: Assert): void {
  const holds = new Label();
  jumpIf(c, s.test, true, holds);
  const message = c.temporary();
  if (s.message) c.buffer.emit("MOVE", message, value(c, s.message));
  else writeLiteral(c, "Assertion failed", message);
  c.buffer.emit("THROW", message);
  c.buffer.bind(holds);
}

/** Keys of hidden registers; no name of a script begins with a blank. */
export const HIDDEN = {
  errorMode: " on error",
  failed: " failed",
  modeBefore: " on error before",
  carried: " carried",
} as const;

/** Behind the mode where there is RESUME: the statement that failed, the mode that a trap switched off. */
export const RESUME_REGISTERS = [HIDDEN.failed, HIDDEN.modeBefore] as const;

/** Modes in the hidden register: 0 off, 1 resume next, 2 and up a label. */
export function compileOnError(c: Context, s: OnError): void {
  if (s.mode === "goto" && s.label !== null) {
    let index = c.errorLabels.indexOf(s.label);
    if (index < 0) index = c.errorLabels.push(s.label) - 1;
    if (!c.labels.has(s.label)) {
      const isLine = /^\d+$/.test(s.label);
      const hint = isLine ? "Name a line of the program." : `Write ${s.label}: before a statement.`;
      c.report("BAS307", `There is no ${isLine ? "line" : "label"} ${s.label} here.`, hint, s.span);
    }
    setMode(c, index + 2);
    return;
  }
  setMode(c, s.mode === "resume-next" ? 1 : 0);
}

/** A handler that says ON ERROR anew means it for after its RESUME too. */
function setMode(c: Context, mode: number): void {
  writeLiteral(c, mode, c.errorMode);
  if (c.scope.hasResume) writeLiteral(c, mode, c.errorMode + 2);
}

/** Goes back from the handler of ON ERROR GOTO, which is armed again. Error 20 where no error is being handled. */
export function compileResume(c: Context, s: Resume): void {
  if (c.errorMode < 0) {
    c.report("BAS304", "RESUME stands in a body without ON ERROR.", "Write ON ERROR GOTO and a label before.", s.span);
    return;
  }
  c.buffer.emit("RESUME", c.errorMode, { retry: 0, next: 1, label: 2 }[s.how]);
  if (s.label !== null) goToLabel(c, s.label, s.span);
}

/**
 * Lets ON ERROR take the errors of a statement: the range is written with the mode's register, negated, and counts only
 * while the mode is on. What RESUME NEXT does then (in the dialect the target becomes NULL) stands behind the body. A TRY is nearer:
 * statements inside of one are left to it, and what it lets pass is an error of the whole TRY statement.
 */
export function guardStatement(c: Context, s: Statement, from: number): void {
  if (c.errorMode < 0 || c.tries > 0 || c.buffer.pc === from) return;
  const to = c.buffer.pc;
  const next = new Label();
  c.buffer.bind(next);
  const height = c.height;
  const place = c.buffer.place;
  const entry = c.buffer.tries.length / TRY_FIELDS;
  c.buffer.guard(from, to, 0, -1 - c.errorMode);
  c.stubs.push(() => {
    c.buffer.tries[entry * TRY_FIELDS + 2] = c.buffer.pc;
    c.buffer.place = place;
    c.height = height;
    if (c.scope.hasResume) {
      const skips = new Label();
      c.buffer.jump("JNGTI", skips, c.errorMode, 1);
      writeLiteral(c, entry, c.errorMode + 1);
      c.buffer.jump("JMP", c.errorDispatch);
      c.buffer.bind(skips);
    } else c.buffer.jump("JGTI", c.errorDispatch, c.errorMode, 1);
    // The classic profile has no NULL: there the target keeps its value, as in QBasic.
    if (!c.classic && s.kind === "assign" && s.target.kind === "name") {
      const nothing = c.temporary();
      writeLiteral(c, null, nothing);
      store(c, s.target.key, nothing);
      c.height = height;
    }
    jumpTo(c, next);
  });
}

/** The code behind the body: where ON ERROR goes on. A label is gone to once; ON ERROR GOTO or RESUME makes it anew. */
export function compileStubs(c: Context): void {
  for (const stub of c.stubs) stub();
  if (c.stubs.length === 0) return;
  c.buffer.bind(c.errorDispatch);
  const mode = c.scope.hasResume ? c.errorMode + 2 : c.temporary();
  c.buffer.emit("MOVE", mode, c.errorMode);
  writeLiteral(c, 0, c.errorMode);
  c.errorLabels.forEach((key, i) => {
    const target = c.labels.get(key);
    if (!target || target.label.pc < 0) return;
    const other = new Label();
    c.buffer.jump("JNEI", other, mode, i + 2);
    c.height = c.scope.names.length;
    jumpTo(c, target.label);
    c.buffer.bind(other);
  });
  const result = c.temporary();
  writeLiteral(c, null, result);
  c.buffer.emit(c.isBody ? "END" : "RETURN", result);
}
