/** What can be assigned to: variables, fields, elements, mixes of these. NULL on the way becomes an object or a list. */
import type { Call, Expr, LValue, Member, Name } from "../ast.ts";
import { elementPlace as classicElement } from "./classic/expressions.ts";
import type { Context } from "./context.ts";
import { into, smallInteger, value, valueBefore } from "./expressions.ts";
import { assignTracked, isTracked } from "./tracked.ts";
import { indexOf, number, numberInto } from "./types/number-code.ts";

/** A container in a register, and how a new value in that register gets back to where it came from. */
interface Container {
  register: number;
  writeBack(): void;
}

const NOTHING = () => {};

/** What stands before the last field or index of a target, its indexes evaluated; a variable is looked at when it is used. */
type Path =
  | { kind: "variable"; name: Name }
  | { kind: "value"; register: number }
  | { kind: "field"; of: Path; name: number }
  | { kind: "element"; of: Path; index: number };

/** An index in a register. */
interface Position {
  register: number;
  isNumber: boolean;
}

/**
 * A target whose indexes are evaluated. `get` reads it as an expression would, `set` makes what is missing on the way; each
 * looks at the variables as they are by then, so that `a[i] += f()` means `a[i] = a[i] + f()` with one evaluation of `i`.
 */
export interface Place {
  get(target: number): void;
  set(source: number): void;
}

/** Stores a register into a variable. */
export function store(c: Context, key: string, source: number): void {
  const variable = c.variable(key);
  if (!variable) return;
  if (variable.global) c.buffer.emit("STOREG", variable.register, source);
  else if (variable.register !== source) c.buffer.emit("MOVE", variable.register, source);
}

/** Evaluates an expression into a variable: straight into its register where it has one in this frame. */
export function assignVariable(c: Context, key: string, e: Expr): void {
  const own = c.numberRegister(key);
  if (own >= 0) {
    numberInto(c, e, own);
    return;
  }
  if (isTracked(c, key)) {
    assignTracked(c, key, e);
    return;
  }
  const variable = c.variable(key);
  if (variable && !variable.global) into(c, e, variable.register);
  else store(c, key, value(c, e));
}

/** `later`: what is evaluated before the place is used for the last time, and may change the variables of an index. */
export function openPlace(c: Context, target: LValue, later: readonly Expr[] = []): Place {
  switch (target.kind) {
    case "name":
      return { get: (to) => into(c, target, to), set: (from) => store(c, target.key, from) };
    case "member": {
      const of = pathBefore(c, target, later);
      const name = c.buffer.constant(target.name);
      return {
        get: (to) => c.buffer.emit("GETF", to, read(c, of), name),
        set: (from) => change(c, of, (holder) => c.buffer.emit("SETF", holder, name, from)),
      };
    }
    case "index": {
      const of = pathTo(c, target.object, [target.index, ...later]);
      const { register: index, isNumber } = position(c, target.index, later);
      return {
        get: (to) => c.buffer.emit(isNumber ? "FGETI" : "GETI", to, read(c, of), index),
        set: (from) => {
          const write = (holder: number) => c.buffer.emit(isNumber ? "FSETI" : "SETI", holder, index, from);
          change(c, of, write, isNumber ? NUMBER : index);
        },
      };
    }
    case "call":
      return c.classic ? classicElement(c, target) : elementPlace(c, target, later);
  }
}

function pathTo(c: Context, e: Expr, later: readonly Expr[]): Path {
  switch (e.kind) {
    case "name":
      return { kind: "variable", name: e };
    case "member":
      return { kind: "field", of: pathBefore(c, e, later), name: c.buffer.constant(e.name) };
    case "index": {
      const of = pathTo(c, e.object, [e.index, ...later]);
      return { kind: "element", of, index: valueBefore(c, e.index, later) };
    }
    default:
      return { kind: "value", register: value(c, e) };
  }
}

/** The object of a field: what stands before the dot, or that of the WITH block. */
function pathBefore(c: Context, e: Member, later: readonly Expr[]): Path {
  return e.object ? pathTo(c, e.object, later) : { kind: "value", register: withObject(c, e) };
}

