/**
 * What the names of a classic program are (reference 7.1, 7.2, 7.5.9): variables and arrays by scope, with what they hold;
 * functions; types; DATA. The checks and the compiler both work from it.
 *
 * A SUB or FUNCTION has variables of its own, as in QBasic, but for constants and what SHARED, DIM SHARED and COMMON name;
 * DEF FN reads and sets the script's. A scalar and an array of one name are two things: the array's key ends with `(`.
 */
import type { Call, Expr, Procedure, Script, Span, Statement } from "../../ast.ts";
import type { Declare, DimItem, TypeDefinition } from "../../ast-classic.ts";
import { walk } from "../../compiler/walk.ts";
import { BARE_FUNCTIONS, isFunctionKey } from "./functions.ts";
import { type Held, type Holds, holdsByName, isFnKey, typeNamed } from "./holds.ts";

/** One dimension: constant bounds, which are known before the run. */
type FixedBound = readonly [low: number, high: number];

export interface ClassicName {
  name: string;
  key: string;
  holds: Holds;
  /** Upper-case name of its TYPE where it holds records. */
  record: string | null;
  isArray: boolean;
  /** Count of subscripts; 0 while no use tells. */
  rank: number;
  /** Bounds of an array that is there from the start; null where a DIM or REDIM makes it when it is reached. */
  fixed: FixedBound[] | null;
  isParameter: boolean;
}

export interface ClassicScope {
  /** Null for the script's body. */
  procedure: Procedure | null;
  names: Map<string, ClassicName>;
  /** Keys that are the script's, by SHARED. */
  shared: Set<string>;
  /** Keys that keep their value from call to call. */
  statics: Set<string>;
  statements: Statement[];
}

export interface ClassicProgram {
  script: Script;
  base: number;
  body: ClassicScope;
  procedures: ClassicScope[];
  scopeOf: Map<Procedure, ClassicScope>;
  /** SUB, FUNCTION and DEF FN by key. */
  procedureOf: Map<string, Procedure>;
  types: Map<string, TypeDefinition>;
  /** Constants with a number that is known. */
  constants: Map<string, number>;
  /** DATA in the order of the lines, and how many items stand before each label. */
  data: { text: string; quoted: boolean }[];
  dataAt: Map<string, number>;
  /** First letter to what names hold: DEFINT and its kin. */
  letters: Map<string, Holds>;
}

const cache = new WeakMap<Script, ClassicProgram>();

/** Made once for a tree. */
export function describeProgram(script: Script): ClassicProgram {
  let found = cache.get(script);
  if (!found) {
    found = new Describer(script).describe();
    cache.set(script, found);
  }
  return found;
}

export const arrayKey = (key: string): string => `${key}(`;

/** The name as it is seen from a scope: its own, or the script's where it is shared. */
export function lookUp(program: ClassicProgram, scope: ClassicScope, key: string): ClassicName | undefined {
  return scope.names.get(key) ?? (seesScript(scope, key, program) ? program.body.names.get(key) : undefined);
}

/** True where the key means the script's variable. */
export function seesScript(scope: ClassicScope, key: string, program: ClassicProgram): boolean {
  if (scope.names.has(key)) return false;
  return scope.procedure?.classic === "def" || scope.shared.has(key) || program.body.shared.has(key);
}

/** Statements of a scope in order, without those of procedures inside. */
export function walkScope(scope: ClassicScope, visit: (node: Expr | Statement) => boolean | undefined): void {
  walk(scope.statements, (node) => (node.kind === "procedure" ? false : visit(node)));
}

class Describer {
  private readonly program: ClassicProgram;
  /** Arrays that some DIM or REDIM makes. */
  private readonly dimensioned = new Set<ClassicName>();

  constructor(script: Script) {
    const scopeOf = (procedure: Procedure | null, statements: Statement[]): ClassicScope => ({
      procedure,
      names: new Map(),
      shared: new Set(),
      statics: new Set(),
      statements,
    });
    this.program = {
      script,
      base: 0,
      body: scopeOf(null, script.body),
      procedures: [],
      scopeOf: new Map(),
      procedureOf: new Map(),
      types: new Map(),
      constants: new Map(),
      data: [],
      dataAt: new Map(),
      letters: new Map(),
    };
    walk(script.body, (node) => {
      this.global(node);
      if (node.kind !== "procedure" || this.program.procedureOf.has(node.key)) return undefined;
      this.program.procedureOf.set(node.key, node);
      const scope = scopeOf(node, node.body);
      this.program.procedures.push(scope);
      this.program.scopeOf.set(node, scope);
      return undefined;
    });
  }

