/** BEGIN MAIL recipient ... END MAIL: header lines, a blank line, the body (reference 3.5). */
import type { Expr, Operand } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Hole, Token } from "../lexer/token.ts";
import type { Parser } from "./parser.ts";
import { exprOfRange, textExpr } from "./text.ts";

type Part = string | Hole;

/** Header lines and the operands that they give. */
const HEADERS: ReadonlyMap<string, string> = new Map([
  ["subject", "subject"],
  ["cc", "cc"],
  ["bcc", "bcc"],
  ["from", "from"],
  ["reply-to", "replyTo"],
  ["attach", "attachments"],
  ["attachment", "attachments"],
]);
const HEADER = /^(subject|cc|bcc|from|reply-to|attach(?:ment)?)\s*:\s*/i;

/**
 * The text is divided into header and body as it is written: a value that a hole brings can never add a header.
 * `head` is what stands behind BEGIN MAIL on its line.
 */
export function mailOperands(p: Parser, start: Token, head: Token | null, text: Token): Record<string, Operand> {
  const operands: Record<string, Operand> = { to: recipient(p, start, head) };
  const lines = linesOf(text);
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    const first = line[0];
    const match = typeof first === "string" ? HEADER.exec(first) : null;
    if (!match || typeof first !== "string") break;
    const name = HEADERS.get(match[1]!.toLowerCase())!;
    operands[name] = textOf(p, text, [first.slice(match[0].length), ...line.slice(1)]);
  }
  if (at < lines.length && isBlank(lines[at]!)) at++;
  const body = lines.slice(at).flatMap((line, i): Part[] => (i === 0 ? line : ["\n", ...line]));
  operands["body"] = textOf(p, text, body);
  return operands;
}

/** An expression, or an address as it stands. */
function recipient(p: Parser, start: Token, head: Token | null): Expr {
  const written = head ? p.source.slice(head.start, head.end) : "";
  const address = written.trim();
  if (!head || address === "")
    p.fail("BAS207", start, "BEGIN MAIL needs a recipient on its line", "write BEGIN MAIL ann@example.com");
  const from = head.start + written.indexOf(address);
  const expr = exprOfRange(p, {
    start: from,
    end: from + address.length,
    line: head.line,
    lineStart: head.start - head.column + 1,
  });
  if (expr) return expr;
  if (address.includes("@")) return { kind: "literal", value: address, span: tokenSpan(head) };
  p.fail("BAS201", head, "The recipient of BEGIN MAIL is no address and no value", "write BEGIN MAIL ann@example.com");
}

function linesOf(text: Token): Part[][] {
  const parts: readonly Part[] = text.parts ?? [String(text.value)];
  const lines: Part[][] = [[]];
  for (const part of parts) {
    if (typeof part !== "string") {
      lines.at(-1)!.push(part);
      continue;
    }
    part.split("\n").forEach((piece, i) => {
      if (i > 0) lines.push([]);
      if (piece !== "") lines.at(-1)!.push(piece);
    });
  }
  return lines;
}

function isBlank(line: readonly Part[]): boolean {
  return line.every((part) => typeof part === "string" && part.trim() === "");
}

function textOf(p: Parser, text: Token, parts: Part[]): Expr {
  const holes = parts.some((part) => typeof part !== "string");
  return textExpr(p, holes ? { ...text, parts } : { ...text, parts: null, value: parts.join("") });
}
