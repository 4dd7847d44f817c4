/** What the compiler knows while it walks one body: registers, enclosing blocks, and the names of the script. */

import type { Expr, Span, Statement } from "../ast.ts";
import type { DiagnosticCode } from "../check/codes.ts";
import type { ClassicBody } from "./classic/scope.ts";
import { type CodeBuffer, Label } from "./code-buffer.ts";
import { isArrayName, type Scope, type ScriptScope } from "./scope.ts";
import type { Kind, NumberTypes } from "./types/number-types.ts";

export type ReportFinding = (code: DiagnosticCode, message: string, hint: string, span: Span) => void;

/** A block that an EXIT, CONTINUE, RETURN or GOTO may have to leave. */
export type Block =
  | { kind: "loop"; words: readonly string[]; exit: Label; next: Label }
  | { kind: "if"; exit: Label; isLine: boolean }
  | { kind: "finally"; selector: number; entry: Label; pending: Pending[] };

/** A way out that leads through a FINALLY: what goes on behind it. */
export interface Pending {
  id: number;
  resume(): void;
}

/** A list of statements that is open, for labels: a label may be reached from its own list and from blocks inside. */
export interface OpenList {
  statements: Statement[];
  /** How many of `blocks` surround it. */
  depth: number;
}

/** Room that every instruction's packed register field allows, less a margin for windows. */
const MAX_REGISTERS = 60_000;

export class Context {
  readonly buffer: CodeBuffer;
  readonly script: ScriptScope;
  readonly scope: Scope;
  readonly numbers: NumberTypes;
  readonly report: ReportFinding;
  readonly blocks: Block[] = [];
  readonly lists: OpenList[] = [];
  /** Label key to the code place of this body. */
  readonly labels = new Map<string, { label: Label; list: Statement[] }>();
  /** In the classic profile: the program's names and the registers that PRINT and READ keep. */
  classic: ClassicBody | null = null;
  /** Object of the WITH block around, or -1. */
  withObject = -1;
  /** TRY blocks around the code: they are nearer than ON ERROR. */
  tries = 0;
  /** Hidden registers: mode of ON ERROR (and RESUME's two behind it), value on its way through FINALLY blocks. */
  errorMode = -1;
  carried = -1;
  /** Hidden registers by what they are for. */
  readonly hiddenKeys: [number, string][] = [];
  /** Code that stands behind the body: where ON ERROR goes on. */
  readonly stubs: (() => void)[] = [];
  /** Labels that ON ERROR GOTO names; its mode number is the index + 2. */
  readonly errorLabels: string[] = [];
  readonly errorDispatch = new Label();
  /** First register that no living value occupies. */
  height = 0;
  private nextOwn = 0;
  size = 0;

  constructor(buffer: CodeBuffer, script: ScriptScope, scope: Scope, numbers: NumberTypes, report: ReportFinding) {
    this.buffer = buffer;
    this.script = script;
    this.scope = scope;
    this.numbers = numbers;
    this.report = report;
  }

  get isBody(): boolean {
    return this.scope === this.script.body;
  }

  /** The next free register; given back by setting `height` again. */
  temporary(): number {
    const register = this.height++;
    if (this.height > this.size) this.size = this.height;
    if (this.height === MAX_REGISTERS) {
      const span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
      this.report("BAS904", "The statement needs too many values at once.", "Split the literal or the call.", span);
    }
    return register;
  }

  /**
   * A hidden register that lives as long as the body; only before the first statement. `key` says what for, where another
   * version of the script is to find it.
   */
  hidden(key: string | null = null): number {
    if (key !== null) this.hiddenKeys.push([this.scope.names.length, key]);
    this.scope.names.push("");
    return this.temporary();
  }

  /** The head of a block that is open: a statement of its own to whoever moves the script to another version. */
  head(expr: unknown, compile: () => void): void {
    const { sites } = this.buffer;
    sites.beginHead(expr, this.height);
    compile();
    sites.end();
  }

  /**
   * Registers that a block keeps until it ends, one behind the other. In a body with GOSUB or RESUME each block has its own
   * for good: a subroutine or handler may stand anywhere, and it runs while the blocks that it comes back to are open.
   */
  blockRegisters(count: number): number {
    if (this.comesBack) {
      const first = this.nextOwn;
      this.nextOwn += count;
      this.buffer.sites.keeps(first, count);
      return first;
    }
    const first = this.temporary();
    for (let i = 1; i < count; i++) this.temporary();
    this.buffer.sites.keeps(first, count);
    return first;
  }

  /** Control may leave an open block and come back into it. */
  get comesBack(): boolean {
    return this.scope.hasGosub || this.scope.hasResume;
  }

  /** Sets aside what `blockRegisters` hands out where control comes back; only before the first statement. */
  reserveOwn(count: number): void {
    this.nextOwn = this.height;
    for (let i = 0; i < count; i++) this.hidden();
  }

  /** Where a variable lives: a register of this frame, or one of the script's own frame (`global`). */
  variable(key: string): { register: number; global: boolean } | null {
    const own = this.scope.registers.get(key);
    if (own !== undefined) {
      // Whoever asks means the generic registers.
      if (this.numbers.isVariable(this.scope, key)) this.numbers.isContradicted = true;
      return { register: own, global: false };
    }
    const shared = this.scope.outer?.get(key) ?? this.script.body.registers.get(key);
    return shared === undefined ? null : { register: shared, global: true };
  }

  /** Register of a numeric variable in the file of plain numbers; -1 for any other variable. */
  numberRegister(key: string): number {
    return this.numbers.isVariable(this.scope, key) ? (this.scope.registers.get(key) ?? -1) : -1;
  }

  /** This body is a procedure whose result is always a plain number. */
  get returnsNumber(): boolean {
    return !this.isBody && this.numbers.isResult(this.script.procedures.indexOf(this.scope) + 1);
  }

  /** Whether the expression is certainly a number: see NumberTypes. */
  kindOf(e: Expr): Kind {
    return this.numbers.kindOf(this.scope, e);
  }

  /** The name was declared with bounds, so that parentheses behind it mean an element. */
  isArray(key: string): boolean {
    return isArrayName(this.script, this.scope, key);
  }
}
