/** Statements of the reference evaluator: control leaves a block by a signal that is thrown, and RESUME by coming back. */
import type { CaseItem, Expr, For, ForEach, Param, Select, Statement, Try, With } from "../../basic/ast.ts";
import { type BasicObject, newObject, type Value } from "../../basic/values.ts";
import { type Activation, errorValue, keep, thrown } from "./activation.ts";
import { dateOf } from "./dates.ts";
import { Evaluator, notAbove } from "./evaluator.ts";
import { binary, isEqual } from "./operators.ts";
import {
  ContinueSignal,
  EndSignal,
  ExitSignal,
  GosubReturnSignal,
  type GotoSignal,
  ParkedSignal,
  ResumeSignal,
  ReturnSignal,
  Unsupported,
} from "./signals.ts";
import {
  codePoints,
  elementsOf,
  finite,
  fromPlain,
  isObject,
  isTrue,
  numberOf,
  numericText,
  RaisedError,
  raise,
} from "./values.ts";

export abstract class Statements extends Evaluator {
  /** Runs a list of statements; `isTail`: behind it the script only ends. */
  protected abstract list(statements: readonly Statement[], a: Activation, isTail: boolean): void;
  /** Counts a statement or a round of a loop. */
  protected abstract step(): void;
  /** Notes where an error arose, and that it is the last one. */
  protected abstract located(error: unknown): void;
  protected abstract jump(label: string, a: Activation): GotoSignal;
  protected abstract gosub(label: string, a: Activation): void;

  protected execute(s: Statement, a: Activation, isTail: boolean): void {
    switch (s.kind) {
      case "assign":
        if (s.op === "=") {
          const value = this.evaluate(s.value, a);
          this.line = s.span.line;
          this.assign(s.target, value, a);
        } else this.compound(s.target, s.op.slice(0, -1) as "+" | "-" | "*" | "/" | "&", s.value, a, s.span.line);
        return;
      case "const":
        this.write(a, s.key, this.evaluate(s.value, a));
        return;
      case "dim":
        this.dim(s, a);
        return;
      case "if":
        this.if(s, a, isTail);
        return;
      case "select":
        this.select(s, a, isTail);
        return;
      case "for":
        this.for(s, a);
        return;
      case "for-each":
        this.forEach(s, a);
        return;
      case "while":
        this.loop(["while", "loop"], { until: false, test: s.test }, null, s, a);
        return;
      case "do":
        this.loop(["do", "loop"], s.pre, s.post, s, a);
        return;
      case "exit":
        if (s.what === "script") throw new EndSignal();
        if (s.what === "sub" || s.what === "function") throw new ReturnSignal(null, true);
        throw new ExitSignal(s.what);
      case "continue":
        throw new ContinueSignal(s.what);
      case "call-statement":
        this.callTarget(s.target, s.args, a, s.span.line, isTail);
        return;
      case "return":
        if (s.value) throw new ReturnSignal(this.evaluate(s.value, a), false);
        if (a.gosubs > 0) throw new GosubReturnSignal();
        throw new ReturnSignal(null, true);
      case "try":
        this.try(s, a);
        return;
      case "throw":
        throw this.at(s, thrown(s.value ? this.evaluate(s.value, a) : null, this.setting));
      case "assert":
        if (isTrue(this.evaluate(s.test, a))) return;
        throw this.at(s, thrown(s.message ? this.evaluate(s.message, a) : "Assertion failed", this.setting));
      case "with":
        this.with(s, a);
        return;
      case "on-error":
        a.mode =
          s.mode === "goto"
            ? { kind: "label", label: s.label ?? "" }
            : { kind: s.mode === "resume-next" ? "next" : "off" };
        if (a.armed) a.armed = a.mode;
        return;
      case "resume":
        if (!a.armed) raise(20, "RESUME without an error.");
        throw new ResumeSignal(s.how, s.label);
      case "goto":
        if (!s.sub) throw this.jump(s.key, a);
        this.gosub(s.key, a);
        return;
      case "hear-statement":
        for (const target of s.targets) this.assign(target, this.hear(s, a, s.span.line), a);
        return;
      case "keyword-statement":
        this.keyword(s.keyword, s.operands, a, s.span.line);
        return;
      case "param":
        this.param(s, a);
        return;
      case "expr-statement":
        if (isTail && s.expr.kind === "call-value") this.callTarget(s.expr.target, s.expr.args, a, s.span.line, true);
        else this.evaluate(s.expr, a);
        return;
      case "bad":
        throw new RaisedError(73, `Unknown statement: ${s.text}`);
      case "label":
      case "procedure":
      case "description":
        return;
      default:
        throw new Unsupported(`the statement ${s.kind}`);
    }
  }

