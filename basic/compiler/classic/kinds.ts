/** What classic variables and values hold, as far as the compiler needs it. */
import type { Expr, LValue } from "../../ast.ts";
import type { Holds } from "../../check/classic/holds.ts";
import { kindOf, recordTypeOf } from "../../check/classic/kinds.ts";
import type { Context } from "../context.ts";
import type { Place } from "../places.ts";

export function holdsOf(c: Context, e: Expr): Holds {
  return c.classic ? kindOf(c.classic.program, c.classic.scope, e) : "any";
}

/** Upper-case name of the TYPE that the value is of; null where it is of none. */
export function recordOf(c: Context, e: Expr): string | null {
  return c.classic ? recordTypeOf(c.classic.program, c.classic.scope, e) : null;
}

/** Makes the value of a register one that a variable of this kind takes. */
export function convert(c: Context, holds: Holds, register: number): void {
  if (holds === "integer") c.buffer.emit("CROUND", register, register);
  else if (holds === "record") c.buffer.emit("CCOPY", register, register);
}

/** Sets a variable, element or field to the value in a register, as what it holds. */
export function setTo(c: Context, target: LValue, place: Place, register: number): void {
  convert(c, holdsOf(c, target), register);
  place.set(register);
}
