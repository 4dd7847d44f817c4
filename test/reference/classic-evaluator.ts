/** Expressions, variables and calls of the classic profile (reference 7.1, 7.3, 7.5.3, 7.5.9). */
import type { Binary, Call, Expr, LValue, Statement } from "../../basic/ast.ts";
import type { DimItem } from "../../basic/ast-classic.ts";
import type { Value } from "../../basic/values.ts";
import { isTextFunction, textFunction } from "./classic-functions.ts";
import { arithmetic, bitwise, bitwiseNot, nearest, numericFunction, type Warn } from "./classic-numbers.ts";
import { ClassicPrinter } from "./classic-print.ts";
import type { ClassicProcedure, ClassicProgram, Place } from "./classic-program.ts";
import { ClassicRandom } from "./classic-random.ts";
import { ClassicArray, ClassicRecord, type ClassicValue, held, type Kind } from "./classic-values.ts";
import type { Limits, ReferenceHost } from "./evaluator.ts";
import { findBuiltin } from "./functions.ts";
import { textOrder } from "./operators.ts";
import { Unsupported } from "./signals.ts";
import { codePoints, raise, type Setting } from "./values.ts";

/** What the classic profile asks of the outside beside keywords. */
export interface ClassicHost extends ReferenceHost {
  print(text: string): void;
  /** One line that the person types behind a prompt; the run ends parked where there is none left. */
  type(prompt: string): string;
}

/** One call of a procedure, or the run of the program's body. */
export interface ClassicActivation {
  procedure: ClassicProcedure | null;
  locals: Variables;
  /** The statement that comes next. */
  at: Place;
  /** Where the open GOSUBs return to. */
  returns: Place[];
  /** Limit and step of each FOR that was begun. */
  fors: Map<Statement, { limit: number; step: number }>;
  mode: { kind: "off" | "next" } | { kind: "label"; label: string };
  /** While a handler runs: the statement that failed, and what RESUME switches on again. */
  armed: { mode: ClassicActivation["mode"]; place: Place } | null;
}

export interface Variables {
  scalars: Map<string, ClassicValue>;
  arrays: Map<string, ClassicArray>;
}

export function newVariables(): Variables {
  return { scalars: new Map(), arrays: new Map() };
}

/** A place that holds a value; its subscripts are evaluated. */
export interface Reference {
  get(): ClassicValue;
  set(v: ClassicValue | Value): void;
}

const UNDECLARED_BOUND = 10;

export abstract class ClassicEvaluator {
  protected readonly host: ClassicHost;
  protected readonly setting: Setting;
  protected readonly limits: Limits;
  protected readonly program: ClassicProgram;
  private readonly warnings: { number: number; line: number }[];
  protected readonly globals = newVariables();
  /** STATIC variables of the procedures. */
  protected readonly kept = new Map<ClassicProcedure, Variables>();
  protected readonly printer: ClassicPrinter;
  protected readonly random = new ClassicRandom();
  protected lastError: { number: number; line: number } | null = null;
  protected line = 0;
  private depth = 0;

  /** Warnings are added to `warnings`. */
  constructor(
    host: ClassicHost,
    setting: Setting,
    limits: Limits,
    program: ClassicProgram,
    warnings: { number: number; line: number }[],
  ) {
    this.warnings = warnings;
    this.host = host;
    this.setting = setting;
    this.limits = limits;
    this.program = program;
    this.printer = new ClassicPrinter((text) => {
      setting.spend(text.length);
      host.print(text);
    });
  }

  protected abstract runBody(a: ClassicActivation): void;
  protected abstract callScript(name: string, args: readonly ClassicValue[]): Value;

  protected readonly warn: Warn = (number) => {
    this.warnings.push({ number, line: this.line });
  };

  // ---------------------------------------------------------------------------------------------- variables

