/**
 * Expressions of the reference evaluator: each node is evaluated where it stands, left to right, by the plainest reading
 * of the definition. Statements are in `statements.ts`.
 */
import type { Call, Expr, Hear, Operand, RowValue, Where } from "../../basic/ast.ts";
import { DIM_BOUND, newObject, type Value } from "../../basic/values.ts";
import type { Activation } from "./activation.ts";
import type { ProcedureInfo } from "./analysis.ts";
import { getElement, getField, setElement, setField } from "./fields.ts";
import { type RowExpression, whereQuery } from "./filter.ts";
import { findBuiltin } from "./functions.ts";
import { isEmpty, isNull } from "./functions-values.ts";
import { callMethod } from "./methods.ts";
import { binary, joined, negate, order } from "./operators.ts";
import { ParkedSignal, Unsupported } from "./signals.ts";
import { elementsOf, isTrue, numberOf, RaisedError, raise, type Setting, textOf } from "./values.ts";

/** What the run asks of the outside. */
export interface ReferenceHost {
  perform(keyword: string, args: Record<string, unknown>): Value;
  /** The accepted answer; undefined where there is none left. */
  answer(question: Question): Value | undefined;
}

export interface Question {
  as: string;
  options: string[] | null;
  open: boolean;
  prompt: string | null;
  hasDefault: boolean;
  default: Value;
  retries: number;
}

export interface Limits {
  maxSteps: number;
  maxCallDepth: number;
  maxLoopIterations: number;
  maxJumps: number;
  maxTextLength: number;
}

const BARE_FUNCTIONS: readonly string[] = ["now", "today", "time", "timer", "rnd"];
const ERROR_WORDS: Readonly<Record<string, "number" | "message" | "line" | "is">> = {
  err: "number",
  err_number: "number",
  error_message: "message",
  err_description: "message",
  erl: "line",
  error: "is",
};

export abstract class Evaluator {
  readonly setting: Setting;
  protected readonly host: ReferenceHost;
  protected readonly limits: Limits;
  protected lastError: { number: number; message: string; line: number } | null = null;
  /** Line of what is being evaluated. */
  protected line = 0;
  protected steps = 0;
  protected depth = 0;

  constructor(host: ReferenceHost, setting: Setting, limits: Limits) {
    this.host = host;
    this.setting = setting;
    this.limits = limits;
  }

  protected abstract callProcedure(a: Activation, procedure: ProcedureInfo, args: Value[]): Value;
  /** Runs another script; undefined where there is none of that name. */
  protected abstract callScript(a: Activation, name: string, args: Value[], isTail: boolean): Value | undefined;

  // ---------------------------------------------------------------------------------------------- variables

  protected read(a: Activation, key: string): Value {
    return (a.locals.has(key) ? a.locals.get(key) : a.globals.get(key)) ?? null;
  }

  protected write(a: Activation, key: string, value: Value): void {
    (a.locals.has(key) ? a.locals : a.globals).set(key, value);
  }

  private isArray(a: Activation, key: string): boolean {
    return a.locals.has(key) ? (a.procedure?.arrays.has(key) ?? false) : a.info.arrays.has(key);
  }

  // ---------------------------------------------------------------------------------------------- expressions

