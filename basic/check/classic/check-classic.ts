/** The semantic checks of the classic profile. */
import type { Script } from "../../ast.ts";
import type { Diagnostic } from "../../diagnostics.ts";

export function checkClassic(_script: Script): Diagnostic[] {
  return [];
}