  /** The set of variables that a name belongs to. */
  protected scope(a: ClassicActivation, key: string): Variables {
    const p = a.procedure;
    if (!p) return this.globals;
    const isOwn = p.node.key === key || p.node.params.some((param) => param.key === key);
    if (isOwn) return a.locals;
    if (p.node.classic === "def" || p.shared.has(key) || this.program.common.has(key)) return this.globals;
    if (p.kept && !p.kept.has(key)) return a.locals;
    const found = this.kept.get(p) ?? newVariables();
    this.kept.set(p, found);
    return found;
  }

  private typeOf(a: ClassicActivation, key: string): string | null {
    const own = a.procedure?.types.get(key);
    if (own !== undefined) return own;
    return this.scope(a, key) === this.globals ? (this.program.types.get(key) ?? null) : null;
  }

  /** What a variable or the elements of an array hold. */
  protected kindOf(a: ClassicActivation, key: string): Kind | ClassicRecordType {
    return this.kindOfType(this.typeOf(a, key), key);
  }

  private kindOfType(type: string | null, key: string): Kind | ClassicRecordType {
    if (type !== null) {
      if (/^string$/i.test(type)) return "text";
      if (/^(integer|long)$/i.test(type)) return "integer";
      if (/^(single|double)$/i.test(type)) return "number";
      if (this.program.records.has(type.toLowerCase())) return { record: type.toLowerCase() };
    }
    if (key.endsWith("$")) return "text";
    if (/[%&]$/.test(key)) return "integer";
    return this.program.letters.get(key[0]!) ?? "number";
  }

  /** What a variable, an element or a field holds; nothing is evaluated. */
  protected kindOfPlace(e: Expr, a: ClassicActivation): Kind | ClassicRecordType {
    if (e.kind === "name" || e.kind === "call") return this.kindOf(a, e.key);
    if (e.kind !== "member" || !e.object) throw new Unsupported(`a place of ${e.kind}`);
    const kind = this.kindOfPlace(e.object, a);
    const fields = typeof kind === "string" ? [] : this.program.records.get(kind.record)!;
    const field = fields.find(({ name }) => name.toLowerCase() === e.name.toLowerCase());
    return field ? this.kindOfType(field.type, field.name) : raise(438, `There is no field ${e.name}.`);
  }

  protected initial(kind: Kind | ClassicRecordType): ClassicValue {
    if (typeof kind === "string") return kind === "text" ? "" : 0;
    const made = new ClassicRecord(kind.record);
    for (const { name, type } of this.program.records.get(kind.record)!)
      made.fields.set(name.toLowerCase(), this.initial(this.kindOfType(type, name)));
    return made;
  }

  private taken(kind: Kind | ClassicRecordType, v: ClassicValue | Value): ClassicValue {
    if (typeof kind === "string") return held(kind, v);
    return v instanceof ClassicRecord ? v.copy() : raise(13, "A record is wanted.");
  }

  protected array(a: ClassicActivation, key: string, dimensions: number): ClassicArray {
    const { arrays } = this.scope(a, key);
    const found = arrays.get(key);
    if (found) return found;
    const kind = this.kindOf(a, key);
    const item = this.declaration(a, key);
    const bounds = item
      ? item.bounds.map(({ low, high }) => ({ low: low ? constant(low) : this.program.base, high: constant(high) }))
      : Array.from({ length: dimensions }, () => ({ low: this.program.base, high: UNDECLARED_BOUND }));
    const made = new ClassicArray(bounds, () => this.initial(kind));
    arrays.set(key, made);
    return made;
  }

  /** The DIM of an array, where its bounds are constants: it counts whether it is reached or not. */
  private declaration(a: ClassicActivation, key: string): DimItem | null {
    const dims = this.scope(a, key) === this.globals ? this.program.dims : (a.procedure?.dims ?? this.program.dims);
    return dims.get(key) ?? null;
  }

