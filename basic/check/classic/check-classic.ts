/**
 * The semantic checks of the classic profile (reference 7.5.11): what numbers and texts may do together, arrays, DEF, FOR,
 * the form of programs with line numbers, and what --ecma refuses. Jumps are the compiler's to check.
 */
import type { Script } from "../../ast.ts";
import type { Diagnostic } from "../../diagnostics.ts";
import { Report } from "../report.ts";
import { checkArrays } from "./arrays.ts";
import { checkExpressions } from "./expressions.ts";
import { checkForm } from "./form.ts";
import { checkMinimal } from "./minimal.ts";
import { checkProcedures } from "./procedures.ts";
import { describeProgram } from "./program.ts";

const cache = new WeakMap<Script, readonly Diagnostic[]>();

/** Findings of one classic script, ordered by position. Made once for a tree: whoever compiles it asks for them too. */
export function checkClassic(script: Script): readonly Diagnostic[] {
  let found = cache.get(script);
  if (!found) {
    found = check(script);
    cache.set(script, found);
  }
  return found;
}

function check(script: Script): Diagnostic[] {
  const report = new Report(script.file);
  const program = describeProgram(script);
  checkExpressions(program, report);
  checkArrays(program, report);
  checkProcedures(program, report);
  checkForm(program, report);
  if (script.profile === "ecma") checkMinimal(program, report);
  return report.sorted();
}
