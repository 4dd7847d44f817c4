/**
 * The course of a classic program. It has a place, and each statement says which place comes next: blocks lead back to
 * the statement that they belong to, GOSUB remembers where it stood, GOTO sets the place (reference 7.5.8).
 */
import type { CaseItem, Expr, For, Hear, LValue, Statement } from "../../basic/ast.ts";
import type { ClassicStatement, DimItem, Input, Print } from "../../basic/ast-classic.ts";
import type { Value } from "../../basic/values.ts";
import { type ClassicActivation, ClassicEvaluator, Leave, newVariables } from "./classic-evaluator.ts";
import { replaced } from "./classic-functions.ts";
import { nearest, numberText } from "./classic-numbers.ts";
import type { Place } from "./classic-program.ts";
import { readValue, replyValues } from "./classic-reply.ts";
import { usingText } from "./classic-using.ts";
import { ClassicArray, ClassicRecord, type ClassicValue } from "./classic-values.ts";
import { EndSignal, ParkedSignal, Unsupported } from "./signals.ts";
import { RaisedError, raise } from "./values.ts";

const MOST_GOSUBS = 256;

export abstract class ClassicInterpreter extends ClassicEvaluator {
  private nextDatum = 0;

  /** Runs the program to its end and gives what its RETURN says. */
  run(variables: Readonly<Record<string, Value>>): ClassicValue | null {
    this.given = variables;
    // Numerals that are too large are reported once and beforehand, in the order of the text.
    for (const line of this.program.overflows) {
      this.line = line;
      this.warn(6);
    }
    const a: ClassicActivation = {
      procedure: null,
      locals: newVariables(),
      at: { list: this.program.script.body, index: 0 },
      returns: [],
      fors: new Map(),
      mode: { kind: "off" },
      armed: null,
    };
    try {
      this.runBody(a);
      return null;
    } catch (signal) {
      if (signal instanceof EndSignal) return null;
      if (signal instanceof Leave) return signal.value;
      throw signal;
    }
  }
  private given: Readonly<Record<string, Value>> = {};

  protected runBody(a: ClassicActivation): void {
    for (;;) {
      let place = a.at;
      const statement = place.list[place.index];
      try {
        if (statement) {
          a.at = { ...place, index: place.index + 1 };
          this.setting.spend(1);
          this.line = statement.span.line;
          this.execute(statement, a, place);
        } else {
          const owner = this.program.owners.get(place.list);
          if (!owner) return;
          place = owner;
          this.endOfBlock(owner, a);
        }
      } catch (error) {
        if (!(error instanceof RaisedError)) throw error;
        if (error.line === 0) error.line = this.line;
        this.lastError = error;
        if (a.mode.kind === "off") throw error;
        this.trap(a, place);
      }
    }
  }

  private trap(a: ClassicActivation, place: Place): void {
    if (a.mode.kind === "label") {
      a.armed = { mode: a.mode, place };
      const { label } = a.mode;
      a.mode = { kind: "off" };
      this.jump(label, a);
      return;
    }
    a.at = behind(place);
  }

  private jump(label: string, a: ClassicActivation): void {
    const labels = a.procedure ? a.procedure.labels : this.program.labels;
    a.at = labels.get(label) ?? raise(51, `There is no line ${label}.`);
  }

  private gosub(label: string, a: ClassicActivation): void {
    if (a.returns.length >= MOST_GOSUBS) raise(6, "Too many GOSUBs are open.");
    a.returns.push(a.at);
    this.jump(label, a);
  }

  // ---------------------------------------------------------------------------------------------- blocks

  private enter(list: readonly Statement[] | null, a: ClassicActivation): void {
    if (list) a.at = { list, index: 0 };
  }

  /** The last statement of a block was run: what its owner does then. */
  private endOfBlock(owner: Place, a: ClassicActivation): void {
    const s = owner.list[owner.index]!;
    switch (s.kind) {
      case "for":
        this.next(s, owner, a);
        return;
      case "while":
        a.at = owner;
        return;
      case "do":
        this.line = s.post?.test.span.line ?? s.span.line;
        if (s.post && (this.number(s.post.test, a) !== 0) === s.post.until) a.at = behind(owner);
        else this.do(s, owner, a);
        return;
      default:
        a.at = behind(owner);
    }
  }