  protected reference(e: LValue, a: ClassicActivation): Reference {
    if (e.kind === "name") {
      const kind = this.kindOf(a, e.key);
      const { scalars } = this.scope(a, e.key);
      return {
        get: () => {
          const found = scalars.get(e.key);
          if (found !== undefined) return found;
          const made = this.initial(kind);
          scalars.set(e.key, made);
          return made;
        },
        set: (v) => {
          scalars.set(e.key, this.taken(kind, v));
        },
      };
    }
    if (e.kind === "call") {
      const subscripts = e.args.map((arg) => this.number(arg, a));
      this.line = e.span.line;
      const array = this.array(a, e.key, subscripts.length);
      const at = array.at(subscripts);
      const kind = this.kindOf(a, e.key);
      return { get: () => array.get(at), set: (v) => array.set(at, this.taken(kind, v)) };
    }
    if (e.kind === "member" && e.object) {
      const record = this.evaluate(e.object, a);
      if (!(record instanceof ClassicRecord)) return raise(13, "A record is wanted.");
      const name = e.name.toLowerCase();
      const kind = this.kindOfPlace(e, a);
      return { get: () => record.fields.get(name)!, set: (v) => record.fields.set(name, this.taken(kind, v)) };
    }
    throw new Unsupported(`a place of ${e.kind}`);
  }

  // ---------------------------------------------------------------------------------------------- expressions

  protected number(e: Expr, a: ClassicActivation): number {
    const v = this.evaluate(e, a);
    return typeof v === "number" ? v : raise(13, "A number is wanted.");
  }

  protected text(e: Expr, a: ClassicActivation): string {
    const v = this.evaluate(e, a);
    return typeof v === "string" ? v : raise(13, "A text is wanted.");
  }

  protected evaluate(e: Expr, a: ClassicActivation): ClassicValue {
    this.setting.spend(1);
    this.line = e.span.line;
    switch (e.kind) {
      case "literal":
        if (typeof e.value === "boolean") return e.value ? -1 : 0;
        return e.value ?? 0;
      case "name":
        return this.name(e.key, a) ?? this.reference(e, a).get();
      case "unary": {
        const v = this.number(e.operand, a);
        if (e.op === "not") return bitwiseNot(v);
        return e.op === "-" ? -v : v;
      }
      case "binary":
        return this.binary(e, a);
      case "logical": {
        const [left, right] = [this.number(e.left, a), this.number(e.right, a)];
        this.line = e.span.line;
        return bitwise(e.op, left, right);
      }
      case "conditional":
        return this.evaluate(this.number(e.test, a) !== 0 ? e.then : e.else, a);
      case "call":
        return this.call(e, a);
      case "member":
        return this.reference(e, a).get();
      case "keyword":
        return fromDialect(this.host.perform(e.keyword, this.operands(e.operands, a)));
      case "call-value":
        if (e.target.kind === "literal")
          return fromDialect(
            this.callScript(
              String(e.target.value),
              e.args.map((arg) => this.evaluate(arg, a)),
            ),
          );
        throw new Unsupported("a call by value of a name");
      default:
        throw new Unsupported(`the expression ${e.kind}`);
    }
  }

  protected operands(operands: Record<string, unknown>, a: ClassicActivation): Record<string, unknown> {
    const one = (operand: Expr): Value => {
      const v = this.evaluate(operand, a);
      if (v instanceof ClassicRecord) throw new Unsupported("a record for a keyword");
      return v;
    };
    const found: Record<string, unknown> = {};
    for (const [name, operand] of Object.entries(operands)) {
      const node = operand as Expr | { kind: "word"; word: string };
      if (Array.isArray(operand)) found[name] = (operand as Expr[]).map(one);
      else if (node.kind === "word") found[name] = node.word;
      else found[name] = one(node);
    }
    return found;
  }

  private binary(e: Binary, a: ClassicActivation): ClassicValue {
    const left = this.evaluate(e.left, a);
    const right = this.evaluate(e.right, a);
    this.line = e.span.line;
    return this.operate(e.op, left, right);
  }

