/** How the forms of a keyword are spelled, for hints, editors and the documentation. */
import type { KeywordEntry, KeywordForm, OperandSpec } from "./entry.ts";

/** One line a form: `SET BOT MEMORY key, value`. */
export function formsOf({ keyword, forms }: KeywordEntry): string[] {
  return forms.map((form) => (keyword + operandsOf(form).join("")).replace(/\s+/g, " ").trim());
}

/** The operands of a form, each with what stands before it. */
export function operandsOf({ operands }: KeywordForm): string[] {
  return operands.map((operand, i) => operandText(operand, i === 0));
}

function operandText({ name, kind, after = [], softOnly, optional, words = [] }: OperandSpec, first: boolean): string {
  if (kind === "block") return ` ... ${name} ... END`;
  if (kind === "where") return " [WHERE condition] [ORDER BY column] [LIMIT count]";
  const [lead] = after;
  const separator = lead !== undefined && (softOnly || first) ? ` ${lead} ` : first ? " " : ", ";
  const value = words.length > 0 && kind === "word" ? words.join("|") : name;
  const text = `${separator}${value}${kind === "rest" ? ", ..." : ""}`;
  return optional ? ` [${text.trim()}]` : text;
}
