/** Registers of a classic program's names, and what its compiler knows beside them. */
import type { Script } from "../../ast.ts";
import {
  type ClassicName,
  type ClassicProgram,
  type ClassicScope,
  describeProgram,
  seesScript,
  walkScope,
} from "../../check/classic/program.ts";
import { declare, newScope, type Scope, type ScriptScope } from "../scope.ts";

/** Of one body; hangs on its Context. */
export interface ClassicBody {
  program: ClassicProgram;
  scope: ClassicScope;
  /** Registers of the script's frame: the column that PRINT has reached, the items of DATA that are read. */
  column: number;
  pointer: number;
}

const COLUMN = " column";
const POINTER = " pointer";

/** Keys of a procedure's STATIC variables among the script's. */
const staticKey = (scope: ClassicScope, key: string): string => `${scope.procedure?.key}.${key}`;

export function analyseClassic(script: Script): ScriptScope {
  const program = describeProgram(script);
  const body = scopeOf(program.body);
  const found: ScriptScope = {
    body,
    procedures: [],
    procedureIndex: new Map(),
    assigned: new Set(program.body.names.keys()),
    shared: new Set(),
  };
  for (const name of program.body.names.values()) declare(body, name.key, shownName(name));
  declare(body, COLUMN, "");
  declare(body, POINTER, "");
  program.procedures.forEach((classic, i) => {
    const { procedure } = classic;
    if (!procedure) return;
    found.procedureIndex.set(procedure.key, i + 1);
    const scope = scopeOf(classic);
    for (const name of classic.names.values()) if (name.isParameter) declare(scope, name.key, shownName(name));
    scope.params = scope.names.length;
    scope.ownParams = scope.params;
    const outer = new Map<string, number>();
    for (const name of classic.names.values()) {
      if (name.isParameter || seesScript(classic, name.key, program)) continue;
      if (isStatic(classic, name)) outer.set(name.key, declare(body, staticKey(classic, name.key), ""));
      else declare(scope, name.key, shownName(name));
    }
    scope.outer = outer;
    if (procedure.isFunction) scope.result = scope.registers.get(procedure.key) ?? -1;
    found.procedures.push(scope);
  });
  return found;
}

/** Its value outlives the call; a FUNCTION's result does not. */
export function isStatic(scope: ClassicScope, name: ClassicName): boolean {
  const { procedure } = scope;
  if (!procedure || name.isParameter || name.key === procedure.key) return false;
  return procedure.classic === "static" || scope.statics.has(name.key);
}

export function classicBody(script: Script, names: ScriptScope, index: number): ClassicBody {
  const program = describeProgram(script);
  const scope = index === 0 ? program.body : program.procedures[index - 1]!;
  const column = names.body.registers.get(COLUMN)!;
  const pointer = names.body.registers.get(POINTER)!;
  return { program, scope, column, pointer };
}

/** Registers of the STATIC variables of a procedure, in the script's frame. */
export function staticRegister(names: ScriptScope, scope: ClassicScope, key: string): number {
  return names.body.registers.get(staticKey(scope, key)) ?? -1;
}

function shownName(name: ClassicName): string {
  return name.isArray ? `${name.name}()` : name.name;
}

function scopeOf(classic: ClassicScope): Scope {
  const scope = newScope(classic.procedure);
  walkScope(classic, (node) => {
    if ((node.kind === "goto" || node.kind === "on-jump") && node.sub) scope.hasGosub = true;
    if (node.kind === "on-error") scope.hasOnError = true;
    if (node.kind === "resume") scope.hasResume = true;
    if (node.kind === "try" && node.finally) scope.hasFinally = true;
    return undefined;
  });
  return scope;
}