/** The last index of a target. */
function position(c: Context, e: Expr, later: readonly Expr[]): Position {
  return c.kindOf(e) === 2 ? indexOf(c, e) : { register: valueBefore(c, e, later), isNumber: false };
}

/** The value there, as an expression reads it. */
function read(c: Context, path: Path): number {
  if (path.kind === "value") return path.register;
  if (path.kind === "variable") return value(c, path.name);
  const holder = read(c, path.of);
  const register = c.temporary();
  if (path.kind === "field") c.buffer.emit("GETF", register, holder, path.name);
  else c.buffer.emit("GETI", register, holder, path.index);
  return register;
}

/** The index of an element that is certainly a number, in no generic register. */
const NUMBER = -1;

/** The container there, which is made where it is missing: for a field, or for the element with the index `next`. */
function open(c: Context, path: Path, next: number | null): Container {
  if (path.kind === "value") return { register: path.register, writeBack: NOTHING };
  if (path.kind === "variable") {
    const { key } = path.name;
    const variable = c.variable(key);
    if (variable && !variable.global) return { register: variable.register, writeBack: NOTHING };
    const register = c.temporary();
    into(c, path.name, register);
    return { register, writeBack: () => store(c, key, register) };
  }
  const register = c.temporary();
  const write = (holder: number) => {
    tellNext(c, register, next);
    if (path.kind === "field") c.buffer.emit(next === null ? "OPENF" : "OPENFE", register, holder, path.name);
    else c.buffer.emit(next === null ? "OPENI" : "OPENIE", register, holder, path.index);
  };
  change(c, path.of, write, path.kind === "element" ? path.index : null);
  return { register, writeBack: NOTHING };
}

/** What OPENFE and OPENIE find in the register. */
function tellNext(c: Context, register: number, next: number | null): void {
  if (next === NUMBER) c.buffer.emit("LOADI", register, 0);
  else if (next !== null) c.buffer.emit("MOVE", register, next);
}

/** Emits what writes into the container there. */
function change(c: Context, path: Path, write: (holder: number) => void, next: number | null = null): void {
  const holder = open(c, path, next);
  write(holder.register);
  holder.writeBack();
}

/** `a(i) = v` where index and value are plain numbers; false where they are not. */
export function assignNumberElement(c: Context, target: LValue, e: Expr): boolean {
  const last = target.kind === "call" ? target.args.at(-1) : undefined;
  if (target.kind !== "call" || !last || c.kindOf(last) !== 2) return false;
  const small = smallInteger(e);
  if (small === null && c.kindOf(e) !== 2) return false;
  const source = small ?? number(c, e);
  const outer = positions(c, target.args.slice(0, -1), [last]);
  const index = number(c, last);
  c.buffer.emit(small === null ? "FSETELEMF" : "FSETELEMI", innermostList(c, target, outer), index, source);
  return true;
}

/** `a(i, j) = v`: the list must be there. */
function elementPlace(c: Context, target: Call, later: readonly Expr[]): Place {
  const at = positions(c, target.args, later);
  const { register: index, isNumber } = at.pop() ?? { register: c.temporary(), isNumber: false };
  return {
    get: (to) => c.buffer.emit(isNumber ? "FELEM" : "ELEM", to, innermostList(c, target, at), index),
    set: (from) => c.buffer.emit(isNumber ? "FSETELEM" : "SETELEM", innermostList(c, target, at), index, from),
  };
}

function positions(c: Context, indexes: readonly Expr[], later: readonly Expr[]): Position[] {
  return indexes.map((index, i) => position(c, index, [...indexes.slice(i + 1), ...later]));
}

/** The list that the last index of `a(i, j)` is for. */
function innermostList(c: Context, target: Call, outer: readonly Position[]): number {
  let list = value(c, { kind: "name", name: target.name, key: target.key, span: target.span });
  for (const { register: index, isNumber } of outer) {
    const inner = c.temporary();
    c.buffer.emit(isNumber ? "FELEM" : "ELEM", inner, list, index);
    list = inner;
  }
  return list;
}

function withObject(c: Context, e: Member): number {
  if (c.withObject >= 0) return c.withObject;
  c.report("BAS210", `.${e.name} stands outside a WITH block.`, "Write the object in front of the dot.", e.span);
  return c.temporary();
}
