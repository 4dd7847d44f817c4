/** Which operands are filter texts, and how the FILTER instruction reads each. */
import type { Call, KeywordCall, KeywordStatement } from "../ast.ts";
import { keywordEntry, type OperandSpec } from "../catalogue/index.ts";

/**
 * How a text becomes a filter: `read` and `write` a condition, `id` a condition or the id of a row, `set` a `column=value`,
 * `sql` a SELECT. Only reading takes a condition that is one whole variable without any part of the script's own.
 */
export type FilterUse = NonNullable<OperandSpec["filter"]>;

/** Numbers of the uses in the FILTER instruction. */
export const FILTER_USES: readonly FilterUse[] = ["read", "write", "id", "set", "sql"];
/** Added where the operand is one whole variable. */
export const WHOLE_VARIABLE = 8;

/** The use of this operand of a keyword, or of the second argument of FILTER(rows, text); null where it is no filter. */
export function filterUse(
  node: Pick<Call, "kind" | "key" | "args"> | Pick<KeywordCall | KeywordStatement, "kind" | "keyword">,
  operand?: string,
): FilterUse | null {
  if (node.kind === "call") return node.key === "filter" && node.args.length === 2 ? "read" : null;
  // SET "table", "filter", "column=value" is an UPDATE of its own kind.
  if (node.keyword === "UPDATE" && operand === "changes") return "set";
  for (const form of keywordEntry(node.keyword)?.forms ?? [])
    for (const spec of form.operands) if (spec.name === operand && spec.filter) return spec.filter;
  return null;
}
