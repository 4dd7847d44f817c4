/** Numbers and texts are not mixed; functions get as many operands as they take, and of the right kind. */
import type { Binary, Call, Expr, Procedure, Span, Statement } from "../../ast.ts";
import type { Report } from "../report.ts";
import { bodiesOf, childrenOf } from "../walk.ts";
import { signatureOf } from "./functions.ts";
import { kindOf, RELATIONS, recordTypeOf } from "./kinds.ts";
import { arrayKey, type ClassicProgram, type ClassicScope, lookUp } from "./program.ts";

type Rough = "number" | "text" | "record" | "any";

export function checkExpressions(program: ClassicProgram, report: Report): void {
  for (const scope of [program.body, ...program.procedures]) new Checker(program, scope, report).body(scope.statements);
}

const NUMERIC: ReadonlySet<string> = new Set(["-", "*", "/", "\\", "mod", "^", "xor", "eqv", "imp"]);

const USE_VAL = "use VAL to make a number of a text";

class Checker {
  private readonly program: ClassicProgram;
  private readonly scope: ClassicScope;
  private readonly report: Report;

  constructor(program: ClassicProgram, scope: ClassicScope, report: Report) {
    this.program = program;
    this.scope = scope;
    this.report = report;
  }

  body(statements: readonly Statement[]): void {
    for (const s of statements) {
      if (s.kind === "procedure") continue;
      this.statement(s);
      for (const inner of bodiesOf(s)) this.body(inner);
    }
  }

  private rough(e: Expr): Rough {
    const holds = kindOf(this.program, this.scope, e);
    return holds === "integer" ? "number" : holds;
  }

  private statement(s: Statement): void {
    switch (s.kind) {
      case "assign":
        this.target(s.target);
        this.all([s.value]);
        this.same(s.target, s.value, s.value.span, "is assigned to");
        return;
      case "const":
        this.all([s.value]);
        return;
      case "if":
        for (const branch of s.branches) this.number(branch.test, "IF wants a condition");
        return;
      case "while":
        this.number(s.test, "WHILE wants a condition");
        return;
      case "do":
        if (s.pre) this.number(s.pre.test, "DO wants a condition");
        if (s.post) this.number(s.post.test, "LOOP wants a condition");
        return;
      case "for":
        this.number(s.target, "FOR counts with a numeric variable");
        for (const bound of [s.from, s.to, s.step]) if (bound) this.number(bound, "FOR wants numbers");
        return;
      case "select":
        this.all([s.subject]);
        for (const branch of s.cases)
          for (const item of branch.items)
            for (const value of item.kind === "range" ? [item.low, item.high] : [item.value]) {
              this.all([value]);
              this.same(s.subject, value, value.span, "is compared with");
            }
        return;
      case "print":
        if (s.using) this.text(s.using, "PRINT USING wants a text as its picture");
        for (const item of s.items) {
          if (item.kind === "value") this.all([item.value]);
          else if (item.kind !== "separator")
            this.number(item.value, `${item.kind === "tab" ? "TAB" : "SPC"} wants a number`);
        }
        return;
      case "write-list":
        this.all(s.values);
        return;
      case "input":
        for (const target of s.targets) this.target(target);
        if (s.isLine) for (const target of s.targets) this.text(target, "LINE INPUT fills a text variable");
        return;
      case "read":
        for (const target of s.targets) this.target(target);
        return;
      case "on-jump":
        this.number(s.index, "ON wants a number");
        return;
      case "declare":
        for (const item of s.items)
          for (const { low, high } of item.bounds)
            for (const bound of low ? [low, high] : [high]) this.number(bound, "The bound of an array is a number");
        return;
      case "swap":
        this.target(s.left);
        this.target(s.right);
        this.same(s.left, s.right, s.right.span, "is exchanged with");
        return;
      case "randomize":
        if (s.seed) this.number(s.seed, "RANDOMIZE wants a number");
        return;
      case "mid-assign":
        this.text(s.target, "MID$ changes a text variable");
        this.text(s.value, "MID$ puts a text into a text");
        for (const e of s.length ? [s.start, s.length] : [s.start]) this.number(e, "MID$ wants numbers as positions");
        return;
      case "raise-number":
        this.number(s.number, "ERROR wants a number");
        return;
      case "return":
        if (!s.value) return;
        this.all([s.value]);
        if (this.scope.procedure?.classic === "def") {
          const name = this.scope.procedure;
          this.same(
            { kind: "name", name: name.name, key: name.key, span: s.span },
            s.value,
            s.value.span,
            "is the result of",
          );
        }
        return;
      case "call-statement":
        if (typeof s.target !== "string" && s.target.kind === "name") {
          const procedure = this.program.procedureOf.get(s.target.key);
          if (procedure) this.procedureCall(procedure, s.args, s.span);
          else this.all(s.args);
        } else this.all(typeof s.target === "string" ? s.args : [s.target, ...s.args]);
        return;
      case "file-statement":
        this.all(s.operands);
        return;
      default:
        return;
    }
  }

  private all(list: readonly Expr[]): void {
    for (const e of list) this.expression(e);
  }

  private target(e: Expr): void {
    if (e.kind === "call") for (const subscript of e.args) this.number(subscript, "A subscript is a number");
    else if (e.kind === "member") this.member(e);
  }

  private number(e: Expr, what: string): void {
    this.expression(e);
    if (this.rough(e) === "text") this.mixed(e.span, `${what}, and this is a text`, USE_VAL);
  }

  private text(e: Expr, what: string): void {
    this.expression(e);
    if (this.rough(e) === "number")
      this.mixed(e.span, `${what}, and this is a number`, "use STR$ to make a text of a number");
  }

