/** The statements of the classic profile. */
import type { Assign, Expr, LValue, Return, Statement } from "../../ast.ts";
import type { ClassicStatement, Declare, Erase, Input, MidAssign, OnJump, Read, Swap } from "../../ast-classic.ts";
import { arrayKey, lookUp } from "../../check/classic/program.ts";
import { ERR } from "../../errors.ts";
import { PACK } from "../../vm/opcodes.ts";
import { Label } from "../code-buffer.ts";
import type { Context } from "../context.ts";
import { compileGoto, leave } from "../exits.ts";
import { argument, into, value, writeLiteral } from "../expressions.ts";
import { openPlace, store } from "../places.ts";
import { arrayRegister, builtin, hear } from "./expressions.ts";
import { compileFile, inputFromFile } from "./files.ts";
import { convert, holdsOf, setTo } from "./kinds.ts";
import { compilePrint, compileWrite } from "./print.ts";
import { makeArray } from "./prologue.ts";

export function compileClassic(c: Context, s: ClassicStatement): void {
  switch (s.kind) {
    case "print":
      compilePrint(c, s);
      return;
    case "write-list":
      compileWrite(c, s);
      return;
    case "input":
      compileInput(c, s);
      return;
    case "read":
      compileRead(c, s);
      return;
    case "restore":
      compileRestore(c, s.key, s);
      return;
    case "on-jump":
      compileOnJump(c, s);
      return;
    case "declare":
      compileDeclare(c, s);
      return;
    case "erase":
      compileErase(c, s);
      return;
    case "swap":
      compileSwap(c, s);
      return;
    case "randomize":
      c.buffer.emit("CSEED", s.seed ? value(c, s.seed) : nothing(c));
      return;
    case "mid-assign":
      compileMid(c, s);
      return;
    case "raise-number":
      builtin(c, "#ERROR", [s.number]);
      return;
    case "end":
      leave(c, 0, () => c.buffer.emit("END", nothing(c)));
      return;
    case "file-statement":
      compileFile(c, s);
      return;
    // Declarations have done their work before the run; a screen is nothing that a chat has.
    case "data":
    case "option-base":
    case "type":
    case "nothing":
    case "def-type":
      return;
  }
}

function nothing(c: Context): number {
  const register = c.temporary();
  writeLiteral(c, null, register);
  return register;
}

/** LET: the value is computed before the subscripts of its target. */
export function compileClassicAssign(c: Context, s: Assign): void {
  const holds = holdsOf(c, s.target);
  const isExact = holds !== "record" && (holds !== "integer" || holdsOf(c, s.value) === "integer");
  const variable = s.target.kind === "name" ? c.variable(s.target.key) : null;
  if (variable && !variable.global && isExact) {
    into(c, s.value, variable.register);
    return;
  }
  const source = c.temporary();
  into(c, s.value, source);
  if (!isExact) convert(c, holds, source);
  if (s.target.kind === "name") store(c, s.target.key, source);
  else openPlace(c, s.target).set(source);
}

/** RETURN without a value goes back to its GOSUB; the main program has nothing else that it could return from. */
export function compileClassicReturn(c: Context, s: Return): boolean {
  if (s.value !== null || !c.isBody) return false;
  c.buffer.emit("RETSUB");
  c.buffer.emit("RAISE", ERR.returnWithoutGosub, c.buffer.constant("RETURN without GOSUB."));
  return true;
}

function assignFrom(c: Context, target: LValue, register: number): void {
  setTo(c, target, openPlace(c, target), register);
}

/** The reply is judged as a whole; then each target is set in turn, with its own subscripts. */
function compileInput(c: Context, s: Input): void {
  if (s.channel) {
    inputFromFile(c, s, s.channel);
    return;
  }
  const kinds = s.targets.map((target) => (holdsOf(c, target) === "text" || isFree(c, target) ? "t" : "n")).join("");
  const list = c.temporary();
  hear(c, s.prompt, s.isLine ? "l" : kinds + (c.classic?.program.script.numbered ? "" : "*"), list);
  s.targets.forEach((target, i) => {
    const mark = c.height;
    const index = c.temporary();
    const answer = c.temporary();
    writeLiteral(c, i, index);
    c.buffer.emit("GETI", answer, list, index);
    assignFrom(c, target, answer);
    c.height = mark;
  });
}

