/** What stands before the first statement of a body: variables are 0 or "", arrays of fixed bounds are there. */
import type { Span } from "../../ast.ts";
import { type Holds, typeNamed } from "../../check/classic/holds.ts";
import type { ClassicName, ClassicScope } from "../../check/classic/program.ts";
import { PACK } from "../../vm/opcodes.ts";
import type { Context } from "../context.ts";
import { writeLiteral } from "../expressions.ts";
import { store } from "../places.ts";
import { walk } from "../walk.ts";
import { isStatic, staticRegister } from "./scope.ts";

/** Records inside of records: deeper ones are an error of the checks. */
const MAX_NESTING = 10;

export function compilePrologue(c: Context): void {
  const { program, scope } = c.classic!;
  const letters: string[] = new Array<string>(c.scope.names.length).fill("-");
  const set = (register: number, name: ClassicName) => {
    if (!name.isArray) letters[register] = letterOf(name.holds);
  };
  for (const name of scope.names.values()) {
    const register = c.scope.registers.get(name.key);
    if (register !== undefined) set(register, name);
  }
  if (c.isBody) for (const { register, name } of statics(c)) set(register, name);
  const text = letters.slice(0, letters.findLastIndex((letter) => letter !== "-") + 1).join("");
  if (text !== "") c.buffer.emit("CDEFAULT", PACK * text.length, c.buffer.constant(text), 0);
  for (const name of scope.names.values())
    if (c.scope.registers.has(name.key)) begin(c, name, (at) => store(c, name.key, at));
  if (!c.isBody) return;
  for (const { register, name } of statics(c)) begin(c, name, (at) => c.buffer.emit("STOREG", register, at));
  walk(program.script.body, (node) => {
    if (node.kind === "literal" && typeof node.value === "number" && !Number.isFinite(node.value))
      overflow(c, node.span);
    return undefined;
  });
}

function letterOf(holds: Holds): string {
  return holds === "text" ? "t" : holds === "number" || holds === "integer" ? "n" : "-";
}

/** STATIC variables of all procedures, in the script's frame. */
function statics(c: Context): { register: number; name: ClassicName }[] {
  const { program } = c.classic!;
  const all = (scope: ClassicScope) =>
    [...scope.names.values()]
      .filter((name) => isStatic(scope, name))
      .map((name) => ({ register: staticRegister(c.script, scope, name.key), name }));
  return program.procedures.flatMap(all).filter(({ register }) => register >= 0);
}

/** Arrays of fixed bounds and records. */
function begin(c: Context, name: ClassicName, put: (register: number) => void): void {
  if (name.isParameter) return;
  const mark = c.height;
  if (name.isArray && name.fixed) {
    const bounds = name.fixed.flat();
    const array = c.temporary();
    makeArray(c, name, array, false, () => {
      for (const bound of bounds) writeLiteral(c, bound, c.temporary());
      return bounds.length;
    });
    put(array);
  } else if (!name.isArray && name.record !== null) {
    const record = c.temporary();
    makeRecord(c, name.record, record, 0);
    put(record);
  }
  c.height = mark;
}

/** Makes an array in the register; `bounds` evaluates them into the next registers and says how many there are. */
export function makeArray(c: Context, name: ClassicName, target: number, keeps: boolean, bounds: () => number): void {
  const window = c.height;
  const count = bounds();
  const fill = c.temporary();
  if (name.record !== null) makeRecord(c, name.record, fill, 0);
  else writeLiteral(c, name.holds === "text" ? "" : 0, fill);
  c.buffer.emit("CDIM", target + PACK * (count + 1), keeps ? 1 : 0, window);
  c.height = window;
}

function makeRecord(c: Context, type: string, target: number, depth: number): void {
  const fields = c.classic!.program.types.get(type)?.fields ?? [];
  const window = c.height;
  for (const field of fields) {
    const register = c.temporary();
    const { holds, record } = typeNamed(field.type);
    if (record !== null && depth < MAX_NESTING) makeRecord(c, record, register, depth + 1);
    else writeLiteral(c, holds === "text" ? "" : 0, register);
  }
  const keys = c.buffer.descriptor(fields.map((field) => field.name));
  c.buffer.emit("OBJECT", target + PACK * fields.length, keys, window);
  c.height = window;
}

/** A numeral beyond the largest number is told of once, before the run (reference 7.5.3). */
function overflow(c: Context, span: Span): void {
  const place = c.buffer.place;
  c.buffer.at(span);
  c.buffer.emit("BUILTIN", c.temporary(), c.buffer.constant("#OVERFLOW"), c.height);
  c.buffer.place = place;
}
