/**
 * What loading a package does for a script before any of it runs: SET SCHEDULE, WEBHOOK, ON ..., USE WEBSITE (reference 3.13). A
 * statement that acts at loading leaves no code behind: reached at run time it does nothing. Only USE WEBSITE does both: what is
 * read for the bot is attached to the conversation that gets there.
 */
import type { Expr, KeywordStatement, Operand, Statement } from "../ast.ts";
import { keywordEntry } from "../catalogue/index.ts";
import type { Directive } from "../program.ts";
import { newObject, type Value } from "../values.ts";
import type { Context, ReportFinding } from "./context.ts";
import type { ScriptScope } from "./scope.ts";
import { walk } from "./walk.ts";

/** The directives of a script's own statements; reports those that stand or are written where loading cannot read them. */
export function collectDirectives(body: readonly Statement[], names: ScriptScope, report: ReportFinding): Directive[] {
  const found: Directive[] = [];
  const top = new Set<unknown>(body);
  walk([...body], (node) => {
    if (node.kind !== "keyword-statement") return undefined;
    const load = keywordEntry(node.keyword)?.load;
    if (load === undefined) return undefined;
    const args = top.has(node) ? constantOperands(node.operands) : null;
    if (args) {
      const handler = node.handler === undefined ? null : (names.procedureIndex.get(node.handler) ?? null);
      found.push({ keyword: node.keyword, args, handler, line: node.span.line });
    } else if (load === "always") {
      const { line, column } = node.span;
      const at = { line, column, endLine: line, endColumn: column + node.keyword.length };
      if (top.has(node))
        report(
          "BAS310",
          `${node.keyword} acts when the package loads and needs fixed operands.`,
          "Write texts in quotes.",
          at,
        );
      else
        report(
          "BAS210",
          `${node.keyword} acts when the package loads and stands at the top level only.`,
          "Move it out of the block.",
          at,
        );
    }
    return undefined;
  });
  return found;
}

/** Whether loading has done what this statement says, so that running it does nothing. */
export function isLoaded(c: Context, s: KeywordStatement): boolean {
  const load = keywordEntry(s.keyword)?.load;
  if (load === undefined || load === "also") return false;
  return load === "always" || (c.isBody && c.lists.length === 1 && constantOperands(s.operands) !== null);
}

/** The operands as JSON; null where one is known only at run time. */
export function constantOperands(operands: Record<string, Operand>): Record<string, unknown> | null {
  const args: Record<string, unknown> = {};
  for (const [name, operand] of Object.entries(operands)) {
    const constant = Array.isArray(operand) ? constantList(operand) : constantOf(operand);
    if (!constant) return null;
    args[name] = constant.value;
  }
  return args;
}

function constantList(items: readonly Expr[]): { value: unknown[] } | null {
  const value: unknown[] = [];
  for (const item of items) {
    const constant = constantOf(item);
    if (!constant) return null;
    value.push(constant.value);
  }
  return { value };
}

function constantOf(operand: Operand): { value: unknown } | null {
  if (Array.isArray(operand)) return constantList(operand);
  switch (operand.kind) {
    case "word":
      return { value: operand.word };
    case "literal":
      return { value: operand.value };
    case "array":
      return constantList(operand.items);
    case "object": {
      const value: [string, Value][] = [];
      for (const entry of operand.entries) {
        const constant = typeof entry.key === "string" && entry.key !== "__proto__" ? constantOf(entry.value) : null;
        if (!constant) return null;
        value.push([String(entry.key), constant.value as Value]);
      }
      return { value: newObject(value) };
    }
    case "binary": {
      // Texts that are put together from texts are as fixed as one text.
      if (operand.op !== "+" && operand.op !== "&") return null;
      const left = constantOf(operand.left);
      const right = constantOf(operand.right);
      return typeof left?.value === "string" && typeof right?.value === "string"
        ? { value: left.value + right.value }
        : null;
    }
    default:
      return null;
  }
}

/** The operands, with the number of the function that holds the statement's block. */
export function withHandler(c: Context, s: KeywordStatement): Record<string, Operand> {
  if (s.handler === undefined) return s.operands;
  const value = c.script.procedureIndex.get(s.handler) ?? null;
  return { ...s.operands, handler: { kind: "literal", value, span: s.span } };
}