  describe(): ClassicProgram {
    const { program } = this;
    const scopes = [program.body, ...program.procedures];
    for (const scope of scopes) this.declared(scope);
    for (const scope of scopes) this.used(scope);
    for (const scope of scopes) {
      for (const name of scope.names.values()) {
        if (!name.isArray || name.isParameter || name.fixed) continue;
        if (!this.dimensioned.has(name)) name.fixed = Array.from({ length: name.rank || 1 }, () => [program.base, 10]);
      }
    }
    return program;
  }

  private global(node: Expr | Statement): void {
    const { program } = this;
    if (node.kind === "type") program.types.set(node.name, node);
    else if (node.kind === "option-base") program.base = node.base;
    else if (node.kind === "def-type") for (const letter of node.letters) program.letters.set(letter, node.holds);
    else if (node.kind === "label") program.dataAt.set(node.key, program.data.length);
    else if (node.kind === "data") program.data.push(...node.items);
    else if (node.kind === "const") {
      program.body.shared.add(node.key);
      const value = this.fixedNumber(node.value);
      if (value !== null) program.constants.set(node.key, value);
    }
  }

  /** A number that is known before the run. */
  private fixedNumber(e: Expr): number | null {
    if (e.kind === "literal") return typeof e.value === "number" ? e.value : null;
    if (e.kind === "name") return this.program.constants.get(e.key) ?? null;
    if (e.kind === "unary" && e.op !== "not") {
      const value = this.fixedNumber(e.operand);
      return value === null ? null : e.op === "-" ? -value : value;
    }
    if (e.kind !== "binary") return null;
    const left = this.fixedNumber(e.left);
    const right = this.fixedNumber(e.right);
    if (left === null || right === null) return null;
    return e.op === "+" ? left + right : e.op === "-" ? left - right : e.op === "*" ? left * right : null;
  }

  private add(scope: ClassicScope, found: Pick<ClassicName, "name" | "key"> & Partial<ClassicName>): ClassicName {
    const known = scope.names.get(found.key);
    if (known) return known;
    const name: ClassicName = {
      holds: holdsByName(found.name, this.program.letters),
      record: null,
      isArray: false,
      rank: 0,
      fixed: null,
      isParameter: false,
      ...found,
    };
    scope.names.set(found.key, name);
    return name;
  }

  private ofType(name: string, type: string | null): Held {
    return type === null ? { holds: holdsByName(name, this.program.letters), record: null } : typeNamed(type);
  }

  /** Parameters and what declarations name. */
  private declared(scope: ClassicScope): void {
    for (const param of scope.procedure?.params ?? []) {
      const key = param.isArray ? arrayKey(param.key) : param.key;
      this.add(scope, {
        name: param.name,
        key,
        ...this.ofType(param.name, param.type),
        isArray: param.isArray ?? false,
        isParameter: true,
      });
    }
    walkScope(scope, (node) => {
      if (node.kind === "declare") this.declaration(scope, node);
      return undefined;
    });
  }

  private declaration(scope: ClassicScope, s: Declare): void {
    for (const item of s.items) {
      const key = item.isArray ? arrayKey(item.key) : item.key;
      if (s.how === "shared" || s.isShared) scope.shared.add(key);
      if (s.how === "shared" && scope.procedure) continue;
      if (s.how === "redim" && seesScript(scope, key, this.program)) continue;
      const name = this.add(scope, {
        name: item.name,
        key,
        ...this.ofType(item.name, item.type),
        isArray: item.isArray,
      });
      if (s.how === "static") scope.statics.add(key);
      if (item.bounds.length > 0) this.dimension(name, s, item);
    }
  }

