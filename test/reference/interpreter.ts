/** The course of a run: scripts, procedures, lists of statements, jumps, and where ON ERROR leads. */
import type { Statement } from "../../basic/ast.ts";
import type { Value } from "../../basic/values.ts";
import { type Activation, bodyOf, findLabel, newActivation } from "./activation.ts";
import type { ProcedureInfo, ScriptInfo } from "./analysis.ts";
import type { Evaluator, ReferenceHost } from "./evaluator.ts";
import {
  EndSignal,
  GosubReturnSignal,
  GotoSignal,
  ResumeSignal,
  ReturnSignal,
  TailCallSignal,
  Unsupported,
} from "./signals.ts";
import { Statements } from "./statements.ts";
import { RaisedError, raise } from "./values.ts";

const SCRIPT_DEPTH = 32;
/** Statements that do nothing where control meets them. */
const SILENT: readonly string[] = ["label", "procedure", "description"];

export class Interpreter extends Statements {
  private readonly scripts: ReadonlyMap<string, ScriptInfo>;
  private scriptDepth = 0;
  private jumps = 0;
  private isGraced = false;

  /** `scripts` by their ids: what CALL finds. */
  constructor(
    host: ReferenceHost,
    setting: Evaluator["setting"],
    limits: Evaluator["limits"],
    scripts: ReadonlyMap<string, ScriptInfo>,
  ) {
    super(host, setting, limits);
    this.scripts = scripts;
  }

  /** Runs a script to its end and gives its value. */
  run(info: ScriptInfo, variables: Readonly<Record<string, Value>>): Value {
    const globals = new Map<string, Value>();
    for (const [name, value] of Object.entries(variables)) globals.set(name.toLowerCase(), value);
    return this.runBody(info, globals);
  }

  private runBody(info: ScriptInfo, globals: Map<string, Value>): Value {
    const a = newActivation(info, globals, null);
    try {
      this.list(info.script.body, a, true);
      return null;
    } catch (signal) {
      if (signal instanceof EndSignal) return null;
      if (signal instanceof ReturnSignal) return signal.value;
      if (!(signal instanceof TailCallSignal)) throw signal;
      this.runBody(...this.bound(signal.name, signal.args)!);
      return null;
    }
  }

  /** The script of a name and its variables: its PARAMs, in order. */
  private bound(name: string, args: readonly Value[]): [ScriptInfo, Map<string, Value>] | null {
    const id = name
      .slice(name.lastIndexOf("/") + 1)
      .toLowerCase()
      .replace(/\.bas$/, "")
      .trim();
    const info =
      this.scripts.get(id) ?? this.scripts.get(id.replaceAll("_", "-")) ?? this.scripts.get(id.replaceAll("-", "_"));
    if (!info) return null;
    return [info, new Map(info.params.map((key, i) => [key, args[i] ?? null]))];
  }

  protected callScript(_a: Activation, name: string, args: Value[], isTail: boolean): Value | undefined {
    const found = this.bound(name, args);
    if (!found) return undefined;
    if (isTail) throw new TailCallSignal(name, args);
    if (this.scriptDepth >= SCRIPT_DEPTH - 1) raise(6, "Too many scripts call each other.");
    this.scriptDepth++;
    const depth = this.depth;
    try {
      return this.runBody(...found);
    } finally {
      this.scriptDepth--;
      this.depth = depth;
    }
  }

  protected callProcedure(a: Activation, procedure: ProcedureInfo, args: Value[]): Value {
    if (this.depth >= this.limits.maxCallDepth) raise(6, "Too many procedures call each other.");
    const inner = newActivation(a.info, a.globals, procedure);
    for (const key of procedure.locals) inner.locals.set(key, null);
    procedure.params.forEach((key, i) => {
      inner.locals.set(key, args[i] ?? null);
    });
    this.depth++;
    try {
      this.list(procedure.node.body, inner, false);
    } catch (signal) {
      if (!(signal instanceof ReturnSignal)) throw signal;
      if (!signal.isPlain) return signal.value;
    } finally {
      this.depth--;
    }
    return procedure.node.isFunction && procedure.setsItself ? (inner.locals.get(procedure.node.key) ?? null) : null;
  }

  // ---------------------------------------------------------------------------------------------- lists of statements

