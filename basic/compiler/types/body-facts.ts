/**
 * What the inference of numeric variables wants to know of one body (the script's or a procedure's), gathered in one walk
 * in the order of execution: what each variable is assigned, which are read where they may be unset, and what it returns.
 *
 * Whether a variable is set is followed through branches and loops; a jump by a label is not, so a body with labels,
 * GOSUB or ON ERROR has no numeric variables, and so has one with a statement that is not known here.
 */
import type { CaseItem, Dim, Expr, Statement } from "../../ast.ts";
import type { Scope, ScriptScope } from "../scope.ts";
import { FILL, fillOf, procedureIndex, rootOf } from "../scope.ts";
import { walk } from "../walk.ts";

/** A call of a procedure of the script, by its index in the program. */
export interface CallSite {
  procedure: number;
  args: readonly Expr[];
  scope: Scope;
}

export interface BodyFacts {
  scope: Scope;
  /** False where control or assignments cannot be followed. */
  isOpen: boolean;
  /** Variables that may hold something else than a number, or be read unset. */
  refused: Set<string>;
  assigned: { key: string; value: Expr }[];
  /** Values of RETURN; `mayReturnNull` where the end, an EXIT or a RETURN without value can be reached. */
  returned: Expr[];
  mayReturnNull: boolean;
  calls: CallSite[];
  /** Variables that FOR sets from an expression that may be no number, inside TRY: what it held stays visible there. */
  guardedStarts: { key: string; value: Expr }[];
}

export function factsOf(scope: Scope, statements: Statement[], script: ScriptScope): BodyFacts {
  return new Walker(scope, script).gather(statements);
}

/** A block that EXIT and CONTINUE may leave early: what its end has set is then not certain. */
interface Open {
  isLeft: boolean;
}

class Walker {
  private readonly facts: BodyFacts;
  private readonly script: ScriptScope;
  /** Variables that are certainly set here, and the order in which they became so, to take branches back. */
  private readonly set = new Set<string>();
  private readonly trail: string[] = [];
  private readonly blocks: Open[] = [];
  private isReachable = true;
  private loops = 0;
  private tries = 0;

  constructor(scope: Scope, script: ScriptScope) {
    this.script = script;
    this.facts = {
      scope,
      isOpen: !(scope.hasGosub || scope.hasOnError || scope.hasResume),
      refused: new Set(),
      assigned: [],
      returned: [],
      mayReturnNull: false,
      calls: [],
      guardedStarts: [],
    };
  }

  gather(statements: Statement[]): BodyFacts {
    const { scope } = this.facts;
    const isBody = scope.procedure === null;
    if (!isBody) for (const [key, register] of scope.registers) if (register < scope.params) this.assign(key);
    this.block(statements);
    if (this.isReachable) this.facts.mayReturnNull = true;
    return this.facts;
  }

  private assign(key: string): void {
    if (this.set.has(key)) return;
    this.set.add(key);
    this.trail.push(key);
  }

  private refuse(key: string): void {
    this.facts.refused.add(key);
  }

  /** Takes back what has been set since the mark, and names it. */
  private undo(mark: number): string[] {
    const since = this.trail.splice(mark);
    for (const key of since) this.set.delete(key);
    return since;
  }