  private do(s: Extract<Statement, { kind: "do" }>, place: Place, a: ClassicActivation): void {
    if (s.pre && (this.number(s.pre.test, a) !== 0) === s.pre.until) a.at = behind(place);
    else this.enter(s.body, a);
  }

  private for(s: For, place: Place, a: ClassicActivation): void {
    const from = this.number(s.from, a);
    const limit = this.number(s.to, a);
    const step = s.step ? this.number(s.step, a) : 1;
    a.fors.set(s, { limit, step });
    this.reference(s.target, a).set(from);
    this.round(s, place, a);
  }

  private next(s: For, place: Place, a: ClassicActivation): void {
    const state = a.fors.get(s);
    if (!state) throw new Unsupported("NEXT of a FOR that was not begun");
    this.line = s.span.line;
    const variable = this.reference(s.target, a);
    variable.set(this.operate("+", variable.get(), state.step));
    this.round(s, place, a);
  }

  private round(s: For, place: Place, a: ClassicActivation): void {
    const { limit, step } = a.fors.get(s)!;
    const v = Number(this.reference(s.target, a).get());
    const isOver = step > 0 ? v > limit : step < 0 ? v < limit : false;
    if (isOver) a.at = behind(place);
    else this.enter(s.body, a);
  }

  /** The block around the running statement that EXIT or CONTINUE means. */
  private around(place: Place, what: string): Place {
    const kinds: Readonly<Record<string, readonly string[]>> = {
      for: ["for"],
      while: ["while"],
      do: ["do"],
      if: ["if"],
    };
    for (let at = this.program.owners.get(place.list); at; at = this.program.owners.get(at.list)) {
      const { kind } = at.list[at.index]!;
      if ((kinds[what] ?? ["for", "while", "do"]).includes(kind)) return at;
    }
    throw new Unsupported(`EXIT ${what} outside`);
  }

  // ---------------------------------------------------------------------------------------------- statements

  private execute(s: Statement, a: ClassicActivation, place: Place): void {
    switch (s.kind) {
      case "assign": {
        const value = this.evaluate(s.value, a);
        this.line = s.span.line;
        const target = this.reference(s.target, a);
        target.set(s.op === "=" ? value : this.operate(s.op.slice(0, -1), target.get(), value));
        return;
      }
      case "const":
        this.globals.scalars.set(s.key, this.evaluate(s.value, a));
        return;
      case "if":
        this.enter(s.branches.find(({ test }) => this.number(test, a) !== 0)?.body ?? s.else, a);
        return;
      case "select": {
        const subject = this.evaluate(s.subject, a);
        const found = s.cases.find(({ items }) => items.some((item) => this.fits(item, subject, a)));
        this.enter(found ? found.body : s.else, a);
        return;
      }
      case "for":
        this.for(s, place, a);
        return;
      case "while":
        if (this.number(s.test, a) !== 0) this.enter(s.body, a);
        return;
      case "do":
        this.do(s, place, a);
        return;
      case "exit":
        if (s.what === "script") throw new EndSignal();
        if (s.what === "sub" || s.what === "function") throw new Leave(null);
        a.at = behind(this.around(place, s.what));
        return;
      case "continue": {
        const loop = this.around(place, s.what);
        this.endOfBlock(loop, a);
        return;
      }
      case "goto":
        if (s.sub) this.gosub(s.key, a);
        else this.jump(s.key, a);
        return;
      case "return":
        if (s.value) throw new Leave(this.evaluate(s.value, a));
        if (a.returns.length > 0) a.at = a.returns.pop()!;
        else if (a.procedure) throw new Leave(null);
        else raise(3, "RETURN without GOSUB");
        return;
      case "call-statement":
        this.callStatement(s.target, s.args, a);
        return;
      case "expr-statement":
        if (s.expr.kind === "call" || s.expr.kind === "name") this.callStatement(s.expr, [], a);
        else this.evaluate(s.expr, a);
        return;
      case "on-error":
        a.mode = s.mode === "goto" ? { kind: "label", label: s.label! } : { kind: s.mode === "off" ? "off" : "next" };
        if (a.armed) a.armed.mode = a.mode;
        return;
      case "resume": {
        const armed = a.armed ?? raise(20, "RESUME without an error");
        a.mode = armed.mode;
        a.armed = null;
        if (s.how === "label") this.jump(s.label!, a);
        else a.at = s.how === "retry" ? armed.place : behind(armed.place);
        return;
      }
      case "hear-statement":
        for (const target of s.targets) this.reference(target, a).set(this.hear(s, a));
        return;
      case "keyword-statement":
        this.host.perform(s.keyword, this.operands(s.operands, a));
        return;
      case "param":
        for (const { name, key } of s.names) {
          const given = this.given[key];
          const target: LValue = { kind: "name", name, key, span: s.span };
          if (given !== undefined && given !== null) this.reference(target, a).set(given);
          else if (s.default) this.reference(target, a).set(this.evaluate(s.default, a));
        }
        return;
      case "label":
      case "procedure":
      case "description":
        return;
      default:
        this.classic(s as ClassicStatement, a);
    }
  }

