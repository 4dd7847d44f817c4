/**
 * Which names a script has and where each lives (reference 3.1, 3.3). A variable belongs to the whole script unless it is
 * a parameter of a procedure or declared in it with DIM or LOCAL.
 */
import type { Call, Expr, LValue, Name, Procedure, Script, Statement } from "../ast.ts";
import { walk } from "./walk.ts";

/** Names and registers of the script's body or of one procedure. */
export interface Scope {
  /** Null for the script's body. */
  procedure: Procedure | null;
  /** Lower-case name to register. */
  registers: Map<string, number>;
  /** Display names by register. */
  names: string[];
  params: number;
  /** Parameters that the source names; hidden ones follow (provenance.ts). */
  ownParams: number;
  /** Names declared with bounds here: `a(i)` is an element. */
  arrays: Set<string>;
  /** Classic: registers of the script's frame that hold this procedure's STATIC variables. */
  outer?: Map<string, number>;
  /** Register of a FUNCTION's result when its body assigns to its own name; -1 otherwise. */
  result: number;
  hasGosub: boolean;
  hasOnError: boolean;
  hasResume: boolean;
  hasFinally: boolean;
}

export interface ScriptScope {
  body: Scope;
  procedures: Scope[];
  /** Lower-case name of a procedure to its index in the program (the body is 0). */
  procedureIndex: Map<string, number>;
  /** Script-wide names that some statement sets. */
  assigned: Set<string>;
  /** Script-wide names that a procedure mentions. */
  shared: Set<string>;
}

export function newScope(procedure: Procedure | null): Scope {
  return {
    procedure,
    registers: new Map(),
    names: [],
    params: 0,
    ownParams: 0,
    arrays: new Set(),
    result: -1,
    hasGosub: false,
    hasOnError: false,
    hasResume: false,
    hasFinally: false,
  };
}

export function declare(scope: Scope, key: string, name: string): number {
  let register = scope.registers.get(key);
  if (register === undefined) {
    register = scope.names.length;
    scope.registers.set(key, register);
    scope.names.push(name);
  }
  return register;
}

/** In this scope the name was declared with bounds, so that parentheses behind it mean an element. */
export function isArrayName(script: ScriptScope, scope: Scope, key: string): boolean {
  return (scope.registers.has(key) ? scope : script.body).arrays.has(key);
}

/** The variable at the root of an assignment's target, or null when it is the WITH object or a value. */
export function rootOf(target: LValue): Name | Call | null {
  let at: Expr = target;
  for (;;) {
    if (at.kind === "name" || at.kind === "call") return at;
    if ((at.kind !== "member" && at.kind !== "index") || !at.object) return null;
    at = at.object;
  }
}

/** What a statement sets, as lower-case key and spelling. */
export function targetsOf(s: Statement): { key: string; name: string }[] {
  const roots = (targets: LValue[]) => targets.map(rootOf).filter((n) => n !== null);
  switch (s.kind) {
    case "assign":
    case "with":
      return roots([s.target]);
    case "hear-statement":
      return roots(s.targets);
    case "for":
    case "for-each":
      return [s.target];
    case "const":
      return [s];
    case "dim":
      return s.items;
    case "param":
      return s.names;
    case "try":
      return s.catchName ? [s.catchName] : [];
    default:
      return [];
  }
}

/** `hiddenParams`: keys of hidden parameters by the index of their procedure. */
export function analyse(script: Script, hiddenParams?: ReadonlyMap<number, readonly string[]>): ScriptScope {
  const body = newScope(null);
  const found: ScriptScope = {
    body,
    procedures: [],
    procedureIndex: new Map(),
    assigned: new Set(),
    shared: new Set(),
  };
  const hoisted: Procedure[] = [];
  walk(script.body, (node) => {
    if (node.kind === "procedure" && !found.procedureIndex.has(node.key)) {
      hoisted.push(node);
      found.procedureIndex.set(node.key, hoisted.length);
    }
    return undefined;
  });
  analyseBody(script.body, body, found);
  for (const procedure of hoisted) {
    const scope = newScope(procedure);
    for (const param of procedure.params) declare(scope, param.key, param.name);
    walk(procedure.isTool ? [] : procedure.body, (node) => {
      if (node.kind === "procedure") return false;
      if (node.kind === "param") for (const name of node.names) declare(scope, name.key, name.name);
      return undefined;
    });
    scope.ownParams = scope.names.length;
    for (const key of hiddenParams?.get(found.procedures.length + 1) ?? []) declare(scope, key, "");
    scope.params = scope.names.length;
    walk(procedure.isTool ? [] : procedure.body, (node) => {
      if (node.kind === "procedure") return false;
      if (node.kind === "dim" && !node.redim) for (const item of node.items) declare(scope, item.key, item.name);
      return undefined;
    });
    if (procedure.isFunction && setsItself(procedure)) scope.result = declare(scope, procedure.key, procedure.name);
    found.procedures.push(scope);
    analyseBody(procedure.body, scope, found);
  }
  return found;
}

/** Index in the program of the procedure that a call of this name means; a type mark may be left out. */
export function procedureIndex(script: ScriptScope, key: string): number | undefined {
  return script.procedureIndex.get(key) ?? script.procedureIndex.get(key.replace(/[$%&!#]$/, ""));
}

/** What DIM fills with. */
export const FILL = { nothing: 0, text: 1, zero: 2 } as const;

/** What an unset variable or element holds, by the type mark of the name or AS: NULL, "" or the number 0. */
export function fillOf(name: string, type: string | null): (typeof FILL)[keyof typeof FILL] {
  const kind = type?.toLowerCase() ?? "";
  if (name.endsWith("$") || kind === "string" || kind === "text") return FILL.text;
  if (/[%&!#]$/.test(name) || /^(integer|int|long|number|float|double|single|decimal|currency)$/.test(kind))
    return FILL.zero;
  return FILL.nothing;
}

function setsItself(procedure: Procedure): boolean {
  let sets = false;
  walk(procedure.body, (node) => {
    if (targetsOf(node as Statement).some((t) => t.key === procedure.key)) sets = true;
    return node.kind !== "procedure";
  });
  return sets;
}

/** Gives every name its place: a register of `scope` where it is declared there, else one of the script's body. */
function analyseBody(statements: Statement[], scope: Scope, found: ScriptScope): void {
  const place = (key: string, name: string) => {
    if (scope.registers.has(key)) return;
    declare(found.body, key, name);
    if (scope !== found.body) found.shared.add(key);
  };
  walk(statements, (node) => {
    if (node.kind === "procedure") return false;
    if (node.kind === "dim") {
      for (const item of node.items) {
        place(item.key, item.name);
        if (item.bounds.length > 0) (scope.registers.has(item.key) ? scope : found.body).arrays.add(item.key);
      }
    }
    for (const target of targetsOf(node as Statement)) {
      place(target.key, target.name);
      if (!scope.registers.has(target.key) || scope === found.body) found.assigned.add(target.key);
    }
    if (node.kind === "name") place(node.key, node.name);
    if (node.kind === "call" && scope !== found.body && !scope.registers.has(node.key)) found.shared.add(node.key);
    if (node.kind === "goto" && node.sub) scope.hasGosub = true;
    if (node.kind === "on-error") scope.hasOnError = true;
    if (node.kind === "resume") scope.hasResume = true;
    if (node.kind === "try" && node.finally) scope.hasFinally = true;
    return undefined;
  });
}
