/** Steps over the children of a tree of the dialect, which it knows node by node; compiler/walk.ts goes over any tree as a whole. */
import type { CaseItem, Expr, FilterNode, Hear, Operand, RowValue, Statement } from "../ast.ts";

/** Expressions directly inside an expression. */
export function childrenOf(e: Expr): Expr[] {
  switch (e.kind) {
    case "literal":
    case "name":
      return [];
    case "interpolation":
      return e.parts.filter((part) => typeof part !== "string");
    case "array":
      return e.items;
    case "object":
      return e.entries.flatMap((entry) => (typeof entry.key === "string" ? [entry.value] : [entry.key, entry.value]));
    case "unary":
      return [e.operand];
    case "binary":
    case "logical":
      return [e.left, e.right];
    case "conditional":
      return [e.test, e.then, e.else];
    case "between":
      return [e.value, e.low, e.high];
    case "is":
      return [e.value];
    case "member":
      return e.object ? [e.object] : [];
    case "index":
      return [e.object, e.index];
    case "call":
      return e.args;
    case "method":
      return [e.object, ...e.args];
    case "keyword":
      return operandExprs(e.operands);
    case "call-value":
      // The target is the name of a procedure, not a value.
      return e.target.kind === "name" ? e.args : [e.target, ...e.args];
    case "hear":
      return hearExprs(e);
  }
}

/** Expressions directly inside a statement, in order of evaluation as far as that is fixed. */
export function expressionsOf(s: Statement): Expr[] {
  switch (s.kind) {
    case "assign":
      return [s.value, ...targetExprs(s.target)];
    case "dim":
      return s.items.flatMap((item) => item.bounds);
    case "const":
      return [s.value];
    case "if":
      return s.branches.map((branch) => branch.test);
    case "select":
      return [s.subject, ...s.cases.flatMap((branch) => branch.items.flatMap(caseExprs))];
    case "for":
      return s.step ? [s.from, s.to, s.step] : [s.from, s.to];
    case "for-each":
      return s.take ? [s.list, s.take.count] : [s.list];
    case "while":
      return [s.test];
    case "do":
      return [s.pre?.test, s.post?.test].filter((test) => test !== undefined);
    case "call-statement":
      return typeof s.target === "string" || s.target.kind === "name" ? s.args : [s.target, ...s.args];
    case "return":
    case "throw":
      return s.value ? [s.value] : [];
    case "assert":
      return s.message ? [s.test, s.message] : [s.test];
    case "with":
      return [...targetExprs(s.target), ...s.lines.map((line) => line.value)];
    case "hear-statement":
      return [...s.targets.flatMap(targetExprs), ...hearExprs(s)];
    case "keyword-statement":
      return operandExprs(s.operands);
    case "param":
      return s.default ? [s.default] : [];
    case "expr-statement":
      return [s.expr];
    default:
      return [];
  }
}

/** Bodies directly inside a statement; those of procedures are not among them. */
export function bodiesOf(s: Statement): Statement[][] {
  switch (s.kind) {
    case "if":
      return s.else ? [...s.branches.map((branch) => branch.body), s.else] : s.branches.map((branch) => branch.body);
    case "select":
      return s.else ? [...s.cases.map((branch) => branch.body), s.else] : s.cases.map((branch) => branch.body);
    case "for":
    case "for-each":
    case "while":
    case "do":
      return [s.body];
    case "try":
      return [s.body, s.catch, s.finally].filter((body) => body !== null);
    case "bad":
      return s.body ? [s.body] : [];
    default:
      return [];
  }
}

/** What a target of an assignment evaluates: its object and indexes, not the variable itself. */
function targetExprs(target: Expr): Expr[] {
  if (target.kind === "call") return target.args;
  if (target.kind === "name") return [];
  return childrenOf(target);
}

function caseExprs(item: CaseItem): Expr[] {
  return item.kind === "range" ? [item.low, item.high] : [item.value];
}

function hearExprs(h: Hear): Expr[] {
  return [...(h.options ?? []), h.prompt, h.default, h.timeout, h.retries].filter((e) => e !== null);
}

/** True for the operands that are one expression. */
export function isExpr(operand: Operand): operand is Expr {
  return !Array.isArray(operand) && operand.kind !== "where" && operand.kind !== "word" && operand.kind !== "set-list";
}

function operandExprs(operands: Record<string, Operand>): Expr[] {
  return Object.values(operands).flatMap((operand) => {
    if (Array.isArray(operand)) return operand;
    if (operand.kind === "word") return [];
    if (operand.kind === "set-list") return operand.items.flatMap((item) => rowExprs(item.value));
    if (operand.kind !== "where") return [operand];
    return [...(operand.filter ? filterExprs(operand.filter) : []), operand.limit, operand.offset].filter(
      (e) => e !== null,
    );
  });
}

function filterExprs(node: FilterNode): Expr[] {
  if (node.kind === "test") return [node.left, ...node.values].flatMap(rowExprs);
  return node.kind === "not" ? filterExprs(node.item) : node.items.flatMap(filterExprs);
}

/** A name that may be a column is left out: nothing has to set it. */
function rowExprs(value: RowValue): Expr[] {
  if (value.kind === "once") return value.column === undefined ? [value.value] : [];
  return value.kind === "row-call" ? value.args.flatMap(rowExprs) : [];
}
