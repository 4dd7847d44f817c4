/**
 * Statements and functions on files: each is one request to the host, whose `verb` says what it is about and whose
 * `operands` are in the order of the statement. The host answers with the value; files are its own.
 */
import type { Expr } from "../../ast.ts";
import type { FileStatement, Input, Print, WriteList } from "../../ast-classic.ts";
import { PACK } from "../../vm/opcodes.ts";
import type { Context } from "../context.ts";
import { argument, writeLiteral } from "../expressions.ts";
import type { EffectDescriptor } from "../keywords.ts";
import { openPlace } from "../places.ts";
import { holdsOf, setTo } from "./kinds.ts";
import { formOf, valuesOf } from "./print-form.ts";

/** Evaluates the operands, asks the host, and leaves its answer in the register. */
export function channel(c: Context, verb: string, operands: readonly (Expr | number)[], target: number): void {
  const window = c.height;
  for (const operand of operands) {
    if (typeof operand === "number") c.buffer.emit("MOVE", c.temporary(), operand);
    else argument(c, operand);
  }
  const descriptor: EffectDescriptor = {
    keyword: "CHANNEL",
    operands: [
      { name: "verb", slot: { kind: "word", word: verb } },
      { name: "operands", slot: { kind: "list", count: operands.length } },
    ],
  };
  c.buffer.emit("EFFECT", target + PACK * operands.length, c.buffer.descriptor(descriptor), window);
  c.height = window;
}

export function compileFile(c: Context, s: FileStatement): void {
  channel(c, s.word, s.operands, c.temporary());
}

/** A list in a file has no margin: its zones are those of a line without end. */
export function printToFile(c: Context, s: Print, number: Expr): void {
  const values = valuesOf(s.items);
  const last = s.items[s.items.length - 1];
  const text = c.temporary();
  const window = c.height;
  if (s.using) argument(c, s.using);
  else writeLiteral(c, formOf(s.items), c.temporary());
  for (const value of values) argument(c, value);
  const name = c.buffer.constant(s.using ? "#USING" : "#TEXT");
  c.buffer.emit("BUILTIN", text + PACK * (values.length + 1), name, window);
  c.height = window;
  channel(c, last?.kind === "separator" ? "PRINT" : "PRINT LINE", [number, text], c.temporary());
}

export function writeToFile(c: Context, s: WriteList, number: Expr): void {
  const text = c.temporary();
  const window = c.height;
  for (const value of s.values) argument(c, value);
  c.buffer.emit("BUILTIN", text + PACK * s.values.length, c.buffer.constant("#WRITE"), window);
  c.height = window;
  channel(c, "PRINT LINE", [number, text], c.temporary());
}

/** INPUT # takes the next field of the file for each variable, LINE INPUT # the next line. */
export function inputFromFile(c: Context, s: Input, number: Expr): void {
  for (const target of s.targets) {
    const mark = c.height;
    const field = c.temporary();
    channel(c, s.isLine ? "INPUT LINE" : "INPUT", [number], field);
    if (holdsOf(c, target) === "number" || holdsOf(c, target) === "integer")
      c.buffer.emit("BUILTIN", field + PACK, c.buffer.constant("VAL"), field);
    setTo(c, target, openPlace(c, target), field);
    c.height = mark;
  }
}
