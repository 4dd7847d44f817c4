/** Ways out of blocks: EXIT, CONTINUE, RETURN, GOTO, GOSUB. Each leads through the FINALLY blocks that it leaves. */
import type { Continue, Exit, Goto, Return, Span } from "../ast.ts";
import { compileClassicReturn } from "./classic/statements.ts";
import type { Label } from "./code-buffer.ts";
import type { Block, Context } from "./context.ts";
import { value, writeLiteral } from "./expressions.ts";
import { followsResults, leaveOrigin, returnValue } from "./tracked.ts";
import { number } from "./types/number-code.ts";

/** A jump in either direction; backward it charges the steps of what it repeats. */
export function jumpTo(c: Context, label: Label): void {
  if (label.pc < 0) c.buffer.jump("JMP", label);
  else c.buffer.jump("JBACK", label, c.buffer.costSince(label), c.height);
}

/** Runs the FINALLY blocks inside of which the code stands, down to `depth` enclosing blocks, then `resume`. */
export function leave(c: Context, depth: number, resume: () => void): void {
  for (let i = c.blocks.length - 1; i >= depth; i--) {
    const block = c.blocks[i];
    if (block?.kind !== "finally") continue;
    const id = block.pending.length + 1;
    // What follows the FINALLY stands outside of it, where the next one out is found in turn.
    block.pending.push({ id, resume: () => leave(c, depth, resume) });
    c.buffer.emit("LOADI", block.selector, id);
    c.buffer.jump("JMP", block.entry);
    return;
  }
  resume();
}

/** The innermost block that the word means, as its position among the enclosing blocks; -1 when there is none. */
function findBlock(c: Context, matches: (block: Block) => boolean): number {
  for (let i = c.blocks.length - 1; i >= 0; i--) {
    const block = c.blocks[i];
    if (block && matches(block)) return i;
  }
  return -1;
}

export function compileExit(c: Context, s: Exit): void {
  if (s.what === "script") {
    // The result is made behind the FINALLY blocks: their statements use the same registers.
    leave(c, 0, () => {
      const mark = c.height;
      const result = c.temporary();
      writeLiteral(c, null, result);
      c.buffer.emit("END", result);
      c.height = mark;
    });
    return;
  }
  if (s.what === "sub" || s.what === "function") {
    if (c.isBody) {
      misplaced(c, s, `EXIT ${s.what.toUpperCase()}`, "a procedure");
      return;
    }
    leave(c, 0, () => returnResult(c));
    return;
  }
  const at = s.what === "if" ? findIf(c) : findBlock(c, (b) => b.kind === "loop" && b.words.includes(s.what));
  const block = c.blocks[at];
  if (!block || block.kind === "finally") {
    misplaced(c, s, `EXIT ${s.what.toUpperCase()}`, "such a block");
    return;
  }
  leave(c, at, () => jumpTo(c, block.exit));
}

/** `IF c THEN EXIT IF` on one line leaves the block around it; its own end would be no exit. */
function findIf(c: Context): number {
  const block = findBlock(c, (b) => b.kind === "if" && !b.isLine);
  return block >= 0 ? block : findBlock(c, (b) => b.kind === "if");
}

export function compileContinue(c: Context, s: Continue): void {
  const at = findBlock(c, (b) => b.kind === "loop" && b.words.includes(s.what));
  const block = c.blocks[at];
  if (block?.kind !== "loop") {
    misplaced(c, s, "CONTINUE", "a loop");
    return;
  }
  leave(c, at, () => jumpTo(c, block.next));
}

function misplaced(c: Context, s: Exit | Continue, what: string, where: string): void {
  c.report("BAS304", `${what} stands outside ${where}`, "take it out or move it inside", s.span);
}

/** Falls off the end of a procedure: the FUNCTION's result, or NULL. */
export function returnResult(c: Context): void {
  if (followsResults(c)) leaveOrigin(c);
  if (c.scope.result >= 0) c.buffer.emit("RETURN", c.scope.result);
  else {
    const mark = c.height;
    const result = c.temporary();
    writeLiteral(c, null, result);
    c.buffer.emit(c.isBody ? "END" : "RETURN", result);
    c.height = mark;
  }
}

export function compileReturn(c: Context, s: Return): void {
  if (c.classic && compileClassicReturn(c, s)) return;
  if (s.value === null && c.scope.hasGosub) c.buffer.emit("RETSUB");
  if (s.value === null) {
    leave(c, 0, () => returnResult(c));
    return;
  }
  if (c.returnsNumber) {
    const plain = number(c, s.value);
    leave(c, 0, () => c.buffer.emit("FRETURN", plain));
    return;
  }
  const op = c.isBody ? "END" : "RETURN";
  const result = followsResults(c) ? returnValue(c, s.value) : value(c, s.value);
  if (!c.blocks.some((b) => b.kind === "finally")) {
    c.buffer.emit(op, result);
    return;
  }
  // The value waits in a hidden register while FINALLY blocks run.
  c.buffer.emit("MOVE", c.carried, result);
  leave(c, 0, () => c.buffer.emit(op, c.carried));
}

export function compileGoto(c: Context, s: Goto): void {
  if (!s.sub) {
    goToLabel(c, s.key, s.span);
    return;
  }
  const target = reachableLabel(c, s.key, s.span);
  if (target)
    c.buffer.jump("GOSUB", target.label, target.label.pc < 0 ? 1 : c.buffer.costSince(target.label), c.height);
}

/** Leaves the blocks that the label does not lie in and goes there. */
export function goToLabel(c: Context, key: string, span: Span): void {
  const target = reachableLabel(c, key, span);
  if (target) leave(c, target.depth, () => jumpTo(c, target.label));
}

/** The label and how many blocks around it are open here; reports where it cannot be reached. */
function reachableLabel(c: Context, key: string, span: Span): { label: Label; depth: number } | null {
  const target = c.labels.get(key);
  const list = c.lists.find((open) => open.statements === target?.list);
  if (target && list) return { label: target.label, depth: list.depth };
  const isLine = /^\d+$/.test(key);
  const what = isLine ? `line ${key}` : `label ${key}`;
  const message = target ? `The ${what} lies inside a block.` : `There is no ${what} here.`;
  const missing = isLine ? "Name a line of the program." : `Write ${key}: before a statement.`;
  const hint = target ? "A jump into a block is not possible." : missing;
  c.report("BAS307", message, hint, span);
  return null;
}
