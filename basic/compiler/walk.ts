/** One walk over any part of the syntax tree, in source order. */
import type { Expr, Statement } from "../ast.ts";

/** Every node that has a `kind`, parents first; `visit` returns false to leave out what lies beneath. */
export function walk(node: unknown, visit: (node: Expr | Statement) => boolean | undefined): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if ("kind" in node && visit(node as Expr | Statement) === false) return;
  const members = node as Record<string, unknown>;
  for (const key in members) {
    const value = members[key];
    if (typeof value === "object" && key !== "span") walk(value, visit);
  }
}

/** The lists of statements that a block holds; a procedure is none. */
export function listsOf(node: Expr | Statement): Statement[][] {
  switch (node.kind) {
    case "if":
      return [...node.branches.map((b) => b.body), ...(node.else ? [node.else] : [])];
    case "select":
      return [...node.cases.map((b) => b.body), ...(node.else ? [node.else] : [])];
    case "for":
    case "for-each":
    case "while":
    case "do":
      return [node.body];
    case "try":
      return [node.body, node.catch, node.finally].filter((list) => list !== null);
    default:
      return [];
  }
}
