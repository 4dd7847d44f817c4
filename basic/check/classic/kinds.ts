/** What an expression of a classic program yields, as far as that is known before the run. */
import type { Expr } from "../../ast.ts";
import { BARE_FUNCTIONS, signatureOf } from "./functions.ts";
import { type Held, type Holds, holdsByName, isFnKey, typeNamed } from "./holds.ts";
import { arrayKey, type ClassicProgram, type ClassicScope, lookUp } from "./program.ts";

export const RELATIONS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);

export function kindOf(program: ClassicProgram, scope: ClassicScope, e: Expr): Holds {
  const of = (part: Expr) => kindOf(program, scope, part);
  switch (e.kind) {
    case "literal":
      return typeof e.value === "string" ? "text" : typeof e.value !== "number" ? "any" : isWhole(e.value);
    case "interpolation":
      return "text";
    case "name": {
      if (program.procedureOf.has(e.key) && scope.procedure?.key !== e.key) return holdsByName(e.key, program.letters);
      const name = lookUp(program, scope, e.key);
      if (name) return name.holds;
      return BARE_FUNCTIONS.has(e.key) ? (signatureOf(e.key)?.yields ?? "any") : "any";
    }
    case "call": {
      if (program.procedureOf.has(e.key)) return holdsByName(e.key, program.letters);
      const array = lookUp(program, scope, arrayKey(e.key));
      if (array) return array.holds;
      if (isFnKey(e.key)) return e.key.endsWith("$") ? "text" : "number";
      return signatureOf(e.key)?.yields ?? (e.key.endsWith("$") ? "text" : "any");
    }
    case "unary":
      return e.op === "not" ? "integer" : of(e.operand) === "integer" ? "integer" : "number";
    case "logical":
      return e.op === "??" ? "any" : "integer";
    case "between":
    case "is":
      return "integer";
    case "binary": {
      if (e.op === "&") return "text";
      const left = of(e.left);
      const right = of(e.right);
      if (e.op === "+" && (left === "text" || right === "text")) return "text";
      if (e.op === "+" || e.op === "-" || e.op === "*") {
        if (left === "integer" && right === "integer") return "integer";
        return left === "any" || right === "any" ? "any" : "number";
      }
      return e.op === "/" || e.op === "^" ? "number" : "integer";
    }
    case "member": {
      const type = e.object ? recordTypeOf(program, scope, e.object) : null;
      return type === null ? "any" : fieldOf(program, type, e.name).holds;
    }
    default:
      return "any";
  }
}

function isWhole(value: number): Holds {
  return Number.isInteger(value) ? "integer" : "number";
}

/** Upper-case name of the TYPE of a record value; null for any other. */
export function recordTypeOf(program: ClassicProgram, scope: ClassicScope, e: Expr): string | null {
  if (e.kind === "name") return lookUp(program, scope, e.key)?.record ?? null;
  if (e.kind === "call") return lookUp(program, scope, arrayKey(e.key))?.record ?? null;
  if (e.kind !== "member" || !e.object) return null;
  const type = recordTypeOf(program, scope, e.object);
  return type === null ? null : fieldOf(program, type, e.name).record;
}

/** A field of a TYPE; `any` where it has none of that name. */
export function fieldOf(program: ClassicProgram, type: string, name: string): Held {
  const field = program.types.get(type)?.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return field ? typeNamed(field.type) : { holds: "any", record: null };
}