  evaluate(e: Expr, a: Activation): Value {
    const s = this.setting;
    this.line = e.span.line;
    switch (e.kind) {
      case "literal":
        return e.value;
      case "interpolation": {
        const parts = e.parts.map((part) => (typeof part === "string" ? part : textOf(this.evaluate(part, a), s)));
        this.line = e.span.line;
        return joined(parts.join(""), s);
      }
      case "name":
        return this.name(e.key, e.name, a);
      case "array":
        return e.items.map((item) => this.evaluate(item, a));
      case "object": {
        const object = newObject();
        for (const { key, value } of e.entries) {
          const name = typeof key === "string" ? key : textOf(this.evaluate(key, a), s);
          object[name] = this.evaluate(value, a);
        }
        return object;
      }
      case "unary": {
        const operand = this.evaluate(e.operand, a);
        this.line = e.span.line;
        if (e.op === "not") return !isTrue(operand);
        return e.op === "-" ? negate(operand, s) : unsigned(operand, s);
      }
      case "binary": {
        let left = this.evaluate(e.left, a);
        let right = this.evaluate(e.right, a);
        this.line = e.span.line;
        // An unset element of a DIM array counts as 0 beside a number (decision 1).
        if (/^[=<>]/.test(e.op)) {
          if (left === null && typeof right === "number" && this.isArrayElement(e.left, a)) left = 0;
          if (right === null && typeof left === "number" && this.isArrayElement(e.right, a)) right = 0;
        }
        const result = binary(e.op, left, right, s);
        return e.negated ? !isTrue(result) : result;
      }
      case "logical": {
        const left = this.evaluate(e.left, a);
        const isDecided = e.op === "and" ? !isTrue(left) : e.op === "or" ? isTrue(left) : !isNull(left);
        return isDecided ? left : this.evaluate(e.right, a);
      }
      case "conditional":
        return this.evaluate(isTrue(this.evaluate(e.test, a)) ? e.then : e.else, a);
      case "between": {
        const [value, low, high] = [this.evaluate(e.value, a), this.evaluate(e.low, a), this.evaluate(e.high, a)];
        this.line = e.span.line;
        return (notAbove(low, value, s) && notAbove(value, high, s)) !== e.negated;
      }
      case "is": {
        const value = this.evaluate(e.value, a);
        const tests = { null: isNull(value), empty: isEmpty(value), true: value === true, false: value === false };
        return tests[e.what] !== e.negated;
      }
      case "member": {
        const object = e.object ? this.evaluate(e.object, a) : a.withObject;
        this.line = e.span.line;
        return e.safe && isNull(object) ? null : getField(object, e.name, s);
      }
      case "index": {
        const object = this.evaluate(e.object, a);
        if (e.safe && isNull(object)) return null;
        const index = this.evaluate(e.index, a);
        this.line = e.span.line;
        return getElement(object, index, s);
      }
      case "call":
        return this.call(e, a);
      case "method": {
        const self = this.evaluate(e.object, a);
        if (e.safe && isNull(self)) return null;
        const args = e.args.map((arg) => this.evaluate(arg, a));
        this.line = e.span.line;
        return this.made(callMethod(self, e.name, args, s));
      }
      case "keyword":
        return this.keyword(e.keyword, e.operands, a, e.span.line);
      case "call-value":
        return this.callTarget(e.target, e.args, a, e.span.line, false);
      case "hear":
        return this.hear(e, a, e.span.line);
    }
  }

  private made(value: Value): Value {
    return typeof value === "string" ? joined(value, this.setting) : value;
  }

  private name(key: string, name: string, a: Activation): Value {
    if (!a.locals.has(key) && !a.info.assigned.has(key)) {
      if (BARE_FUNCTIONS.includes(key)) return findBuiltin(key)!([], this.setting);
      if (Object.hasOwn(ERROR_WORDS, key)) return this.errorWord(ERROR_WORDS[key]!);
      if (this.setting.strict && !a.globals.has(key)) raise(424, `The variable ${name} was never set.`);
    }
    return this.read(a, key);
  }

  private errorWord(part: "number" | "message" | "line" | "is"): Value {
    if (part === "is") return this.lastError !== null;
    return this.lastError?.[part] ?? (part === "message" ? "" : 0);
  }

  private isArrayElement(e: Expr, a: Activation): boolean {
    if (e.kind === "call") return this.isArray(a, e.key) && !a.info.procedures.has(e.key);
    if (e.kind !== "index") return false;
    return e.object.kind === "name" ? this.isArray(a, e.object.key) : this.isArrayElement(e.object, a);
  }

  // ---------------------------------------------------------------------------------------------- calls

  /** What `f(x)` is: the first that fits (reference 3.3). */
  private call(e: Call, a: Activation): Value {
    const procedure = a.info.procedures.get(e.key);
    if (procedure) {
      const args = e.args.map((arg) => this.evaluate(arg, a));
      this.line = e.span.line;
      return this.callProcedure(a, procedure, args);
    }
    if (this.isArray(a, e.key) && e.args.length > 0) return this.element(e, a);
    if (e.args.length === 0 && Object.hasOwn(ERROR_WORDS, e.key)) return this.errorWord(ERROR_WORDS[e.key]!);
    if (e.args.length === 0 && (e.key === "err_clear" || e.key === "clear_error")) {
      this.lastError = null;
      return null;
    }
    const builtin = findBuiltin(e.key);
    if (builtin) {
      const args = e.args.map((arg) => this.evaluate(arg, a));
      this.line = e.span.line;
      return this.made(builtin(args, this.setting));
    }
    if (e.args.length > 0 && (a.locals.has(e.key) || a.globals.has(e.key) || a.info.assigned.has(e.key)))
      return this.element(e, a);
    const args = e.args.map((arg) => this.evaluate(arg, a));
    this.line = e.span.line;
    const result = this.callScript(a, e.name, args, false);
    return result === undefined ? raise(424, `There is nothing named ${e.name}.`) : result;
  }