  private dimension(name: ClassicName, s: Declare, item: DimItem): void {
    this.dimensioned.add(name);
    if (name.rank === 0) name.rank = item.bounds.length;
    if (s.how === "redim") {
      name.fixed = null;
      return;
    }
    const fixed = item.bounds.map(({ low, high }) => {
      const from = low ? this.fixedNumber(low) : this.program.base;
      const to = this.fixedNumber(high);
      return from === null || to === null ? null : ([Math.round(from), Math.round(to)] as FixedBound);
    });
    if (!name.fixed && fixed.every((bound) => bound !== null)) name.fixed = fixed;
  }

  /** Names that statements and expressions use without declaring them. */
  private used(scope: ClassicScope): void {
    const assigned = elementTargets(scope);
    walkScope(scope, (node) => {
      if (node.kind === "name") this.scalar(scope, node.name, node.key);
      else if (node.kind === "call") this.element(scope, node, assigned);
      else if (node.kind === "const") this.add(scope.procedure?.classic === "def" ? this.program.body : scope, node);
      for (const target of dynamicTargets(node)) this.markAny(scope, target);
      return undefined;
    });
    const own = scope.procedure;
    if (own?.isFunction) this.add(scope, { name: own.name, key: own.key });
  }

  private scalar(scope: ClassicScope, name: string, key: string): void {
    // RND and its kin are called by their name alone: no variable can have it.
    if (BARE_FUNCTIONS.has(key)) return;
    const isProcedure = this.program.procedureOf.has(key) && scope.procedure?.key !== key;
    if (!isProcedure) this.add(seesScript(scope, key, this.program) ? this.program.body : scope, { name, key });
  }

  private element(scope: ClassicScope, e: Call, assigned: ReadonlySet<string>): void {
    const key = arrayKey(e.key);
    if (this.program.procedureOf.has(e.key)) return;
    const known = lookUp(this.program, scope, key);
    if (known) {
      if (known.rank === 0 && e.args.length > 0) known.rank = e.args.length;
      return;
    }
    if (!assigned.has(e.key) && isFunctionKey(e.key)) return;
    if (isFnKey(e.key) && this.program.script.numbered) return;
    const owner = seesScript(scope, key, this.program) ? this.program.body : scope;
    this.add(owner, { name: e.name, key, isArray: true, rank: e.args.length });
  }

  private markAny(scope: ClassicScope, key: string): void {
    const name = lookUp(this.program, scope, key);
    if (name && !name.name.endsWith("$")) name.holds = "any";
  }
}

/** Keys that stand as elements where something is set: those are arrays, whatever functions there are. */
function elementTargets(scope: ClassicScope): Set<string> {
  const keys = new Set<string>();
  const add = (target: Expr) => {
    if (target.kind === "call") keys.add(target.key);
    if (target.kind === "member" && target.object) add(target.object);
  };
  walkScope(scope, (node) => {
    for (const target of targetsOf(node)) add(target);
    return undefined;
  });
  return keys;
}

/** What a statement of either profile sets. */
export function targetsOf(node: Expr | Statement): Expr[] {
  switch (node.kind) {
    case "assign":
    case "with":
    case "mid-assign":
      return [node.target];
    case "for":
    case "for-each":
      return [node.target];
    case "hear-statement":
    case "input":
    case "read":
      return node.targets;
    case "swap":
      return [node.left, node.right];
    default:
      return [];
  }
}

/** Keys of variables that a statement of the dialect sets to a value of any kind. */
function dynamicTargets(node: Expr | Statement): string[] {
  const key = (target: Expr): string[] => (target.kind === "name" ? [target.key] : []);
  switch (node.kind) {
    case "hear-statement":
      return node.targets.flatMap(key);
    case "for-each":
    case "with":
      return key(node.target);
    case "param":
      return node.names.map((name) => name.key);
    case "try":
      return node.catchName ? [node.catchName.key] : [];
    case "assign":
      return isDynamic(node.value) ? key(node.target) : [];
    default:
      return [];
  }
}

const DYNAMIC: ReadonlySet<string> = new Set(["keyword", "hear", "call-value", "array", "object", "method", "index"]);

function isDynamic(e: Expr): boolean {
  return DYNAMIC.has(e.kind) || (e.kind === "literal" && e.value === null);
}

export function startOf(span: Span): Span {
  return { ...span, endLine: span.line, endColumn: span.column + 1 };
}