  private classic(s: ClassicStatement, a: ClassicActivation): void {
    switch (s.kind) {
      case "print":
        this.print(s, a);
        return;
      case "write-list": {
        if (s.channel) raise(404, "There is no drive.");
        const shown = s.values.map((value) => {
          const v = this.evaluate(value, a);
          return typeof v === "number" ? numberText(v).trimStart() : `"${String(v).replaceAll('"', '""')}"`;
        });
        this.printer.text(shown.join(","));
        this.printer.endLine();
        return;
      }
      case "input":
        this.input(s, a);
        return;
      case "read":
        for (const target of s.targets) {
          const datum = this.program.data[this.nextDatum] ?? raise(4, "Out of DATA");
          const isText = this.kindOfPlace(target, a) === "text";
          this.line = s.span.line;
          const value = readValue(datum, isText, this.warn);
          this.nextDatum++;
          this.reference(target, a).set(value);
        }
        return;
      case "restore":
        this.nextDatum = s.key === null ? 0 : (this.program.dataAt.get(s.key) ?? 0);
        return;
      case "on-jump": {
        const n = nearest(this.number(s.index, a));
        const target = s.targets[n - 1] ?? raise(5, "ON has no such line.");
        if (s.sub) this.gosub(target.key, a);
        else this.jump(target.key, a);
        return;
      }
      case "declare":
        for (const item of s.items) this.dimension(item, s.how, s.preserve, a);
        return;
      case "erase":
        for (const { key } of s.names) this.array(a, key, 1).erase();
        return;
      case "swap": {
        const [left, right] = [this.reference(s.left, a), this.reference(s.right, a)];
        const [x, y] = [copied(left.get()), copied(right.get())];
        left.set(y);
        right.set(x);
        return;
      }
      case "randomize":
        this.random.seed(s.seed ? this.number(s.seed, a) : this.setting.random());
        return;
      case "mid-assign": {
        const value = this.text(s.value, a);
        const start = this.number(s.start, a);
        const length = s.length ? this.number(s.length, a) : null;
        this.line = s.span.line;
        const target = this.reference(s.target, a);
        target.set(replaced(String(target.get()), start, length, value));
        return;
      }
      case "raise-number": {
        const number = nearest(this.number(s.number, a));
        raise(number, `ERROR ${number}`);
        return;
      }
      case "file-statement":
        raise(404, "There is no drive.");
        return;
      case "end":
        throw new EndSignal();
      default:
    }
  }

  private fits(item: CaseItem, subject: ClassicValue, a: ClassicActivation): boolean {
    if (item.kind === "value") return this.compare("=", subject, this.evaluate(item.value, a));
    if (item.kind === "relation") return this.compare(item.op, subject, this.evaluate(item.value, a));
    const low = this.evaluate(item.low, a);
    return this.compare(">=", subject, low) && this.compare("<=", subject, this.evaluate(item.high, a));
  }

