/**
 * Which variables may end up in a filter text, and so need to know which of their parts the script wrote itself (reference
 * 3.9, H-36). Found by following the texts backward: from the filters to the variables in them, to what is assigned to
 * those, to the arguments of procedures and the results of functions. Each gets a second, hidden variable beside it; a
 * script without such filters gets none.
 *
 * A hidden variable holds NULL (all of it came from outside) or a list: the text, then pairs [from, to) of its parts that
 * came from outside. The text is kept because the variable can change in ways that this analysis does not see (HEAR, a
 * called script): what is said of another text counts for nothing.
 */
import type { Expr, KeywordCall, KeywordStatement, Procedure, Script, Statement } from "../ast.ts";
import { isExpr } from "../check/walk.ts";
import { filterUse } from "./filter-operands.ts";
import { analyse, declare, procedureIndex, type Scope, type ScriptScope } from "./scope.ts";
import { walk } from "./walk.ts";

/** Key of the hidden variable beside this one. */
export const shadowKey = (key: string): string => `${key}\u0000`;
/** Key of the script-wide hidden variable that carries the origin of a FUNCTION's result to its caller. */
export const RESULT_SHADOW = "\u0000";

interface Tracked {
  /** Lower-case names by the scope that owns them. */
  names: Map<Scope, Set<string>>;
  /** Indexes of procedures whose results are followed. */
  functions: Set<number>;
}

interface Site<T> {
  scope: Scope;
  item: T;
}

/** The names of a script with the hidden variables that its filters need. */
export function analyseWithOrigins(script: Script): ScriptScope {
  const plain = analyse(script);
  const tracked = findTracked(script.body, plain);
  if (tracked.names.size === 0 && tracked.functions.size === 0) return plain;
  const scopes = [plain.body, ...plain.procedures];
  const hiddenParams = new Map<number, string[]>();
  scopes.forEach((scope, index) => {
    const keys = [...(tracked.names.get(scope) ?? [])];
    const params = keys.filter((key) => index > 0 && (scope.registers.get(key) ?? Infinity) < scope.ownParams);
    if (params.length > 0) hiddenParams.set(index, params.map(shadowKey));
  });
  const names = hiddenParams.size > 0 ? analyse(script, hiddenParams) : plain;
  [names.body, ...names.procedures].forEach((scope, index) => {
    for (const key of tracked.names.get(scopes[index]!) ?? []) declare(scope, shadowKey(key), "");
  });
  if (tracked.functions.size > 0) declare(names.body, RESULT_SHADOW, "");
  return names;
}

function findTracked(statements: readonly Statement[], script: ScriptScope): Tracked {
  const finder = new Finder(script);
  finder.collect(statements, script.body);
  for (const scope of script.procedures) if (scope.procedure) finder.collect(scope.procedure.body, scope);
  return finder.follow();
}

class Finder {
  private readonly script: ScriptScope;
  private readonly filters: Site<Expr>[] = [];
  /** By the key of what is assigned. */
  private readonly assignments = new Map<string, Site<Expr>[]>();
  private readonly calls: Site<{ index: number; args: readonly Expr[] }>[] = [];
  private readonly returns: Site<Expr>[] = [];
  private readonly tracked: Tracked = { names: new Map(), functions: new Set() };
  private readonly open: (() => void)[] = [];

  constructor(script: ScriptScope) {
    this.script = script;
  }

  collect(statements: readonly Statement[], scope: Scope): void {
    walk(statements, (node) => {
      if (node.kind === "procedure") return false;
      if (node.kind === "keyword" || node.kind === "keyword-statement") this.keyword(node, scope);
      if (node.kind === "assign" && node.target.kind === "name") {
        this.assigned(node.target.key, node.value, scope);
        // `f += x` reads the variable too.
        if (node.op !== "=") this.assigned(node.target.key, node.target, scope);
      }
      if (node.kind === "const") this.assigned(node.key, node.value, scope);
      if (node.kind === "return" && node.value) this.returns.push({ scope, item: node.value });
      if (node.kind === "call") {
        this.called(node.key, node.args, scope);
        if (filterUse(node)) this.filters.push({ scope, item: node.args[1]! });
      }
      if (node.kind === "call-statement" && typeof node.target !== "string" && node.target.kind === "name")
        this.called(node.target.key, node.args, scope);
      if (node.kind === "call-value" && node.target.kind === "name") this.called(node.target.key, node.args, scope);
      return undefined;
    });
  }

  private keyword(node: KeywordCall | KeywordStatement, scope: Scope): void {
    for (const [name, operand] of Object.entries(node.operands))
      if (isExpr(operand) && filterUse(node, name)) this.filters.push({ scope, item: operand });
  }

  private assigned(key: string, value: Expr, scope: Scope): void {
    const known = this.assignments.get(key);
    if (known) known.push({ scope, item: value });
    else this.assignments.set(key, [{ scope, item: value }]);
  }

  private called(key: string, args: readonly Expr[], scope: Scope): void {
    const index = procedureIndex(this.script, key);
    if (index !== undefined) this.calls.push({ scope, item: { index, args } });
  }

  follow(): Tracked {
    for (const { scope, item } of this.filters) this.value(item, scope);
    for (let next = this.open.pop(); next; next = this.open.pop()) next();
    return this.tracked;
  }

  /** Whatever its text is made of is followed. */
  private value(e: Expr, scope: Scope): void {
    switch (e.kind) {
      case "name":
        this.name(e.key, scope);
        return;
      case "binary":
        if (e.op !== "+" && e.op !== "&") return;
        this.value(e.left, scope);
        this.value(e.right, scope);
        return;
      case "interpolation":
        for (const part of e.parts) if (typeof part !== "string") this.value(part, scope);
        return;
      case "conditional":
        this.value(e.then, scope);
        this.value(e.else, scope);
        return;
      case "logical":
        this.value(e.left, scope);
        this.value(e.right, scope);
        return;
      case "call":
        this.result(procedureIndex(this.script, e.key));
        return;
      case "call-value":
        if (e.target.kind === "name") this.result(procedureIndex(this.script, e.target.key));
        if (e.target.kind === "call") this.result(procedureIndex(this.script, e.target.key));
        return;
      default:
        return;
    }
  }

  private name(key: string, from: Scope): void {
    const owner = ownerOf(this.script, from, key);
    const names = this.tracked.names.get(owner) ?? new Set<string>();
    if (names.has(key)) return;
    names.add(key);
    this.tracked.names.set(owner, names);
    this.open.push(() => {
      for (const { scope, item } of this.assignments.get(key) ?? [])
        if (ownerOf(this.script, scope, key) === owner) this.value(item, scope);
      const index = this.script.procedures.indexOf(owner) + 1;
      const position = index > 0 ? owner.registers.get(key) : undefined;
      if (position === undefined || position >= owner.ownParams) return;
      for (const { scope, item } of this.calls) {
        const arg = item.index === index ? item.args[position] : undefined;
        if (arg) this.value(arg, scope);
      }
    });
  }

  private result(index: number | undefined): void {
    if (index === undefined || this.tracked.functions.has(index)) return;
    this.tracked.functions.add(index);
    const scope = this.script.procedures[index - 1];
    if (!scope) return;
    this.open.push(() => {
      for (const site of this.returns) if (site.scope === scope) this.value(site.item, scope);
      const own: Procedure | null = scope.procedure;
      if (own && scope.result >= 0) this.name(own.key, scope);
    });
  }
}

/** The scope that a name belongs to, seen from another. */
export function ownerOf(script: ScriptScope, from: Scope, key: string): Scope {
  return from.registers.has(key) ? from : script.body;
}
