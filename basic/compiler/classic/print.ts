/** PRINT: its list becomes text in the machine, which knows the column; the host shows the text. */
import type { Expr } from "../../ast.ts";
import type { Print, PrintItem, WriteList } from "../../ast-classic.ts";
import { PACK } from "../../vm/opcodes.ts";
import type { Context } from "../context.ts";
import { argument } from "../expressions.ts";
import type { EffectDescriptor } from "../keywords.ts";
import { walk } from "../walk.ts";
import { builtin, isArrayName } from "./expressions.ts";
import { printToFile, writeToFile } from "./files.ts";
import { formOf, valuesOf } from "./print-form.ts";

/** Items that are laid out at once: bounds the registers that a long list needs. */
const MOST_AT_ONCE = 64;

export function compilePrint(c: Context, s: Print): void {
  if (s.channel) {
    printToFile(c, s, s.channel);
    return;
  }
  const last = s.items[s.items.length - 1];
  const isOpen = last?.kind === "separator";
  if (s.using) {
    const text = builtin(c, "#USING", [s.using, ...valuesOf(s.items)]);
    layOut(c, isOpen ? "v" : "v.", [text], false);
    return;
  }
  // What is printed before an item that may fail, or print itself, is shown before it.
  let group: PrintItem[] = [];
  for (const item of s.items) {
    const count = group.filter((one) => one.kind !== "separator").length;
    if (item.kind !== "separator" && count > 0 && (count >= MOST_AT_ONCE || mayFail(c, item.value))) {
      printGroup(c, group, false);
      group = [];
    }
    group.push(item);
  }
  printGroup(c, group, !isOpen);
}

function printGroup(c: Context, items: readonly PrintItem[], ends: boolean): void {
  const mark = c.height;
  const form = formOf(items) + (ends ? "." : "");
  if (form !== "") layOut(c, form, valuesOf(items), /[,ts]/.test(form));
  c.height = mark;
}

/** Lays the values out and shows them. They are expressions, or registers that hold them. */
function layOut(c: Context, form: string, values: readonly (Expr | number)[], hasColumns: boolean): void {
  const text = c.temporary();
  const window = c.height;
  for (const value of values) {
    if (typeof value === "number") c.buffer.emit("MOVE", c.temporary(), value);
    else argument(c, value);
  }
  const { column } = c.classic!;
  const reached = c.temporary();
  c.buffer.emit("LOADG", reached, column);
  c.buffer.emit("CLAYOUT", text + PACK * (values.length + 1), c.buffer.constant(form), window);
  c.buffer.emit("STOREG", column, reached);
  c.height = window;
  const descriptor: EffectDescriptor = {
    keyword: "PRINT",
    operands: [
      { name: "text", slot: { kind: "value" } },
      { name: "form", slot: { kind: "word", word: hasColumns ? "columns" : "plain" } },
    ],
  };
  c.buffer.emit("MOVE", c.temporary(), text);
  c.buffer.emit("EFFECT", text + PACK, c.buffer.descriptor(descriptor), window);
  c.height = text;
}

/** Functions that take every value. */
const TOTAL: ReadonlySet<string> = new Set(
  "abs atn cos exp fix int sgn sin tan rnd cint clng csng cdbl len val str$ str lcase$ ucase$ ltrim$ rtrim$".split(" "),
);

/** A negative number to a fraction, more than 32 bits. */
const FAILING: ReadonlySet<string> = new Set(["^", "xor", "eqv", "imp"]);

function mayFail(c: Context, e: Expr): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "call" && (!TOTAL.has(node.key) || isArrayName(c, node.key))) found = true;
    else if (node.kind === "name" && c.script.procedureIndex.has(node.key)) found = true;
    else if (node.kind === "binary" && FAILING.has(node.op)) found = true;
    // On bits: numbers that have more than 32 of them fail.
    else if (node.kind === "logical" || (node.kind === "unary" && node.op === "not")) found = true;
    return !found;
  });
  return found;
}

export function compileWrite(c: Context, s: WriteList): void {
  if (s.channel) {
    writeToFile(c, s, s.channel);
    return;
  }
  const text = builtin(c, "#WRITE", s.values);
  layOut(c, "v.", [text], false);
}