  /** `a(i, j)` of a variable that holds a list. */
  private element(e: Call, a: Activation): Value {
    let v = this.read(a, e.key);
    for (const arg of e.args) {
      const index = this.evaluate(arg, a);
      this.line = e.span.line;
      if (!elementsOf(v)) raise(424, `${e.name} holds no list.`);
      v = getElement(v, index, this.setting);
    }
    return v;
  }

  protected callTarget(
    target: Expr | string,
    argNodes: readonly Expr[],
    a: Activation,
    line: number,
    isTail: boolean,
  ): Value {
    const args = () => {
      const values = argNodes.map((arg) => this.evaluate(arg, a));
      this.line = line;
      return values;
    };
    if (typeof target === "string") return this.scriptOrService(a, target, args(), isTail);
    if (target.kind === "literal" && typeof target.value === "string")
      return this.scriptOrService(a, target.value, args(), isTail);
    if (target.kind === "call") return this.call(target, a);
    if (target.kind === "name") {
      const procedure = a.info.procedures.get(target.key);
      if (procedure) return this.callProcedure(a, procedure, args());
      const builtin = findBuiltin(target.key);
      if (builtin) return this.made(builtin(args(), this.setting));
      if (!a.locals.has(target.key) && !a.info.assigned.has(target.key))
        return this.scriptOrService(a, target.name, args(), isTail);
    }
    const name = textOf(this.evaluate(target, a), this.setting);
    return this.scriptOrService(a, name, args(), isTail);
  }

  private scriptOrService(a: Activation, name: string, args: Value[], isTail: boolean): Value {
    if (name.startsWith("/")) return this.host.perform("CALL", { service: name, args });
    const result = this.callScript(a, name, args, isTail);
    return result === undefined ? raise(53, `There is no script ${name}.`) : result;
  }

  // ---------------------------------------------------------------------------------------------- keywords

  protected keyword(keyword: string, operands: Record<string, Operand>, a: Activation, line: number): Value {
    if (keyword === "ERROR MESSAGE") return this.errorWord("message");
    if (keyword === "CLEAR ERROR") {
      this.lastError = null;
      return null;
    }
    const args: Record<string, unknown> = {};
    for (const [name, operand] of Object.entries(operands)) args[name] = this.operand(operand, a);
    this.line = line;
    return this.host.perform(keyword, args);
  }

  private operand(operand: Operand, a: Activation): unknown {
    if (Array.isArray(operand)) return operand.map((item) => this.evaluate(item, a));
    if (operand.kind === "word") return operand.word;
    if (operand.kind === "where")
      return whereQuery(
        operand as Where,
        (v) => this.rowValue(v, a),
        (e) => this.evaluate(e, a),
        this.setting,
      );
    if (operand.kind === "set-list") throw new Unsupported("SET lists");
    return this.evaluate(operand, a);
  }

  private rowValue(v: RowValue, a: Activation): RowExpression {
    if (v.kind === "column") return { kind: "column", name: v.name };
    if (v.kind === "row-call") return { kind: "call", name: v.name, args: v.args.map((arg) => this.rowValue(arg, a)) };
    const value = this.evaluate(v.value, a);
    if (value === null && v.column !== undefined) return { kind: "column", name: v.column };
    return { kind: "value", value };
  }

  protected hear(h: Hear, a: Activation, line: number): Value {
    const s = this.setting;
    let options: string[] | null = null;
    if (h.options) {
      const values = h.options.map((option) => this.evaluate(option, a));
      const list = values.length === 1 ? (elementsOf(values[0]!) ?? values) : values;
      options = list.map((option) => textOf(option, s));
    }
    const prompt = h.prompt ? textOf(this.evaluate(h.prompt, a), s) : null;
    const otherwise = h.default ? this.evaluate(h.default, a) : null;
    if (h.timeout) numberOf(this.evaluate(h.timeout, a), s);
    const retries = h.retries ? Math.max(0, Math.trunc(numberOf(this.evaluate(h.retries, a), s))) : 3;
    this.line = line;
    const hasDefault = h.default !== null;
    const question = { as: h.as, options, open: h.open, prompt, hasDefault, default: otherwise, retries };
    const answer = this.host.answer(question);
    if (answer === undefined) throw new ParkedSignal();
    this.steps = 0;
    return answer;
  }

