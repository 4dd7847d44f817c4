/** Warnings about what is legal but hardly meant (reference 6: H-48, H-59, and the notes of 2.4 and 3.9). */
import type { Binary, Expr, KeywordCall, KeywordStatement, Operand } from "../ast.ts";
import type { Report } from "./report.ts";
import type { Symbols } from "./symbols.ts";
import { isExpr } from "./walk.ts";

export function lintExpression(e: Expr, symbols: Symbols, report: Report): void {
  if (e.kind !== "binary" || (e.op !== "+" && e.op !== "-")) return;
  const word = dateWord(e.left, symbols);
  if (word !== null && isNumber(e.right) && (word === "TODAY()" || isDayCount(e.right))) {
    report.add(
      "BAS403",
      e.span,
      `${word} ${e.op} a number counts seconds, not days`,
      `write DATEADD(${word}, ${e.op === "-" ? "-n" : "n"}, "day") or ${word} ${e.op} DAYS(n)`,
    );
  }
  if (e.op === "+") lintAnswer(e, symbols, report);
}

/** H-48: a text answer and a number are joined, not added. */
function lintAnswer(e: Binary, symbols: Symbols, report: Report): void {
  for (const [side, other] of [
    [e.left, e.right],
    [e.right, e.left],
  ] as const) {
    if (side.kind !== "name" || !symbols.textAnswers.has(side.key) || !isNumber(other)) continue;
    report.add(
      "BAS402",
      side.span,
      `${side.name} is a text answer: + joins it to the number`,
      `ask with HEAR ${side.name} AS NUMBER, or write VAL(${side.name})`,
    );
    return;
  }
}

/** TODAY or NOW, with or without parentheses, unless the script has such a variable. */
function dateWord(e: Expr, symbols: Symbols): string | null {
  if (e.kind === "call" && e.args.length > 0) return null;
  if (e.kind !== "call" && (e.kind !== "name" || symbols.variables.has(e.key))) return null;
  return e.key === "today" || e.key === "now" ? `${e.key.toUpperCase()}()` : null;
}

/** Few seconds behind NOW() are hardly meant; 60 and more may be. */
function isDayCount(e: Expr): boolean {
  return e.kind === "literal" && typeof e.value === "number" && Math.abs(e.value) <= 31;
}

const ARITHMETIC: ReadonlySet<string> = new Set(["-", "*", "/", "\\", "mod", "^"]);

/** True for what is a number by its form alone. */
function isNumber(e: Expr): boolean {
  if (e.kind === "literal") return typeof e.value === "number";
  return e.kind === "binary" && ARITHMETIC.has(e.op);
}

export function lintKeyword(k: KeywordStatement | KeywordCall, report: Report): void {
  if (k.keyword === "WAIT") {
    const seconds = exprOf(k.operands["seconds"]);
    if (seconds?.kind === "literal" && typeof seconds.value === "number" && seconds.value > 300) {
      report.add(
        "BAS406",
        seconds.span,
        `WAIT ${seconds.value} pauses for 300 seconds, the most there is`,
        `write WAIT ${seconds.value / 1000} if milliseconds are meant`,
      );
    }
  } else if (k.operands["filter"]) {
    const filter = exprOf(k.operands["filter"]);
    if (
      filter &&
      (filter.kind === "interpolation" ||
        (filter.kind === "binary" && (filter.op === "+" || filter.op === "&") && !isConstantText(filter)))
    ) {
      report.add(
        "BAS407",
        filter.span,
        "The filter is put together from text",
        "write FIND source WHERE column = variable",
      );
    }
  }
}

function exprOf(operand: Operand | undefined): Expr | null {
  return operand !== undefined && isExpr(operand) ? operand : null;
}

function isConstantText(e: Expr): boolean {
  if (e.kind === "literal") return true;
  return e.kind === "binary" && isConstantText(e.left) && isConstantText(e.right);
}