  protected operate(op: string, left: ClassicValue, right: ClassicValue): ClassicValue {
    if (/^[<>=]/.test(op)) return this.compare(op, left, right) ? -1 : 0;
    if (typeof left === "string" && typeof right === "string" && (op === "+" || op === "&")) {
      if (left.length + right.length > this.limits.maxTextLength) raise(14, "The text is too long.");
      this.setting.spend(left.length + right.length);
      return left + right;
    }
    if (typeof left !== "number" || typeof right !== "number") return raise(13, "Two numbers are wanted.");
    if (op === "xor" || op === "eqv" || op === "imp") return bitwise(op, left, right);
    return arithmetic(op, left, right, this.warn);
  }

  protected compare(op: string, left: ClassicValue, right: ClassicValue): boolean {
    let order: number;
    if (typeof left === "number" && typeof right === "number") order = left < right ? -1 : left > right ? 1 : 0;
    else if (typeof left === "string" && typeof right === "string") order = textOrder(left, right);
    else return raise(13, "Number and text cannot be compared.");
    switch (op) {
      case "=":
        return order === 0;
      case "<>":
        return order !== 0;
      case "<":
        return order < 0;
      case "<=":
        return order <= 0;
      case ">":
        return order > 0;
      default:
        return order >= 0;
    }
  }

  /** A name that is no variable; null where it is one. */
  private name(key: string, a: ClassicActivation): ClassicValue | null {
    const procedure = this.program.procedures.get(key);
    if (procedure?.node.isFunction && a.procedure !== procedure) return this.callProcedure(procedure, [], a);
    switch (key) {
      case "rnd":
        return this.random.next();
      case "err":
        return this.lastError?.number ?? 0;
      case "erl":
        return this.lastError ? this.lineNumber(this.lastError.line) : 0;
      case "inkey$":
        return codePoints(this.typed())[0] ?? "";
      case "timer":
        return (this.setting.now() % 86_400_000) / 1000;
      default:
        return null;
    }
  }

  /** ERL: the number of the line, or the line of the file. */
  private lineNumber(line: number): number {
    if (!this.program.script.numbered) return line;
    return Number(this.program.numbers.get(line) ?? line);
  }

  private typed(): string {
    const line = this.host.type("");
    this.printer.column = 0;
    return line;
  }

  private call(e: Call, a: ClassicActivation): ClassicValue {
    const procedure = this.program.procedures.get(e.key);
    if (procedure) return this.callProcedure(procedure, e.args, a);
    if (this.program.arrays.has(e.key)) return this.reference(e, a).get();
    if (e.key === "ubound" || e.key === "lbound") return this.bound(e, a);
    const isElement = !isTextFunction(e.key) && !OTHERS.has(e.key) && !findBuiltin(e.key.replace(/\$$/, ""));
    if (isElement && numericFunction(e.key, 1, () => {}) === null) return this.reference(e, a).get();
    const args = e.args.map((arg) => this.evaluate(arg, a));
    this.line = e.span.line;
    const plain = args.map((v) => (v instanceof ClassicRecord ? raise(13, "A plain value is wanted.") : v));
    const [first] = plain;
    if (e.key === "rnd") return typeof first === "number" ? this.random.of(first) : this.random.next();
    if (e.key === "pos") return this.printer.column + 1;
    if (e.key === "input$") {
      const n = nearest(Number(first));
      return codePoints(this.typed()).slice(0, n).join("");
    }
    if (e.key === "eof" || e.key === "lof" || e.key === "freefile") return raise(404, "There is no drive.");
    if (isTextFunction(e.key)) return textFunction(e.key, plain, this.limits.maxTextLength, this.warn);
    const found = typeof first === "number" && plain.length === 1 ? numericFunction(e.key, first, this.warn) : null;
    if (found !== null) return found;
    const builtin = findBuiltin(e.key.replace(/\$$/, ""));
    return builtin ? fromDialect(builtin(plain, this.setting)) : raise(424, `There is nothing named ${e.name}.`);
  }

  private bound(e: Call, a: ClassicActivation): number {
    const [of, which] = e.args;
    if (of?.kind !== "name" && of?.kind !== "call") throw new Unsupported("bounds of something else");
    const dimension = which ? nearest(this.number(which, a)) : 1;
    const { bounds } = this.array(a, of.key, Math.max(1, dimension));
    const found = bounds[dimension - 1] ?? raise(9, "The array has no such dimension.");
    return e.key === "ubound" ? found.high : found.low;
  }