  // ---------------------------------------------------------------------------------------------- places

  protected assign(target: Expr, value: Value, a: Activation): void {
    const { line } = this;
    const fixed = this.fixIndexes(target, a);
    this.line = line;
    this.store(fixed, value, a);
  }

  /** The target with the values of its indexes, left to right, in their places. */
  protected fixIndexes(e: Expr, a: Activation): Expr {
    const fixed = (part: Expr): Expr =>
      // A literal of any value: what is evaluated once stands for itself.
      ({ kind: "literal", value: this.evaluate(part, a) as null, span: part.span });
    const base = (part: Expr): Expr =>
      part.kind === "name" || part.kind === "member" || part.kind === "index" ? this.fixIndexes(part, a) : fixed(part);
    if (e.kind === "member" && e.object) return { ...e, object: base(e.object) };
    if (e.kind === "index") return { ...e, object: base(e.object), index: fixed(e.index) };
    if (e.kind === "call") return { ...e, args: e.args.map(fixed) };
    return e;
  }

  /** Assigns to a target whose indexes are evaluated. */
  protected store(target: Expr, value: Value, a: Activation): void {
    const s = this.setting;
    switch (target.kind) {
      case "name":
        this.write(a, target.key, value);
        return;
      case "member":
        setField(target.object ? this.holder(target.object, newObject, a) : a.withObject, target.name, value, s);
        return;
      case "index": {
        const index = this.evaluate(target.index, a);
        setElement(
          this.holder(target.object, () => containerFor(index), a),
          index,
          value,
          s,
        );
        return;
      }
      case "call":
        this.assignElement(target, value, a);
        return;
      default:
        throw new Unsupported(`assignment to ${target.kind}`);
    }
  }

  /** `a(i, j) = v`: the list must be there. */
  private assignElement(target: Call, value: Value, a: Activation): void {
    let list = this.read(a, target.key);
    target.args.forEach((arg, i) => {
      const index = this.evaluate(arg, a);
      if (!elementsOf(list)) raise(424, `${target.name} holds no list.`);
      if (i === target.args.length - 1) setElement(list, index, value, this.setting);
      else list = getElement(list, index, this.setting);
    });
  }

  /** The container under an expression; NULL on the way becomes a new one. */
  private holder(e: Expr, make: () => Value, a: Activation): Value {
    const s = this.setting;
    const filled = (found: Value, store: (made: Value) => void): Value => {
      if (found !== null) return found;
      const made = make();
      store(made);
      return made;
    };
    if (e.kind === "name") return filled(this.read(a, e.key), (made) => this.write(a, e.key, made));
    if (e.kind === "member") {
      const outer = e.object ? this.holder(e.object, newObject, a) : a.withObject;
      return filled(
        ownValue(() => getField(outer, e.name, s)),
        (made) => setField(outer, e.name, made, s),
      );
    }
    if (e.kind === "index") {
      const index = this.evaluate(e.index, a);
      const outer = this.holder(e.object, () => containerFor(index), a);
      return filled(
        ownValue(() => getElement(outer, index, s)),
        (made) => setElement(outer, index, made, s),
      );
    }
    return this.evaluate(e, a);
  }

  /** DIM (reference 3.1): elements 0 to n, lists of lists for more dimensions. */
  protected dimension(bounds: readonly number[], fill: Value): Value[] {
    let size = 1;
    for (const bound of bounds) {
      if (bound < 0) raise(9, "A bound is below 0.");
      size *= bound + 1;
      if (bound > 1_000_000 || size > 1_000_000) raise(14, "The array is too large.");
    }
    const make = (at: number): Value => {
      if (at === bounds.length) return fill;
      const list: Value[] & { [DIM_BOUND]?: number } = Array.from({ length: bounds[at]! + 1 }, () => make(at + 1));
      list[DIM_BOUND] = bounds[at]!;
      return list;
    };
    return make(0) as Value[];
  }
}

/** Reading on the way to a target: what is missing is made, also in strict mode. */
function ownValue(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof RaisedError && error.number === 9) return null;
    throw error;
  }
}

/** A text names a field, a number an element. */
function containerFor(index: Value): Value {
  return typeof index === "string" ? newObject() : [];
}

function unsigned(v: Value, s: Setting): Value {
  return negate(negate(v, s), s);
}

export function notAbove(x: Value, y: Value, s: Setting): boolean {
  const o = order(x, y, s);
  return o === -1 || o === 0;
}