  /** `isTail`: behind the list the script only ends. */
  protected list(statements: readonly Statement[], a: Activation, isTail: boolean, from = 0): void {
    let at = from;
    for (;;) {
      try {
        for (; at < statements.length; at++) {
          const isLast = isTail && statements.slice(at + 1).every((s) => SILENT.includes(s.kind));
          this.statement(statements[at]!, a, isLast);
        }
        return;
      } catch (signal) {
        if (!(signal instanceof GotoSignal) || signal.list !== statements) throw signal;
        at = signal.index;
      }
    }
  }

  private statement(s: Statement, a: Activation, isTail: boolean): void {
    for (;;) {
      this.line = s.span.line;
      try {
        if (!SILENT.includes(s.kind)) this.step();
        this.execute(s, a, isTail);
        return;
      } catch (error) {
        this.located(error);
        if (!(error instanceof RaisedError) || error.isFinal) throw error;
        if (a.tries > 0 || a.mode.kind === "off") throw error;
        if (!this.resumes(s, a)) return;
      }
    }
  }

  /** Notes where an error arose, and that it is the last one. */
  protected located(error: unknown): void {
    if (!(error instanceof RaisedError)) return;
    if (error.line === 0) error.line = this.line;
    this.lastError = { number: error.number, message: error.message, line: error.line };
  }

  /** ON ERROR takes the error of a statement; true when it is to be tried again. */
  private resumes(s: Statement, a: Activation): boolean {
    if (a.mode.kind === "next") {
      if (s.kind === "assign" && s.target.kind === "name") this.write(a, s.target.key, null);
      return false;
    }
    const label = a.mode.kind === "label" ? a.mode.label : "";
    a.armed = a.mode;
    a.mode = { kind: "off" };
    try {
      this.fromLabel(label, a);
    } catch (signal) {
      if (!(signal instanceof ResumeSignal)) throw signal;
      a.mode = a.armed ?? { kind: "off" };
      a.armed = null;
      if (signal.how === "label") throw this.jump(signal.label ?? "", a);
      return signal.how === "retry";
    }
    return false;
  }

  /** Runs from a label on to the end of the procedure or script. */
  private fromLabel(label: string, a: Activation): never {
    const { list, index } = this.labelled(label, a);
    const { tries } = a;
    a.tries = 0;
    try {
      this.list(list, a, false, index);
    } finally {
      a.tries = tries;
    }
    if (list !== bodyOf(a)) throw new Unsupported("a handler or subroutine that runs out of its block");
    throw new ReturnSignal(null, true);
  }

  private labelled(label: string, a: Activation): { list: readonly Statement[]; index: number } {
    return findLabel(bodyOf(a), label) ?? raise(51, `There is no label ${label}.`);
  }

  protected jump(label: string, a: Activation): GotoSignal {
    this.countJump();
    const { list, index } = this.labelled(label, a);
    return new GotoSignal(list, index);
  }

  protected step(): void {
    this.setting.spend(1);
    if (++this.steps <= this.limits.maxSteps) return;
    const error = new RaisedError(6, "Step limit");
    error.isFinal = this.isGraced;
    this.isGraced = true;
    this.steps = Math.floor(this.limits.maxSteps * 0.9);
    throw error;
  }

  private countJump(): void {
    if (++this.jumps > this.limits.maxJumps) raise(6, "Loop limit: too many jumps");
  }

  protected gosub(label: string, a: Activation): void {
    if (a.gosubs >= this.limits.maxCallDepth) raise(6, "Too many GOSUBs are open.");
    this.countJump();
    a.gosubs++;
    const { tries } = a;
    // ON ERROR takes the errors of a subroutine, which stands in no TRY, before a TRY around the GOSUB does.
    a.tries = 0;
    try {
      this.subroutine(label, a);
    } catch (signal) {
      if (!(signal instanceof GosubReturnSignal)) throw signal;
    } finally {
      a.gosubs--;
      a.tries = tries;
    }
  }

  /** As a handler, but TRY blocks around the GOSUB stay open. */
  private subroutine(label: string, a: Activation): never {
    const { list, index } = this.labelled(label, a);
    this.list(list, a, false, index);
    if (list !== bodyOf(a)) throw new Unsupported("a subroutine that runs out of its block");
    throw new ReturnSignal(null, true);
  }
}