  private block(statements: Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  /** Reads an expression or several: their variables and the procedures that they call. */
  private read(part: unknown): void {
    walk(part, (node) => {
      if (node.kind === "name") this.use(node.key);
      else if (node.kind === "call") this.call(node.key, node.args);
      else if (node.kind === "call-value" && node.target.kind === "name") this.call(node.target.key, node.args);
      return undefined;
    });
  }

  private use(key: string): void {
    if (this.facts.scope.registers.has(key) && !this.set.has(key)) this.refuse(key);
  }

  private call(key: string, args: readonly Expr[]): void {
    const procedure = procedureIndex(this.script, key);
    if (procedure === undefined) this.refuse(key);
    else this.facts.calls.push({ procedure, args, scope: this.facts.scope });
  }

  private statement(s: Statement): void {
    switch (s.kind) {
      case "assign":
        this.read(s.value);
        if (s.target.kind !== "name") {
          this.read(s.target);
          const root = rootOf(s.target);
          if (root) this.refuse(root.key);
          return;
        }
        if (s.op === "=") this.facts.assigned.push({ key: s.target.key, value: s.value });
        else {
          this.use(s.target.key);
          const op = s.op === "+=" ? "+" : s.op === "-=" ? "-" : s.op === "*=" ? "*" : s.op === "/=" ? "/" : "&";
          const value: Expr = { kind: "binary", op, left: s.target, right: s.value, span: s.span };
          this.facts.assigned.push({ key: s.target.key, value });
        }
        this.assign(s.target.key);
        return;
      case "const":
        this.read(s.value);
        this.facts.assigned.push({ key: s.key, value: s.value });
        this.assign(s.key);
        return;
      case "dim":
        for (const item of s.items) this.unset(item, s.redim);
        return;
      case "if":
        this.branches(
          s.branches.map((branch) => ({ before: () => this.read(branch.test), body: branch.body })),
          s.else,
        );
        return;
      case "select":
        this.read(s.subject);
        this.branches(
          s.cases.map((branch) => ({
            before: () => this.read(caseValues(branch.items)),
            body: branch.body,
          })),
          s.else,
        );
        return;
      case "for":
        this.read(s.from);
        this.read(s.to);
        this.read(s.step);
        if (this.tries > 0) this.facts.guardedStarts.push({ key: s.target.key, value: s.from });
        this.assign(s.target.key);
        this.loop(s.body, null);
        return;
      case "for-each":
        this.read(s.list);
        this.read(s.take?.count);
        this.refuse(s.target.key);
        this.loop(s.body, null);
        return;
      case "while":
        this.read(s.test);
        this.loop(s.body, null);
        return;
      case "do":
        this.read(s.pre?.test);
        this.loop(s.body, s.post?.test ?? null, s.pre === null);
        return;
      case "exit":
        this.leave(s.what === "for" || s.what === "while" || s.what === "do" || s.what === "loop" || s.what === "if");
        if (s.what === "sub" || s.what === "function") this.facts.mayReturnNull = true;
        return;
      case "continue":
        this.leave(true);
        return;
      case "call-statement":
        this.read(s.args);
        this.read(s.target);
        if (typeof s.target !== "string" && s.target.kind === "name") this.call(s.target.key, s.args);
        return;
      case "return":
        this.read(s.value);
        if (s.value) this.facts.returned.push(s.value);
        else this.facts.mayReturnNull = true;
        this.isReachable = false;
        return;
      case "throw":
        this.read(s.value);
        this.isReachable = false;
        return;
      case "assert":
        this.read(s.test);
        this.read(s.message);
        return;
      case "with": {
        this.read(s.target);
        for (const line of s.lines) this.read(line.value);
        const root = rootOf(s.target);
        if (root) this.refuse(root.key);
        return;
      }
      case "try":
        this.attempt(s.body, s.catch, s.finally);
        if (s.catchName) this.refuse(s.catchName.key);
        return;
      case "hear-statement":
        for (const target of s.targets) {
          const root = rootOf(target);
          if (root) this.refuse(root.key);
          this.read(target);
        }
        this.read([s.options, s.prompt, s.default, s.timeout, s.retries]);
        return;
      case "keyword-statement":
        this.read(s.operands);
        return;
      case "param":
        for (const name of s.names) this.refuse(name.key);
        this.read(s.default);
        return;
      case "expr-statement":
        this.read(s.expr);
        return;
      case "procedure":
      case "description":
      case "bad":
        return;
      default:
        // Labels, jumps by them, and whatever another part of the language adds.
        this.facts.isOpen = false;
        this.notSeen(s);
    }
  }

  private unset(item: Dim["items"][number], isAgain: boolean): void {
    this.read(item.bounds);
    const fill = fillOf(item.name, item.type);
    if (item.bounds.length > 0 || isAgain || fill === FILL.text) this.refuse(item.key);
    else if (fill === FILL.zero) this.assign(item.key);
    // The others it unsets: where they may have been set before, they are left alone.
    else if (this.set.has(item.key) || this.loops > 0) this.refuse(item.key);
  }

  /** Calls in a statement that is not followed still count for the procedures that they call. */
  private notSeen(s: Statement): void {
    walk(s, (node) => {
      if (node.kind === "call") this.call(node.key, node.args);
      return node.kind !== "procedure";
    });
  }

  private leave(isBlockLeft: boolean): void {
    if (isBlockLeft) for (const block of this.blocks) block.isLeft = true;
    this.isReachable = false;
  }

  /** After them is set what every branch that comes to its end has set. */
  private branches(
    list: readonly { before(): void; body: Statement[] }[],
    otherwise: readonly Statement[] | null,
  ): void {
    const wasReachable = this.isReachable;
    const open: Open = { isLeft: false };
    this.blocks.push(open);
    let common: string[] | null = null;
    let comesOut = false;
    const branch = (body: readonly Statement[]) => {
      const mark = this.trail.length;
      this.isReachable = wasReachable;
      this.block([...body]);
      const since = this.undo(mark);
      if (!this.isReachable) return;
      comesOut = true;
      const known = new Set(since);
      common = common === null ? since : common.filter((key) => known.has(key));
    };
    for (const { before, body } of list) {
      before();
      branch(body);
    }
    branch(otherwise ?? []);
    this.blocks.pop();
    this.isReachable = comesOut || (open.isLeft && wasReachable);
    if (!open.isLeft) for (const key of common ?? []) this.assign(key);
  }

  /** `runsOnce`: the body stands before the first test, so what it sets is set behind it. */
  private loop(body: Statement[], test: Expr | null, runsOnce = false): void {
    const wasReachable = this.isReachable;
    const open: Open = { isLeft: false };
    this.blocks.push(open);
    const mark = this.trail.length;
    this.loops++;
    this.block(body);
    this.loops--;
    this.blocks.pop();
    const isKept = runsOnce && !open.isLeft && this.isReachable;
    if (!isKept) this.undo(mark);
    this.isReachable = wasReachable;
    this.read(test);
  }

  private attempt(body: Statement[], handler: Statement[] | null, last: Statement[] | null): void {
    const wasReachable = this.isReachable;
    const mark = this.trail.length;
    this.tries++;
    this.block(body);
    this.undo(mark);
    const comesOut = this.isReachable;
    this.isReachable = wasReachable;
    this.block(handler ?? []);
    this.undo(mark);
    this.tries--;
    this.isReachable = comesOut || this.isReachable;
    if (last) this.block(last);
  }
}

function caseValues(items: readonly CaseItem[]): Expr[] {
  return items.flatMap((item) => (item.kind === "range" ? [item.low, item.high] : [item.value]));
}