/** Without a mark, and also set by keywords of the dialect. */
function isFree(c: Context, target: LValue): boolean {
  return holdsOf(c, target) === "any" && target.kind === "member";
}

function compileRead(c: Context, s: Read): void {
  const classic = c.classic!;
  const data = c.buffer.descriptor(classic.program.data);
  for (const target of s.targets) {
    const mark = c.height;
    const item = c.temporary();
    const isText = holdsOf(c, target) === "text";
    const at = c.buffer.place;
    c.buffer.at(target.span);
    c.buffer.emit(isText ? "CREADT" : "CREADN", item, data, classic.pointer);
    assignFrom(c, target, item);
    c.buffer.place = at;
    c.height = mark;
  }
}

function compileRestore(c: Context, key: string | null, s: Statement): void {
  const classic = c.classic!;
  const at = key === null ? 0 : classic.program.dataAt.get(key);
  if (at === undefined) {
    c.report("BAS307", `There is no line ${key} to RESTORE.`, "Write the number of a line with DATA.", s.span);
    return;
  }
  const register = c.temporary();
  writeLiteral(c, at, register);
  c.buffer.emit("STOREG", classic.pointer, register);
}

function compileOnJump(c: Context, s: OnJump): void {
  const count: Expr = { kind: "literal", value: s.targets.length, span: s.span };
  const which = builtin(c, "#ON", [s.index, count]);
  const end = new Label();
  s.targets.forEach((target, i) => {
    const next = new Label();
    c.buffer.jump("JNEI", next, which, i + 1);
    compileGoto(c, { kind: "goto", key: target.key, sub: s.sub, span: target.span });
    if (s.sub) c.buffer.jump("JMP", end);
    c.buffer.bind(next);
  });
  c.buffer.bind(end);
}

/** What has fixed bounds is there from the start; the others are made here. */
function compileDeclare(c: Context, s: Declare): void {
  if (s.how !== "dim" && s.how !== "redim") return;
  const classic = c.classic!;
  for (const item of s.items) {
    if (item.bounds.length === 0) continue;
    const name = lookUp(classic.program, classic.scope, arrayKey(item.key));
    if (!name || (name.fixed && s.how === "dim")) continue;
    const mark = c.height;
    const base: Expr = { kind: "literal", value: classic.program.base, span: item.span };
    const bounds = item.bounds.flatMap(({ low, high }) => [low ?? base, high]);
    const array = c.temporary();
    if (s.preserve) c.buffer.emit("MOVE", array, arrayRegister(c, item.key));
    makeArray(c, name, array, s.preserve, () => {
      for (const bound of bounds) argument(c, bound);
      return bounds.length;
    });
    store(c, name.key, array);
    c.height = mark;
  }
}

function compileErase(c: Context, s: Erase): void {
  for (const name of s.names) {
    const mark = c.height;
    const window = c.temporary();
    c.buffer.emit("MOVE", window, arrayRegister(c, name.key));
    c.buffer.emit("BUILTIN", c.temporary() + PACK, c.buffer.constant("#ERASE"), window);
    c.height = mark;
  }
}

function compileSwap(c: Context, s: Swap): void {
  const left = openPlace(c, s.left);
  const right = openPlace(c, s.right);
  const first = c.temporary();
  const second = c.temporary();
  left.get(first);
  right.get(second);
  left.set(second);
  right.set(first);
}

function compileMid(c: Context, s: MidAssign): void {
  const part = c.temporary();
  into(c, s.value, part);
  const place = openPlace(c, s.target);
  const result = c.temporary();
  const window = c.temporary();
  place.get(window);
  c.buffer.emit("MOVE", c.temporary(), part);
  argument(c, s.start);
  if (s.length) argument(c, s.length);
  c.buffer.emit("BUILTIN", result + PACK * (s.length ? 4 : 3), c.buffer.constant("#MID"), window);
  place.set(result);
}