  private mixed(span: Span, message: string, hint: string): void {
    this.report.add("BAS505", span, message, hint);
  }

  private same(left: Expr, right: Expr, span: Span, what: string): void {
    const a = this.rough(left);
    const b = this.rough(right);
    if (a === "any" || b === "any" || a === b) return;
    const [from, to] = what === "is compared with" || what === "is exchanged with" ? [a, b] : [b, a];
    const message = `${nameOf(from)} ${what} ${nameOf(to)}`;
    this.mixed(span, message.charAt(0).toUpperCase() + message.slice(1), "use STR$ or VAL to convert");
  }

  private member(e: Extract<Expr, { kind: "member" }>): void {
    if (!e.object) return;
    this.expression(e.object);
    const type = recordTypeOf(this.program, this.scope, e.object);
    const fields = (type === null ? undefined : this.program.types.get(type)?.fields) ?? [];
    // A TYPE without fields has been reported, or its lines have.
    if (fields.length === 0 || fields.some((field) => field.name.toLowerCase() === e.name.toLowerCase())) return;
    this.report.add("BAS512", e.span, `The type ${type} has no field ${e.name}`, "see its TYPE ... END TYPE");
  }

  private expression(e: Expr): void {
    if (e.kind === "call") {
      this.call(e);
      return;
    }
    if (e.kind === "member") {
      this.member(e);
      return;
    }
    this.all(childrenOf(e));
    if (e.kind === "unary" && this.rough(e.operand) === "text")
      this.mixed(e.span, `${e.op.toUpperCase()} wants a number, and this is a text`, USE_VAL);
    else if (e.kind === "logical") this.numbers(e, "compare the text with another one");
    else if (e.kind === "binary") {
      if (RELATIONS.has(e.op)) this.same(e.left, e.right, e.span, "is compared with");
      else if (e.op === "+") this.same(e.left, e.right, e.span, "is added to");
      else if (NUMERIC.has(e.op)) this.numbers(e, USE_VAL);
    } else if (e.kind === "name") {
      const procedure = this.program.procedureOf.get(e.key);
      if (procedure && this.scope.procedure?.key !== e.key) this.procedureCall(procedure, [], e.span);
    }
  }

  /** Both sides of an operator. */
  private numbers(e: Pick<Binary, "left" | "right"> & { op: string }, hint: string): void {
    for (const side of [e.left, e.right])
      if (this.rough(side) === "text")
        this.mixed(side.span, `${e.op.toUpperCase()} wants numbers, and this is a text`, hint);
  }

  private call(e: Call): void {
    const procedure = this.program.procedureOf.get(e.key);
    if (procedure) {
      // FNK() where FNK is due; the span of a name alone is its letters.
      const isEmptyList = e.args.length === 0 && e.span.endColumn - e.span.column > e.name.length;
      if (isEmptyList && procedure.params.length === 0 && procedure.classic === "def")
        this.report.add("BAS303", e.span, `${e.name} has no parentheses`, `write ${procedure.name} alone`);
      else this.procedureCall(procedure, e.args, e.span);
      return;
    }
    const array = lookUp(this.program, this.scope, arrayKey(e.key));
    if (array) {
      for (const subscript of e.args) this.number(subscript, "A subscript is a number");
      return;
    }
    const signature = signatureOf(e.key);
    if (!signature) {
      this.all(e.args);
      return;
    }
    const count = e.args.length;
    if (
      count < signature.min ||
      count > signature.max ||
      (count === 0 && signature.max > 0 && e.span.endColumn - e.span.column > e.name.length)
    ) {
      this.report.add(
        "BAS303",
        e.span,
        `${e.name.toUpperCase()} ${takes(signature)}, found ${count}`,
        "see the list of functions",
      );
      return;
    }
    this.operands(e, signature.operands);
  }

  /** INSTR has its optional operand in front. */
  private operands(e: Call, letters: string): void {
    const form = e.key === "instr" && e.args.length === 3 ? "ntt" : e.key === "instr" ? "tt" : letters;
    e.args.forEach((arg, i) => {
      const name = e.name.toUpperCase();
      if (form[i] === "n") this.number(arg, `${name} wants a number`);
      else if (form[i] === "t") this.text(arg, `${name} wants a text`);
      else if (form[i] === "?") this.expression(arg);
    });
  }

  private procedureCall(procedure: Procedure, args: readonly Expr[], span: Span): void {
    const { params, name } = procedure;
    if (args.length !== params.length) {
      const due =
        params.length === 0 ? "no operands" : params.length === 1 ? "one operand" : `${params.length} operands`;
      this.report.add(
        "BAS303",
        span,
        `${name} takes ${due}, found ${args.length}`,
        `see its definition in line ${procedure.span.line}`,
      );
    }
    const own = this.program.scopeOf.get(procedure);
    args.forEach((arg, i) => {
      const param = params[i];
      const held = param && own ? own.names.get(param.isArray ? arrayKey(param.key) : param.key)?.holds : undefined;
      if (param?.isArray) return;
      if (held === "number" || held === "integer") this.number(arg, `${name} wants a number`);
      else if (held === "text") this.text(arg, `${name} wants a text`);
      else this.expression(arg);
    });
  }
}

function takes({ min, max }: { min: number; max: number }): string {
  if (max === 0) return "takes no operand and has no parentheses";
  if (min === 0) return "takes one operand, or none and no parentheses";
  return min === max ? `takes ${min} operand${min === 1 ? "" : "s"}` : `takes ${min} to ${max} operands`;
}

function nameOf(kind: Rough): string {
  return kind === "number" ? "a number" : kind === "text" ? "a text" : kind === "record" ? "a record" : "a value";
}
