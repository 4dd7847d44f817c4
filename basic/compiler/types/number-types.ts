/**
 * Which variables, parameters and results of a script hold a number at every moment they are read. These live in the
 * file of plain numbers (Float64Array) beside the registers, where arithmetic needs no test of types and no boxing.
 *
 * The inference is optimistic: every variable that the walk of its body does not refuse is taken for a number, and those
 * that are assigned anything that may be none are struck out until nothing changes. What another part of the script or
 * the host may see (a variable that procedures share, one that HEAR, an effect or CATCH sets) is never taken for one.
 */
import type { Call, Expr } from "../../ast.ts";
import { findFunction } from "../../vm/builtins.ts";
import type { Scope, ScriptScope } from "../scope.ts";
import { isArrayName, procedureIndex } from "../scope.ts";
import type { BodyFacts } from "./body-facts.ts";

/** A chain of assignments longer than this is no script of a person: it is compiled without numeric variables. */
const MAX_ROUNDS = 30;

/** 0: may be something else than a number; 1: a number from constants alone; 2: a number from numeric variables or functions. */
export type Kind = 0 | 1 | 2;

export class NumberTypes {
  private readonly script: ScriptScope;
  private readonly variables = new Map<Scope, Set<string>>();
  /** By index of the procedure in the program: its result is always a number. */
  private readonly results = new Set<number>();
  /**
   * A numeric variable was reached by a way that does not know of them. The code is then made again without: a part of
   * the compiler that is not aware of numbers costs speed, never a wrong result.
   */
  isContradicted = false;
  /** False until `infer`: in a script that is compiled without plain numbers, no function yields one either. */
  isOn = false;
  private kinds = new Map<Expr, Kind>();

  constructor(script: ScriptScope) {
    this.script = script;
  }

  isVariable(scope: Scope, key: string): boolean {
    return this.variables.get(scope)?.has(key) ?? false;
  }

  /** The parameter of the procedure at this index of the program takes a plain number. */
  isParameter(procedure: number, at: number): boolean {
    const scope = this.script.procedures[procedure - 1];
    if (!scope) return false;
    for (const [key, register] of scope.registers) if (register === at) return this.isVariable(scope, key);
    return false;
  }

  isResult(procedure: number): boolean {
    return this.results.has(procedure);
  }

  /** What is known of the expression's value in a body. */
  kindOf(scope: Scope, e: Expr): Kind {
    switch (e.kind) {
      case "literal":
        return typeof e.value === "number" && Number.isFinite(e.value) ? 1 : 0;
      case "name":
        return this.isVariable(scope, e.key) ? 2 : 0;
      case "unary":
      case "binary":
      case "conditional":
      case "call":
        break;
      default:
        return 0;
    }
    const known = this.kinds.get(e);
    if (known !== undefined) return known;
    const kind = this.find(scope, e);
    this.kinds.set(e, kind);
    return kind;
  }

  private find(scope: Scope, e: Expr): Kind {
    switch (e.kind) {
      case "unary":
        return e.op === "not" ? 0 : this.kindOf(scope, e.operand);
      case "conditional":
        return this.both(scope, e.then, e.else);
      case "call": {
        const index = procedureIndex(this.script, e.key);
        if (index !== undefined) return this.results.has(index) ? 2 : 0;
        return this.isOn && !isArrayName(this.script, scope, e.key) && numberFunction(e) !== null ? 2 : 0;
      }
      case "binary":
        if (e.negated) return 0;
        if (e.op === "+" || e.op === "-" || e.op === "*") return this.both(scope, e.left, e.right);
        // What a division by zero yields is no number, so the divisor must be known.
        if (e.op === "/" || e.op === "\\" || e.op === "mod") return divisor(e.right) ? this.kindOf(scope, e.left) : 0;
        return e.op === "^" && exponent(e.right) ? this.kindOf(scope, e.left) : 0;
      default:
        return 0;
    }
  }

  private both(scope: Scope, a: Expr, b: Expr): Kind {
    const first = this.kindOf(scope, a);
    const second = first === 0 ? 0 : this.kindOf(scope, b);
    return second === 0 ? 0 : first === 2 || second === 2 ? 2 : 1;
  }

