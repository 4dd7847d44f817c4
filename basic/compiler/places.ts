/** What can be assigned to: variables, fields, elements, mixes of these. NULL on the way becomes an object or a list. */
import type { Call, Expr, Index, LValue, Member, Name } from "../ast.ts";
import { elementPlace as classicElement } from "./classic/expressions.ts";
import type { Context } from "./context.ts";
import { elementOf, into, smallInteger, value } from "./expressions.ts";
import { assignTracked, isTracked } from "./tracked.ts";
import { indexOf, number, numberInto } from "./types/number-code.ts";

/** A container in a register, and how a new value in that register gets back to where it came from. */
interface Container {
  register: number;
  writeBack(): void;
}

const NOTHING = () => {};

/** A target whose container and index are evaluated; `get` and `set` may both be called once. */
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

export function openPlace(c: Context, target: LValue): Place {
  switch (target.kind) {
    case "name":
      return { get: (to) => into(c, target, to), set: (from) => store(c, target.key, from) };
    case "member":
      return memberPlace(c, target);
    case "index": {
      const holder = container(c, target.object);
      const { register: index, isNumber } = indexOf(c, target.index);
      return {
        get: (to) => c.buffer.emit(isNumber ? "FGETI" : "GETI", to, holder.register, index),
        set: (from) => {
          c.buffer.emit(isNumber ? "FSETI" : "SETI", holder.register, index, from);
          holder.writeBack();
        },
      };
    }
    case "call":
      return c.classic ? classicElement(c, target) : elementPlace(c, target);
  }
}

function memberPlace(c: Context, target: Member): Place {
  const holder = target.object ? container(c, target.object) : { register: withObject(c, target), writeBack: NOTHING };
  const name = c.buffer.constant(target.name);
  return {
    get: (to) => c.buffer.emit("GETF", to, holder.register, name),
    set: (from) => {
      c.buffer.emit("SETF", holder.register, name, from);
      holder.writeBack();
    },
  };
}

/** The list that the last index of `a(i, j)` is for. */
function innermostList(c: Context, target: Call): number {
  const name: Name = { kind: "name", name: target.name, key: target.key, span: target.span };
  const outer = value(c, name);
  if (target.args.length < 2) return outer;
  const list = c.temporary();
  elementOf(c, { ...target, args: target.args.slice(0, -1) }, "ELEM", list);
  return list;
}

/** `a(i) = v` where index and value are plain numbers; false where they are not. */
export function assignNumberElement(c: Context, target: LValue, e: Expr): boolean {
  const last = target.kind === "call" ? target.args.at(-1) : undefined;
  if (target.kind !== "call" || !last || c.kindOf(last) !== 2) return false;
  const small = smallInteger(e);
  if (small === null && c.kindOf(e) !== 2) return false;
  const source = small ?? number(c, e);
  const list = innermostList(c, target);
  c.buffer.emit(small === null ? "FSETELEMF" : "FSETELEMI", list, number(c, last), source);
  return true;
}

/** `a(i, j) = v`: the list must be there. */
function elementPlace(c: Context, target: Call): Place {
  const last = target.args.at(-1);
  const list = innermostList(c, target);
  const { register: index, isNumber } = last ? indexOf(c, last) : { register: c.temporary(), isNumber: false };
  return {
    get: (to) => c.buffer.emit(isNumber ? "FELEM" : "ELEM", to, list, index),
    set: (from) => c.buffer.emit(isNumber ? "FSETELEM" : "SETELEM", list, index, from),
  };
}

function withObject(c: Context, e: Member): number {
  if (c.withObject >= 0) return c.withObject;
  c.report("BAS210", `.${e.name} stands outside a WITH block.`, "Write the object in front of the dot.", e.span);
  return c.temporary();
}

function container(c: Context, e: Expr): Container {
  if (e.kind === "name") {
    const variable = c.variable(e.key);
    if (variable && !variable.global) return { register: variable.register, writeBack: NOTHING };
    const register = c.temporary();
    into(c, e, register);
    return { register, writeBack: () => store(c, e.key, register) };
  }
  if (e.kind === "member") {
    const holder = e.object ? container(c, e.object) : { register: withObject(c, e), writeBack: NOTHING };
    const register = c.temporary();
    c.buffer.emit("OPENF", register, holder.register, c.buffer.constant(e.name));
    holder.writeBack();
    return { register, writeBack: NOTHING };
  }
  if (e.kind === "index") return innerElement(c, e);
  return { register: value(c, e), writeBack: NOTHING };
}

function innerElement(c: Context, e: Index): Container {
  const holder = container(c, e.object);
  const index = value(c, e.index);
  const register = c.temporary();
  c.buffer.emit("OPENI", register, holder.register, index);
  holder.writeBack();
  return { register, writeBack: NOTHING };
}