  private callStatement(target: Expr | string, args: readonly Expr[], a: ClassicActivation): void {
    if (typeof target === "string") {
      this.callScript(
        target,
        args.map((arg) => this.evaluate(arg, a)),
      );
      return;
    }
    const own = target.kind === "call" ? target.args : args;
    const procedure = target.kind === "name" || target.kind === "call" ? this.program.procedures.get(target.key) : null;
    if (procedure) this.callProcedure(procedure, own, a);
    else if (target.kind === "call") this.evaluate(target, a);
    else throw new Unsupported("CALL of something else");
  }

  private dimension(item: DimItem, how: string, preserve: boolean, a: ClassicActivation): void {
    if (item.bounds.length === 0 || how === "shared") return;
    const { arrays } = this.scope(a, item.key);
    const dims = a.procedure ? a.procedure.dims : this.program.dims;
    if (how !== "redim" && (dims.get(item.key) === item || (how === "static" && arrays.has(item.key)))) {
      this.array(a, item.key, item.bounds.length);
      return;
    }
    const bounds = item.bounds.map(({ low, high }) => ({
      low: low ? nearest(this.number(low, a)) : this.program.base,
      high: nearest(this.number(high, a)),
    }));
    this.line = item.span.line;
    const old = arrays.get(item.key);
    const kind = this.kindOf(a, item.key);
    if (old) old.shape(bounds, preserve);
    else arrays.set(item.key, new ClassicArray(bounds, () => this.initial(kind)));
  }

  private hear(h: Hear, a: ClassicActivation): Value {
    if (h.options || h.timeout || h.default) throw new Unsupported("HEAR with options");
    const retries = h.retries ? nearest(this.number(h.retries, a)) : 3;
    const prompt = h.prompt ? this.text(h.prompt, a) : null;
    const answer = this.host.answer({
      as: h.as,
      options: null,
      open: h.open,
      prompt,
      hasDefault: false,
      default: null,
      retries,
    });
    if (answer === undefined) throw new ParkedSignal();
    return answer;
  }

  // ---------------------------------------------------------------------------------------------- PRINT and INPUT

  private print(s: Print, a: ClassicActivation): void {
    if (s.channel) raise(404, "There is no drive.");
    const isOpen = s.items.at(-1)?.kind === "separator";
    if (s.using) {
      const picture = this.text(s.using, a);
      const values: (number | string)[] = [];
      for (const item of s.items) {
        if (item.kind === "separator") continue;
        const v = this.evaluate(item.value, a);
        values.push(v instanceof ClassicRecord ? raise(13, "A record") : v);
      }
      this.line = s.span.line;
      this.printer.text(usingText(picture, values));
    } else for (const item of s.items) this.printItem(item, a);
    if (!isOpen) this.printer.endLine();
  }

  private printItem(item: Print["items"][number], a: ClassicActivation): void {
    if (item.kind === "separator") {
      if (item.isComma) this.printer.comma();
      return;
    }
    const v = this.evaluate(item.value, a);
    this.line = item.value.span.line;
    if (item.kind === "value") {
      if (typeof v === "number") this.printer.number(v);
      else if (typeof v === "string") this.printer.text(v);
      else raise(13, "PRINT of a record");
    } else if (typeof v !== "number") raise(13, "A number is wanted.");
    else if (item.kind === "tab") this.printer.tab(v, this.warn);
    else this.printer.blanks(v);
  }

  private input(s: Input, a: ClassicActivation): void {
    if (s.channel) raise(404, "There is no drive.");
    const kinds = s.targets.map((target) => this.kindOfPlace(target, a) === "text");
    for (;;) {
      const reply = this.host.type(s.prompt);
      this.printer.column = 0;
      const values = s.isLine ? [reply] : replyValues(reply, kinds, this.program.script.numbered);
      if (!values) continue;
      for (const [i, target] of s.targets.entries()) {
        this.line = s.span.line;
        this.reference(target, a).set(values[i]!);
      }
      return;
    }
  }
}

function behind({ list, index }: Place): Place {
  return { list, index: index + 1 };
}

function copied(v: ClassicValue): ClassicValue {
  return v instanceof ClassicRecord ? v.copy() : v;
}