  /** `bodies`: the script's own, then its procedures in the order of the program. Strikes out until nothing changes; gives up on a script that takes too long. */
  infer(bodies: readonly BodyFacts[]): void {
    this.isOn = true;
    for (const facts of bodies) this.variables.set(facts.scope, candidates(facts, this.script));
    const followsResults = this.script.body.registers.has("\u0000");
    bodies.forEach((facts, i) => {
      if (i > 0 && !followsResults && mayReturnNumber(facts)) this.results.add(i);
    });
    for (let round = 0; round < MAX_ROUNDS; round++) {
      this.kinds = new Map();
      if (!this.strike(bodies)) {
        this.kinds = new Map();
        return;
      }
    }
    this.variables.clear();
    this.results.clear();
    this.kinds = new Map();
  }

  private strike(bodies: readonly BodyFacts[]): boolean {
    let hasChanged = false;
    const drop = (scope: Scope, key: string, value: Expr) => {
      const variables = this.variables.get(scope);
      if (!variables?.has(key) || this.kindOf(scope, value) > 0) return;
      variables.delete(key);
      hasChanged = true;
    };
    const called = new Set<number>();
    bodies.forEach((facts, i) => {
      const { scope } = facts;
      for (const { key, value } of facts.assigned) drop(scope, key, value);
      for (const { key, value } of facts.guardedStarts) drop(scope, key, value);
      if (this.results.has(i) && facts.returned.some((value) => this.kindOf(scope, value) === 0)) {
        this.results.delete(i);
        hasChanged = true;
      }
      for (const call of facts.calls) {
        called.add(call.procedure);
        if (this.strikeParameters(bodies[call.procedure]!.scope, scope, call.args)) hasChanged = true;
      }
    });
    // What no call of the script reaches is for others to call, with what they like.
    bodies.forEach((facts, i) => {
      if (i > 0 && !called.has(i) && this.strikeParameters(facts.scope, facts.scope, [])) hasChanged = true;
    });
    return hasChanged;
  }

  private strikeParameters(callee: Scope, caller: Scope, args: readonly Expr[]): boolean {
    const variables = this.variables.get(callee);
    if (!variables || variables.size === 0) return false;
    let hasChanged = false;
    for (const [key, register] of callee.registers) {
      if (register >= callee.params) break;
      const value = args[register];
      if (variables.has(key) && (value === undefined || this.kindOf(caller, value) === 0)) {
        variables.delete(key);
        hasChanged = true;
      }
    }
    return hasChanged;
  }
}

function candidates(facts: BodyFacts, script: ScriptScope): Set<string> {
  const { scope } = facts;
  const found = new Set<string>();
  // Hidden variables follow the parts of texts (provenance.ts), also through calls: such a body is left as it is.
  const followsTexts = [...scope.registers.keys()].some((key) => key.endsWith("\u0000"));
  if (!facts.isOpen || followsTexts) return found;
  const isBody = scope === script.body;
  for (const [key, register] of scope.registers) {
    if (facts.refused.has(key) || register === scope.result || (isBody && script.shared.has(key))) continue;
    found.add(key);
  }
  return found;
}

function mayReturnNumber(facts: BodyFacts): boolean {
  const { scope } = facts;
  return facts.isOpen && !facts.mayReturnNull && !scope.hasFinally && scope.result < 0 && facts.returned.length > 0;
}

/** Functions whose result is a number whatever they are given, unless they raise. */
const NUMBER_FUNCTIONS: ReadonlySet<string> = new Set(["LEN", "ASC", "INSTR", "ABS", "INT"]);

/** The name of the function when the call is one of a function that always yields a number; null for any other. */
export function numberFunction(e: Call): string | null {
  const found = findFunction(e.key, "dialect");
  if (!found || !NUMBER_FUNCTIONS.has(found.name)) return null;
  return e.args.length >= found.min && e.args.length <= found.max ? found.name : null;
}

/** The whole number above 0 by which the expression divides without asking; null for another. */
export function divisor(e: Expr): number | null {
  return e.kind === "literal" && typeof e.value === "number" && Number.isFinite(e.value) && e.value > 0
    ? e.value
    : null;
}

const MAX_EXPONENT = 1024;

/** A power with such an exponent has a value for every number. */
export function exponent(e: Expr): number | null {
  if (e.kind !== "literal" || typeof e.value !== "number") return null;
  return Number.isInteger(e.value) && e.value >= 1 && e.value <= MAX_EXPONENT ? e.value : null;
}
