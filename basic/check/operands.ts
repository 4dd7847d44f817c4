/** Fixed operands that a keyword can do nothing with. */
import type { KeywordCall, KeywordStatement, Operand, Span } from "../ast.ts";
import { constantOperands } from "../compiler/directives.ts";
import { hasOperandCheck, operandProblem } from "../keywords/check.ts";
import type { Value } from "../values.ts";
import type { Report } from "./report.ts";

export function checkOperands(k: KeywordStatement | KeywordCall, report: Report): void {
  if (!hasOperandCheck(k.keyword)) return;
  const constants = constantOperands(k.operands);
  if (!constants) return;
  // Constants are texts, numbers, booleans, NULL, and lists and objects of such.
  const problem = operandProblem(k.keyword, constants as Record<string, Value>);
  if (problem === null) return;
  const at =
    Object.values(k.operands)
      .map(spanOf)
      .find((span) => span !== null) ?? k.span;
  report.add("BAS310", at, problem, "see the keyword in the documentation of the language");
}

function spanOf(operand: Operand): Span | null {
  if (Array.isArray(operand)) return operand[0]?.span ?? null;
  return operand.kind === "word" ? null : operand.span;
}