  // ---------------------------------------------------------------------------------------------- procedures

  /** Variables, elements and fields take what the procedure made of its parameters. */
  protected callProcedure(procedure: ClassicProcedure, args: readonly Expr[], a: ClassicActivation): ClassicValue {
    const { node } = procedure;
    const inner: ClassicActivation = {
      procedure,
      locals: newVariables(),
      at: { list: node.body, index: 0 },
      returns: [],
      fors: new Map(),
      mode: { kind: "off" },
      armed: null,
    };
    const back: (() => void)[] = [];
    const line = this.line;
    for (const [i, param] of node.params.entries()) {
      const arg = args[i];
      if (!arg) throw new Unsupported("an operand that is missing");
      if (param.isArray) {
        if (arg.kind !== "call" && arg.kind !== "name") throw new Unsupported("an array that has no name");
        inner.locals.arrays.set(param.key, this.array(a, arg.key, 1));
        continue;
      }
      const place = node.classic !== "def" && !param.byValue && !arg.parenthesised ? this.placeOf(arg, a) : null;
      const own = this.reference({ kind: "name", name: param.name, key: param.key, span: param.span }, inner);
      own.set(place ? place.get() : this.evaluate(arg, a));
      if (place) back.push(() => place.set(own.get()));
    }
    this.line = line;
    if (this.depth >= this.limits.maxCallDepth) raise(6, "Too many procedures call each other.");
    this.depth++;
    let value: ClassicValue | null = null;
    try {
      this.runBody(inner);
    } catch (signal) {
      if (!(signal instanceof Leave)) throw signal;
      value = signal.value;
    } finally {
      this.depth--;
    }
    this.line = line;
    for (const store of back) store();
    if (!node.isFunction) return 0;
    const result = this.reference({ kind: "name", name: node.name, key: node.key, span: node.span }, inner);
    if (value !== null) result.set(value);
    return result.get();
  }

  /** Null for an operand that is no variable, element or field. */
  private placeOf(e: Expr, a: ClassicActivation): Reference | null {
    if (e.kind === "name") {
      const isVariable = !this.program.procedures.get(e.key)?.node.isFunction && !BARE.has(e.key);
      return isVariable ? this.reference(e, a) : null;
    }
    if (e.kind === "member") return this.reference(e, a);
    if (e.kind !== "call" || this.program.procedures.has(e.key)) return null;
    const isFunction =
      !this.program.arrays.has(e.key) &&
      (isTextFunction(e.key) ||
        OTHERS.has(e.key) ||
        findBuiltin(e.key.replace(/\$$/, "")) ||
        numericFunction(e.key, 1, () => {}) !== null);
    return isFunction ? null : this.reference(e, a);
  }
}

/** A record of a TYPE, by the type's name. */
export interface ClassicRecordType {
  record: string;
}

/** EXIT SUB, EXIT FUNCTION, EXIT DEF, RETURN of a value. */
export class Leave {
  readonly value: ClassicValue | null;
  constructor(value: ClassicValue | null) {
    this.value = value;
  }
}

const OTHERS: ReadonlySet<string> = new Set("rnd pos eof lof freefile input$ lbound ubound".split(" "));
const BARE: ReadonlySet<string> = new Set("rnd err erl inkey$ timer date$ time$ freefile".split(" "));

export function constant(e: Expr): number {
  if (e.kind === "literal" && typeof e.value === "number") return nearest(e.value);
  if (e.kind === "unary" && e.op === "-") return nearest(-constant(e.operand));
  throw new Unsupported("a bound that is not constant");
}

function fromDialect(v: Value): ClassicValue {
  if (v === null) return 0;
  if (typeof v === "boolean") return v ? -1 : 0;
  if (typeof v === "number" || typeof v === "string") return v;
  throw new Unsupported("a value of the dialect");
}
