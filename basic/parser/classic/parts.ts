/** What several statements of the classic profile are made of: targets, line numbers, and the word of --ecma on extensions. */
import type { LValue } from "../../ast.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import type { Token } from "../../lexer/token.ts";
import { parseTarget } from "../assignment.ts";
import { describe, type Parser } from "../parser.ts";

/** Says under --ecma that something is not part of Minimal BASIC; accepted otherwise. */
export function extension(p: Parser, at: Token, what: string): void {
  if (p.classic?.ecma)
    p.report.add(
      "BAS511",
      tokenSpan(at),
      `${what} is not part of Minimal BASIC`,
      "leave it out, or run without --ecma",
    );
}

/** Line numbers are compared as numbers: 0480 is 480. */
export function jumpKey(p: Parser): { key: string; span: ReturnType<typeof tokenSpan> } {
  const token = p.token;
  const isLabel = token.kind === "number" ? /^\d+$/.test(token.text) : token.kind === "word";
  if (!isLabel || (token.kind === "word" && p.classic?.numbered))
    p.fail("BAS207", token, `A line number is due, found ${describe(token)}`, "write the number of a line");
  p.advance();
  return { key: normalKey(token.text), span: tokenSpan(token) };
}

/** A label or line number as the tree keeps it. */
export function normalKey(text: string): string {
  return text.toLowerCase().replace(/^0+(?=\d)/, "");
}

export function parseTargets(p: Parser, what: string): LValue[] {
  const targets: LValue[] = [];
  do {
    if (p.isSymbol(",") || p.atStatementEnd())
      p.fail("BAS510", p.token, `A variable is missing in ${what}`, "write a variable between the commas");
    targets.push(parseTarget(p));
  } while (p.takeSymbol(","));
  return targets;
}