  private at(s: Statement, error: RaisedError): RaisedError {
    error.line = s.span.line;
    return error;
  }

  /** `target = target op value`, with one evaluation of the target's indexes. */
  private compound(target: Expr, op: "+" | "-" | "*" | "/" | "&", value: Expr, a: Activation, line: number): void {
    const fixed = this.fixIndexes(target, a);
    const before = this.evaluate(fixed, a);
    const added = this.evaluate(value, a);
    this.line = line;
    this.store(fixed, binary(op, before, added, this.setting), a);
  }

  private dim(s: Extract<Statement, { kind: "dim" }>, a: Activation): void {
    for (const item of s.items) {
      const kind = item.type?.toLowerCase() ?? "";
      let fill: Value = null;
      if (item.name.endsWith("$") || /^(string|text)$/.test(kind)) fill = "";
      else if (
        /[%&!#]$/.test(item.name) ||
        /^(integer|int|long|number|float|double|single|decimal|currency)$/.test(kind)
      )
        fill = 0;
      const bounds = item.bounds.map((bound) => Math.trunc(numberOf(this.evaluate(bound, a), this.setting)));
      const old = elementsOf(this.read(a, item.key));
      const made: Value = bounds.length === 0 ? fill : this.dimension(bounds, fill);
      if (s.preserve && old && Array.isArray(made)) keep(old, made);
      this.write(a, item.key, made);
    }
  }

  private if(s: Extract<Statement, { kind: "if" }>, a: Activation, isTail: boolean): void {
    // EXIT IF in a one-line IF leaves the block around it, where there is one (decision 1).
    const isBlock = s.span.line !== s.span.endLine;
    const catches = isBlock || a.ifs === 0;
    if (isBlock) a.ifs++;
    try {
      for (const branch of s.branches) {
        this.line = branch.test.span.line;
        if (!isTrue(this.evaluate(branch.test, a))) continue;
        this.list(branch.body, a, isTail);
        return;
      }
      if (s.else) this.list(s.else, a, isTail);
    } catch (signal) {
      if (!(signal instanceof ExitSignal && signal.what === "if" && catches)) throw signal;
    } finally {
      if (isBlock) a.ifs--;
    }
  }

  private select(s: Select, a: Activation, isTail: boolean): void {
    const subject = this.evaluate(s.subject, a);
    const branch = s.cases.find(({ items }) => items.some((item) => this.fits(item, subject, a)));
    const body = branch ? branch.body : s.else;
    if (body) this.list(body, a, isTail);
  }

  private fits(item: CaseItem, subject: Value, a: Activation): boolean {
    if (item.kind === "value") return isEqual(subject, this.evaluate(item.value, a), this.setting);
    if (item.kind === "relation") return isTrue(binary(item.op, subject, this.evaluate(item.value, a), this.setting));
    const low = this.evaluate(item.low, a);
    if (!notAbove(low, subject, this.setting)) return false;
    return notAbove(subject, this.evaluate(item.high, a), this.setting);
  }

  // ---------------------------------------------------------------------------------------------- loops

  /** One round; false when the loop was left. */
  private round(words: readonly string[], body: readonly Statement[], a: Activation): boolean {
    try {
      this.list(body, a, false);
      return true;
    } catch (signal) {
      if (signal instanceof ExitSignal && words.includes(signal.what)) return false;
      if (signal instanceof ContinueSignal && words.includes(signal.what)) return true;
      throw signal;
    }
  }

  private countRound(rounds: number, line: number): void {
    this.line = line;
    this.step();
    if (rounds > this.limits.maxLoopIterations) raise(6, "Loop limit");
  }

  private for(s: For, a: Activation): void {
    const from = this.evaluate(s.from, a);
    const to = this.evaluate(s.to, a);
    const by = s.step ? this.evaluate(s.step, a) : 1;
    this.line = s.span.line;
    const [start, limit, step] = [from, to, by].map((v) => numberOf(v, this.setting)) as [number, number, number];
    const isWithin = (n: number) => (step >= 0 ? n <= limit : n >= limit);
    this.write(a, s.target.key, start);
    for (let rounds = 1; isWithin(numberOf(this.read(a, s.target.key), this.setting)); rounds++) {
      this.countRound(rounds, s.span.line);
      if (!this.round(["for", "loop"], s.body, a)) return;
      this.line = s.span.line;
      this.write(a, s.target.key, finite(numberOf(this.read(a, s.target.key), this.setting) + step));
    }
  }

  private forEach(s: ForEach, a: Activation): void {
    const list = this.evaluate(s.list, a);
    this.line = s.span.line;
    let items = this.roundsOf(list);
    if (s.take) {
      const count = Math.max(0, Math.trunc(numberOf(this.evaluate(s.take.count, a), this.setting)));
      items = s.take.end === "first" ? items.slice(0, count) : items.slice(Math.max(0, items.length - count));
    }
    let rounds = 0;
    for (const item of items) {
      this.countRound(++rounds, s.span.line);
      this.write(a, s.target.key, item);
      if (!this.round(["for", "loop"], s.body, a)) return;
    }
  }

  /** What FOR EACH goes over, fixed at its start (reference 3.2). */
  private roundsOf(v: Value): Value[] {
    if (v === null) return [];
    const list = elementsOf(v);
    if (list) return [...list];
    if (typeof v === "string") return codePoints(v);
    if (!isObject(v)) return raise(13, "FOR EACH goes over lists, rows, objects and texts.");
    const isDictionary = Object.values(v).every((value) => elementsOf(value) || isObject(value));
    return isDictionary ? Object.keys(v) : Object.values(v);
  }

  private loop(
    words: readonly string[],
    pre: { until: boolean; test: Expr } | null,
    post: { until: boolean; test: Expr } | null,
    s: { body: Statement[]; span: { line: number } },
    a: Activation,
  ): void {
    const holds = (t: { until: boolean; test: Expr } | null) => !t || isTrue(this.evaluate(t.test, a)) !== t.until;
    for (let rounds = 1; holds(pre); rounds++) {
      this.countRound(rounds, s.span.line);
      if (!this.round(words, s.body, a)) return;
      if (!holds(post)) return;
    }
  }

  // ---------------------------------------------------------------------------------------------- errors, WITH, PARAM

  private try(s: Try, a: Activation): void {
    if (!s.finally) {
      this.tryCatch(s, a);
      return;
    }
    a.tries++;
    let passing: unknown = null;
    let isPassing = false;
    try {
      this.tryCatch(s, a);
    } catch (error) {
      this.located(error);
      isPassing = true;
      passing = error;
    } finally {
      a.tries--;
    }
    const isOver = passing instanceof ParkedSignal || passing instanceof Unsupported;
    if (isOver || (passing instanceof RaisedError && passing.isFinal)) throw passing;
    this.list(s.finally, a, false);
    if (isPassing) throw passing;
  }

  private tryCatch(s: Try, a: Activation): void {
    if (!s.catch) {
      this.list(s.body, a, false);
      return;
    }
    a.tries++;
    let caught: RaisedError;
    try {
      this.list(s.body, a, false);
      return;
    } catch (error) {
      this.located(error);
      if (!(error instanceof RaisedError) || error.isFinal) throw error;
      caught = error;
    } finally {
      a.tries--;
    }
    if (s.catchName) this.write(a, s.catchName.key, errorValue(caught));
    this.list(s.catch, a, false);
  }

  private with(s: With, a: Activation): void {
    const outer = a.withObject;
    const target = this.fixIndexes(s.target, a);
    const old = s.bare ? null : this.evaluate(target, a);
    const object = isObject(old) ? old : newObject();
    try {
      for (const line of s.lines) {
        this.line = line.span.line;
        a.withObject = object;
        const value = this.evaluate(line.value, a);
        this.line = line.span.line;
        this.setOwnField(object, line.field, value);
      }
    } finally {
      a.withObject = outer;
    }
    this.line = s.span.line;
    this.store(target, object, a);
  }

  private setOwnField(object: BasicObject, field: string, value: Value): void {
    const key = Object.hasOwn(object, field)
      ? field
      : (Object.keys(object).find((k) => k.toLowerCase() === field.toLowerCase()) ?? field);
    object[key] = value;
  }

  /** Converts what the caller gave by the declared type (reference 4.4). */
  private param(s: Param, a: Activation): void {
    for (const { key } of s.names) {
      const given = this.read(a, key);
      const value =
        given === null && s.default ? this.evaluate(s.default, a) : this.converted(given, s.type.toUpperCase());
      this.write(a, key, value);
    }
  }

  private converted(v: Value, type: string): Value {
    if (typeof v !== "string") return v;
    if (/^(INTEGER|INT|NUMBER|FLOAT|DOUBLE|DECIMAL|MONEY)$/.test(type)) return numericText(v) ?? v;
    if (/^(BOOLEAN|BOOL)$/.test(type)) return /^true$/i.test(v) ? true : /^false$/i.test(v) ? false : v;
    if (/^(DATE|DATETIME)$/.test(type)) return dateOf(v, this.setting) ?? v;
    if (!/^(ARRAY|LIST|OBJECT|MAP)$/.test(type)) return v;
    try {
      return fromPlain(JSON.parse(v));
    } catch {
      return v;
    }
  }
}
